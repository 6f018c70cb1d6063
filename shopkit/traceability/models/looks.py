"""How often a code was looked up, without knowing by whom; and what buyers reported."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from shopkit.db.base import Base, Placed, Row, Tag
from shopkit.db.types import Code, Words

LONGEST_WORDS = 1000
LONGEST_WHERE = 200
LONGEST_CONTACT = 80
LONGEST_ANSWER = 500


class CodeLook(Base):
    """The looks of one code in all: how many, the first and the last.

    `early_count` are those before the label was activated; buyers were told that there is no such
    code, only the shop learns of them.
    """

    __tablename__ = "code_look"
    __table_args__ = (Index("ix_code_look_batch", "batch_id", "count"),)

    code: Mapped[str] = mapped_column(Code(13), primary_key=True)
    batch_id: Mapped[UUID]
    count: Mapped[int] = mapped_column(default=0)
    early_count: Mapped[int] = mapped_column(default=0)
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]


class LookHour(Base):
    """The looks of one code in one hour from one coarse place, where a place is known."""

    __tablename__ = "look_hour"
    __table_args__ = (
        Index("ix_look_hour_batch", "batch_id", "hour"),
        Index("ix_look_hour_hour", "hour"),
    )

    code: Mapped[str] = mapped_column(Code(13), primary_key=True)
    hour: Mapped[datetime] = mapped_column(primary_key=True)
    place: Mapped[Tag] = mapped_column(primary_key=True, default="")
    batch_id: Mapped[UUID]
    count: Mapped[int] = mapped_column(default=0)


class SuspicionReport(Base, Row, Placed):
    """What a buyer wrote about goods that looked wrong; photo only if she added one.

    `answered` is what the shop noted about it for itself.
    """

    __tablename__ = "suspicion_report"
    __table_args__ = (
        Index("ix_suspicion_report_shop", "shop_id", "told_at"),
        Index("ix_suspicion_report_code", "code", "told_at"),
    )

    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"))
    batch_id: Mapped[UUID] = mapped_column(ForeignKey("batch.id"))
    code: Mapped[str] = mapped_column(Code(13))
    words: Mapped[str] = mapped_column(Words(LONGEST_WORDS))
    bought_where: Mapped[str] = mapped_column(Words(LONGEST_WHERE), default="")
    contact: Mapped[str] = mapped_column(Words(LONGEST_CONTACT), default="")
    photo: Mapped[str | None] = mapped_column(Code(64), default=None)
    told_at: Mapped[datetime]
    read_at: Mapped[datetime | None] = mapped_column(default=None)
    answered: Mapped[str] = mapped_column(Words(LONGEST_ANSWER), default="")
    version: Mapped[int] = mapped_column(default=1, init=False)

    __mapper_args__ = {"version_id_col": version}
