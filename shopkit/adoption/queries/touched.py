"""Which villages a line of the journal touches, as they lie today."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopkit.accounts.models import Consent
from shopkit.adoption.queries.heirs import heirs_of
from shopkit.adoption.rules.readings import Entry
from shopkit.db.bulk import one_of
from shopkit.places.models import Village
from shopkit.shops.models.branches import Branch
from shopkit.shops.models.register import Household, Person
from shopkit.shops.models.shops import Business, Shop
from shopkit.training.models.courses import Course

# These may move something from a village that they do not name, or change what many rest on.
FAR_REACHING = frozenset(
    {
        "household.changed",
        "household.left",
        "household.erased",
        "person.changed",
        "person.merged",
        "person.erased",
        "business.changed",
        "business.joined",
        "business.parted",
        "business.closed",
        "business.erased",
        "branch.changed",
        "course.changed",
        "course.ended",
        "enrolment.noted",
        "shop.placed",
        "village.opened",
        "village.closed",
    }
)
# In these parts of a line ids of what it touches stand.
NAMED_IN = (
    "person_id",
    "household_id",
    "business_id",
    "shop_id",
    "branch_id",
    "village_id",
    "course_id",
)


@dataclass
class Touched:
    """Villages by commune, and communes of which everything may have changed."""

    villages: dict[str, set[UUID | None]] = field(default_factory=dict)
    communes: set[str] = field(default_factory=set)

    def add(self, commune_code: str, village_id: UUID | None) -> None:
        if commune_code:
            self.villages.setdefault(commune_code, set()).add(village_id)


def touched_by(session: Session, entries: Sequence[Entry]) -> Touched:
    """What to work out anew after these lines."""
    touched = Touched()
    ids: set[UUID] = set()
    for entry in entries:
        if entry.event in FAR_REACHING or entry.event.startswith(("counting.", "group.")):
            touched.communes |= {entry.commune_code, entry.details.get("from_commune", "")} - {""}
            continue
        ids |= {entry.shop_id or entry.subject_id, entry.subject_id}
        for name in NAMED_IN:
            if (told := entry.ref(name)) is not None:
                ids.add(told)
    ids |= who_answered(session, [one.subject_id for one in entries if is_consent(one)])
    for commune_code, village_id in places_of(session, ids):
        touched.add(commune_code, village_id)
    for commune_code, villages in touched.villages.items():
        heirs = heirs_of(session, commune_code)
        villages |= {heirs.get(one, one) for one in villages}
    return touched


def is_consent(entry: Entry) -> bool:
    return entry.subject_kind == Consent.__tablename__


def who_answered(session: Session, consent_ids: Collection[UUID]) -> set[UUID]:
    """The people and businesses whose word these consents are, on paper or by themselves."""
    return {
        subject_id
        for condition in one_of(Consent.id, consent_ids)
        for subject_id in session.scalars(select(Consent.subject_id).where(condition))
    }


def places_of(session: Session, ids: Collection[UUID]) -> set[tuple[str, UUID | None]]:
    found: set[tuple[str, UUID | None]] = set()
    shop_village = func.coalesce(Business.village_id, Shop.village_id)
    person_village = func.coalesce(Person.village_id, Household.village_id)
    wanted: tuple[tuple[Any, Any], ...] = (
        (Household.id, select(Household.commune_code, Household.village_id)),
        (
            Person.id,
            select(Person.commune_code, person_village).outerjoin(
                Household, Household.id == Person.household_id
            ),
        ),
        (Business.id, select(Business.commune_code, Business.village_id)),
        (
            Shop.id,
            select(Shop.commune_code, shop_village).outerjoin(
                Business, Business.id == Shop.business_id
            ),
        ),
        (Branch.id, select(Branch.commune_code, Branch.village_id)),
        (Village.id, select(Village.commune_code, Village.id)),
        (Course.id, select(Course.commune_code, Course.village_id)),
    )
    for key, asked in wanted:
        for condition in one_of(key, ids):
            for commune_code, village_id in session.execute(asked.where(condition).distinct()):
                found.add((commune_code, village_id))
    return found
