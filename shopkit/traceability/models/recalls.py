"""Calling goods back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from shopkit.db.base import Base, Placed, Row
from shopkit.db.types import Words
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.changes import Kept

_STANDING = text("ended_at IS NULL")


class Recall(Base, Row, Placed, Kept):
    """That a batch is called back, and with it, if so asked, what was made from it."""

    __tablename__ = "recall"
    __table_args__ = (
        Index(
            "uq_recall_standing",
            "batch_id",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
    )

    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"), index=True)
    batch_id: Mapped[UUID] = mapped_column(ForeignKey(Batch.id))
    reason: Mapped[str] = mapped_column(Words(300))
    what_to_do: Mapped[str] = mapped_column(Words(300), default="")
    reaches_on: Mapped[bool] = mapped_column(default=False)
    recalled_at: Mapped[datetime]
    recalled_by_id: Mapped[UUID | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_why: Mapped[str] = mapped_column(Words(300), default="")


class RecalledBatch(Base, Placed):
    """A batch that a recall reaches, itself or as something made from it."""

    __tablename__ = "recalled_batch"

    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"), index=True)
    recall_id: Mapped[UUID] = mapped_column(ForeignKey("recall.id"), primary_key=True)
    batch_id: Mapped[UUID] = mapped_column(ForeignKey(Batch.id), primary_key=True, index=True)


class RecallVersion(Base):
    """One number that rises with every recall and its end, so that nothing remembered hides one."""

    __tablename__ = "recall_version"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    number: Mapped[int] = mapped_column(default=0)
