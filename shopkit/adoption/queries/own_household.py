"""The household that somebody is one of, and all that is known of it, for her own eyes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.accounts.models import Account
from shopkit.adoption.models.recognition import Recognition
from shopkit.adoption.queries.assessing import verdicts_of
from shopkit.adoption.queries.criteria import Asked, asked_on
from shopkit.adoption.queries.recognition import recognitions_of
from shopkit.adoption.rules.criteria import Verdict
from shopkit.places.models import Village
from shopkit.scope import Who
from shopkit.shops.models.register import Household
from shopkit.shops.models.shops import Business, Shop
from shopkit.shops.queries.register import groups_of
from shopkit.shops.queries.shops import shop_or_none
from shopkit.shops.queries.subjects import rows_of


@dataclass(frozen=True)
class OwnHousehold:
    """A household with its village, its groups, where it stands and how it was recognised."""

    household: Household
    village: str
    groups: Sequence[str]
    asked: Asked
    verdict: Verdict
    recognitions: Sequence[Recognition]


def own_households(session: Session, who: Who, today: date) -> list[OwnHousehold]:
    """Hers by her account, by phone and name, or by the business that her shop was joined to."""
    found = []
    for household in session.scalars(
        select(Household)
        .where(
            Household.id.in_(household_ids(session, who)),
            Household.erased_at.is_(None),
            Household.merged_into_id.is_(None),
        )
        .order_by(Household.id)
    ).all():
        asked = asked_on(session, household.commune_code, today)
        village = session.get(Village, household.village_id) if household.village_id else None
        found.append(
            OwnHousehold(
                household,
                village.name if village else "",
                groups_of(session, [household.id]).get(household.id, []),
                asked,
                verdicts_of(session, [household], asked, today)[household.id],
                recognitions_of(session, household.id),
            )
        )
    return found


def household_ids(session: Session, who: Who) -> set[UUID]:
    account = session.get_one(Account, who.account_id)
    ids = {
        person.household_id
        for person in rows_of(session, account, None)
        if person.merged_into_id is None
    }
    own: Shop | None = shop_or_none(session, who)
    business = session.get(Business, own.business_id) if own and own.business_id else None
    return {one for one in (*ids, business.household_id if business else None) if one}
