"""What a request carries: who asks, the open session, and the parts of the house."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from flask import current_app, g
from sqlalchemy.orm import Session

from shopkit.config import Config
from shopkit.db.engine import Database
from shopkit.db.files import Files
from shopkit.errors import NotFound
from shopkit.scope import Who


@dataclass(frozen=True)
class Parts:
    """What the application was put together from."""

    config: Config
    database: Database
    files: Files


def parts() -> Parts:
    found: Parts = current_app.extensions["shopkit"]
    return found


class RequestSession:
    """`db.session`: reading for a page that only looks, writing for one that changes things.

    It is opened when first asked for; do slow work on what was sent before that.
    """

    @property
    def session(self) -> Session:
        if "session" not in g:
            g.session = g.open_writing() if "open_writing" in g else self._open_reading()
        open_session: Session = g.session
        return open_session

    def _open_reading(self) -> Session:
        stack = ExitStack()
        g.closing = stack
        return stack.enter_context(parts().database.reading())


db = RequestSession()


def close_session(_error: BaseException | None = None) -> None:
    g.pop("session", None)
    stack: ExitStack | None = g.pop("closing", None)
    if stack:
        stack.close()


def who_or_none() -> Who | None:
    """The signed-in person, looked up at most once a request."""
    if "who" not in g:
        find: Callable[[], Who | None] = current_app.extensions["shopkit.who"]
        g.who = find()
    found: Who | None = g.who
    return found


def who() -> Who:
    """The signed-in person; a page that asks for her and has nobody does not exist."""
    found = who_or_none()
    if found is None:
        raise NotFound
    return found


def after_refusal(write: Callable[[Session], None]) -> None:
    """Keep something although this request is being refused, in a transaction of its own."""
    g.setdefault("after_refusal", []).append(write)


def run_after_refusal() -> None:
    for write in g.pop("after_refusal", []):
        with parts().database.writing() as session:
            write(session)
