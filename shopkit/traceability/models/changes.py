"""What was changed in the records of traceability: append-only."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from shopkit.db.base import Base, Placed, Row, Tag


class RecordChange(Base, Row, Placed):
    """One change of one record: per field what it was and what it became, as text."""

    __tablename__ = "record_change"
    __table_args__ = (
        Index("ix_record_change_record", "record_id", "at"),
        Index("ix_record_change_batch", "batch_id", "at"),
    )

    shop_id: Mapped[UUID | None] = mapped_column(default=None, index=True)
    batch_id: Mapped[UUID | None] = mapped_column(default=None)
    record_kind: Mapped[Tag]
    record_id: Mapped[UUID]
    action: Mapped[Tag]
    fields: Mapped[dict[str, list[str | None]]] = mapped_column(JSON, default_factory=dict)
    at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(default=None)
