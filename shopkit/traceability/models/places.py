"""Where goods are grown, made and kept, and what products and places are called by."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopkit.db.base import Base, CommuneCode, Placed, Row, Tag
from shopkit.db.types import Code, Words
from shopkit.traceability.models.changes import Kept


class ProductionPlace(Base, Row, Placed, Kept):
    """A place of a shop; `code` is the shop's own (DD-…), `gln` only where GS1 granted one.

    `area_code` is the commune in which it lies, which need not be that of the shop.
    """

    __tablename__ = "production_place"
    __table_args__ = (UniqueConstraint("code"),)

    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"), index=True)
    code: Mapped[str] = mapped_column(Code(30))
    gln: Mapped[str | None] = mapped_column(Code(13), default=None)
    name: Mapped[str] = mapped_column(Words(80))
    address: Mapped[str] = mapped_column(Words(200), default="")
    area_code: Mapped[CommuneCode] = mapped_column(default="")
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None] = mapped_column(default=None)


class PlaceCode(Base, Row, Placed, Kept):
    """A GS1 place number that a place goes by, from a day on; it never names another place."""

    __tablename__ = "place_code"
    __table_args__ = (UniqueConstraint("value"),)

    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"), index=True)
    place_id: Mapped[UUID] = mapped_column(ForeignKey(ProductionPlace.id), index=True)
    value: Mapped[str] = mapped_column(Code(13))
    granted_on: Mapped[date]
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    declared_by_id: Mapped[UUID | None] = mapped_column(default=None)


class ProductCode(Base, Row, Placed, Kept):
    """A code that a product goes by, from a day on: the shop's own (SP-…) or a granted GTIN.

    A code once given out never names another product, and never dies.
    """

    __tablename__ = "product_code"
    __table_args__ = (UniqueConstraint("value"),)

    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"), index=True)
    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), index=True)
    value: Mapped[str] = mapped_column(Code(40))
    is_gs1: Mapped[bool] = mapped_column(default=False)
    granted_on: Mapped[date | None] = mapped_column(default=None)
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    declared_by_id: Mapped[UUID | None] = mapped_column(default=None)


class ProductFacts(Base, Row, Placed, Kept):
    """What a label and the trace record say of a product: its kind of goods, and each item told.

    `told` holds a text for each item by its key, as named in the list of the decree.
    """

    __tablename__ = "product_facts"
    __table_args__ = (UniqueConstraint("product_id"),)

    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"), index=True)
    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"))
    kind: Mapped[Tag] = mapped_column(default="")
    told: Mapped[dict[str, str]] = mapped_column(JSON, default_factory=dict)
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1, init=False)

    __mapper_args__ = {"version_id_col": version}
