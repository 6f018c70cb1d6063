"""Master records of a shop's products, many at a time in few questions."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from shopkit.catalog.models.papers import Paper
from shopkit.catalog.models.products import PUBLISHED, Photo, Product
from shopkit.catalog.models.variants import Variant
from shopkit.catalog.queries.papers import SHOWN
from shopkit.catalog.rules.photo import SQUARE, jpeg_path
from shopkit.catalog.rules.record import Form, Picture, Proof, Record
from shopkit.clock import local_day
from shopkit.shops.models import Shop

CHUNK = 500
PHOTO_COLUMNS = (
    Photo.id,
    Photo.product_id,
    Photo.crop,
    Photo.sizes,
    Photo.width,
    Photo.height,
    Photo.weight_bytes,
    Photo.found,
    Photo.likeness,
)


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
    papers = papers_in_force(session, shop, on)
    while chunk := list(islice(ordered, CHUNK)):
        yield from records_of_chunk(session, shop, chunk, papers, address)


def record_of(session: Session, shop: Shop, product: Product, *, address: str, on: date) -> Record:
    """The record of one product, in whatever state."""
    papers = papers_in_force(session, shop, on)
    return next(iter(records_of_chunk(session, shop, [product.id], papers, address)))


def records_of_chunk(
    session: Session,
    shop: Shop,
    ids: Sequence[UUID],
    papers: Sequence[Paper],
    address: str,
) -> Iterator[Record]:
    products = {one.id: one for one in session.scalars(select(Product).where(Product.id.in_(ids)))}
    photos = pictures_by_product(session, ids, address)
    forms = forms_by_product(session, ids, photos)
    for product_id in ids:
        product = products.get(product_id)
        if product is None:
            continue
        yield record_from(
            product,
            shop,
            tuple(picture for _, picture in photos.get(product_id, ())),
            tuple(forms.get(product_id, ())),
            tuple(proof_of(one) for one in papers if one.product_id in (None, product_id)),
            address,
        )


def pictures_by_product(
    session: Session, ids: Sequence[UUID], address: str
) -> dict[UUID, list[tuple[UUID, Picture]]]:
    # Plain rows: a shop has fifty thousand photos, and making records of them takes half the time.
    rows = session.execute(
        select(*PHOTO_COLUMNS)
        .where(Photo.product_id.in_(ids), Photo.removed_at.is_(None))
        .order_by(Photo.position, Photo.id)
    )
    found: dict[UUID, list[tuple[UUID, Picture]]] = {}
    for photo in rows:
        found.setdefault(photo.product_id, []).append((photo.id, picture_of(photo, address)))
    return found


def picture_of(photo: Row[Any], address: str) -> Picture:
    """A photo as channels get it: the square she took, or else the whole."""
    side = photo.crop[2] if photo.crop and SQUARE in photo.sizes else None
    return Picture(
        id=str(photo.id),
        address=address + jpeg_path(photo.id),
        width=side or photo.width,
        height=side or photo.height,
        weight_bytes=photo.weight_bytes,
        found=photo.found,
        likeness=photo.likeness,
    )


def forms_by_product(
    session: Session,
    ids: Sequence[UUID],
    photos: dict[UUID, list[tuple[UUID, Picture]]],
) -> dict[UUID, list[Form]]:
    rows = session.scalars(
        select(Variant).where(Variant.product_id.in_(ids)).order_by(Variant.position, Variant.id)
    )
    found: dict[UUID, list[Form]] = {}
    for variant in rows:
        known = dict(photos.get(variant.product_id, ()))
        picture = known.get(variant.photo_id) if variant.photo_id else None
        found.setdefault(variant.product_id, []).append(form_of(variant, picture))
    return found


def form_of(variant: Variant, picture: Picture | None) -> Form:
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


def record_from(
    product: Product,
    shop: Shop,
    pictures: tuple[Picture, ...],
    forms: tuple[Form, ...],
    proofs: tuple[Proof, ...],
    address: str,
) -> Record:
    same = {name: getattr(product, name) for name in SAME}
    return Record(
        id=str(product.id),
        address=f"{address}/p/{product.code}",
        bullets=tuple(product.bullets),
        attributes=tuple((name, value) for name, value in product.attributes),
        hashtags=tuple(product.hashtags),
        option_names=tuple(product.option_names),
        pictures=pictures,
        forms=forms,
        proofs=proofs,
        looked=product.looked,
        shop_name=shop.name,
        **same,
    )
