"""Keeping whole master records, many at a time: the door by which files bring products in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from shopkit.catalog.actions.products import (
    MOST_PRODUCTS,
    PriceDoubtful,
    ShopFull,
    TitleUnreadable,
    actor_id,
    index,
    mark_change,
)
from shopkit.catalog.actions.words import Named, add_words, forget_words, learn_words
from shopkit.catalog.models.products import (
    DETAILS,
    DRAFT,
    IMPORTED,
    OPTIONS,
    OWN,
    PRICE,
    PUBLISHED,
    TEXT,
    TITLE,
    Price,
    Product,
)
from shopkit.catalog.models.variants import Variant
from shopkit.catalog.queries.products import count_of
from shopkit.catalog.queries.records import SAME, form_of
from shopkit.catalog.rules.fitting import misfit_of
from shopkit.catalog.rules.parts import PART_OF
from shopkit.catalog.rules.prices import doubt_about
from shopkit.catalog.rules.record import Form, Record
from shopkit.db.base import new_id
from shopkit.db.bulk import insert_rows, one_of
from shopkit.errors import NotFound, Refusal
from shopkit.journal.models import IMPORTED as FROM_A_LIST
from shopkit.journal.write import COLUMNS, entry_of, write_lines
from shopkit.shops.models.shops import Shop
from shopkit.shops.rules.shops import new_code
from shopkit.text.order import sort_key
from shopkit.text.search import search_text

# A product's own name, state and code change by doors of their own.
KEPT = tuple(name for name in SAME if name not in ("code", "state"))
LISTS = ("bullets", "attributes", "hashtags", "option_names")
PARTS = {
    **PART_OF,
    "title": TITLE,
    "price_vnd": PRICE,
    "price_unit": PRICE,
    "description": TEXT,
    "option_names": OPTIONS,
}
# One and the same in all rows of a portion, and so made ready for the table once.
NO_LIST: list[Any] = []
NOTHING_YET: dict[str, Any] = {}
OF_FORM = ("sku", "gtin", "price_vnd", "sale_price_vnd", "stock", "net_amount", "packed_weight_g")


class SkuTaken(Refusal):
    """Another product of the shop has this code."""


class GtinTaken(Refusal):
    """Another product of the shop has this trade item number."""


class FieldUnfit(Refusal):
    """A value that no product may have; named by its field."""


@dataclass
class Kept:
    """What became of records, in their order: the id of each product, or why it was refused."""

    outcomes: list[UUID | Refusal] = field(default_factory=list)
    added: int = 0
    changed: int = 0
    same: int = 0


@dataclass
class Fresh:
    """Rows that are written together at the end of a portion."""

    products: list[dict[str, Any]] = field(default_factory=list)
    variants: list[dict[str, Any]] = field(default_factory=list)
    prices: list[dict[str, Any]] = field(default_factory=list)
    entries: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Known:
    """The shop's own, as far as a portion touches them."""

    products: dict[UUID, Product]
    variants: dict[UUID, list[Variant]]
    skus: dict[str, UUID]
    gtins: dict[str, UUID]
    room: int


def keep_record(
    session: Session,
    shop: Shop,
    record: Record,
    *,
    now: datetime,
    product: Product | None = None,
    is_shown: bool = False,
    sure: bool = True,
) -> Product:
    """Make a product from a record with its forms, or change `product` into it.

    Photos are never touched. Raises SkuTaken, GtinTaken, FieldUnfit, TitleUnreadable, ShopFull,
    and PriceDoubtful unless `sure`. A record that holds nothing new writes nothing.
    """
    if product and not sure and record.price_vnd is not None:
        doubt = doubt_about(record.price_vnd, product.price_vnd)
        if doubt:
            raise PriceDoubtful(doubt, record.price_vnd, product.price_vnd)
    known = [product.id if product else None]
    kept = keep_records(session, shop, [record], now=now, known=known, is_shown=is_shown)
    outcome = kept.outcomes[0]
    if isinstance(outcome, Refusal):
        raise outcome
    return session.get_one(Product, outcome)


def keep_records(
    session: Session,
    shop: Shop,
    records: Sequence[Record],
    *,
    now: datetime,
    known: Sequence[UUID | None] | None = None,
    is_shown: bool = False,
    evidence: str = FROM_A_LIST,
) -> Kept:
    """Keep many records (a few thousand at a time); one that is refused does not stop the others.

    `known` tells for each which product it is; otherwise the record's own id does, and one
    without an id is new. With `is_shown` new products that have a name and a price go on show.
    """
    session.flush()
    places = list(known) if known is not None else [id_of(record) for record in records]
    book = look_up(session, shop, records, [place for place in places if place])
    desk = Desk(session, shop, book, now, evidence, is_shown)
    kept = Kept()
    for record, place in zip(records, places, strict=True):
        try:
            kept.outcomes.append(desk.keep(record, place, kept))
        except Refusal as refusal:
            kept.outcomes.append(refusal)
    desk.write()
    return kept


def id_of(record: Record) -> UUID | None:
    return UUID(record.id) if record.id else None


def look_up(session: Session, shop: Shop, records: Iterable[Record], ids: list[UUID]) -> Known:
    products, variants = own_of(session, shop, ids) if ids else ({}, {})
    whole = list(records)
    skus = {code for record in whole for code in skus_of(record)}
    gtins = {code for record in whole for code in gtins_of(record)}
    return Known(
        products,
        variants,
        owners(session, shop, "sku", skus),
        owners(session, shop, "gtin", gtins),
        MOST_PRODUCTS - count_of(session, shop),
    )


def own_of(
    session: Session, shop: Shop, ids: list[UUID]
) -> tuple[dict[UUID, Product], dict[UUID, list[Variant]]]:
    """Products of the shop, and the forms of each in their order."""
    products = session.scalars(
        select(Product).where(Product.id.in_(ids), Product.shop_id == shop.id)
    )
    variants: dict[UUID, list[Variant]] = {}
    for variant in session.scalars(
        select(Variant)
        .where(Variant.product_id.in_(ids), Variant.shop_id == shop.id)
        .order_by(Variant.position, Variant.id)
    ):
        variants.setdefault(variant.product_id, []).append(variant)
    return {product.id: product for product in products}, variants


def skus_of(record: Record) -> set[str]:
    return {sku for sku in (record.sku, *(form.sku for form in record.forms)) if sku}


def gtins_of(record: Record) -> set[str]:
    return {gtin for gtin in (record.gtin, *(form.gtin for form in record.forms)) if gtin}


def owners(session: Session, shop: Shop, column: str, values: set[str]) -> dict[str, UUID]:
    """Which product of the shop holds each of these, itself or by one of its forms."""
    found: dict[str, UUID] = {}
    for table, owner in ((Product, Product.id), (Variant, Variant.product_id)):
        name = getattr(table, column)
        asked = select(name, owner).where(table.shop_id == shop.id)
        for some in one_of(name, values):
            found.update((row[0], row[1]) for row in session.execute(asked.where(some)))
    return found


class Desk:
    """One portion of records on its way into the tables."""

    def __init__(
        self,
        session: Session,
        shop: Shop,
        known: Known,
        now: datetime,
        evidence: str,
        is_shown: bool,
    ) -> None:
        self.session, self.shop, self.known = session, shop, known
        self.now, self.evidence, self.is_shown = now, evidence, is_shown
        self.by = actor_id(session)
        self.fresh = Fresh()
        self.entry = self.blank_entry()

    def keep(self, record: Record, place: UUID | None, kept: Kept) -> UUID:
        found_by = self.refuse_unfit(record)
        if place is None:
            product_id = new_id()
            self.claim(record, product_id)
            self.add(record, product_id, found_by)
            kept.added += 1
            return product_id
        product = self.known.products.get(place)
        if product is None:
            raise NotFound(str(place))
        self.claim(record, place)
        if self.change(product, record):
            kept.changed += 1
        else:
            kept.same += 1
        return place

    def refuse_unfit(self, record: Record) -> str:
        """What the product is found by, once nothing speaks against it."""
        misfit = misfit_of(record)
        if misfit:
            raise FieldUnfit(misfit)
        found_by = search_text(record.title)
        if not found_by:
            raise TitleUnreadable(record.title)
        return found_by

    def claim(self, record: Record, product_id: UUID) -> None:
        """See that its codes are free, then hold them against the rest of the portion."""
        skus, gtins = skus_of(record), gtins_of(record)
        for code in sorted(skus):
            if self.known.skus.get(code, product_id) != product_id:
                raise SkuTaken(code)
        for code in sorted(gtins):
            if self.known.gtins.get(code, product_id) != product_id:
                raise GtinTaken(code)
        if product_id not in self.known.products and self.known.room < 1:
            raise ShopFull
        self.known.skus |= dict.fromkeys(skus, product_id)
        self.known.gtins |= dict.fromkeys(gtins, product_id)

    def add(self, record: Record, product_id: UUID, found_by: str) -> None:
        self.known.room -= 1
        is_shown = self.is_shown and record.price_vnd is not None
        state = PUBLISHED if is_shown else DRAFT
        told = vars(record)
        row = {name: told[name] for name in KEPT}
        row |= {name: plain(told[name]) if told[name] else NO_LIST for name in LISTS}
        row |= self.belongs() | {
            "id": product_id,
            "code": new_code(),
            "made_at": self.now,
            "changed_at": self.now,
            "sort_key": sort_key(record.title)[:1000],
            "search_text": found_by[:400],
            "source": IMPORTED if record.came_from else OWN,
            "state": state,
            "published_at": self.now if is_shown else None,
            "entered_by_id": self.by,
            "changed_in": NOTHING_YET,
            "looked": NOTHING_YET,
            "version": 1,
        }
        self.fresh.products.append(row)
        for position, form in enumerate(record.forms):
            self.add_form(product_id, position, form)
        if record.price_vnd is not None:
            self.note_price(product_id, record)
        event = "product.published" if is_shown else "product.drafted"
        self.note(event, product_id)

    def belongs(self) -> dict[str, Any]:
        return {"shop_id": self.shop.id, "commune_code": self.shop.commune_code}

    def add_form(self, product_id: UUID, position: int, form: Form) -> None:
        row = {name: getattr(form, name) for name in OF_FORM} | self.belongs()
        self.fresh.variants.append(
            row
            | {
                "id": new_id(),
                "product_id": product_id,
                "position": position,
                "values": list(form.values),
                "photo_id": UUID(form.picture.id) if form.picture else None,
                "version": 1,
            }
        )

    def note_price(self, product_id: UUID, record: Record) -> None:
        self.fresh.prices.append(
            self.belongs()
            | {
                "id": new_id(),
                "product_id": product_id,
                "price_vnd": record.price_vnd,
                "price_unit": record.price_unit,
                "since": self.now,
                "set_by_id": self.by,
            }
        )

    def blank_entry(self) -> dict[str, Any]:
        """A line of the journal as all of this portion share it."""
        entry = entry_of(
            self.session, self.shop, "product.drafted", now=self.now, evidence=self.evidence
        )
        line = {name: getattr(entry, name) for name in COLUMNS}
        return line | {"subject_kind": Product.__tablename__}

    def note(self, event: str, product_id: UUID, parts: str = "") -> None:
        self.fresh.entries.append(
            self.entry
            | {
                "id": new_id(),
                "event": event,
                "subject_id": product_id,
                "details": {"parts": parts} if parts else None,
            }
        )

    def change(self, product: Product, record: Record) -> bool:
        """Bring a product to what the record says; False when it said nothing new."""
        news = {
            name: getattr(record, name)
            for name in KEPT
            if getattr(record, name) != getattr(product, name)
        }
        news |= {
            name: plain(getattr(record, name))
            for name in LISTS
            if plain(getattr(record, name)) != getattr(product, name)
        }
        parts = {PARTS.get(name, DETAILS) for name in news}
        if self.change_forms(product, record):
            parts.add(OPTIONS)
        if not parts:
            return False
        if "title" in news:
            forget_words(self.session, product)
            index(product, news.pop("title"))
            learn_words(self.session, product)
        for name, value in news.items():
            setattr(product, name, value)
        if PRICE in parts and record.price_vnd is not None:
            self.note_price(product.id, record)
        for part in sorted(parts):
            mark_change(product, part, self.now)
        self.note("product.changed", product.id, ",".join(sorted(parts)))
        return True

    def change_forms(self, product: Product, record: Record) -> bool:
        """Bring the forms to what the record says: known by their values, else by their codes."""
        before = list(self.known.variants.get(product.id, ()))
        if are_same(before, record.forms):
            return False
        kept: dict[int, Variant] = {}
        for position, form in enumerate(record.forms):
            match = known_form(before, form)
            if match:
                before.remove(match)
                kept[position] = match
        # Dropped ones go first, and codes are let go before others take them.
        if before:
            gone = [one.id for one in before]
            self.session.execute(delete(Variant).where(Variant.id.in_(gone)))
        let_go(self.session, kept, record)
        for position, form in enumerate(record.forms):
            if position in kept:
                renew(kept[position], position, form)
            else:
                self.add_form(product.id, position, form)
        return True

    def write(self) -> None:
        """Write what is new, in the order in which rows need each other."""
        self.session.flush()
        connection = self.session.connection()
        for table, rows in (
            (Product, self.fresh.products),
            (Variant, self.fresh.variants),
            (Price, self.fresh.prices),
        ):
            insert_rows(connection, table, rows)
        write_lines(self.session, self.fresh.entries)
        named = (
            Named(row["id"], row["title"], row["sort_key"], row["state"], row["search_text"])
            for row in self.fresh.products
        )
        add_words(self.session, self.shop.id, named)


def plain(values: tuple[Any, ...]) -> list[Any]:
    """As the table keeps it: lists all through."""
    return [list(value) if isinstance(value, tuple) else value for value in values]


def as_told(form: Form) -> tuple[Any, ...]:
    return (form.values, *(getattr(form, name) for name in OF_FORM))


def are_same(before: Sequence[Variant], forms: Sequence[Form]) -> bool:
    if [as_told(form_of(one, None)) for one in before] != [as_told(form) for form in forms]:
        return False
    return all(
        form.picture is None or UUID(form.picture.id) == one.photo_id
        for one, form in zip(before, forms, strict=True)
    )


def known_form(before: Sequence[Variant], form: Form) -> Variant | None:
    same = (one for one in before if tuple(one.values) == form.values)
    by_code = (one for one in before if form.sku and one.sku == form.sku)
    return next(same, None) or next(by_code, None)


def let_go(session: Session, kept: dict[int, Variant], record: Record) -> None:
    """Free the codes that move from one form to another, or the table would refuse them."""
    for position, variant in kept.items():
        form = record.forms[position]
        if variant.sku != form.sku or variant.gtin != form.gtin:
            variant.sku = variant.gtin = None
    session.flush()


def renew(variant: Variant, position: int, form: Form) -> None:
    variant.position = position
    variant.values = list(form.values)
    for name in OF_FORM:
        setattr(variant, name, getattr(form, name))
    if form.picture:
        variant.photo_id = UUID(form.picture.id)
