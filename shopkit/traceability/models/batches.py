"""A batch: what was made together."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopkit.db.base import Base, Milli, Placed, Row, Tag
from shopkit.db.types import Code, Words
from shopkit.traceability.models.changes import Kept
from shopkit.traceability.models.places import ProductionPlace

MADE, HARVESTED, PACKED = "made", "harvested", "packed"


class Batch(Base, Row, Placed, Kept):
    """What was made together: one product, one day, one best-before date.

    `date_kind` says what happened on `made_on`: farm produce may count from its harvest or packing.
    The quantity is in thousandths of `unit`. `recalled_at` stands while a recall reaches it.
    `erased_on` is the day its records went, after their term; its codes stay for ever.
    """

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
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey(ProductionPlace.id), default=None)
    quantity_milli: Mapped[Milli | None] = mapped_column(default=None)
    unit: Mapped[Tag] = mapped_column(default="", server_default="")
    harvest: Mapped[str] = mapped_column(Words(60), default="", server_default="")
    date_kind: Mapped[Tag] = mapped_column(default=MADE, server_default=MADE)
    recalled_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_why: Mapped[str] = mapped_column(Words(300), default="", server_default="")
    erased_on: Mapped[date | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1, server_default="1", init=False)

    __mapper_args__ = {"version_id_col": version}
