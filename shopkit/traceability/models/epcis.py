"""Trace events that came in as EPCIS, kept word for word."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopkit.db.base import Base, Placed, Row
from shopkit.db.types import Code, Words
from shopkit.traceability.models.batches import Batch


class TakenEvent(Base, Row, Placed):
    """One event as it was sent. Its hash and whether it declares an error tell it from others.

    An event and the declaration that it was wrong have the same hash, so both parts are needed.
    `namespaces` are the prefixes under which its own fields were written.
    """

    __tablename__ = "taken_event"
    __table_args__ = (
        UniqueConstraint("shop_id", "hash_id", "is_declaration"),
        Index("ix_taken_event_shop", "shop_id", "event_at"),
    )

    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"))
    hash_id: Mapped[str] = mapped_column(Code(120))
    is_declaration: Mapped[bool] = mapped_column(default=False)
    event_id: Mapped[str] = mapped_column(Words(400), default="")
    event_at: Mapped[datetime]
    event: Mapped[dict[str, Any]] = mapped_column(JSON)
    namespaces: Mapped[dict[str, str]] = mapped_column(JSON, default_factory=dict)
    taken_at: Mapped[datetime]
    taken_by_id: Mapped[UUID | None] = mapped_column(default=None)


class TakenEventBatch(Base):
    """That an event which came in speaks of a batch of the shop."""

    __tablename__ = "taken_event_batch"

    taken_id: Mapped[UUID] = mapped_column(ForeignKey(TakenEvent.id), primary_key=True)
    batch_id: Mapped[UUID] = mapped_column(ForeignKey(Batch.id), primary_key=True, index=True)
    shop_id: Mapped[UUID]
