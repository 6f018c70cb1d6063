"""An order, what is in it, and where its parcel stands."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopkit.db.base import Base, Dong, Placed, Row, Tag
from shopkit.db.types import Code, Words

AGREED, PACKED, SENT, DELIVERED = "agreed", "packed", "sent", "delivered"
RETURNED, CANCELLED = "returned", "cancelled"
CASH, TRANSFER, PLATFORM, NOT_YET = "cash", "transfer", "platform", "not_yet"


class Order(Base, Row, Placed):
    """Something sold, by whichever channel; `amount_vnd` stays empty without the household's book.

    Whether it is paid is told by its payment request where it has one, else by `paid_at`. What was
    noted of the buyer is erased some time after the order is done.
    """

    __tablename__ = "sale_order"
    __table_args__ = (
        UniqueConstraint("shop_id", "number"),
        UniqueConstraint("shop_id", "channel", "channel_number"),
        Index("ix_sale_order_shop", "shop_id", "sold_on"),
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
    buyer_name: Mapped[str] = mapped_column(Words(80), default="")
    buyer_phone: Mapped[str] = mapped_column(Code(20), default="")
    buyer_address: Mapped[str] = mapped_column(Words(200), default="")
    note: Mapped[str] = mapped_column(Words(200), default="")
    import_id: Mapped[UUID | None] = mapped_column(default=None, index=True)
    entered_by_id: Mapped[UUID | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1, init=False)

    __mapper_args__ = {"version_id_col": version}


class OrderLine(Base, Row, Placed):
    """So many of one product; its price only where the household keeps its book here."""

    __tablename__ = "sale_order_line"

    order_id: Mapped[UUID] = mapped_column(ForeignKey("sale_order.id"), index=True)
    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"), index=True)
    product_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("product.id"), default=None, index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(Words(120), default="")
    count: Mapped[int] = mapped_column(default=1)
    price_vnd: Mapped[Dong | None] = mapped_column(default=None)
