"""Turning what a view returns into an answer, and answering a repeated request as before."""

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime, timedelta

from flask import current_app, g, json, request, session
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.errors import Refusal
from shopkit.web.models import GivenAnswer
from shopkit.web.state import parts, run_after_refusal, who_or_none

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
NOT_PART_OF_A_REQUEST = frozenset({"_key", "csrf_token"})
LONGEST_KEY = 64
KEPT_FOR = timedelta(days=30)
LONGEST_BODY = 4000


class KeyMissing(Refusal):
    """A write without an idempotency key."""


class KeyReused(Refusal):
    """The key of an earlier write came with other content."""


class Undone(Exception):
    """Carries an answer of status 400 and above past the rollback that it means."""

    def __init__(self, response: Response) -> None:
        self.response = response


def wants_json() -> bool:
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"


def write_once(view: Callable[[], Response]) -> Response:
    """Run a write request in one transaction, once for its key; answer repeats as the first time."""
    try:
        return _first_time(view) if is_repeatable() else _keyed(view)
    except Undone as undone:
        return undone.response
    finally:
        g.pop("session", None)
        run_after_refusal()


def is_repeatable() -> bool:
    """True for a view that is safe to do again by its nature, such as signing in."""
    return bool(getattr(current_app.view_functions[request.endpoint or ""], "is_repeatable", False))


def _first_time(view: Callable[[], Response]) -> Response:
    with parts().database.writing(who_or_none()) as session_:
        g.session = session_
        return settled(view())


def _keyed(view: Callable[[], Response]) -> Response:
    key, owner, mark = request_key(), key_owner(), fingerprint()
    try:
        with parts().database.writing(who_or_none()) as session_:
            g.session = session_
            given = session_.get(GivenAnswer, (owner, key))
            if given:
                return answered_before(given, mark)
            given = GivenAnswer(owner=owner, key=key, fingerprint=mark, at=clock.now())
            session_.add(given)
            session_.flush()
            response = as_json_if_asked(settled(view()), key)
            keep(given, response)
            return response
    except IntegrityError:
        g.pop("session", None)
        with parts().database.reading() as session_:
            given = session_.get(GivenAnswer, (owner, key))
            if given is None:
                raise
            return answered_before(given, mark)


def settled(response: Response) -> Response:
    if response.status_code >= 400:
        raise Undone(response)
    return response


def request_key() -> str:
    key = request.headers.get("Idempotency-Key") or request.form.get("_key") or ""
    if not key or len(key) > LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise KeyMissing
    return key


def key_owner() -> str:
    """Whose key it is: the account's, or the visitor's by her signed cookie."""
    who = who_or_none()
    return f"a:{who.account_id.hex}" if who else f"v:{session.get('visitor', '')}"


def fingerprint() -> str:
    """What was asked, as one keyed hash: it names no secret and tells two requests apart."""
    secret = str(current_app.secret_key).encode()
    mark = hmac.new(secret, f"{request.method} {request.path}".encode(), hashlib.sha256)
    for name, value in sorted(request.form.items(multi=True)):
        if name not in NOT_PART_OF_A_REQUEST:
            mark.update(json.dumps([name, value.strip()]).encode())
    if request.is_json:
        mark.update(request.get_data())
    for name, upload in sorted(request.files.items(multi=True), key=lambda pair: pair[0]):
        mark.update(name.encode() + hashlib.file_digest(upload.stream, "sha256").digest())
        upload.stream.seek(0)
    return mark.hexdigest()


def answered_before(given: GivenAnswer, mark: str) -> Response:
    if not hmac.compare_digest(given.fingerprint, mark):
        raise KeyReused
    response = current_app.response_class(given.body, status=given.status)
    if given.location:
        response.headers["Location"] = given.location
    if given.body:
        content = {**json.loads(given.body), "replay": True}
        response.set_data(json.dumps(content))
        response.mimetype = "application/json"
        response.status_code = 200
    return response


def as_json_if_asked(response: Response, key: str) -> Response:
    """A page that would send a browser on tells a script where it would have been sent."""
    if not wants_json() or response.status_code not in (302, 303):
        return response
    answer = current_app.json.response({"key": key, "location": response.headers["Location"]})
    answer.status_code = 201
    return answer


def keep(given: GivenAnswer, response: Response) -> None:
    given.status = response.status_code
    given.location = response.headers.get("Location", "")
    if response.mimetype == "application/json":
        given.body = response.get_data(as_text=True)[:LONGEST_BODY]


def forget_old_answers(session_: Session, now: datetime) -> None:
    session_.execute(delete(GivenAnswer).where(GivenAnswer.at < now - KEPT_FOR))
