"""Where goods are grown, made and kept, under a code that traceability can name."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopkit.db.base import Base, Placed, Row
from shopkit.db.types import Code, Words


class ProductionPlace(Base, Row, Placed):
    """A place of a shop; `code` is the shop's own (DD-…), `gln` only where GS1 granted one."""

    __tablename__ = "production_place"
    __table_args__ = (UniqueConstraint("code"),)

    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"), index=True)
    code: Mapped[str] = mapped_column(Code(20))
    gln: Mapped[str | None] = mapped_column(Code(13), default=None)
    name: Mapped[str] = mapped_column(Words(80))
    address: Mapped[str] = mapped_column(Words(200), default="")
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None] = mapped_column(default=None)


class ProductCode(Base, Row, Placed):
    """A code that a product goes by, from a day on: the shop's own (SP-…) or a granted GTIN.

    A code once given out never names another product, and never dies.
    """

    __tablename__ = "product_code"
    __table_args__ = (UniqueConstraint("value"),)

    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"), index=True)
    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), index=True)
    value: Mapped[str] = mapped_column(Code(40))
    is_gs1: Mapped[bool] = mapped_column(default=False)
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    declared_by_id: Mapped[UUID | None] = mapped_column(default=None)
