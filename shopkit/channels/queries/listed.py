"""How far a shop has come on each channel, and where its products are listed."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopkit.catalog.models.products import Product
from shopkit.catalog.queries.products import HasId
from shopkit.channels.models.listed import ENDED, LIVE, STALE, ChannelShop, Listing
from shopkit.errors import NotFound

MOST_SHOWN = 300


def channel_shop_or_none(session: Session, shop: HasId, channel: str) -> ChannelShop | None:
    return session.scalars(
        select(ChannelShop).where(ChannelShop.shop_id == shop.id, ChannelShop.channel == channel)
    ).one_or_none()


def channel_shop(session: Session, shop: HasId, channel: str) -> ChannelShop:
    found = channel_shop_or_none(session, shop, channel)
    if found is None:
        raise NotFound(channel)
    return found


def started_channels(session: Session, shop: HasId) -> Sequence[ChannelShop]:
    """Where the shop has begun, the latest first; what the home page may go on with."""
    return session.scalars(
        select(ChannelShop)
        .where(ChannelShop.shop_id == shop.id)
        .order_by(ChannelShop.begun_at.desc(), ChannelShop.id)
    ).all()


def listing_counts(session: Session, shop: HasId) -> dict[tuple[str, str], int]:
    """How many listings of a shop stand in each state on each channel."""
    rows = session.execute(
        select(Listing.channel, Listing.state, func.count().label("number"))
        .where(Listing.shop_id == shop.id)
        .group_by(Listing.channel, Listing.state)
        .order_by(Listing.channel, Listing.state)
    )
    return {(row.channel, row.state): row.number for row in rows}


def listing_at_or_none(
    session: Session, product: HasId, channel: str, address: str
) -> Listing | None:
    return session.scalars(
        select(Listing).where(
            Listing.product_id == product.id,
            Listing.channel == channel,
            Listing.address == address,
        )
    ).one_or_none()


def listings_of(session: Session, product: HasId) -> Sequence[Listing]:
    """Where a product is or was listed; what ended comes last."""
    return session.scalars(
        select(Listing)
        .where(Listing.product_id == product.id)
        .order_by((Listing.state == ENDED), Listing.noted_at.desc(), Listing.id)
    ).all()


def listing(session: Session, shop: HasId, listing_id: UUID) -> Listing:
    """A listing of this shop; that of another does not exist here."""
    found = session.scalars(
        select(Listing).where(Listing.id == listing_id, Listing.shop_id == shop.id)
    ).one_or_none()
    if found is None:
        raise NotFound(str(listing_id))
    return found


def listings_with_titles(
    session: Session, shop: HasId, *, states: Sequence[str] = (LIVE, STALE)
) -> list[tuple[Listing, str]]:
    """The listings of a shop with what is sold there, those that nobody saw for long first."""
    rows = session.execute(
        select(Listing, Product.title)
        .join(Product, Product.id == Listing.product_id)
        .where(Listing.shop_id == shop.id, Listing.state.in_(states))
        .order_by((Listing.state == LIVE), Listing.channel, Product.sort_key, Listing.id)
        .limit(MOST_SHOWN)
    )
    return [(row.Listing, row.title) for row in rows]


def stale_listings(session: Session, shop: HasId) -> list[tuple[Listing, str]]:
    """What was live and has not been seen for long, with what is sold there."""
    return listings_with_titles(session, shop, states=(STALE,))
