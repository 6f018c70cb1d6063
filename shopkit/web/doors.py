"""Every page is closed unless it says otherwise; what one may not see does not exist."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

from flask import Flask, current_app, jsonify, redirect, request
from werkzeug.wrappers import Response

from shopkit.errors import NotFound
from shopkit.web.answers import wants_json
from shopkit.web.signposts import SIGN_IN, signpost
from shopkit.web.state import who_or_none

View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Open to everybody; the page must not show anything that belongs to somebody."""
    view.is_public = True  # type: ignore[attr-defined]  # functions carry their door with them
    return view


def for_roles(*names: str) -> Callable[[View], View]:
    """Only for people who wear one of these hats; for others the page does not exist."""

    def mark(view: View) -> View:
        view.for_roles = names  # type: ignore[attr-defined]  # functions carry their door with them
        return view

    return mark


def repeatable(reason: str) -> Callable[[View], View]:
    """Safe to do twice by its nature, so it needs no key; the reason stands beside it."""

    def mark(view: View) -> View:
        view.is_repeatable = reason  # type: ignore[attr-defined]  # functions carry it with them
        return view

    return mark


def without_token(reason: str) -> Callable[[View], View]:
    """Takes a form without a token, because its page sets no cookie; the reason stands beside it.

    A request that another site sends is still refused by where it comes from.
    """

    def mark(view: View) -> View:
        view.needs_no_token = reason  # type: ignore[attr-defined]  # functions carry it with them
        return view

    return mark


def takes_tables(view: View) -> View:
    """The page is sent spreadsheets and other files of rows, not photos."""
    view.takes_tables = True  # type: ignore[attr-defined]  # functions carry it with them
    return view


def machine(reason: str) -> Callable[[View], View]:
    """For a program of somebody else, which brings its own key: no sign-in, no form, no token.

    The reason says why the same sending twice does nothing twice.
    """

    def mark(view: View) -> View:
        view.needs_no_token = reason  # type: ignore[attr-defined]  # functions carry it with them
        return public(repeatable(reason)(view))

    return mark


def guard() -> Response | None:
    """Before each request: let in, send to sign-in, or say that there is no such page."""
    if request.endpoint is None:
        return None
    view = current_app.view_functions[request.endpoint]
    if getattr(view, "is_public", False):
        return None
    who = who_or_none()
    if who is None:
        return ask_to_sign_in()
    names = getattr(view, "for_roles", None)
    if names and not who.has(*names):
        raise NotFound
    return None


def ask_to_sign_in() -> Response:
    if wants_json():
        answer = jsonify({"error": "sign_in"})
        answer.status_code = 401
        return answer
    return redirect(signpost(SIGN_IN, next=page_she_is_on()), code=303)


def page_she_is_on() -> str | None:
    """Where to go on after signing in: the page asked for, or that of the form that was sent."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    came_from = urlsplit(request.referrer or "")
    if came_from.netloc != request.host:
        return None
    return local_path(urlunsplit(("", "", came_from.path, came_from.query, "")))


def local_path(given: str | None) -> str | None:
    """A path of ours to go on to, or nothing; never an address that leads away."""
    if not given or not given.startswith("/") or given.startswith("//"):
        return None
    if "\\" in given or any(ord(letter) < 0x21 or ord(letter) == 0x7F for letter in given):
        return None
    return given


def spare_open_forms(app: Flask, spare: Callable[[Any], Any]) -> None:
    """Let the forms without a token pass; called when every page is in its place."""
    for view in app.view_functions.values():
        if getattr(view, "needs_no_token", ""):
            spare(view)


def hang(app: Flask, find: Callable[[], Any]) -> None:
    """Hang the doors; `find` tells who asks, from the request."""
    app.extensions["shopkit.who"] = find
    app.before_request(guard)
