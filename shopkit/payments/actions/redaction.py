"""Erasing amounts that the household did not ask us to keep.

Without its own book a payment loses amount and memo the day after it was decided about, a request
its amount thirty days after it is settled or ran out. Counts, states and moments stay.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from shopkit.accounts.models import Consent
from shopkit.accounts.rules.purposes import BOOK
from shopkit.clock import day_begins_at, local_day
from shopkit.db.base import Base
from shopkit.payments.models.money import (
    PLACED,
    SET_ASIDE,
    BankLine,
    FingerprintKey,
    Placement,
    TillDay,
)
from shopkit.payments.models.requests import PART_PAID, PaymentRequest
from shopkit.payments.rules.money import month_of
from shopkit.shops.models.shops import Shop

REQUEST_KEPT = timedelta(days=30)
# Money nobody could place is shown this long; then its amount is of no use to anybody either.
UNDECIDED_KEPT = timedelta(days=90)
# Until then the same statement is known again; afterwards old fingerprints cannot be tried.
KEYS_KEPT = timedelta(days=120)


def forget_amounts(session: Session, *, now: datetime) -> None:
    """What is done each day, for every household that does not keep its book here."""
    day_began_at = day_begins_at(local_day(now))
    erase_lines(session, without_book(BankLine), day_began_at=day_began_at, now=now)
    erase_requests(session, without_book(PaymentRequest), before=now - REQUEST_KEPT, now=now)
    old = month_of(now - KEYS_KEPT)
    session.execute(delete(FingerprintKey).where(FingerprintKey.month < old))
    session.execute(delete(TillDay).where(TillDay.closed_at < now - REQUEST_KEPT))


def erase_amounts(session: Session, shop: Shop, *, now: datetime) -> None:
    """The household closes its book: all amounts go at once, but for what still waits for money.

    The keys of fingerprints stay their time, or a statement would add the same money anew.
    """
    erase_lines(session, BankLine.shop_id == shop.id, day_began_at=now, now=now, at_once=True)
    erase_requests(session, PaymentRequest.shop_id == shop.id, before=now, now=now)


def without_book(kept: type[Base]) -> ColumnElement[bool]:
    """That the shop of a record has not agreed to a book, in words that still stand."""
    agreed = exists().where(
        Consent.shop_id == kept.shop_id,  # type: ignore[attr-defined]  # records of a shop only
        Consent.purpose == BOOK.code,
        Consent.text_version.in_(BOOK.covered_by),
        Consent.withdrawn_at.is_(None),
    )
    return ~agreed


def erase_lines(
    session: Session,
    whose: ColumnElement[bool],
    *,
    day_began_at: datetime,
    now: datetime,
    at_once: bool = False,
) -> None:
    """Erase amount and memo of payments decided about before today, and of their parts.

    A part keeps its amount while its request still waits for the rest of the money.
    """
    is_decided = and_(BankLine.state.in_((PLACED, SET_ASIDE)), last_decided_before(day_began_at))
    is_old = BankLine.told_at < now - UNDECIDED_KEPT
    which = and_(
        whose,
        BankLine.redacted_at.is_(None),
        or_(is_decided, is_old) if not at_once else BankLine.id.is_not(None),
        ~on_waiting_request(),
    )
    session.flush()
    session.execute(
        update(Placement)
        .where(Placement.line_id.in_(select(BankLine.id).where(which)))
        .values(amount_vnd=None)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(BankLine)
        .where(which)
        .values(amount_vnd=None, memo=None, redacted_at=now, version=BankLine.version + 1)
        .execution_options(synchronize_session=False)
    )
    session.expire_all()


def last_decided_before(moment: datetime) -> ColumnElement[bool]:
    later = exists().where(Placement.line_id == BankLine.id, Placement.placed_at >= moment)
    return and_(BankLine.told_at < moment, ~later)


def on_waiting_request() -> ColumnElement[bool]:
    return exists().where(
        Placement.line_id == BankLine.id,
        Placement.undone_at.is_(None),
        PaymentRequest.id == Placement.request_id,
        PaymentRequest.state == PART_PAID,
        PaymentRequest.amount_vnd.is_not(None),
    )


def erase_requests(
    session: Session, whose: ColumnElement[bool], *, before: datetime, now: datetime
) -> None:
    """Erase the amounts of requests that were settled, called off or ran out before a moment."""
    is_over = or_(
        PaymentRequest.settled_at <= before,
        and_(
            PaymentRequest.settled_at.is_(None),
            PaymentRequest.expires_at <= before,
        ),
    )
    which = and_(whose, PaymentRequest.redacted_at.is_(None), is_over)
    session.execute(
        update(PaymentRequest)
        .where(which)
        .values(amount_vnd=None, purpose="", redacted_at=now, version=PaymentRequest.version + 1)
        .execution_options(synchronize_session=False)
    )
    session.expire_all()
