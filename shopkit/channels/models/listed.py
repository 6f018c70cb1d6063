"""How far a shop has come with each channel, and where each product is listed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopkit.db.base import Base, Placed, Row, Tag
from shopkit.db.types import Words

SUPPORTED, LIVE, STALE, ENDED = "supported", "live", "stale", "ended"


class ChannelShop(Base, Row, Placed):
    """A shop's place on a channel: how far the guided list is done, and who saw the shop there."""

    __tablename__ = "channel_shop"
    __table_args__ = (
        UniqueConstraint("shop_id", "channel"),
        Index("ix_channel_shop_place", "commune_code", "channel", "state"),
    )

    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"))
    channel: Mapped[Tag]
    state: Mapped[Tag] = mapped_column(default=SUPPORTED)
    address: Mapped[str] = mapped_column(Words(500), default="")
    # Which steps of the list are done: when, and by whom.
    steps: Mapped[dict[str, dict[str, str]]] = mapped_column(JSON, default_factory=dict)
    begun_at: Mapped[datetime]
    begun_by_id: Mapped[UUID | None] = mapped_column(default=None)
    seen_at: Mapped[datetime | None] = mapped_column(default=None)
    seen_by_id: Mapped[UUID | None] = mapped_column(default=None)
    # What the last look rests on: the seller's own word, a helper's eyes, our own system.
    seen_as: Mapped[Tag] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1, init=False)

    __mapper_args__ = {"version_id_col": version}


class Listing(Base, Row, Placed):
    """A product on a channel: its address there, since when, and who last saw it live."""

    __tablename__ = "listing"
    __table_args__ = (
        UniqueConstraint("product_id", "channel", "address"),
        Index("ix_listing_shop", "shop_id", "channel", "state"),
        Index("ix_listing_place", "commune_code", "state", "shop_id"),
    )

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"))
    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"))
    channel: Mapped[Tag]
    state: Mapped[Tag] = mapped_column(default=SUPPORTED)
    address: Mapped[str] = mapped_column(Words(500), default="")
    since: Mapped[date]
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[UUID | None] = mapped_column(default=None)
    seen_at: Mapped[datetime | None] = mapped_column(default=None)
    seen_by_id: Mapped[UUID | None] = mapped_column(default=None)
    seen_as: Mapped[Tag] = mapped_column(default="")
    ended_on: Mapped[date | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1, init=False)

    __mapper_args__ = {"version_id_col": version}
