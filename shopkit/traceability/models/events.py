"""What went into a batch and what happened to it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from shopkit.db.base import Base, Milli, Placed, Row, Tag
from shopkit.db.types import Code, Words
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.changes import AppendOnly, Kept
from shopkit.traceability.models.places import ProductionPlace


class BatchInput(Base, Row, Placed, Kept):
    """Something that went into a batch: another batch of the shop, or bought material.

    Quantities are in thousandths of `unit`.
    """

    __tablename__ = "batch_input"
    __table_args__ = (Index("ix_batch_input_source", "source_batch_id"),)

    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"), index=True)
    batch_id: Mapped[UUID] = mapped_column(ForeignKey(Batch.id), index=True)
    source_batch_id: Mapped[UUID | None] = mapped_column(ForeignKey(Batch.id), default=None)
    material: Mapped[str] = mapped_column(Words(120), default="")
    supplier: Mapped[str] = mapped_column(Words(120), default="")
    supplier_lot: Mapped[str] = mapped_column(Words(40), default="")
    received_on: Mapped[date | None] = mapped_column(default=None)
    quantity_milli: Mapped[Milli | None] = mapped_column(default=None)
    unit: Mapped[Tag] = mapped_column(default="")
    noted_at: Mapped[datetime]
    removed_at: Mapped[datetime | None] = mapped_column(default=None)


class BatchEvent(Base, Row, Placed, AppendOnly):
    """Something that happened to a batch; never changed, only corrected by a later one.

    `at` is when it happened, `noted_at` when it was told. `corrects_id` names the event that this
    one stands for from now on; one with `is_withdrawn` only takes the earlier one back.
    """

    __tablename__ = "batch_event"
    __table_args__ = (Index("ix_batch_event_batch", "batch_id", "at"),)

    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"), index=True)
    batch_id: Mapped[UUID] = mapped_column(ForeignKey(Batch.id))
    kind: Mapped[Tag]
    at: Mapped[datetime]
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[UUID | None] = mapped_column(default=None)
    evidence: Mapped[Tag] = mapped_column(default="SD")
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey(ProductionPlace.id), default=None)
    place_words: Mapped[str] = mapped_column(Words(120), default="")
    partner: Mapped[str] = mapped_column(Words(120), default="")
    quantity_milli: Mapped[Milli | None] = mapped_column(default=None)
    unit: Mapped[Tag] = mapped_column(default="")
    note: Mapped[str] = mapped_column(Words(500), default="")
    paper_id: Mapped[UUID | None] = mapped_column(default=None)
    photo: Mapped[dict[str, str] | None] = mapped_column(JSON, default=None)
    corrects_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("batch_event.id"), default=None, unique=True
    )
    is_withdrawn: Mapped[bool] = mapped_column(default=False)
    source_id: Mapped[str | None] = mapped_column(Code(120), default=None, index=True)
