"""What the outbox and the page store of a phone need to know about a request and its answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from typing import Any, TypeVar
from uuid import UUID, uuid4

from flask import Flask, current_app, g, jsonify, request, session
from werkzeug.wrappers import Response

from shopkit.clock import local_day
from shopkit.errors import NotFound
from shopkit.scope import Who
from shopkit.web.answers import SAFE_METHODS, wants_json
from shopkit.web.state import who_or_none

View = TypeVar("View", bound=Callable[..., Any])

ACCOUNT, KEEP, WAITED = "Shopkit-Account", "Shopkit-Keep", "Shopkit-Waited"
NOBODY = "-"
UUID4 = 4
LONGEST_WAIT = timedelta(days=14)
CLOCKS_DIFFER = timedelta(minutes=5)


def kept_on_phone(view: View) -> View:
    """The phone of whoever opened the page may keep it for when there is no network.

    The browser's own store stays forbidden; our worker keeps the page by account and forgets it
    when the account signs out.
    """
    view.is_kept_on_phone = True  # type: ignore[attr-defined]  # functions carry it with them
    return view


def pass_by() -> None:
    """This once the phone does not keep the page: it tells of what was done a moment ago."""
    g.passes_by = True


def mark_of(who: Who | None) -> str:
    """A name for an account that says nothing about it, by which a phone keeps things apart."""
    if who is None:
        return NOBODY
    return blake2b(who.account_id.bytes, digest_size=8, person=b"shopkit phone").hexdigest()


def client_id() -> UUID:
    """The id that a page gave to the record it makes, or a new one; `rid` in the form."""
    try:
        given = UUID(request.form.get("rid", ""))
    except ValueError:
        return uuid4()
    return given if given.version == UUID4 else uuid4()


def noted_at(now: datetime) -> datetime:
    """When a record was made on the phone, as far as its clock can be believed; `noted_at`."""
    try:
        told = datetime.fromisoformat(request.form.get("noted_at", ""))
    except ValueError:
        return now
    if told.tzinfo is None or not now - LONGEST_WAIT <= told <= now + CLOCKS_DIFFER:
        return now
    return min(told.astimezone(UTC), now)


def day_of_tap(day: date | None, now: datetime) -> date | None:
    """The day that a form tells; one she left as the page had it is the day of the tap.

    A page may be open, or kept, for days; `opened_on` is the day that it offered. Where the phone's
    clock cannot be believed the day it showed stands, but never one that is yet to come.
    """
    if day is None or request.form.get("opened_on") != day.isoformat():
        return day
    tapped = noted_at(now)
    is_believed = tapped != now or not request.form.get("noted_at")
    return local_day(tapped) if is_believed else min(day, local_day(now))


@dataclass(frozen=True)
class Clash:
    """One field that two people changed: its name in the form and both values as people read them.

    `value` is what the field would hold to say the same as `theirs`.
    """

    name: str
    label: str
    yours: str
    theirs: str
    value: str


@dataclass(frozen=True)
class Elsewhere:
    """Where her version goes when both stand side by side, with what that form asks besides."""

    url: str
    fields: Mapping[str, str]
    message: str


def conflict(
    clashes: Sequence[Clash],
    *,
    version: int,
    by: str,
    at: datetime,
    also: Mapping[str, str],
    elsewhere: Elsewhere | None = None,
) -> Response:
    """Both versions for the person to choose from; `also` are sentences for other fields.

    With `elsewhere` nothing is written over: she adds hers there, or lets it go.
    """
    answer = jsonify(
        {
            "error": "conflict",
            "version": version,
            "clashes": [vars(clash) for clash in clashes],
            "by": by,
            "at": at.isoformat(),
            "also": dict(also),
            "elsewhere": vars(elsewhere) if elsewhere else None,
        }
    )
    answer.status_code = 409
    return answer


def refuse_other_account() -> Response | None:
    """A record waits for the account that typed it, whoever has signed in since."""
    told = request.headers.get(ACCOUNT)
    if request.method in SAFE_METHODS or told is None or told == mark_of(who_or_none()):
        return None
    answer = jsonify({"error": "other_account"})
    answer.status_code = 401
    return answer


def ask_again_for_empty() -> Response | None:
    """Some phones send a body without its content; nothing is wrong with what was typed."""
    is_from_outbox = "Idempotency-Key" in request.headers and wants_json()
    if request.method in SAFE_METHODS or not is_from_outbox or request.content_length:
        return None
    answer = jsonify({"error": "empty"})
    answer.status_code = 408
    return answer


def tell_phone(response: Response) -> Response:
    """Say whose answer it is and whether the phone may keep it."""
    if g.get("no_cookies"):
        return response
    if "who" in g:
        response.headers[ACCOUNT] = mark_of(g.who)
    if "Idempotency-Key" in request.headers:
        response.headers["Idempotency-Key"] = request.headers["Idempotency-Key"]
    view = current_app.view_functions.get(request.endpoint or "")
    is_page = request.method == "GET" and response.status_code == 200
    if is_page and getattr(view, "is_kept_on_phone", False) and not g.get("passes_by"):
        response.headers[KEEP] = "1"
    if request.headers.get(WAITED):
        # Sent long after the tap: a sentence on the next page would speak of another matter.
        session.pop("_flashes", None)
    return response


def photo_body() -> bytes:
    """The bytes of a photo that came by itself; another kind of body does not exist here."""
    if not request.mimetype.startswith("image/"):
        raise NotFound(request.mimetype)
    return request.get_data(cache=True)


def photo_refused(sentence: object, *, is_busy: bool = False) -> Response:
    """Why a photo that came by itself is of no use; where the house is busy it comes again."""
    answer = jsonify({"error": "photo", "message": str(sentence)})
    answer.status_code = 429 if is_busy else 422
    return answer


def connect_phones(app: Flask) -> None:
    app.before_request(refuse_other_account)
    app.before_request(ask_again_for_empty)
    app.after_request(tell_phone)
