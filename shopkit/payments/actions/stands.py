"""Printing stands, and noting where they hang and when they came down."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from shopkit.errors import Refusal
from shopkit.journal.write import write
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.stands import PrintedStand
from shopkit.payments.queries.stands import printed_count
from shopkit.scope import Who


class AccountOver(Refusal):
    """Nothing is printed for an account that is not in use any more."""


class NotPutUpYet(Refusal):
    """A stand is said to have hung before it was printed, or to hang in the future."""


def print_stand(
    session: Session, account: PaymentAccount, *, format: str, language: str, now: datetime
) -> PrintedStand:
    """Note one printing; the first and every reprint of a format are counted."""
    if account.ended_at is not None:
        raise AccountOver
    actor: Who | None = session.info.get("actor")
    printed = PrintedStand(
        shop_id=account.shop_id,
        commune_code=account.commune_code,
        account_id=account.id,
        format=format,
        number=printed_count(session, account, format) + 1,
        was_checked=account.is_checked,
        language=language,
        printed_at=now,
        printed_by_id=actor.account_id if actor else None,
    )
    session.add(printed)
    session.flush()
    details = {"format": format, "number": str(printed.number)}
    write(session, printed, "stand.printed", now=now, details=details)
    return printed


def put_up(
    session: Session,
    stand: PrintedStand,
    *,
    put_up_on: date,
    put_up_where: str,
    today: date,
    now: datetime,
) -> None:
    """Note since when a stand hangs, and where; it may be corrected, and hung up again."""
    if put_up_on > today:
        raise NotPutUpYet
    stand.put_up_on, stand.put_up_where = put_up_on, put_up_where
    stand.taken_down_on = None
    session.flush()
    write(session, stand, "stand.put_up", now=now)


def take_down(session: Session, stand: PrintedStand, *, on: date, now: datetime) -> None:
    """Note that a stand hangs no longer; saying it twice changes nothing."""
    if stand.taken_down_on is None:
        stand.taken_down_on = on
        write(session, stand, "stand.taken_down", now=now)
