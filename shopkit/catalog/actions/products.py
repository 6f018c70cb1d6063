"""Drafting, changing, publishing and hiding a product."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from shopkit.catalog.actions.words import forget_words, learn_words, move_words
from shopkit.catalog.models.products import (
    DRAFT,
    HIDDEN,
    OWN,
    PRICE,
    PUBLISHED,
    TEXT,
    TITLE,
    Photo,
    Price,
    Product,
)
from shopkit.catalog.models.variants import Variant
from shopkit.catalog.models.words import ProductWord
from shopkit.catalog.queries.products import count_of, cover_or_none
from shopkit.catalog.rules.listing import missing
from shopkit.catalog.rules.prices import Doubt, doubt_about
from shopkit.db.base import new_id
from shopkit.errors import Conflict, Refusal
from shopkit.journal.write import write
from shopkit.scope import Who
from shopkit.shops.models.shops import Shop
from shopkit.shops.rules.shops import new_code
from shopkit.text.order import sort_key
from shopkit.text.search import search_text

# What is typed by hand needs no other limit than what is brought in by a file.
MOST_PRODUCTS = 120_000


class ProductChanged(Conflict):
    """Somebody else changed the same part since the page was made."""


class PriceDoubtful(Refusal):
    """The price is far from the last one, or has lost its thousands; `sure` takes it."""

    def __init__(self, doubt: Doubt, price_vnd: int, last_vnd: int | None) -> None:
        super().__init__(doubt.value)
        self.doubt = doubt
        self.price_vnd = price_vnd
        self.last_vnd = last_vnd


class NotReady(Refusal):
    """Something is missing without which a listing is not shown to buyers."""

    def __init__(self, steps: tuple[str, ...]) -> None:
        super().__init__(", ".join(steps))
        self.steps = steps


class ShopFull(Refusal):
    """The shop holds as much as one shop may."""


class TitleUnreadable(Refusal):
    """A name without a single letter or digit."""


def start_product(
    session: Session, shop: Shop, *, product_id: UUID | None = None, now: datetime
) -> Product:
    """Begin a draft; nothing of it is shown to anybody but the shop's people.

    `product_id` is given by a phone that named the product before it could send it.
    """
    if count_of(session, shop) >= MOST_PRODUCTS:
        raise ShopFull
    product = Product(
        id=product_id or new_id(),
        shop_id=shop.id,
        commune_code=shop.commune_code,
        code=new_code(),
        made_at=now,
        changed_at=now,
        entered_by_id=actor_id(session),
    )
    session.add(product)
    session.flush()
    write(session, product, "product.drafted", now=now)
    return product


def rename(session: Session, product: Product, *, title: str, version: int, now: datetime) -> None:
    """Give the product another name."""
    if title == product.title:
        return
    refuse_if_changed(product, TITLE, version)
    forget_words(session, product)
    index(product, title)
    learn_words(session, product)
    note_change(session, product, TITLE, "product.renamed", now)


def set_price(
    session: Session,
    product: Product,
    *,
    price_vnd: int,
    price_unit: str,
    version: int,
    sure: int | None,
    now: datetime,
) -> None:
    """Give the product another price; `sure` is the doubtful price she has confirmed."""
    if (price_vnd, price_unit) == (product.price_vnd, product.price_unit):
        return
    refuse_if_changed(product, PRICE, version)
    doubt = doubt_about(price_vnd, product.price_vnd)
    if doubt and sure != price_vnd:
        raise PriceDoubtful(doubt, price_vnd, product.price_vnd)
    product.price_vnd, product.price_unit = price_vnd, price_unit
    session.add(
        Price(
            product_id=product.id,
            shop_id=product.shop_id,
            commune_code=product.commune_code,
            price_vnd=price_vnd,
            price_unit=price_unit,
            since=now,
            set_by_id=actor_id(session),
        )
    )
    note_change(session, product, PRICE, "product.priced", now)


def describe(
    session: Session, product: Product, *, description: str, version: int, now: datetime
) -> None:
    """Tell more about the product, in her own words."""
    if description == product.description:
        return
    refuse_if_changed(product, TEXT, version)
    product.description = description
    note_change(session, product, TEXT, "product.described", now)


def publish(session: Session, product: Product, *, version: int, now: datetime) -> None:
    """Show the product to buyers; doing it again changes nothing.

    Raises ProductChanged when it is no longer what she looked at.
    """
    if product.is_published:
        return
    if product.version != version:
        raise ProductChanged(product.id)
    lacking = lacking_of(session, product)
    if lacking:
        raise NotReady(lacking)
    stand(session, product, PUBLISHED, "product.published", now)


def unpublish(session: Session, product: Product, *, now: datetime) -> None:
    """Take back a publishing: a draft again, as it was before."""
    if product.is_published:
        stand(session, product, DRAFT, "product.unpublished", now)


def hide(session: Session, product: Product, *, now: datetime) -> None:
    """Take the product off every list and page; it can be put back."""
    if not product.is_hidden:
        stand(session, product, HIDDEN, "product.hidden", now)


def restore(session: Session, product: Product, *, now: datetime) -> None:
    """Put a hidden product back where it stood: on show if it was and still can be."""
    if not product.is_hidden:
        return
    if product.published_at and not lacking_of(session, product):
        stand(session, product, PUBLISHED, "product.restored", now)
    else:
        stand(session, product, DRAFT, "product.reopened", now)


def lacking_of(session: Session, product: Product) -> tuple[str, ...]:
    """What keeps the product from being shown; one from somebody's list needs its name only."""
    if product.source != OWN:
        return () if product.title else ("title",)
    return missing(
        has_photo=cover_or_none(session, product) is not None,
        title=product.title,
        price_vnd=product.price_vnd,
    )


def erase_products(session: Session, shop_id: UUID) -> None:
    """Remove everything a shop listed; the sweep takes the files."""
    for table in (ProductWord, Variant, Price, Photo, Product):
        session.execute(delete(table).where(table.shop_id == shop_id))


def stand(session: Session, product: Product, state: str, event: str, now: datetime) -> None:
    if state == PUBLISHED:
        product.published_at = now
    elif state == DRAFT:
        product.published_at = None
    product.state = state
    product.changed_at = now
    move_words(session, product)
    session.flush()
    write(session, product, event, now=now)


def index(product: Product, title: str) -> None:
    """Set the name and what it is sorted and found by."""
    found_by = search_text(title)
    if not found_by:
        raise TitleUnreadable(title)
    product.title = title
    product.sort_key = sort_key(title)[:1000]
    product.search_text = found_by[:400]


def refuse_if_changed(product: Product, part: str, version: int) -> None:
    if product.is_changed_since(part, version):
        raise ProductChanged(product.id)


def note_change(session: Session, product: Product, part: str, event: str, now: datetime) -> None:
    mark_change(product, part, now)
    session.flush()
    write(session, product, event, now=now)


def mark_change(product: Product, part: str, now: datetime) -> None:
    """Let the next version of the product be the one in which this part changed."""
    product.changed_in = {**product.changed_in, part: product.version + 1}
    product.changed_at = now


def actor_id(session: Session) -> UUID | None:
    actor: Who | None = session.info.get("actor")
    return actor.account_id if actor else None
