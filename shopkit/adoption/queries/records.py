"""The records of a commune with what is known of them, ready to be counted."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.adoption.queries.asked import Asked, Place, Villages
from shopkit.adoption.queries.heirs import heirs_of
from shopkit.adoption.queries.records_businesses import load_businesses
from shopkit.adoption.queries.records_people import load_households, load_people
from shopkit.adoption.queries.records_villages import load_branches, load_courses, load_villages


def records_of(
    session: Session,
    commune_code: str,
    villages: Villages = None,
    *,
    recorded_until: datetime | None = None,
    one_by_one: bool = False,
) -> dict[UUID, Place]:
    """The records of a commune, or of some of its villages, by village.

    Households of which nothing is known stand together unless they are asked for one by one.
    """
    heirs = heirs_of(session, commune_code)
    asked = Asked(session, commune_code, villages, recorded_until, one_by_one, heirs)
    load_households(asked)
    load_people(asked)
    load_businesses(asked)
    load_branches(asked)
    load_villages(asked)
    load_courses(asked)
    return asked.places
