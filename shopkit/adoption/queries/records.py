"""The records of a commune with what is known of them, ready to be counted."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    exists,
    func,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session, aliased

from shopkit.accounts.models import Consent, RoleGrant
from shopkit.accounts.rules.purposes import SHARE_AMOUNTS
from shopkit.adoption.models.facts import Fact
from shopkit.adoption.queries.heirs import heirs_of
from shopkit.adoption.rules.cells import Cell
from shopkit.adoption.rules.channels import type_of_channel
from shopkit.adoption.rules.checklists import REQUIRED
from shopkit.adoption.rules.elements import ELEMENTS, SEEN, STRENGTH
from shopkit.adoption.rules.evaluate import Known, Record
from shopkit.adoption.rules.people import lived_there
from shopkit.catalog.models.products import DRAFT, HIDDEN, READY, Photo, Product
from shopkit.clock import local_day
from shopkit.db.bulk import one_of
from shopkit.places.models import Village
from shopkit.sales.models import Order
from shopkit.scope import SHOP
from shopkit.shops.models.branches import Branch
from shopkit.shops.models.register import Household, HouseholdGroup, Person
from shopkit.shops.models.shops import Business, Shop
from shopkit.shops.queries.consents import business_may_be_counted
from shopkit.shops.queries.shops import agreed_to_report
from shopkit.traceability.models.labels import LabelRun
from shopkit.traceability.models.looks import CodeLook
from shopkit.training.models.courses import Course, Meeting

NOWHERE = UUID(int=0)
Key = tuple[str, str, str]
Villages = Collection[UUID] | None


@dataclass
class Place:
    """All records of one village, by kind."""

    records: dict[str, list[Record]] = field(default_factory=dict)
    memo: dict[object, dict[Key, Cell]] = field(default_factory=dict)

    def of(self, kind: str) -> list[Record]:
        return self.records.get(kind, [])

    def add(self, record: Record) -> None:
        self.records.setdefault(record.kind, []).append(record)


@dataclass
class Asked:
    """Which commune, which of its villages, and what was recorded until when."""

    session: Session
    commune_code: str
    villages: Villages = None
    recorded_until: datetime | None = None
    one_by_one: bool = False
    heirs: dict[UUID | None, UUID | None] = field(default_factory=dict)
    places: dict[UUID, Place] = field(default_factory=dict)
    people: dict[UUID, Record] = field(default_factory=dict)
    households: dict[UUID, Record] = field(default_factory=dict)
    alike: dict[tuple[UUID | None, str, date, date | None], int] = field(default_factory=dict)
    by_account: dict[UUID, list[Record]] = field(default_factory=dict)

    def here(self, commune: Any, village: Any) -> ColumnElement[bool]:
        """The condition that a record lies in the villages that were asked for."""
        lies: ColumnElement[bool] = commune == self.commune_code
        if self.villages is None:
            return lies
        wanted = set(self.villages)
        wanted |= {closed for closed, heir in self.heirs.items() if closed and heir in wanted}
        inside: ColumnElement[bool] = village.in_(sorted(wanted - {NOWHERE}))
        return and_(lies, or_(inside, village.is_(None)) if NOWHERE in wanted else inside)

    def place(self, village_id: UUID | None) -> Place:
        village_id = self.heirs.get(village_id, village_id) or NOWHERE
        return self.places.setdefault(village_id, Place())


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


def facts_about(asked: Asked, subjects: Select[Any]) -> dict[UUID, list[tuple[str, UUID, Known]]]:
    """What is known of subjects: by subject, with element and record, oldest first.

    `subjects` selects the fact's subject beside its columns. What was taken back or replaced, as
    far as that was recorded in time, is left out.
    """
    rows = asked.session.execute(
        subjects.add_columns(
            Fact.subject_id,
            Fact.element,
            Fact.source_id,
            Fact.valid_on,
            Fact.recorded_at,
            type_coerce(Fact.id, String).label("id"),
            Fact.evidence,
            Fact.word,
            Fact.number,
            Fact.about,
            Fact.related_id,
            type_coerce(Fact.supersedes_id, String).label("supersedes_id"),
            Fact.is_void,
        ).order_by(Fact.valid_on, Fact.recorded_at, Fact.id)
    ).all()
    if asked.recorded_until is not None:
        rows = [row for row in rows if row.recorded_at <= asked.recorded_until]
    replaced = {row.supersedes_id for row in rows if row.supersedes_id is not None}
    found: dict[UUID, list[tuple[str, UUID, Known]]] = {}
    for row in rows:
        if row.is_void or row.id in replaced:
            continue
        known = Known(
            row.valid_on,
            row.recorded_at,
            row.id,
            STRENGTH[row.evidence],
            row.word,
            row.number,
            row.about,
            row.related_id,
            row.evidence,
        )
        line = (row.element, row.source_id or UUID(str(row.id)), known)
        found.setdefault(row.subject_id, []).append(line)
    return found


def give_facts(record: Record, lines: Iterable[tuple[str, UUID, Known]]) -> None:
    """Lay facts on a record and on what is below it, which is made where it is missing."""
    made: dict[tuple[str, UUID], Record] = {
        (one.kind, one.id): one for some in record.below.values() for one in some
    }
    for element, source_id, known in lines:
        told = ELEMENTS.get(element)
        if told is None:
            continue
        target = record
        if told.on_record:
            key = (told.kind, source_id)
            if key not in made:
                made[key] = Record(told.kind, source_id, record)
                record.below.setdefault(told.kind, []).append(made[key])
            target = made[key]
            if known.about:
                target.about = known.about
        target.facts.setdefault(element, []).append(known)


def is_recorded(asked: Asked, at: datetime) -> bool:
    return asked.recorded_until is None or at <= asked.recorded_until


def load_households(asked: Asked) -> None:
    """Those of whom something is known, one by one; of all others how many are alike."""
    here = asked.here(Household.commune_code, Household.village_id)
    if asked.recorded_until is not None:
        here = and_(here, Household.known_at <= asked.recorded_until)
    groups = groups_of_households(asked, here)
    about = select().select_from(Fact).join(Household, Household.id == Fact.subject_id).where(here)
    facts = facts_about(asked, about)
    wanted = {*groups, *facts, *households_named(asked, here)}
    if asked.one_by_one:
        wanted |= set(asked.session.scalars(select(Household.id).where(here)))
    for alike, count in alike_households(asked, here).items():
        asked.alike[alike] = count
    for condition in one_of(Household.id, wanted):
        for row in asked.session.execute(
            select(
                Household.id,
                Household.village_id,
                Household.status,
                Household.since,
                Household.until,
            ).where(condition, here)
        ):
            alike = (row.village_id, row.status, row.since, row.until)
            asked.alike[alike] -= 1
            record = household_record(row.id, *alike[1:])
            record.says["groups"] = tuple(groups.get(row.id, ()))
            give_facts(record, facts.get(row.id, ()))
            asked.households[row.id] = record
            asked.place(row.village_id).add(record)
    for (village_id, status, since, until), count in asked.alike.items():
        if count > 0:
            record = household_record(NOWHERE, status, since, until)
            record.times = count
            asked.place(village_id).add(record)


def household_record(household_id: UUID, status: str, since: date, until: date | None) -> Record:
    record = Record("household", household_id)
    record.says["resident"] = lived_there(status, since, until)
    record.strength = STRENGTH[SEEN]
    return record


def groups_of_households(
    asked: Asked, here: ColumnElement[bool]
) -> dict[UUID, list[tuple[str, date, date | None]]]:
    found: dict[UUID, list[tuple[str, date, date | None]]] = {}
    for row in asked.session.execute(
        select(
            HouseholdGroup.household_id,
            HouseholdGroup.group_code,
            HouseholdGroup.since,
            HouseholdGroup.until,
        )
        .join(Household, Household.id == HouseholdGroup.household_id)
        .where(here)
        .order_by(HouseholdGroup.group_code)
    ):
        told = (row.group_code, row.since, row.until)
        found.setdefault(row.household_id, []).append(told)
    return found


def households_named(asked: Asked, here: ColumnElement[bool]) -> set[UUID]:
    """Those that own a business, or of whose people something is known."""
    owners = (
        select(Business.household_id)
        .join(Household, Household.id == Business.household_id)
        .where(here)
    )
    homes = (
        select(Person.household_id)
        .join(Household, Household.id == Person.household_id)
        .where(here, exists().where(Fact.subject_id == Person.id))
    )
    doubled = aliased(Person)
    of_doubles = (
        select(Person.household_id)
        .join(Household, Household.id == Person.household_id)
        .join(doubled, doubled.merged_into_id == Person.id)
        .where(here)
    )
    found: set[UUID] = set()
    for wanted in (owners, homes, of_doubles):
        found.update(one for one in asked.session.scalars(wanted) if one is not None)
    return found


def alike_households(
    asked: Asked, here: ColumnElement[bool]
) -> dict[tuple[UUID | None, str, date, date | None], int]:
    alike = (Household.village_id, Household.status, Household.since, Household.until)
    return {
        (row[0], row[1], row[2], row[3]): row[4]
        for row in asked.session.execute(select(*alike, func.count()).where(here).group_by(*alike))
    }


def load_people(asked: Asked) -> None:
    """Those of whom something is known; a double's facts are hers who stays."""
    kept = aliased(Person)
    home = aliased(Household)
    stays = func.coalesce(Person.merged_into_id, Person.id)
    village = func.coalesce(kept.village_id, home.village_id)
    here = asked.here(kept.commune_code, village)
    about = (
        select(stays.label("kept_id"))
        .select_from(Fact)
        .join(Person, Person.id == Fact.subject_id)
        .join(kept, kept.id == stays)
        .outerjoin(home, home.id == kept.household_id)
        .where(here)
    )
    found = facts_about(asked, about)
    rows = asked.session.execute(
        select(
            Person.id.label("met_as"),
            kept.id,
            village.label("village_id"),
            kept.household_id,
            kept.gender,
            kept.birth_year,
            kept.account_id,
        )
        .select_from(Person)
        .join(kept, kept.id == stays)
        .outerjoin(home, home.id == kept.household_id)
        .where(here, exists().where(Fact.subject_id == Person.id))
        .order_by(kept.id, Person.id)
    )
    for row in rows:
        record = asked.people.get(row.id)
        if record is None:
            household = asked.households.get(row.household_id) if row.household_id else None
            record = Record("person", row.id, household)
            record.says |= {
                "gender": row.gender,
                "birth_year": row.birth_year,
                "account_id": row.account_id,
            }
            asked.people[row.id] = record
            if row.account_id is not None:
                asked.by_account.setdefault(row.account_id, []).append(record)
            asked.place(row.village_id).add(record)
            if household is not None:
                household.below.setdefault("person", []).append(record)
        give_facts(record, found.get(row.met_as, ()))
    lay_out_people(asked)


def lay_out_people(asked: Asked) -> None:
    """What a person did stands in the village where she lives."""
    counted = courses_attended(asked)
    ended = courses_ended(asked)
    for place in asked.places.values():
        for person in place.of("person"):
            for one in person.below.get("enrolment", ()):
                one.says["attended"] = counted.get((person.id, one.about), 0)
                if one.about in ended:
                    one.facts["course_ended"] = ended[one.about]
            for kind in ("attendance", "skill_result", "quiz", "enrolment", "support"):
                for one in person.below.get(kind, ()):
                    place.add(one)
        for household in place.of("household"):
            for one in household.below.get("support", ()):
                place.add(one)


def courses_ended(asked: Asked) -> dict[str, list[Known]]:
    """When the classes that people are in were over, by class."""
    wanted = {
        UUID(one.about)
        for person in asked.people.values()
        for one in person.below.get("enrolment", ())
        if one.about
    }
    ended: dict[str, list[Known]] = {}
    for condition in one_of(Fact.subject_id, wanted):
        about = select().select_from(Fact).where(condition, Fact.element == "course_ended")
        for course_id, lines in facts_about(asked, about).items():
            ended[course_id.hex] = [known for _element, _source, known in lines]
    return ended


def courses_attended(asked: Asked) -> dict[tuple[UUID, str], int]:
    """At how many meetings of each class a person was present."""
    came: dict[UUID, list[tuple[UUID, UUID]]] = {}
    for person in asked.people.values():
        for one in person.below.get("attendance", ()):
            last = one.facts["attendance"][-1]
            if last.word in ("present", "late", "left_early") and last.related_id:
                came.setdefault(last.related_id, []).append((person.id, last.related_id))
    counted: dict[tuple[UUID, str], int] = {}
    for condition in one_of(Meeting.id, came):
        for row in asked.session.execute(select(Meeting.id, Meeting.course_id).where(condition)):
            for person_id, _meeting in came[row.id]:
                key = (person_id, row.course_id.hex)
                counted[key] = counted.get(key, 0) + 1
    return counted


def load_businesses(asked: Asked) -> None:
    businesses = businesses_here(asked)
    shops = shops_here(asked, businesses)
    by_shop = {shop_id: record for shop_id, record in shops.items() if record.says["counted"]}
    lines = facts_of_businesses(asked)
    for subject_id, told in lines.items():
        record = by_shop.get(subject_id) or businesses.get(subject_id)
        if record is not None and record.says["counted"]:
            give_facts(record, told)
    load_products(asked, by_shop)
    load_orders(asked, by_shop)
    accounts = accounts_of(asked, by_shop)
    for place in asked.places.values():
        for record in list(place.of("business")):
            finish_business(asked, record, accounts)
            lay_out_business(place, record)


def businesses_here(asked: Asked) -> dict[UUID, Record]:
    found: dict[UUID, Record] = {}
    for row in asked.session.execute(
        select(
            Business.id,
            Business.village_id,
            Business.household_id,
            Business.owner_id,
            Business.owner_gender,
            Business.sector,
            business_may_be_counted().label("is_counted"),
            Business.known_at,
            Business.closed_at,
        )
        .where(asked.here(Business.commune_code, Business.village_id))
        .order_by(Business.id)
    ):
        if not is_recorded(asked, row.known_at):
            continue
        record = Record("business", row.id)
        record.says |= {
            "active": active(local_day(row.known_at), row.closed_at),
            "counted": bool(row.is_counted),
            "owner_gender": row.owner_gender,
            "sector": row.sector,
            "owner_id": row.owner_id,
            "village_id": row.village_id,
            "shops": [],
        }
        household = asked.households.get(row.household_id) if row.household_id else None
        if household is not None:
            record.owner = household
            household.below.setdefault("business", []).append(record)
        found[row.id] = record
        asked.place(row.village_id).add(record)
    return found


def active(since: date, closed_at: datetime | None) -> Any:
    closed = local_day(closed_at) if closed_at else None

    def on(as_of: Any) -> bool:
        return since <= as_of.day and (closed is None or as_of.day < closed)

    return on


def shops_here(asked: Asked, businesses: dict[UUID, Record]) -> dict[UUID, Record]:
    """Each shop as the business that it is of, or as one of its own."""
    found: dict[UUID, Record] = {}
    agreed = agreed_to_report().label("agreed")
    village = func.coalesce(Business.village_id, Shop.village_id)
    for row in asked.session.execute(
        select(Shop.id, Shop.business_id, village.label("village_id"), Shop.opened_at, agreed)
        .outerjoin(Business, Business.id == Shop.business_id)
        .where(asked.here(Shop.commune_code, village))
        .order_by(Shop.id)
    ):
        if not is_recorded(asked, row.opened_at):
            continue
        record = businesses.get(row.business_id) if row.business_id else None
        if record is None:
            record = Record("business", row.id)
            record.says |= {
                "active": active(local_day(row.opened_at), None),
                "counted": False,
                "owner_gender": "",
                "sector": "",
                "owner_id": None,
                "shops": [],
            }
            asked.place(row.village_id).add(record)
        record.says["counted"] = bool(record.says["counted"]) or bool(row.agreed)
        shop_ids = record.says["shops"]
        assert isinstance(shop_ids, list)
        shop_ids.append(row.id)
        found[row.id] = record
    return found


def facts_of_businesses(asked: Asked) -> dict[UUID, list[tuple[str, UUID, Known]]]:
    village = func.coalesce(Business.village_id, Shop.village_id)
    of_shops = (
        select()
        .select_from(Fact)
        .join(Shop, Shop.id == Fact.subject_id)
        .outerjoin(Business, Business.id == Shop.business_id)
        .where(asked.here(Shop.commune_code, village))
    )
    of_businesses = (
        select()
        .select_from(Fact)
        .join(Business, Business.id == Fact.subject_id)
        .where(asked.here(Business.commune_code, Business.village_id))
    )
    return facts_about(asked, of_shops) | facts_about(asked, of_businesses)


def load_products(asked: Asked, by_shop: dict[UUID, Record]) -> None:
    village = func.coalesce(Business.village_id, Shop.village_id)
    here = asked.here(Shop.commune_code, village)
    has_photo = exists().where(
        Photo.product_id == Product.id, Photo.removed_at.is_(None), Photo.state == READY
    )
    products: dict[UUID, Record] = {}
    for row in asked.session.execute(
        select(
            Product.id,
            Product.shop_id,
            Product.state,
            Product.made_at,
            and_(
                Product.title != "",
                Product.price_vnd.is_not(None),
                Product.description != "",
                has_photo,
            ).label("complete"),
        )
        .join(Shop, Shop.id == Product.shop_id)
        .outerjoin(Business, Business.id == Shop.business_id)
        .where(here, Product.state != HIDDEN)
        .order_by(Product.id)
    ):
        business = by_shop.get(row.shop_id)
        if business is None or not is_recorded(asked, row.made_at):
            continue
        record = Record("product", row.id, business)
        record.says |= {"complete": bool(row.complete), "draft": row.state == DRAFT}
        record.says["since"] = local_day(row.made_at)
        products[row.id] = record
        business.below.setdefault("product", []).append(record)
    about = (
        select()
        .select_from(Fact)
        .join(Product, Product.id == Fact.subject_id)
        .join(Shop, Shop.id == Product.shop_id)
        .outerjoin(Business, Business.id == Shop.business_id)
        .where(here)
    )
    for subject_id, lines in facts_about(asked, about).items():
        if subject_id in products:
            give_facts(products[subject_id], lines)
    mark_scanned(asked, products.values())


def mark_scanned(asked: Asked, products: Iterable[Record]) -> None:
    """Which runs of labels somebody outside has looked up, and since when."""
    runs = {run.id: run for one in products for run in one.below.get("labels", ())}
    for condition in one_of(LabelRun.id, runs):
        for row in asked.session.execute(
            select(LabelRun.id, func.min(CodeLook.first_at).label("first_at"))
            .join(CodeLook, CodeLook.batch_id == LabelRun.batch_id)
            .where(condition)
            .group_by(LabelRun.id)
        ):
            runs[row.id].says["scanned"] = looked_up_from(local_day(row.first_at))


def looked_up_from(first: date) -> Any:
    return lambda as_of: first <= as_of.day


def load_orders(asked: Asked, by_shop: dict[UUID, Record]) -> None:
    """The amounts of those who agreed to share them; all others stay without."""
    orders = {one.id: one for record in by_shop.values() for one in record.below.get("order", ())}
    shares = exists().where(
        Consent.shop_id == Order.shop_id,
        Consent.purpose == SHARE_AMOUNTS.code,
        Consent.text_version.in_(SHARE_AMOUNTS.covered_by),
        Consent.withdrawn_at.is_(None),
    )
    for condition in one_of(Order.id, orders):
        for row in asked.session.execute(
            select(Order.id, Order.amount_vnd).where(
                condition, Order.amount_vnd.is_not(None), shares
            )
        ):
            orders[row.id].says |= {"amount": row.amount_vnd, "shared": True}


def accounts_of(asked: Asked, by_shop: dict[UUID, Record]) -> dict[UUID, list[UUID]]:
    """Who runs each shop, by account."""
    found: dict[UUID, list[UUID]] = {}
    codes = {shop_id.hex: shop_id for shop_id in by_shop}
    if not asked.people:
        return found
    for condition in one_of(RoleGrant.scope_code, codes):
        for row in asked.session.execute(
            select(RoleGrant.account_id, RoleGrant.scope_code).where(
                condition, RoleGrant.scope_kind == SHOP, RoleGrant.ended_at.is_(None)
            )
        ):
            found.setdefault(codes[row.scope_code], []).append(row.account_id)
    return found


def finish_business(asked: Asked, record: Record, accounts: dict[UUID, list[UUID]]) -> None:
    """Lay a business's channels, orders and people out, with the days that cohorts ask for."""
    for channel in [*record.below.get("channel", ()), *record.below.get("order", ())]:
        channel.says["type"] = type_of_channel(channel.about)
    for product in record.below.get("product", ()):
        for listing in product.below.get("listing", ()):
            listing.says["type"] = type_of_channel(listing.about)
    people = people_of(asked, record, accounts)
    record.says["first_live"] = first_live(record)
    record.says["class_days"] = class_days(people)
    helped = [record, *([record.owner] if record.owner else []), *people]
    record.says["follow_up_days"] = follow_ups(helped)


def lay_out_business(place: Place, record: Record) -> None:
    """What a business has stands in the village where it is."""
    for kind in ("channel", "order", "payment_qr", "product", "support"):
        for one in record.below.get(kind, ()):
            place.add(one)
    for product in record.below.get("product", ()):
        for run in product.below.get("labels", ()):
            run.about = product.id.hex
            place.add(run)


def people_of(asked: Asked, record: Record, accounts: dict[UUID, list[UUID]]) -> list[Record]:
    """The people of a business: its owner, her household, whoever runs its shop."""
    shop_ids = record.says["shops"]
    assert isinstance(shop_ids, list)
    wanted = {account for shop_id in shop_ids for account in accounts.get(shop_id, ())}
    found = {one.id: one for one in (record.owner.below.get("person", ()) if record.owner else ())}
    owner_id = record.says["owner_id"]
    if isinstance(owner_id, UUID) and owner_id in asked.people:
        found[owner_id] = asked.people[owner_id]
    for account in wanted:
        found |= {one.id: one for one in asked.by_account.get(account, ())}
    return list(found.values())


def first_live(record: Record) -> Any:
    """The first look that found a channel live, seen by more than her own word."""
    seen = sorted(
        fact
        for channel in record.below.get("channel", ())
        for fact in channel.facts.get("link_check", ())
        if fact.word == "live" and fact.strength >= STRENGTH["TV"]
    )
    return lambda as_of: [fact for fact in seen[:1] if fact.valid_on <= as_of.day]


def class_days(people: Sequence[Record]) -> list[Known]:
    return sorted(
        fact
        for person in people
        for one in person.below.get("attendance", ())
        for fact in one.facts["attendance"][-1:]
        if fact.word in ("present", "late", "left_early")
    )


def follow_ups(helped: Sequence[Record]) -> list[Known]:
    return sorted(
        {
            fact
            for record in helped
            for one in record.below.get("support", ())
            for fact in one.facts.get("help", ())[-1:]
            if fact.word == "follow_up"
        }
    )


def load_branches(asked: Asked) -> None:
    here = asked.here(Branch.commune_code, Branch.village_id)
    branches: dict[UUID, Record] = {}
    for row in asked.session.execute(
        select(
            Branch.id,
            Branch.village_id,
            Branch.organisation,
            Branch.since,
            Branch.until,
            Branch.known_at,
        )
        .where(here)
        .order_by(Branch.id)
    ):
        if not is_recorded(asked, row.known_at):
            continue
        record = Record("branch", row.id)
        record.says |= {"open": stands(row.since, row.until), "organisation": row.organisation}
        branches[row.id] = record
        asked.place(row.village_id).add(record)
    about = select().select_from(Fact).join(Branch, Branch.id == Fact.subject_id).where(here)
    for subject_id, lines in facts_about(asked, about).items():
        if subject_id in branches:
            give_facts(branches[subject_id], lines)
    for branch_id, meetings in meetings_of_branches(asked, here).items():
        if branch_id in branches:
            acts = branches[branch_id].facts.setdefault("branch_act", [])
            acts.extend(meetings)
            acts.sort()
    for branch in branches.values():
        share_help(branch)


def meetings_of_branches(asked: Asked, here: ColumnElement[bool]) -> dict[UUID, list[Known]]:
    """The meetings of classes that a branch gave."""
    of_course = {
        row.id: row.branch_id
        for row in asked.session.execute(
            select(Course.id, Course.branch_id)
            .join(Branch, Branch.id == Course.branch_id)
            .where(here)
        )
    }
    found: dict[UUID, list[Known]] = {}
    for condition in one_of(Fact.subject_id, of_course):
        about = select().select_from(Fact).where(condition, Fact.element == "meeting_held")
        for course_id, lines in facts_about(asked, about).items():
            branch_id = of_course[course_id]
            if branch_id is not None:
                found.setdefault(branch_id, []).extend(known for _e, _s, known in lines)
    return found


def share_help(branch: Record) -> None:
    """What a branch did for a household belongs to its promise to accompany it."""
    by_household: dict[UUID, list[Known]] = {}
    for act in branch.facts.get("branch_act", ()):
        if act.related_id is not None:
            by_household.setdefault(act.related_id, []).append(act)
    for one in branch.below.get("assignment", ()):
        accompanied = one.facts["assignment"][-1].related_id
        if accompanied in by_household:
            one.facts["team_act"] = by_household[accompanied]


def stands(since: date, until: date | None) -> Any:
    return lambda as_of: since <= as_of.day and (until is None or as_of.day <= until)


def load_villages(asked: Asked) -> None:
    here = asked.here(Village.commune_code, Village.id)
    villages: dict[UUID, Record] = {}
    for row in asked.session.execute(
        select(Village.id, Village.valid_from, Village.valid_to).where(here).order_by(Village.id)
    ):
        record = Record("village", row.id)
        record.says |= {"open": stands(row.valid_from, row.valid_to), "asked": len(REQUIRED)}
        villages[row.id] = record
        asked.place(row.id).add(record)
    about = select().select_from(Fact).join(Village, Village.id == Fact.subject_id).where(here)
    for subject_id, lines in facts_about(asked, about).items():
        if subject_id in villages:
            give_facts(villages[subject_id], lines)
            for one in villages[subject_id].below.get("checklist", ()):
                one.says["required"] = one.about in REQUIRED


def load_courses(asked: Asked) -> None:
    here = asked.here(Course.commune_code, Course.village_id)
    about = select().select_from(Fact).join(Course, Course.id == Fact.subject_id).where(here)
    found = facts_about(asked, about)
    rows = asked.session.execute(
        select(Course.id, Course.village_id, Course.organisation).where(here).order_by(Course.id)
    ).all()
    attended = meetings_with_people(asked, found)
    for row in rows:
        course = Record("course", row.id)
        course.says["organisation"] = row.organisation
        give_facts(course, found.get(row.id, ()))
        for kind in ("meeting", "passers_by"):
            for one in course.below.get(kind, ()):
                one.says |= {
                    "organisation": row.organisation,
                    "attended": one.id in attended,
                }
                asked.place(row.village_id).add(one)


def meetings_with_people(
    asked: Asked, found: dict[UUID, list[tuple[str, UUID, Known]]]
) -> set[UUID]:
    held = {
        source
        for told in found.values()
        for element, source, _known in told
        if element == "meeting_held"
    }
    attended: set[UUID] = set()
    for condition in one_of(Fact.related_id, held):
        attended.update(
            asked.session.scalars(
                select(Fact.related_id)
                .where(condition, Fact.element == "attendance", Fact.is_void.is_(False))
                .distinct()
            )
        )
    return attended
