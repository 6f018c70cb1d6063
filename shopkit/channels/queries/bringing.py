"""Which products of a shop a file speaks of, and which of its photos are not here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopkit.catalog.models.products import Product
from shopkit.catalog.models.variants import Variant
from shopkit.catalog.rules.record import Record
from shopkit.channels.models.brought import FETCHED, WantedPhoto
from shopkit.db.bulk import one_of
from shopkit.shops.models.shops import Shop
from shopkit.shops.rules.shops import CODE_LENGTH, CODE_LETTERS

CODE_SIGNS = frozenset(CODE_LETTERS)


@dataclass
class Known:
    """The products of a shop by what a file may call them."""

    by_name: dict[tuple[str, str], UUID] = field(default_factory=dict)
    by_sku: dict[str, UUID] = field(default_factory=dict)
    by_gtin: dict[str, UUID] = field(default_factory=dict)
    by_code: dict[str, UUID] = field(default_factory=dict)

    def product_of(self, record: Record) -> UUID | None:
        """By its name in the file it came with, then its code and its SKU."""
        skus = skus_of(record)
        places = (
            self.by_name.get((record.came_from or "", record.came_as or "")),
            self.by_code.get(code_in(record.came_as or "")),
            *(self.by_sku.get(sku) for sku in skus),
            *(self.by_code.get(code_in(sku)) for sku in skus),
        )
        return next((place for place in places if place), None)

    def holder_of_number(self, record: Record) -> UUID | None:
        """The product that has its trade item number; it need not be this one."""
        places = (self.by_gtin.get(gtin) for gtin in gtins_of(record))
        return next((place for place in places if place), None)


def skus_of(record: Record) -> list[str]:
    return [sku for sku in (record.sku, *(form.sku for form in record.forms)) if sku]


def gtins_of(record: Record) -> list[str]:
    return [one for one in (record.gtin, *(form.gtin for form in record.forms)) if one]


def known_of(session: Session, shop: Shop, records: Sequence[Record]) -> Known:
    """What the shop has of these, in a few questions however many they are."""
    names = {one.came_as for one in records if one.came_as}
    skus = {sku for one in records for sku in skus_of(one)}
    gtins = {gtin for one in records for gtin in gtins_of(one)}
    codes = {code for name in names | skus if (code := code_in(name))}
    of_shop = Product.shop_id == shop.id
    # With the origin the index is used whole; without it a shop is read from end to end.
    origins = {one.came_from for one in records if one.came_from}
    came = select(Product.came_from, Product.came_as, Product.id).where(
        of_shop, Product.came_from.in_(origins)
    )
    return Known(
        {
            (origin or "", name or ""): place
            for some in one_of(Product.came_as, names)
            for origin, name, place in session.execute(came.where(some))
        },
        {**found(session, shop, Variant.sku, skus), **found(session, shop, Product.sku, skus)},
        {**found(session, shop, Variant.gtin, gtins), **found(session, shop, Product.gtin, gtins)},
        found(session, shop, Product.code, codes),
    )


def code_in(name: str) -> str:
    """The code of this house that a name in a file begins with, or ""."""
    code = name.partition("-")[0].lower()
    return code if len(code) == CODE_LENGTH and CODE_SIGNS.issuperset(code) else ""


def found(session: Session, shop: Shop, column: Any, wanted: set[str]) -> dict[str, UUID]:
    """The products of a shop of which a column, theirs or their forms', holds one of these."""
    of_form = column.class_ is Variant
    owner = Variant.product_id if of_form else Product.id
    shop_id = Variant.shop_id if of_form else Product.shop_id
    asked = select(column, owner).where(shop_id == shop.id)
    return {
        row[0]: row[1]
        for some in one_of(column, wanted)
        for row in session.execute(asked.where(some))
    }


def wanted_of(session: Session, product_ids: Iterable[UUID]) -> dict[UUID, set[str]]:
    """The addresses of photos that were named already, by product."""
    named: dict[UUID, set[str]] = {}
    asked = select(WantedPhoto.product_id, WantedPhoto.address)
    for some in one_of(WantedPhoto.product_id, product_ids):
        for product_id, address in session.execute(asked.where(some)):
            named.setdefault(product_id, set()).add(address)
    return named


def photos_missing(session: Session, import_id: UUID) -> int:
    """How many photos that a file named are not here."""
    return (
        session.scalar(
            select(func.count())
            .select_from(WantedPhoto)
            .where(WantedPhoto.import_id == import_id, WantedPhoto.state != FETCHED)
        )
        or 0
    )


def missing_photos(
    session: Session, import_id: UUID, *, first: int, count: int
) -> Sequence[tuple[WantedPhoto, str]]:
    """The photos that are not here with the names of their products, by name."""
    asked = (
        select(WantedPhoto, Product.title)
        .join(Product, Product.id == WantedPhoto.product_id)
        .where(WantedPhoto.import_id == import_id, WantedPhoto.state != FETCHED)
        .order_by(Product.sort_key, Product.id, WantedPhoto.position)
        .offset(first)
        .limit(count)
    )
    return [(photo, title) for photo, title in session.execute(asked)]
