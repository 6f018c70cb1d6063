"""Application packs that were made, and what may go into one."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopkit.catalog.models.papers import Paper
from shopkit.catalog.models.products import PUBLISHED, Photo, Product
from shopkit.catalog.queries.products import HasId
from shopkit.catalog.rules.photo import MASTER
from shopkit.channels.models.handed_over import ChannelFile
from shopkit.channels.rules.pack import MOST_PRODUCTS
from shopkit.errors import NotFound

FORM = "pack"
MOST_SHOWN = 10


def pack(session: Session, shop: HasId, file_id: UUID) -> ChannelFile:
    found = session.scalars(
        select(ChannelFile).where(
            ChannelFile.id == file_id, ChannelFile.shop_id == shop.id, ChannelFile.form == FORM
        )
    ).one_or_none()
    if found is None:
        raise NotFound(str(file_id))
    return found


def packs_of(session: Session, shop: HasId, channel: str) -> Sequence[ChannelFile]:
    """The packs made for a channel, the newest first."""
    return session.scalars(
        select(ChannelFile)
        .where(
            ChannelFile.shop_id == shop.id,
            ChannelFile.channel == channel,
            ChannelFile.form == FORM,
        )
        .order_by(ChannelFile.asked_at.desc(), ChannelFile.id.desc())
        .limit(MOST_SHOWN)
    ).all()


def titles_on_show(session: Session, shop: HasId) -> list[tuple[UUID, str]]:
    """The products that buyers see, by name; as many as one pack holds."""
    rows = session.execute(
        select(Product.id, Product.title)
        .where(Product.shop_id == shop.id, Product.state == PUBLISHED)
        .order_by(Product.sort_key, Product.id)
        .limit(MOST_PRODUCTS)
    )
    return [(row.id, row.title) for row in rows]


def beyond_count(session: Session, shop: HasId) -> int:
    """How many products on show are more than one pack holds."""
    counted = select(func.count()).select_from(Product)
    counted = counted.where(Product.shop_id == shop.id, Product.state == PUBLISHED)
    return max(0, (session.scalar(counted) or 0) - MOST_PRODUCTS)


def masters_of(session: Session, photo_ids: Collection[UUID]) -> dict[str, str]:
    """The file of each whole photo, by the photo's id."""
    rows = session.execute(select(Photo.id, Photo.sizes).where(Photo.id.in_(photo_ids)))
    return {str(row.id): row.sizes[MASTER] for row in rows}


def papers_for(session: Session, shop: HasId, product_ids: Collection[UUID]) -> list[Paper]:
    """The papers of these products and of all the shop makes, as she has not removed them."""
    rows = session.scalars(
        select(Paper)
        .where(Paper.shop_id == shop.id, Paper.removed_at.is_(None))
        .order_by(Paper.kind, Paper.number, Paper.id)
    )
    wanted = set(product_ids)
    return [one for one in rows if one.product_id is None or one.product_id in wanted]
