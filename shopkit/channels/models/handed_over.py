"""Files made for channels, the seller's own templates, and feeds by secret address."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from shopkit.db.base import Base, Placed, Row, Tag
from shopkit.db.types import Code, Words

ASKED, MADE, FAILED = "asked", "made", "failed"


class ChannelFile(Base, Row, Placed):
    """One file for one channel, as it was asked for, and what became of each listing in it.

    `findings` count what kept listings out or makes the channel complain, by reason.
    """

    __tablename__ = "channel_file"
    __table_args__ = (Index("ix_channel_file_shop", "shop_id", "channel", "asked_at"),)

    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"))
    channel: Mapped[Tag]
    form: Mapped[Tag]
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[UUID | None] = mapped_column(default=None)
    state: Mapped[Tag] = mapped_column(default=ASKED)
    # What was chosen: products, papers with personal data, a template.
    wishes: Mapped[dict[str, Any]] = mapped_column(JSON, default_factory=dict)
    file: Mapped[str | None] = mapped_column(Code(64), default=None)
    name: Mapped[str] = mapped_column(Words(120), default="")
    listing_count: Mapped[int] = mapped_column(default=0)
    left_out_count: Mapped[int] = mapped_column(default=0)
    weight_bytes: Mapped[int] = mapped_column(default=0)
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default_factory=list)
    made_at: Mapped[datetime | None] = mapped_column(default=None)


class Template(Base, Row, Placed):
    """The blank upload sheet of a seller's own shop on a channel, filled by its key row."""

    __tablename__ = "channel_template"
    __table_args__ = (Index("ix_channel_template_shop", "shop_id", "channel"),)

    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"))
    channel: Mapped[Tag]
    name: Mapped[str] = mapped_column(Words(120), default="")
    file: Mapped[str] = mapped_column(Code(64))
    # Where the keys lie, and which of them we can fill.
    keys: Mapped[dict[str, Any]] = mapped_column(JSON, default_factory=dict)
    weight_bytes: Mapped[int] = mapped_column(default=0)
    brought_at: Mapped[datetime]
    removed_at: Mapped[datetime | None] = mapped_column(default=None)


class Feed(Base, Row, Placed):
    """A feed that a channel fetches by an address nobody can guess."""

    __tablename__ = "feed"
    __table_args__ = (Index("ix_feed_shop", "shop_id", "channel"),)

    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"))
    channel: Mapped[Tag]
    form: Mapped[Tag]
    secret: Mapped[str] = mapped_column(Code(40), unique=True)
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[UUID | None] = mapped_column(default=None)
    fetched_at: Mapped[datetime | None] = mapped_column(default=None)
    # What was handed out last, what state of the shop it shows, and since when it is as it is.
    file: Mapped[str | None] = mapped_column(Code(64), default=None)
    made_of: Mapped[str] = mapped_column(Code(64), default="", server_default="")
    made_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
