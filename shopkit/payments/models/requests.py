"""What a buyer was asked to pay."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopkit.db.base import Base, Dong, Placed, Row, Tag
from shopkit.db.types import Code, Words
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.rules.matching import (
    CANCELLED,
    EXPIRED,
    OPEN,
    PAID,
    PAID_TWICE,
    PART_PAID,
)
from shopkit.payments.rules.requests import state_now

__all__ = ["CANCELLED", "EXPIRED", "OPEN", "PAID", "PAID_TWICE", "PART_PAID", "PaymentRequest"]


WAITING = (OPEN, PART_PAID)


class PaymentRequest(Base, Row, Placed):
    """An amount that somebody should pay, under a code that comes back in the bank's memo.

    `amount_vnd` is erased some time after it is settled or expired, unless the shop keeps its
    book here; the state stays.
    """

    __tablename__ = "payment_request"
    __table_args__ = (
        UniqueConstraint("shop_id", "code"),
        Index("ix_payment_request_state", "shop_id", "state", "made_at"),
    )

    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey(PaymentAccount.id), index=True)
    code: Mapped[str] = mapped_column(Code(12))
    amount_vnd: Mapped[Dong | None] = mapped_column(default=None)
    purpose: Mapped[str] = mapped_column(Words(80), default="")
    state: Mapped[Tag] = mapped_column(default=OPEN)
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID | None] = mapped_column(default=None)
    expires_at: Mapped[datetime]
    settled_at: Mapped[datetime | None] = mapped_column(default=None, index=True)
    redacted_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1, init=False)

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_waiting(self) -> bool:
        """Whether money for it may still come."""
        return self.state in WAITING

    def state_at(self, now: datetime) -> str:
        """Its state at a moment, which may have run out since it was written."""
        return state_now(self.state, self.expires_at, now)
