"""What the sellers of a practice province list, label and sell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.catalog.actions.papers import PaperFacts, add_paper
from shopkit.catalog.actions.records import keep_records
from shopkit.catalog.models.products import Product
from shopkit.catalog.rules.record import Record
from shopkit.channels.actions.listed_many import see_shop_and_listings
from shopkit.channels.rules.guides import guides
from shopkit.clock import local_day
from shopkit.demo.province.names import GOODS
from shopkit.demo.province.scale import day_of_year
from shopkit.imports.models import TAKEN, Import
from shopkit.imports.rules.columns import Given
from shopkit.journal.write import write_each
from shopkit.sales.actions import imports as orders_in
from shopkit.sales.rules.steps import DELIVERED
from shopkit.shops.actions.shops import index
from shopkit.shops.models.shops import Business, Shop
from shopkit.shops.rules.shops import new_code
from shopkit.traceability.actions.batches import open_batch
from shopkit.traceability.actions.labels import Order, new_run
from shopkit.traceability.actions.labels_work import finish
from shopkit.traceability.actions.states import record_use
from shopkit.traceability.rules.states import LOT

STOCK = "avery-l7160"
PLATFORMS = ("postmart", "voso")


@dataclass(frozen=True)
class Lot:
    """What one seller gets of the province's totals."""

    products: int
    ocop_products: int
    labels: int
    orders: int


def open_shops(session: Session, businesses: Sequence[Business], *, now: datetime) -> list[Shop]:
    """The shops of businesses on the list, kept by those who help them; nobody signs in yet."""
    shops = [
        Shop(
            code=new_code(),
            name=business.name[:120],
            owner_name="",
            commune_code=business.commune_code,
            village_id=business.village_id,
            business_id=business.id,
            is_maker=True,
            is_practice=True,
            opened_at=now,
        )
        for business in businesses
    ]
    for shop in shops:
        index(shop)
    session.add_all(shops)
    session.flush()
    write_each(session, shops, "shop.opened", now=now)
    write_each(session, shops, "shop.placed", now=now)
    return shops


def sell(
    session: Session, shop: Shop, lot: Lot, *, owner_id: UUID, dice: Random, now: datetime
) -> None:
    """Let one seller list, label and sell her share."""
    products = list_products(session, shop, lot, dice, now)
    if lot.ocop_products:
        award_stars(session, shop, products[: lot.ocop_products], now)
    if lot.labels:
        label(session, shop, products[0], lot.labels, now)
    if lot.orders:
        take_orders(session, shop, lot.orders, products, owner_id, dice, now)


def list_products(
    session: Session, shop: Shop, lot: Lot, dice: Random, now: datetime
) -> list[UUID]:
    """Put her products on show here and on one platform, where a helper has seen them."""
    records = []
    for number in range(lot.products):
        name, _sector, price_vnd, unit = dice.choice(GOODS)
        title = f"{name} loại {number + 1}"
        records.append(Record(title=title, price_vnd=price_vnd, price_unit=unit))
    kept = keep_records(session, shop, records, now=now, is_shown=True)
    ids = [outcome for outcome in kept.outcomes if isinstance(outcome, UUID)]
    guide = guides()[dice.choice(PLATFORMS)]
    see_shop_and_listings(
        session,
        shop,
        guide,
        address=f"https://{guide.domains[0]}/shop/{shop.code}",
        products={one: f"https://{guide.domains[0]}/p/{one.hex}" for one in ids},
        now=now,
    )
    return ids


def award_stars(session: Session, shop: Shop, products: Sequence[UUID], now: datetime) -> None:
    """The decision of each product's three stars, still in force."""
    today = local_day(now)
    for product_id in products:
        facts = PaperFacts(
            "ocop",
            number=f"{product_id.int % 1000}/QĐ-UBND",
            stars=3,
            valid_from=today - timedelta(days=200),
            valid_to=today + timedelta(days=800),
        )
        add_paper(session, shop, session.get_one(Product, product_id), facts=facts, now=now)


def label(session: Session, shop: Shop, product_id: UUID, count: int, now: datetime) -> None:
    """A batch whose labels all carry its one code, printed and put on the goods."""
    today = local_day(now)
    batch = open_batch(
        session,
        shop,
        session.get_one(Product, product_id),
        made_on=today - timedelta(days=3),
        best_before=today + timedelta(days=90),
        now=now,
    )
    run = new_run(session, batch, Order(count, STOCK, LOT), None, now)
    session.add(run)
    session.flush()
    finish(session, run.id, now=now)
    record_use(session, run, printed=count, spoiled=0, affixed=count, affixed_on=today, now=now)


def take_orders(
    session: Session,
    shop: Shop,
    count: int,
    products: Sequence[UUID],
    owner_id: UUID,
    dice: Random,
    now: datetime,
) -> None:
    """The orders that a platform's file tells of, on days of this year; no amounts."""
    brought = Import(
        kind=orders_in.ORDERS,
        owner_id=owner_id,
        shop_id=shop.id,
        commune_code=shop.commune_code,
        family="shopee",
        name="don-hang.xlsx",
        state=TAKEN,
        made_at=now,
    )
    session.add(brought)
    session.flush()
    rows = [
        Given(
            number + 2,
            {
                "number": f"{shop.code}-{number + 1}".upper(),
                "day": day_of_year(now, dice).isoformat(),
                "state": DELIVERED,
                "title": "Hàng trên sàn",
                "count": 1,
                "price_vnd": None,
                "total_vnd": None,
            },
        )
        for number in range(count)
    ]
    orders_in.keep(session, brought, rows, now)
