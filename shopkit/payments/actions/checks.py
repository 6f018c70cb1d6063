"""Keeping what a photo of the stand showed, and telling her when it is bad news."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from shopkit.accounts.actions.notices import tell_others
from shopkit.db.base import new_id
from shopkit.journal.models import OBSERVED, SEEN
from shopkit.journal.write import write
from shopkit.payments.actions.accounts import tell_everyone
from shopkit.payments.models.stands import PaymentHabits, StandCheck
from shopkit.payments.rules.checks import ALARMS, STRANGERS_KEPT, Judgement, looked
from shopkit.scope import Who
from shopkit.shops.models.shops import Shop


def note_check(
    session: Session,
    shop: Shop,
    judgement: Judgement,
    *,
    now: datetime,
    check_id: UUID | None = None,
    has_waited: bool = False,
) -> StandCheck:
    """Keep what a photo showed; when somebody else is paid all her phones are told.

    Whoever is not of the shop came on a visit: then the journal has it as seen by staff. A photo
    that `has_waited` for a network was taken by somebody who is told on her first page.
    """
    actor: Who | None = session.info.get("actor")
    is_visit = actor is not None and shop.id not in actor.shop_ids
    check = StandCheck(
        id=check_id or new_id(),
        shop_id=shop.id,
        commune_code=shop.commune_code,
        account_id=judgement.account_id,
        result=judgement.result,
        remarks=list(judgement.remarks),
        checked_at=now,
        checked_by_id=actor.account_id if actor else None,
        is_visit=is_visit,
        code_count=judgement.code_count,
        other_bin=judgement.other_bin,
        other_masked=judgement.other_masked,
        other_name=judgement.other_name,
    )
    session.add(check)
    session.flush()
    evidence = SEEN if is_visit else OBSERVED
    details = {"result": check.result}
    write(session, check, "stand.checked", now=now, evidence=evidence, details=details)
    if has_waited and actor:
        tell_others(session, actor.account_id, kind=looked(check.result), by=None, now=now)
    if check.result in ALARMS:
        tell_everyone(session, shop, "stand.pays_other", now=now)
    return check


def choose_interval(session: Session, shop: Shop, *, days: int, now: datetime) -> None:
    """How many days may pass before she is reminded to look at her stand."""
    habits = session.get(PaymentHabits, shop.id)
    if habits is None:
        habits = PaymentHabits(shop_id=shop.id, commune_code=shop.commune_code)
        session.add(habits)
    habits.check_every_days = days
    session.flush()
    write(session, shop, "stand.interval_chosen", now=now, details={"days": str(days)})


def forget_strangers(session: Session, *, now: datetime) -> None:
    """Erase whose account a photo showed, after she has had time to show it to the police."""
    session.execute(
        update(StandCheck)
        .where(StandCheck.checked_at < now - STRANGERS_KEPT, StandCheck.other_bin != "")
        .values(other_bin="", other_masked="", other_name="")
    )
