"""Feeds of a shop, and what state its listings are in."""

import re
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopkit.catalog.models.papers import Paper
from shopkit.catalog.models.products import PUBLISHED, Product
from shopkit.catalog.models.variants import Variant
from shopkit.channels.models.handed_over import Feed
from shopkit.channels.rules.feeds import feed_layout, state_mark
from shopkit.errors import NotFound
from shopkit.shops.models.shops import Shop

SECRET = re.compile("[0-9a-f]{40}")


def open_feeds_of(session: Session, shop: Shop) -> Sequence[Feed]:
    """The feeds that can be fetched, the oldest first."""
    return session.scalars(
        select(Feed)
        .where(Feed.shop_id == shop.id, Feed.ended_at.is_(None))
        .order_by(Feed.opened_at, Feed.id)
    ).all()


def feed_of(session: Session, shop: Shop, feed_id: UUID) -> Feed:
    found = session.scalars(
        select(Feed).where(Feed.id == feed_id, Feed.shop_id == shop.id, Feed.ended_at.is_(None))
    ).one_or_none()
    if found is None:
        raise NotFound(str(feed_id))
    return found


def feed_by_secret(session: Session, secret: str, ending: str) -> tuple[Feed, Shop]:
    """The feed behind an address, for whoever knows it; one that ended does not exist."""
    if not SECRET.fullmatch(secret):
        raise NotFound(secret[:40])
    found = session.execute(
        select(Feed, Shop)
        .join(Shop, Shop.id == Feed.shop_id)
        .where(Feed.secret == secret, Feed.ended_at.is_(None))
    ).one_or_none()
    if found is None or feed_layout(found[0].channel, found[0].form).ending != ending:
        raise NotFound(secret)
    feed, shop = found
    return feed, shop


def mark_of(session: Session, shop: Shop, feed: Feed, *, address: str, on: date) -> str:
    """Changes with everything that a feed shows; reads no listing.

    Whoever changes the photos of a product marks the product too.
    """
    products = session.execute(
        select(func.count(), func.max(Product.changed_at), func.sum(Product.version)).where(
            Product.shop_id == shop.id, Product.state == PUBLISHED
        )
    ).one()
    variants = session.execute(
        select(func.count(), func.sum(Variant.version)).where(Variant.shop_id == shop.id)
    ).one()
    papers = session.scalar(
        select(func.count()).where(Paper.shop_id == shop.id, Paper.removed_at.is_(None))
    )
    counted = (shop.name, shop.code, *products, *variants, papers)
    return state_mark(feed_layout(feed.channel, feed.form), address, on, counted)
