"""What goes into a channel's file, and the files that were made."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopkit.catalog.models.products import DRAFT, HIDDEN, PUBLISHED, Photo, Product
from shopkit.catalog.queries.records import records_of
from shopkit.catalog.rules.photo import MASTER, SQUARE
from shopkit.catalog.rules.record import Record
from shopkit.channels.models.handed_over import ChannelFile
from shopkit.channels.rules.files import without_addresses
from shopkit.channels.rules.layouts.layout import Layout
from shopkit.channels.rules.layouts.shelf import CHANNELS
from shopkit.errors import NotFound
from shopkit.shops.models.shops import Shop

MOST_SHOWN = 30
CHUNK = 500


def states_in(layout: Layout) -> tuple[str, ...]:
    return (DRAFT, PUBLISHED, HIDDEN) if layout.is_whole else (PUBLISHED,)


def listing_count(
    session: Session, shop: Shop, layout: Layout, ids: Collection[UUID] | None = None
) -> int:
    """How many of a shop's products a file would be made of."""
    counted = select(func.count()).select_from(Product)
    counted = counted.where(Product.shop_id == shop.id, Product.state.in_(states_in(layout)))
    if ids is not None:
        counted = counted.where(Product.id.in_(ids))
    return session.scalar(counted) or 0


def titles_of(session: Session, shop: Shop, layout: Layout, most: int) -> list[tuple[UUID, str]]:
    """The first products of a shop that a file may hold, by name."""
    rows = session.execute(
        select(Product.id, Product.title)
        .where(Product.shop_id == shop.id, Product.state.in_(states_in(layout)))
        .order_by(Product.sort_key, Product.id)
        .limit(most)
    )
    return [(row.id, row.title) for row in rows]


def titles_by_id(session: Session, shop: Shop, ids: Collection[UUID]) -> dict[UUID, str]:
    rows = session.execute(
        select(Product.id, Product.title).where(Product.shop_id == shop.id, Product.id.in_(ids))
    )
    return {row.id: row.title for row in rows}


def records_for(
    session: Session,
    shop: Shop,
    layout: Layout,
    *,
    address: str,
    on: date,
    ids: Collection[UUID] | None = None,
) -> Iterator[Record]:
    """The records that may go into a file; without addresses where nobody outside reaches them."""
    found = records_of(session, shop, address=address, on=on, states=states_in(layout), ids=ids)
    return found if is_reachable(address) else map(without_addresses, found)


def is_reachable(address: str) -> bool:
    """Whether channels can fetch photos and pages from this house."""
    return address.startswith("https://")


def first_records(
    session: Session, shop: Shop, layout: Layout, *, address: str, on: date, most: int
) -> list[Record]:
    """The first records by name, for a look before the file is made."""
    ids = [product_id for product_id, _ in titles_of(session, shop, layout, most)]
    return list(records_for(session, shop, layout, address=address, on=on, ids=ids))


def channel_file(session: Session, shop: Shop, file_id: UUID) -> ChannelFile:
    found = session.scalars(
        select(ChannelFile).where(
            ChannelFile.id == file_id,
            ChannelFile.shop_id == shop.id,
            ChannelFile.channel.in_(CHANNELS),
        )
    ).one_or_none()
    if found is None:
        raise NotFound(str(file_id))
    return found


def channel_files_of(
    session: Session, shop: Shop, channel: str | None = None
) -> Sequence[ChannelFile]:
    """The files made for a shop, the newest first."""
    channels = (channel,) if channel else CHANNELS
    return session.scalars(
        select(ChannelFile)
        .where(ChannelFile.shop_id == shop.id, ChannelFile.channel.in_(channels))
        .order_by(ChannelFile.asked_at.desc(), ChannelFile.id.desc())
        .limit(MOST_SHOWN)
    ).all()


def asked_since(session: Session, shop: Shop, since: datetime) -> int:
    counted = select(func.count()).select_from(ChannelFile)
    return (
        session.scalar(counted.where(ChannelFile.shop_id == shop.id, ChannelFile.asked_at >= since))
        or 0
    )


def photo_files(session: Session, ids: Collection[UUID]) -> dict[str, str]:
    """The file of each photo as channels take it, by the photo's id."""
    rows = session.execute(select(Photo.id, Photo.sizes).where(Photo.id.in_(ids)))
    return {str(row.id): row.sizes.get(SQUARE) or row.sizes[MASTER] for row in rows}
