"""Answering about two records that look alike: the same, so that one stays, or two."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.errors import NotFound
from shopkit.shops.actions.businesses import merge_businesses
from shopkit.shops.actions.households import merge_households, merge_people
from shopkit.shops.actions.twins import pass_on, say_of_twins
from shopkit.shops.models.register import Household, Person, TwinFound
from shopkit.shops.models.shops import Business
from shopkit.shops.queries.twins import records_of_twins


def are_two(session: Session, twin: TwinFound, *, now: datetime) -> None:
    """They are two, whatever they look like; nobody is asked again."""
    say_of_twins(session, twin, is_same=False, now=now)


def are_one(session: Session, twin: TwinFound, kept_id: UUID, *, now: datetime) -> None:
    """They are one: the row that is kept takes over what the other knows."""
    if twin.answered_at:
        return
    records = records_of_twins(session, [twin])
    pair = {twin.first_id, twin.second_id}
    if kept_id not in pair or len(records) < 2:
        raise NotFound(str(kept_id))
    kept = records[kept_id]
    double = records[(pair - {kept_id}).pop()]
    say_of_twins(session, twin, is_same=True, now=now)
    if isinstance(kept, Person) and isinstance(double, Person):
        merge_people(session, kept, double, now=now)
    elif isinstance(kept, Household) and isinstance(double, Household):
        merge_households(session, kept, double, now=now)
    elif isinstance(kept, Business) and isinstance(double, Business):
        merge_businesses(session, kept, double, now=now)
    pass_on(session, kept, double, now=now)
