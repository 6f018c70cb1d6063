"""Businesses with their shops, products, orders and people."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    and_,
    exists,
    func,
    select,
)

from shopkit.accounts.models import Consent, RoleGrant
from shopkit.accounts.rules.purposes import SHARE_AMOUNTS
from shopkit.adoption.models.facts import Fact
from shopkit.adoption.queries.asked import (
    Asked,
    Place,
    facts_about,
    give_facts,
    is_recorded,
)
from shopkit.adoption.rules.channels import type_of_channel
from shopkit.adoption.rules.elements import STRENGTH
from shopkit.adoption.rules.evaluate import Known, Record
from shopkit.catalog.models.products import DRAFT, HIDDEN, READY, Photo, Product
from shopkit.clock import local_day
from shopkit.db.bulk import one_of
from shopkit.sales.models import Order
from shopkit.scope import SHOP
from shopkit.shops.models.shops import Business, Shop
from shopkit.shops.queries.consents import business_may_be_counted
from shopkit.shops.queries.shops import agreed_to_report
from shopkit.traceability.models.labels import LabelRun
from shopkit.traceability.models.looks import CodeLook


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
