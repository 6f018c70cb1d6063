"""What a person decides about money: what it pays, what it is not, and taking that back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.errors import Conflict, Refusal
from shopkit.journal.write import write
from shopkit.payments.actions.money import actor_id, lock_account, take_lines
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.money import (
    BY_HAND,
    PART_PLACED,
    PLACED,
    SET_ASIDE,
    UNPLACED,
    BankLine,
    Placement,
)
from shopkit.payments.models.requests import PaymentRequest
from shopkit.payments.queries.matching import paid_on
from shopkit.payments.rules.matching import SETTLED, state_after
from shopkit.payments.rules.money import Told


class LineErased(Refusal):
    """Its amount is no longer kept, so nothing about it can be reckoned."""


class NothingLeft(Refusal):
    """All of it is placed already."""


def place_line(
    session: Session,
    line: BankLine,
    requests: Sequence[PaymentRequest],
    *,
    version: int,
    now: datetime,
) -> None:
    """Say which requests a payment is for; it fills them one after the other.

    What is more than all of them asked stays on the line, for a person to say what it is. Raises
    Conflict when somebody else decided about it since it was looked at.
    """
    lock(session, line, version)
    left = left_of(session, line)
    if left <= 0:
        raise NothingLeft(str(line.id))
    for asked in sorted(requests, key=lambda one: one.id):
        session.refresh(asked, with_for_update=True)
    for asked in requests:
        part = part_for(session, asked, left)
        if part:
            add_placement(session, line, asked, part, now=now)
            left -= part
    line.state = PART_PLACED if left else PLACED
    session.flush()
    write(session, line, "money.placed", now=now)


def part_for(session: Session, asked: PaymentRequest, left_vnd: int) -> int:
    """How much of a payment goes to a request: what it still lacks, or all when it lacks none."""
    if asked.state in SETTLED or asked.amount_vnd is None:
        return left_vnd
    lacking = asked.amount_vnd - paid_on(session, [asked.id]).get(asked.id, 0)
    return min(left_vnd, max(0, lacking))


def add_placement(
    session: Session, line: BankLine, asked: PaymentRequest, amount_vnd: int, *, now: datetime
) -> None:
    session.add(
        Placement(
            shop_id=line.shop_id,
            commune_code=line.commune_code,
            line_id=line.id,
            request_id=asked.id,
            amount_vnd=amount_vnd,
            placed_at=now,
            placed_by_id=actor_id(session),
        )
    )
    session.flush()
    reckon(session, asked, now=now)


def reckon(session: Session, asked: PaymentRequest, *, now: datetime) -> None:
    """Give a request the state that what stands placed on it makes."""
    standing = session.scalars(
        select(Placement.amount_vnd).where(
            Placement.request_id == asked.id, Placement.undone_at.is_(None)
        )
    ).all()
    is_erased = asked.amount_vnd is None or None in standing
    if is_erased:
        # Amounts are erased only once a request is settled; how often is all that is left to say.
        state = "paid_twice" if len(standing) > 1 else "paid" if standing else "open"
    else:
        state = state_after(asked.amount_vnd or 0, sum(one or 0 for one in standing))
    if state == asked.state:
        return
    asked.state = state
    asked.settled_at = now if state in SETTLED else None
    session.flush()
    write(session, asked, f"payment_request.{state}", now=now)


def undo_line(session: Session, line: BankLine, *, version: int, now: datetime) -> None:
    """Take back whatever was decided about a payment; possible while its amount is kept."""
    lock(session, line, version)
    standing = standing_of(session, line)
    for placed in standing:
        placed.undone_at, placed.undone_by_id = now, actor_id(session)
    session.flush()
    for placed in standing:
        asked = session.get_one(PaymentRequest, placed.request_id, with_for_update=True)
        reckon(session, asked, now=now)
    line.state = UNPLACED
    session.flush()
    write(session, line, "money.undone", now=now)


def set_aside(session: Session, line: BankLine, *, version: int, now: datetime) -> None:
    """Say that a payment, or what is left of it, pays nothing that was asked for."""
    lock(session, line, version)
    line.state = SET_ASIDE
    session.flush()
    write(session, line, "money.set_aside", now=now)


def give_back(session: Session, line: BankLine, *, version: int, now: datetime) -> None:
    """Say that a payment was given back to the buyer; it pays nothing any more."""
    undo_line(session, line, version=version, now=now)
    line.state = SET_ASIDE
    session.flush()
    write(session, line, "money.given_back", now=now)


def note_by_hand(
    session: Session,
    asked: PaymentRequest,
    *,
    amount_vnd: int,
    version: int,
    now: datetime,
) -> BankLine:
    """Note money somebody saw come in with her own eyes, for a request.

    When a feed or a statement tells of the same money later, it is known by day, amount and code.
    """
    account = session.get_one(PaymentAccount, asked.account_id)
    lock_account(session, account.id)
    session.refresh(asked, with_for_update=True)
    if asked.version != version:
        raise Conflict(str(asked.id))
    seen = Told(now, amount_vnd, asked.code, "", f"hand-{uuid4().hex}")
    taken = take_lines(session, account, [seen], source=BY_HAND, import_id=None, now=now)
    line = session.get_one(BankLine, (*taken.line_ids, *taken.known_ids)[0])
    if line.state == UNPLACED:
        place_line(session, line, [asked], version=line.version, now=now)
    return line


def lock(session: Session, line: BankLine, version: int) -> None:
    """Hold a line, and refuse whoever decides on what she saw before somebody else decided."""
    session.flush()
    lock_account(session, line.account_id)
    session.refresh(line, with_for_update=True)
    if line.version != version:
        raise Conflict(str(line.id))
    if line.amount_vnd is None:
        raise LineErased(str(line.id))


def standing_of(session: Session, line: BankLine) -> Sequence[Placement]:
    return session.scalars(
        select(Placement)
        .where(Placement.line_id == line.id, Placement.undone_at.is_(None))
        .order_by(Placement.placed_at, Placement.id)
    ).all()


def left_of(session: Session, line: BankLine) -> int:
    """What of a payment is not placed yet."""
    return (line.amount_vnd or 0) - sum(one.amount_vnd or 0 for one in standing_of(session, line))
