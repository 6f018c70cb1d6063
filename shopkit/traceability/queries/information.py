"""What is known of a product or a batch, in the fields that the law lists."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.catalog.models.products import Product
from shopkit.catalog.queries.papers import standing_papers
from shopkit.catalog.queries.products import cover_or_none
from shopkit.catalog.rules.papers import STANDARD
from shopkit.errors import NotFound
from shopkit.places.queries import place_label
from shopkit.shops.models.shops import Shop
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.places import ProductFacts
from shopkit.traceability.queries.events import events_of
from shopkit.traceability.queries.places import home_of, place_of_batch, places_of
from shopkit.traceability.rules.codes import NamedPlace
from shopkit.traceability.rules.information import Information, compare
from shopkit.traceability.rules.label_content import Line, groups, label_lines

# What a product alone cannot tell: only one of its batches can.
OF_BATCHES = frozenset(("events", "lot", "expiry", "trace_code"))


def facts_or_none(session: Session, product: Product) -> ProductFacts | None:
    return session.scalars(
        select(ProductFacts).where(ProductFacts.product_id == product.id)
    ).one_or_none()


def told_of_product(session: Session, product: Product) -> dict[str, str]:
    facts = facts_or_none(session, product)
    return dict(facts.told) if facts else {}


def information_of_product(
    session: Session, shop: Shop, product: Product, *, on: date
) -> Information:
    """How complete a product is, as far as a product alone can tell."""
    place = next(iter(places_of(session, shop)), None)
    named = NamedPlace(place.code, place.name, place.address, place.area_code) if place else None
    return compare(known_of_product(session, shop, product, named, on), without=OF_BATCHES)


def information_of_batch(
    session: Session, shop: Shop, product: Product, batch: Batch, *, on: date
) -> Information:
    """How complete the record of a batch is."""
    place = place_of_batch(session, shop, batch)
    known = known_of_product(session, shop, product, place, on)
    return compare(known | known_of_batch(session, batch))


def known_of_product(
    session: Session, shop: Shop, product: Product, place: NamedPlace | None, on: date
) -> dict[str, str]:
    told = told_of_product(session, product)
    cover = cover_or_none(session, product)
    return {
        "product_name": product.title,
        "product_image": str(cover.id) if cover else "",
        "producer_name": shop.name,
        "producer_address": address_text(session, place or home_of(shop)),
        "origin": told.get("origin", ""),
        "brand": told.get("brand", ""),
        "standards": told.get("standards") or standards_of(session, shop, product, on),
    }


def known_of_batch(session: Session, batch: Batch) -> dict[str, str]:
    count = len(events_of(session, batch))
    return {
        "events": str(count) if count else "",
        "lot": batch.code,
        "expiry": batch.best_before.isoformat() if batch.best_before else "",
        "trace_code": batch.trace_code,
    }


def address_text(session: Session, place: NamedPlace) -> str:
    """The address of a place down to the house; without the house it is no address yet."""
    if not place.address:
        return ""
    try:
        area = place_label(session, place.area_code) if place.area_code else ""
    except NotFound:
        area = ""
    return ", ".join(part for part in (place.address, area) if part)


def standards_of(session: Session, shop: Shop, product: Product, on: date) -> str:
    """The standards for which she holds a paper on a day."""
    papers = standing_papers(session, shop.id, product.id, on=on)
    return ", ".join(paper.number or paper.title for paper in papers if paper.kind == STANDARD)


def label_of(
    session: Session, shop: Shop, product: Product, batch: Batch | None
) -> tuple[Line, ...]:
    """What the label of a product, or of one of its batches, carries of what it must."""
    facts = facts_or_none(session, product)
    if facts is None or facts.kind not in groups():
        return ()
    place = place_of_batch(session, shop, batch) if batch else home_of(shop)
    known = facts.told | {
        "product_name": product.title,
        "responsible": ", ".join(
            part for part in (shop.name, address_text(session, place)) if part
        ),
        "lot": batch.code if batch else "",
        "made_on": f"{batch.made_on:%d/%m/%Y}" if batch else "",
        "made_year": f"{batch.made_on:%Y}" if batch else "",
        "expiry": f"{batch.best_before:%d/%m/%Y}" if batch and batch.best_before else "",
    }
    return label_lines(groups()[facts.kind], known)
