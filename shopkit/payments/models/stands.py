"""Stands that were printed for an account, and what was seen when one was looked at."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from shopkit.db.base import Base, Placed, Row, Tag
from shopkit.db.types import Code, Words
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.rules.checks import EVERY_MONTH


class PaymentHabits(Base, Placed):
    """How a shop wants its stands looked after."""

    __tablename__ = "payment_habits"

    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"), primary_key=True)
    check_every_days: Mapped[int] = mapped_column(default=EVERY_MONTH)


class PrintedStand(Base, Row, Placed):
    """One printing of an account's stand: the first, or one more of the same format.

    `was_checked` is whether the paper says that the holder's name was seen in a bank app.
    """

    __tablename__ = "printed_stand"
    __table_args__ = (Index("ix_printed_stand_shop", "shop_id", "printed_at"),)

    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey(PaymentAccount.id), index=True)
    format: Mapped[Tag]
    number: Mapped[int] = mapped_column(default=1)
    was_checked: Mapped[bool] = mapped_column(default=False)
    language: Mapped[Tag] = mapped_column(default="vi")
    printed_at: Mapped[datetime]
    printed_by_id: Mapped[UUID | None] = mapped_column(default=None)
    put_up_on: Mapped[date | None] = mapped_column(default=None)
    put_up_where: Mapped[str] = mapped_column(Words(60), default="")
    taken_down_on: Mapped[date | None] = mapped_column(default=None)

    @property
    def is_hanging(self) -> bool:
        """Whether somebody said that it was put up, and nobody that it came down."""
        return self.put_up_on is not None and self.taken_down_on is None


class StandCheck(Base, Row, Placed):
    """What a photo of the stand at the stall showed; the photo itself is not kept.

    Of somebody else's account only the bank, the end of the number and the name that stands in
    the code are kept, as they were shown. `is_visit`: a trainer held the phone.
    """

    __tablename__ = "stand_check"
    __table_args__ = (Index("ix_stand_check_shop", "shop_id", "checked_at"),)

    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"))
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey(PaymentAccount.id), default=None)
    result: Mapped[Tag]
    remarks: Mapped[list[str]] = mapped_column(JSON, default_factory=list)
    checked_at: Mapped[datetime]
    checked_by_id: Mapped[UUID | None] = mapped_column(default=None)
    is_visit: Mapped[bool] = mapped_column(default=False)
    code_count: Mapped[int] = mapped_column(default=0)
    other_bin: Mapped[str] = mapped_column(Code(6), default="")
    other_masked: Mapped[str] = mapped_column(Words(19), default="")
    other_name: Mapped[str] = mapped_column(Words(60), default="")
