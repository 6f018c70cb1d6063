"""Master records of a shop's products, many at a time in few questions.

A shop has ten thousand products and fifty thousand photos: they are read as plain rows, with ids
and lists as the text they are kept as, because making more of them takes most of the time.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Text, case, cast, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from shopkit.catalog.models.papers import Paper
from shopkit.catalog.models.products import PUBLISHED, Photo, Product
from shopkit.catalog.models.variants import Variant
from shopkit.catalog.queries.papers import SHOWN
from shopkit.catalog.rules.photo import SQUARE, jpeg_path
from shopkit.catalog.rules.record import Form, Picture, Proof, Record
from shopkit.clock import local_day
from shopkit.shops.models.shops import Shop

CHUNK = 500
# What a record holds under the very name and kind it has in the table.
SAME = (
    "code",
    "state",
    "title",
    "description",
    "story",
    "price_vnd",
    "price_unit",
    "sale_price_vnd",
    "sale_from",
    "sale_to",
    "sku",
    "gtin",
    "brand",
    "category",
    "ocop_group",
    "origin",
    "ingredients",
    "storage",
    "directions",
    "keeps_count",
    "keeps_unit",
    "net_amount",
    "net_unit",
    "packed_weight_g",
    "packed_length_cm",
    "packed_width_cm",
    "packed_height_cm",
    "maker_name",
    "maker_address",
    "maker_phone",
    "maker_email",
    "stock",
    "came_from",
    "came_as",
)


def as_text(column: InstrumentedAttribute[Any]) -> ColumnElement[str]:
    return cast(column, Text)


PRODUCT_COLUMNS = (
    as_text(Product.id),
    as_text(Product.bullets),
    as_text(Product.attributes),
    as_text(Product.hashtags),
    as_text(Product.option_names),
    as_text(Product.looked),
    *(getattr(Product, name) for name in SAME),
)
LISTS_FROM, SAME_FROM = 1, 6
PHOTO_COLUMNS = (
    as_text(Photo.product_id),
    as_text(Photo.id),
    # The side of the square she took; where none was made, the whole photo is handed over.
    case((Photo.sizes[SQUARE].as_string().is_not(None), Photo.crop[2].as_integer())),
    Photo.width,
    Photo.height,
    Photo.weight_bytes,
    as_text(Photo.found),
    Photo.likeness,
)
VARIANT_COLUMNS: tuple[ColumnElement[Any] | InstrumentedAttribute[Any], ...] = (
    as_text(Variant.product_id).label("of_product"),
    as_text(Variant.photo_id).label("of_photo"),
    Variant.values,
    Variant.sku,
    Variant.gtin,
    Variant.price_vnd,
    Variant.sale_price_vnd,
    Variant.stock,
    Variant.net_amount,
    Variant.packed_weight_g,
)
NO_LIST, NO_RECORD = "[]", "{}"


@dataclass(frozen=True)
class House:
    """What the records of a shop share: its name, the public address, the papers in force."""

    shop_name: str
    address: str
    papers: Sequence[tuple[str | None, Proof]]

    def proofs(self, product_id: str) -> tuple[Proof, ...]:
        return tuple(proof for owner, proof in self.papers if owner in (None, product_id))


def records_of(
    session: Session,
    shop: Shop,
    *,
    address: str,
    on: date,
    states: Collection[str] = (PUBLISHED,),
    ids: Collection[UUID] | None = None,
) -> Iterator[Record]:
    """The records of a shop's products by name; `address` is the public address of the house.

    Papers are those in force on that day. Another shop's ids are passed over.
    """
    wanted = select(Product.id).where(Product.shop_id == shop.id)
    if states:
        wanted = wanted.where(Product.state.in_(states))
    if ids is not None:
        wanted = wanted.where(Product.id.in_(ids))
    ordered = iter(session.scalars(wanted.order_by(Product.sort_key, Product.id)).all())
    house = house_of(session, shop, address, on)
    while chunk := list(islice(ordered, CHUNK)):
        yield from records_of_chunk(session, house, chunk)


def record_of(session: Session, shop: Shop, product: Product, *, address: str, on: date) -> Record:
    """The record of one product, in whatever state."""
    house = house_of(session, shop, address, on)
    return next(iter(records_of_chunk(session, house, [product.id])))


def house_of(session: Session, shop: Shop, address: str, on: date) -> House:
    papers = [
        (str(paper.product_id) if paper.product_id else None, proof_of(paper))
        for paper in papers_in_force(session, shop, on)
    ]
    return House(shop.name, address, papers)


def records_of_chunk(session: Session, house: House, ids: Sequence[UUID]) -> Iterator[Record]:
    photos = pictures_by_product(session, ids, house.address)
    forms = forms_by_product(session, ids, photos)
    products = session.execute(
        select(*PRODUCT_COLUMNS).where(Product.id.in_(ids)).order_by(Product.sort_key, Product.id)
    )
    for product in products:
        pictures = photos.get(product[0], {})
        forms_here = tuple(forms.get(product[0], ()))
        yield record_from(product, house, tuple(pictures.values()), forms_here)


def pictures_by_product(
    session: Session, ids: Sequence[UUID], address: str
) -> dict[str, dict[str, Picture]]:
    """Of each product its photos in her order, each by its id; ids as the database tells them."""
    rows = session.execute(
        select(*PHOTO_COLUMNS)
        .where(Photo.product_id.in_(ids), Photo.removed_at.is_(None))
        .order_by(Photo.position, Photo.id)
    )
    found: dict[str, dict[str, Picture]] = {}
    for product_id, photo_id, *told in rows:
        found.setdefault(product_id, {})[photo_id] = picture_of(whole_id(photo_id), address, *told)
    return found


def whole_id(told: str) -> str:
    """An id as it is written everywhere; one of our databases keeps it without hyphens."""
    if len(told) != 32:
        return told
    return f"{told[:8]}-{told[8:12]}-{told[12:16]}-{told[16:20]}-{told[20:]}"


def picture_of(
    photo_id: str,
    address: str,
    side: int | None,
    width: int,
    height: int,
    weight_bytes: int,
    found: str,
    likeness: str | None,
) -> Picture:
    """A photo as channels get it: the square she took, or else the whole."""
    return Picture(
        id=photo_id,
        address=address + jpeg_path(photo_id),
        width=side or width,
        height=side or height,
        weight_bytes=weight_bytes,
        found={} if found == NO_RECORD else json.loads(found),
        likeness=likeness,
    )


def forms_by_product(
    session: Session, ids: Sequence[UUID], photos: dict[str, dict[str, Picture]]
) -> dict[str, list[Form]]:
    rows = session.execute(
        select(*VARIANT_COLUMNS)
        .where(Variant.product_id.in_(ids))
        .order_by(Variant.position, Variant.id)
    )
    found: dict[str, list[Form]] = {}
    for variant in rows:
        picture = photos.get(variant.of_product, {}).get(variant.of_photo)
        found.setdefault(variant.of_product, []).append(form_of(variant, picture))
    return found


def form_of(variant: Variant | Row[Any], picture: Picture | None) -> Form:
    return Form(
        values=tuple(variant.values),
        sku=variant.sku,
        gtin=variant.gtin,
        price_vnd=variant.price_vnd,
        sale_price_vnd=variant.sale_price_vnd,
        stock=variant.stock,
        net_amount=variant.net_amount,
        packed_weight_g=variant.packed_weight_g,
        picture=picture,
    )


def papers_in_force(session: Session, shop: Shop, on: date) -> Sequence[Paper]:
    """All papers of a shop that may be shown on a day, the most stars first."""
    rows = session.scalars(
        select(Paper)
        .where(Paper.shop_id == shop.id, Paper.removed_at.is_(None))
        .order_by(Paper.stars.desc().nulls_last(), Paper.kind, Paper.added_at, Paper.id)
    )
    return [paper for paper in rows if paper.standing(on) in SHOWN]


def proof_of(paper: Paper) -> Proof:
    return Proof(
        kind=paper.kind,
        number=paper.number,
        title=paper.title,
        issuer=paper.issuer,
        stars=paper.stars,
        valid_from=paper.valid_from,
        valid_to=paper.valid_to,
        seen_on=local_day(paper.seen_at) if paper.seen_at else None,
    )


def record_from(
    product: Row[Any], house: House, pictures: tuple[Picture, ...], forms: tuple[Form, ...]
) -> Record:
    bullets, attributes, hashtags, option_names, looked = product[LISTS_FROM:SAME_FROM]
    same = dict(zip(SAME, product[SAME_FROM:], strict=True))
    product_id = whole_id(product[0])
    return Record(
        id=product_id,
        address=f"{house.address}/p/{same['code']}",
        bullets=entries(bullets),
        attributes=tuple((name, value) for name, value in entries(attributes)),
        hashtags=entries(hashtags),
        option_names=entries(option_names),
        pictures=pictures,
        forms=forms,
        proofs=house.proofs(product_id),
        looked={} if looked == NO_RECORD else json.loads(looked),
        shop_name=house.shop_name,
        **same,
    )


def entries(told: str) -> tuple[Any, ...]:
    """What is in a list that is kept as text; most are empty."""
    return () if told == NO_LIST else tuple(json.loads(told))
