"""The last steps of every way in and out: end what was open here, open anew, set the cookie."""

from ipaddress import ip_address
from urllib.parse import urlsplit

import structlog
from flask import redirect, request, session, url_for
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.accounts.actions.sign_ins import OpenedSignIn, end_token, open_sign_in
from shopkit.accounts.models import Account
from shopkit.accounts.queries import is_staff
from shopkit.accounts.rules.devices import device_name
from shopkit.accounts.rules.lifetimes import needs_totp
from shopkit.accounts.views.cookies import (
    drop_sign_in_cookie,
    set_sign_in_cookie,
    token_of_request,
)
from shopkit.web.doors import local_path
from shopkit.web.state import db, parts

log = structlog.get_logger()

KEPT_AFTER_SIGN_OUT = ("lang",)


def go_on() -> str:
    """Where she was going before she was asked to sign in; the first page otherwise."""
    return local_path(request.args.get("next")) or "/"


def let_in(person: Account, path: str) -> Response:
    """Open the door to somebody whose PIN or password was checked, and send her to `path`.

    Staff come to the porch first, where the one-time code is asked.
    """
    waits = needs_totp(
        is_staff=is_staff(db.session, person.id),
        is_practice=person.is_practice,
        is_loopback=is_loopback(),
    )
    end_what_is_open_here()
    opened = open_sign_in(
        db.session, person, device=this_device(), waits_for_code=waits, now=clock.now()
    )
    if not waits:
        return entered(opened, path)
    porch = "accounts.code" if person.totp_secret else "accounts.enrol"
    return entered(opened, url_for(porch, next=path))


def entered(opened: OpenedSignIn, path: str) -> Response:
    """Send the browser on with the token of its new sign-in."""
    one = opened.sign_in
    log.info("sign_in.opened", way=one.way, account=str(one.account_id), half=one.waits_for_code)
    response = redirect(path, code=303)
    set_sign_in_cookie(response, opened.token)
    return response


def left(path: str) -> Response:
    """Send the browser on as a stranger; what she left on a shared phone is forgotten."""
    kept = {name: session[name] for name in KEPT_AFTER_SIGN_OUT if name in session}
    session.clear()
    session.update(kept)
    response = redirect(path, code=303)
    drop_sign_in_cookie(response)
    return response


def end_what_is_open_here() -> None:
    """Nobody keeps a sign-in that was here before: neither another person nor a thief."""
    token = token_of_request()
    if token:
        end_token(db.session, token, now=clock.now())


def this_device() -> str:
    return device_name(request.headers.get("User-Agent", ""))


def is_loopback() -> bool:
    """True on the machine itself, where no proxy brings strangers in."""
    host = urlsplit(parts().config.public_address).hostname or ""
    return is_own_machine(host) and is_own_machine(request.remote_addr or "")


def is_own_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
