"""Products, their photos, and what their prices have been."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shopkit.catalog.rules.photo import CARD, MASTER, OG, SHARE, SQUARE
from shopkit.db.base import Base, Dong, Placed, Row, Tag
from shopkit.db.types import Code, Words

DRAFT, PUBLISHED, HIDDEN = "draft", "published", "hidden"
OWN, IMPORTED = "own", "imported"
WAITING, READY, FAILED = "waiting", "ready", "failed"

TITLE, PRICE, TEXT, PHOTOS = "title", "price", "text", "photos"

DETAILS, OPTIONS, STOCK = "details", "options", "stock"

LONGEST_TITLE = 255
LONGEST_TEXT = 5000
LONGEST_UNIT = 20
LONGEST_SKU = 80
LONGEST_ADDRESS = 2000

EMPTY_LIST, EMPTY_RECORD = text("'[]'"), text("'{}'")


class Product(Base, Row, Placed):
    """What a shop offers. `commune_code` is the shop's; `code` names it on the public page.

    `changed_in` tells by which version each part last changed, so that two people who change
    different parts do not stand in each other's way.
    """

    __tablename__ = "product"
    __table_args__ = (
        UniqueConstraint("shop_id", "gtin"),
        UniqueConstraint("shop_id", "sku"),
        Index("ix_product_came_as", "shop_id", "came_from", "came_as"),
        Index("ix_product_shop_state", "shop_id", "state", "sort_key"),
        # A shop's list in the order of names, whatever their state.
        Index("ix_product_shop_name", "shop_id", "sort_key", "id"),
        Index("ix_product_commune_state", "commune_code", "state", "shop_id"),
    )

    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"))
    code: Mapped[str] = mapped_column(Code(12), unique=True)
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    title: Mapped[str] = mapped_column(Words(LONGEST_TITLE), default="")
    sort_key: Mapped[str] = mapped_column(Code(1000), default="")
    search_text: Mapped[str] = mapped_column(Words(400), default="")
    description: Mapped[str] = mapped_column(Words(LONGEST_TEXT), default="")
    price_vnd: Mapped[Dong | None] = mapped_column(default=None)
    price_unit: Mapped[str] = mapped_column(Words(LONGEST_UNIT), default="")
    gtin: Mapped[str | None] = mapped_column(Code(14), default=None)
    source: Mapped[Tag] = mapped_column(default=OWN)
    state: Mapped[Tag] = mapped_column(default=DRAFT)
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    entered_by_id: Mapped[UUID | None] = mapped_column(default=None)
    changed_in: Mapped[dict[str, int]] = mapped_column(JSON, default_factory=dict)

    # What else a channel or a buyer may ask. Lists hold plain text in the seller's order.
    sku: Mapped[str | None] = mapped_column(Words(LONGEST_SKU), default=None)
    brand: Mapped[str] = mapped_column(Words(70), default="", server_default="")
    bullets: Mapped[list[str]] = mapped_column(
        JSON, default_factory=list, server_default=EMPTY_LIST
    )
    story: Mapped[str] = mapped_column(Words(LONGEST_TEXT), default="", server_default="")
    origin: Mapped[str] = mapped_column(Words(120), default="", server_default="")
    ingredients: Mapped[str] = mapped_column(Words(2000), default="", server_default="")
    storage: Mapped[str] = mapped_column(Words(500), default="", server_default="")
    directions: Mapped[str] = mapped_column(Words(1000), default="", server_default="")
    # How long it keeps: a count of days, months or years.
    keeps_count: Mapped[int | None] = mapped_column(default=None)
    keeps_unit: Mapped[Tag | None] = mapped_column(default=None)
    # What is in one pack, in grams, millilitres or pieces.
    net_amount: Mapped[int | None] = mapped_column(default=None)
    net_unit: Mapped[Tag | None] = mapped_column(default=None)
    packed_weight_g: Mapped[int | None] = mapped_column(default=None)
    packed_length_cm: Mapped[int | None] = mapped_column(default=None)
    packed_width_cm: Mapped[int | None] = mapped_column(default=None)
    packed_height_cm: Mapped[int | None] = mapped_column(default=None)
    # Who made it: all four or none; for what a household makes itself they come from the shop.
    maker_name: Mapped[str] = mapped_column(Words(160), default="", server_default="")
    maker_address: Mapped[str] = mapped_column(Words(200), default="", server_default="")
    maker_phone: Mapped[str | None] = mapped_column(Code(20), default=None)
    maker_email: Mapped[str] = mapped_column(Words(120), default="", server_default="")
    # A leaf of our own short list, and the group of OCOP it belongs to.
    category: Mapped[str | None] = mapped_column(Code(60), default=None)
    ocop_group: Mapped[str | None] = mapped_column(Code(60), default=None)
    # Names with values, such as ["Xuất xứ", "Hà Giang"].
    attributes: Mapped[list[list[str]]] = mapped_column(
        JSON, default_factory=list, server_default=EMPTY_LIST
    )
    hashtags: Mapped[list[str]] = mapped_column(
        JSON, default_factory=list, server_default=EMPTY_LIST
    )
    # The lower price and its first and last day.
    sale_price_vnd: Mapped[Dong | None] = mapped_column(default=None)
    sale_from: Mapped[date | None] = mapped_column(default=None)
    sale_to: Mapped[date | None] = mapped_column(default=None)
    # None is not counted, 0 is sold out; where there are variants theirs count.
    stock: Mapped[int | None] = mapped_column(default=None)
    # What its variants differ in, such as ["Vị", "Cỡ"]; none where it has no variants.
    option_names: Mapped[list[str]] = mapped_column(
        JSON, default_factory=list, server_default=EMPTY_LIST
    )
    # What she said when asked about her photos, by question.
    looked: Mapped[dict[str, Any]] = mapped_column(
        JSON, default_factory=dict, server_default=EMPTY_RECORD
    )
    # The layout of the file it came with, and what it was called there.
    came_from: Mapped[Tag | None] = mapped_column(default=None)
    came_as: Mapped[str | None] = mapped_column(Words(255), default=None)
    version: Mapped[int] = mapped_column(default=1, init=False)

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_draft(self) -> bool:
        return self.state == DRAFT

    @property
    def is_published(self) -> bool:
        return self.state == PUBLISHED

    @property
    def is_hidden(self) -> bool:
        return self.state == HIDDEN

    @property
    def asks_for_price(self) -> bool:
        """Whether buyers must ask: only a listing taken over from elsewhere may stand without."""
        return self.price_vnd is None

    def is_changed_since(self, part: str, version: int) -> bool:
        """Whether somebody changed this part after the version that a page was made from."""
        return self.changed_in.get(part, 1) > version


class Photo(Base, Row, Placed):
    """A photo of a product; `sizes` names its files, all without place and time of taking."""

    __tablename__ = "photo"
    __table_args__ = (
        Index("ix_photo_product", "product_id", "position"),
        Index("ix_photo_shop", "shop_id"),
    )

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"))
    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"))
    position: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    weight_bytes: Mapped[int]
    sizes: Mapped[dict[str, str]] = mapped_column(JSON)
    made_at: Mapped[datetime]
    state: Mapped[Tag] = mapped_column(default=WAITING)
    removed_at: Mapped[datetime | None] = mapped_column(default=None)
    # What was measured when it was developed: blur, light, border, white ground.
    found: Mapped[dict[str, Any]] = mapped_column(
        JSON, default_factory=dict, server_default=EMPTY_RECORD
    )
    # 64 bits by which near doubles are known, as 16 hexadecimal digits.
    likeness: Mapped[str | None] = mapped_column(Code(16), default=None)
    # The square she took of the master: left, top and side in pixels.
    crop: Mapped[list[int]] = mapped_column(JSON, default_factory=list, server_default=EMPTY_LIST)
    # Where a photo that came with a file was fetched from.
    fetched_from: Mapped[str | None] = mapped_column(Words(LONGEST_ADDRESS), default=None)

    def file_for(self, size: str) -> tuple[str, str]:
        """The size that is shown for one asked for, and its file; the nearest while it is made."""
        if size in self.sizes:
            return size, self.sizes[size]
        nearest = MASTER if size in (SHARE, OG, SQUARE) else CARD
        return nearest, self.sizes[nearest]


class Price(Base, Row, Placed):
    """A price that a product was given, from that moment on."""

    __tablename__ = "price"
    __table_args__ = (Index("ix_price_product", "product_id", "since"),)

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"))
    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"))
    price_vnd: Mapped[Dong]
    since: Mapped[datetime]
    price_unit: Mapped[str] = mapped_column(Words(LONGEST_UNIT), default="")
    set_by_id: Mapped[UUID | None] = mapped_column(default=None)
