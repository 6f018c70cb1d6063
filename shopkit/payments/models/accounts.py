"""The account a shop is paid to."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from shopkit.db.base import Base, Placed, Row
from shopkit.db.types import Code, Words


class PaymentAccount(Base, Row, Placed):
    """One account number from a day on; another number is another record, so history stays.

    `seen_name` is what a bank app showed when somebody looked; only then may a stand say that
    the name was checked.
    """

    __tablename__ = "payment_account"
    __table_args__ = (Index("ix_payment_account_shop", "shop_id", "ended_at"),)

    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"))
    bin: Mapped[str] = mapped_column(Code(6))
    number: Mapped[str] = mapped_column(Code(19))
    holder: Mapped[str] = mapped_column(Words(80))
    label: Mapped[str] = mapped_column(Words(40), default="")
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    seen_name: Mapped[str | None] = mapped_column(Words(80), default=None)
    seen_at: Mapped[datetime | None] = mapped_column(default=None)
    seen_by_id: Mapped[UUID | None] = mapped_column(default=None)
    entered_by_id: Mapped[UUID | None] = mapped_column(default=None)

    @property
    def is_checked(self) -> bool:
        return self.seen_at is not None
