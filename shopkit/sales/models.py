"""An order, what is in it, where its parcel stands; and the sums a commune was given."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopkit.db.base import Base, Dong, Placed, Row, Tag
from shopkit.db.types import Code, Words
from shopkit.sales.rules.steps import AGREED, DELIVERED, ENDED, PACKED, SENT, before

CASH, TRANSFER, PLATFORM, NOT_YET = "cash", "transfer", "platform", "not_yet"
WAYS_TO_PAY = (CASH, TRANSFER, PLATFORM)

LONGEST_TITLE = 120
MOST_COUNT = 9_999


class Order(Base, Row, Placed):
    """Something sold, by whichever channel; `amount_vnd` stays empty without the household's book.

    Whether it is paid is told by its payment request where it has one, else by `paid_at`. What was
    noted of the buyer is erased some time after the order is done. One that was sold over the
    counter was agreed, handed over and mostly paid in the same moment.
    """

    __tablename__ = "sale_order"
    __table_args__ = (
        UniqueConstraint("shop_id", "number"),
        UniqueConstraint("shop_id", "channel", "channel_number"),
        Index("ix_sale_order_shop", "shop_id", "sold_on"),
        Index("ix_sale_order_shop_state", "shop_id", "state", "number"),
    )

    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"))
    number: Mapped[int]
    channel: Mapped[Tag]
    channel_number: Mapped[str | None] = mapped_column(Code(60), default=None)
    state: Mapped[Tag] = mapped_column(default=AGREED)
    paid_by: Mapped[Tag] = mapped_column(default=NOT_YET)
    paid_at: Mapped[datetime | None] = mapped_column(default=None)
    request_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("payment_request.id"), default=None, index=True
    )
    amount_vnd: Mapped[Dong | None] = mapped_column(default=None)
    sold_on: Mapped[date]
    agreed_at: Mapped[datetime]
    packed_at: Mapped[datetime | None] = mapped_column(default=None)
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    delivered_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    is_counter_sale: Mapped[bool] = mapped_column(default=False)
    carrier: Mapped[str] = mapped_column(Words(40), default="")
    parcel_code: Mapped[str] = mapped_column(Words(40), default="")
    buyer_name: Mapped[str] = mapped_column(Words(80), default="")
    buyer_phone: Mapped[str] = mapped_column(Code(20), default="")
    buyer_address: Mapped[str] = mapped_column(Words(200), default="")
    note: Mapped[str] = mapped_column(Words(200), default="")
    buyer_erased_at: Mapped[datetime | None] = mapped_column(default=None)
    import_id: Mapped[UUID | None] = mapped_column(default=None, index=True)
    entered_by_id: Mapped[UUID | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1, init=False)

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_ended(self) -> bool:
        return self.state in ENDED

    @property
    def has_buyer(self) -> bool:
        return bool(self.buyer_name or self.buyer_phone or self.buyer_address)

    @property
    def state_before(self) -> str | None:
        """Where one step back leads; None at the very beginning."""
        if self.is_ended:
            return before(self.packed_at, self.sent_at, self.delivered_at)
        if self.state == DELIVERED:
            return before(self.packed_at, self.sent_at, None)
        if self.state == SENT:
            return before(self.packed_at, None, None)
        return AGREED if self.state == PACKED else None


class OrderLine(Base, Row, Placed):
    """So many of one product; its price only where the household keeps its book here."""

    __tablename__ = "sale_order_line"

    order_id: Mapped[UUID] = mapped_column(ForeignKey(Order.id), index=True)
    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"), index=True)
    product_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("product.id"), default=None, index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(Words(LONGEST_TITLE), default="")
    count: Mapped[int] = mapped_column(default=1)
    price_vnd: Mapped[Dong | None] = mapped_column(default=None)


class SettledSum(Base, Row, Placed):
    """What a commune was given for a quarter: fixed once, so that nobody's part can be told from
    how it changes. Hidden it stays without an amount, and without how many they were.
    """

    __tablename__ = "settled_sum"
    __table_args__ = (UniqueConstraint("commune_code", "year", "quarter"),)

    year: Mapped[int]
    quarter: Mapped[int]
    settled_at: Mapped[datetime]
    hidden_for: Mapped[Tag] = mapped_column(default="")
    amount_vnd: Mapped[Dong | None] = mapped_column(default=None)
    shop_count: Mapped[int | None] = mapped_column(default=None)
    order_count: Mapped[int | None] = mapped_column(default=None)
