"""Variants of a product: sizes, flavours, packs, each with what differs."""

from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopkit.catalog.models.products import LONGEST_SKU
from shopkit.db.base import Base, Dong, Placed, Row
from shopkit.db.types import Code, Words

MOST_LEVELS = 3
MOST_VARIANTS = 100
LONGEST_LEVEL = 40
LONGEST_VALUE = 80


class Variant(Base, Row, Placed):
    """One of several forms of a product; `values` follow the product's `option_names`.

    What is None is as the product has it. A variant that is dropped goes: nothing printed names it.
    """

    __tablename__ = "variant"
    __table_args__ = (
        Index("ix_variant_product", "product_id", "position"),
        UniqueConstraint("shop_id", "sku"),
        UniqueConstraint("shop_id", "gtin"),
    )

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"))
    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"))
    position: Mapped[int]
    values: Mapped[list[str]] = mapped_column(JSON)
    sku: Mapped[str | None] = mapped_column(Words(LONGEST_SKU), default=None)
    gtin: Mapped[str | None] = mapped_column(Code(14), default=None)
    price_vnd: Mapped[Dong | None] = mapped_column(default=None)
    sale_price_vnd: Mapped[Dong | None] = mapped_column(default=None)
    stock: Mapped[int | None] = mapped_column(default=None)
    net_amount: Mapped[int | None] = mapped_column(default=None)
    packed_weight_g: Mapped[int | None] = mapped_column(default=None)
    photo_id: Mapped[UUID | None] = mapped_column(ForeignKey("photo.id"), default=None)
    version: Mapped[int] = mapped_column(default=1, init=False)

    __mapper_args__ = {"version_id_col": version}
