"""Trying a scratch number, and erasing the print shop's list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from shopkit.db.engine import after_commit
from shopkit.db.files import Files
from shopkit.errors import Refusal
from shopkit.journal.write import write
from shopkit.traceability.actions.labels_work import pin_lists
from shopkit.traceability.models.labels import LabelPin, LabelRun, PinList
from shopkit.traceability.queries.pins import pin_lists_of
from shopkit.traceability.rules.pins import MOST_TRIES, is_pin

# A step that is drawing numbers right now has not named its list yet.
KEPT_UNKNOWN = timedelta(hours=1)
RIGHT, AGAIN, WRONG, LOCKED, NONE = "right", "again", "wrong", "locked", "none"


class ListGone(Refusal):
    """The list of scratch numbers was erased already."""


@dataclass(frozen=True)
class Tried:
    """What trying a number came to: `word` is right, again (right before), wrong, locked or none.

    `first_at` is the first success, `left` how many wrong tries the code still takes.
    """

    word: str
    first_at: datetime | None = None
    left: int = 0


def try_pin(session: Session, code: str, pin: str, *, keys: Sequence[str], now: datetime) -> Tried:
    """Compare a number with the one kept for a code; five wrong ones lock the code for good.

    The try is counted before it is compared, and given back when it was right, so that two at
    once count as two.
    """
    taken = session.connection().execute(
        update(LabelPin)
        .where(LabelPin.code == code, LabelPin.tries < MOST_TRIES)
        .values(tries=LabelPin.tries + 1)
    )
    kept = session.get(LabelPin, code, populate_existing=True)
    is_right = is_pin(keys, code, pin, kept.pin_hash if kept else "0" * 64)
    if kept is None:
        return Tried(NONE)
    if not taken.rowcount:
        return Tried(LOCKED, kept.first_success_at)
    if not is_right:
        return Tried(WRONG, kept.first_success_at, MOST_TRIES - kept.tries)
    word = AGAIN if kept.first_success_at else RIGHT
    kept.tries -= 1
    kept.success_count += 1
    kept.first_success_at = kept.first_success_at or now
    session.flush()
    return Tried(word, kept.first_success_at, MOST_TRIES - kept.tries)


def erase_pin_list(session: Session, files: Files, run: LabelRun, *, now: datetime) -> None:
    """Erase the numbers in clear, once the print shop has them; only their hashes stay."""
    lists = pin_lists_of(session, run)
    if not lists:
        raise ListGone(run.id)
    session.execute(delete(PinList).where(PinList.run_id == run.id))
    run.pins_received_at = now
    write(session, run, "labels.pins_erased", now=now)
    for kept in lists:
        after_commit(session, partial(pin_lists(files).remove, kept.name))


def sweep_pin_lists(session: Session, files: Files, *, now: datetime) -> None:
    """Remove lists that no run names: a crash left them, before or after they were of use."""
    named = set(session.scalars(select(PinList.name)))
    pin_lists(files).sweep(named, now - KEPT_UNKNOWN)
