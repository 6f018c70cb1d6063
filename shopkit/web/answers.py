"""Turning what a view returns into an answer, and answering a repeated request as before."""

import hashlib
import hmac
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import datetime, timedelta
from unicodedata import normalize
from uuid import UUID

from flask import current_app, g, json, jsonify, request, session
from sqlalchemy import delete, func, select
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


class AnsweredBefore(Exception):
    """Carries what an earlier request with this key was answered, past the rollback of this one."""

    def __init__(self, given: GivenAnswer) -> None:
        self.given = given


def wants_json() -> bool:
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"


def write_once(view: Callable[[], Response]) -> Response:
    """Run a write request in one transaction, once for its key; answer repeats as the first time.

    The transaction begins when the view first asks for `db.session`, so that slow work on what was
    sent, such as opening a picture, keeps nobody else waiting.
    """
    key = "" if is_repeatable() else request_key()
    try:
        return _written(view, Writing(key))
    except Undone as undone:
        return told_to_script(undone.response)
    except AnsweredBefore as before:
        return answered_before(before.given, fingerprint())
    finally:
        g.pop("session", None)
        g.pop("open_writing", None)
        run_after_refusal()


def is_repeatable() -> bool:
    """True for a view that is safe to do again by its nature, such as signing in."""
    return bool(getattr(current_app.view_functions[request.endpoint or ""], "is_repeatable", False))


def _written(view: Callable[[], Response], writing: "Writing") -> Response:
    if writing.key:
        with parts().database.reading() as session_:
            writing.answer_if_known(session_)
    with ExitStack() as stack:
        g.open_writing = lambda: writing.begin(stack)
        response = settled(view(), writing.key)
        if writing.key:
            response = as_json_if_asked(response, writing.key)
        writing.keep(response)
    return response


class Writing:
    """The transaction of one write request, and the answer that is kept in it."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.session: Session | None = None
        self.given: GivenAnswer | None = None

    def begin(self, stack: ExitStack) -> Session:
        """Open the transaction; a twin that came first is answered instead."""
        session_ = stack.enter_context(parts().database.writing(who_or_none()))
        self.session = session_
        if not self.key:
            return session_
        self.answer_if_known(session_)
        self.given = GivenAnswer(
            owner=key_owner(), key=self.key, fingerprint=fingerprint(), at=clock.now()
        )
        session_.add(self.given)
        try:
            session_.flush()
        except IntegrityError as twin:
            with parts().database.reading() as reading:
                self.answer_if_known(reading)
            raise twin
        return session_

    def keep(self, response: Response) -> None:
        """Keep where the browser is sent, or what a script is told.

        A page that is shown again has changed nothing; asked for twice, it is made twice.
        """
        if self.given is None or self.session is None:
            return
        is_told = response.mimetype == "application/json"
        if not is_told and "Location" not in response.headers:
            self.session.delete(self.given)
            return
        self.given.status = response.status_code
        self.given.location = response.headers.get("Location", "")
        if is_told:
            self.given.body = response.get_data(as_text=True)[:LONGEST_BODY]

    def answer_if_known(self, session_: Session) -> None:
        given = session_.get(GivenAnswer, (key_owner(), self.key))
        if given:
            raise AnsweredBefore(given)


def settled(response: Response, key: str) -> Response:
    """The answer of a change that stands; a page that is shown again has changed nothing."""
    is_asked_again = key and wants_json() and response.mimetype == "text/html"
    if response.status_code >= 400 or (is_asked_again and response.status_code == 200):
        raise Undone(response)
    return response


def told_to_script(response: Response) -> Response:
    """A script cannot show a page: it is told that a person must look, and at what."""
    if not wants_json() or response.mimetype != "text/html":
        return response
    is_conflict = response.status_code == 409
    answer = jsonify({"error": "conflict" if is_conflict else "ask"})
    answer.status_code = 409 if is_conflict else max(response.status_code, 422)
    return answer


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
            mark.update(json.dumps([name, normalize("NFC", value).strip()]).encode())
    if request.is_json or request.mimetype.startswith("image/"):
        mark.update(request.get_data())
    for name, upload in sorted(request.files.items(multi=True), key=lambda pair: pair[0]):
        upload.stream.seek(0)
        mark.update(name.encode() + hashlib.sha256(upload.stream.read()).digest())
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
    answer = jsonify({"key": key, "location": response.headers["Location"]})
    answer.status_code = 201
    return answer


def last_sent(session_: Session, account_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """When something last came from each of these accounts, and was kept."""
    owners = {f"a:{account_id.hex}": account_id for account_id in account_ids}
    found = session_.execute(
        select(GivenAnswer.owner, func.max(GivenAnswer.at))
        .where(GivenAnswer.owner.in_(owners))
        .group_by(GivenAnswer.owner)
    )
    return {owners[owner]: at for owner, at in found}


def forget_old_answers(session_: Session, now: datetime) -> None:
    session_.execute(delete(GivenAnswer).where(GivenAnswer.at < now - KEPT_FOR))
