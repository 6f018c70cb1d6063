"""A batch, the label runs printed for it, and every single code."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopkit.db.base import Base, CommuneCode, Placed, Row, Tag
from shopkit.db.types import Code


class Batch(Base, Row, Placed):
    """What was made together: one product, one day, one best-before date."""

    __tablename__ = "batch"
    __table_args__ = (UniqueConstraint("shop_id", "code"),)

    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"))
    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), index=True)
    code: Mapped[str] = mapped_column(Code(20))
    trace_code: Mapped[str] = mapped_column(Code(13), unique=True)
    made_on: Mapped[date]
    best_before: Mapped[date | None] = mapped_column(default=None)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None] = mapped_column(default=None)


class LabelRun(Base, Row, Placed):
    """So many labels for a batch, each with its own code, on one label stock."""

    __tablename__ = "label_run"

    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"), index=True)
    batch_id: Mapped[UUID] = mapped_column(ForeignKey("batch.id"), index=True)
    count: Mapped[int]
    stock: Mapped[Tag]
    start_cell: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime]
    ready_at: Mapped[datetime | None] = mapped_column(default=None)


class LabelFile(Base):
    """One finished PDF of a run; `name` is the hash under which it is kept."""

    __tablename__ = "label_file"

    run_id: Mapped[UUID] = mapped_column(ForeignKey("label_run.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(Code(64))
    count: Mapped[int]


class Label(Base):
    """One code on one sticker; it is never given out again and never changes its meaning."""

    __tablename__ = "label"
    __table_args__ = (Index("ix_label_run", "run_id", "position"),)

    code: Mapped[str] = mapped_column(Code(13), primary_key=True)
    commune_code: Mapped[CommuneCode] = mapped_column(default="")
    shop_id: Mapped[UUID]
    batch_id: Mapped[UUID]
    run_id: Mapped[UUID] = mapped_column(ForeignKey("label_run.id"))
    position: Mapped[int]
    state: Mapped[Tag] = mapped_column(default="generated")
