"""The master record of a product, as plain values: what every channel's file is a view of.

Channels, scores and imports read and write this and nothing else; none of it knows a table.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

DAYS, MONTHS, YEARS = "day", "month", "year"
KEEPS_UNITS = (DAYS, MONTHS, YEARS)
GRAM, MILLILITRE, PIECE = "g", "ml", "piece"
NET_UNITS = (GRAM, MILLILITRE, PIECE)


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A photo of a product; `address` is where anybody gets it as a JPEG, always the same."""

    id: str = ""
    address: str = ""
    width: int = 0
    height: int = 0
    weight_bytes: int = 0
    found: Mapping[str, Any] = field(default_factory=dict)
    likeness: str | None = None


@dataclass(frozen=True, kw_only=True)
class Form:
    """One of several forms a product is sold in; None is as the product has it."""

    values: tuple[str, ...]
    sku: str | None = None
    gtin: str | None = None
    price_vnd: int | None = None
    sale_price_vnd: int | None = None
    stock: int | None = None
    net_amount: int | None = None
    packed_weight_g: int | None = None
    picture: Picture | None = None


@dataclass(frozen=True, kw_only=True)
class Proof:
    """A paper in force for a product: its kind, number, stars and last day."""

    kind: str
    number: str = ""
    title: str = ""
    issuer: str = ""
    stars: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    # The day on which staff looked at the paper itself.
    seen_on: date | None = None

    @property
    def is_seen(self) -> bool:
        return self.seen_on is not None


@dataclass(frozen=True, kw_only=True)
class Record:
    """All that is known of one product; text is NFC, money whole dong, lists in her order."""

    id: str = ""
    code: str = ""
    address: str = ""
    state: str = "draft"
    title: str = ""
    description: str = ""
    bullets: tuple[str, ...] = ()
    story: str = ""
    price_vnd: int | None = None
    price_unit: str = ""
    sale_price_vnd: int | None = None
    sale_from: date | None = None
    sale_to: date | None = None
    sku: str | None = None
    gtin: str | None = None
    brand: str = ""
    category: str | None = None
    ocop_group: str | None = None
    origin: str = ""
    ingredients: str = ""
    storage: str = ""
    directions: str = ""
    keeps_count: int | None = None
    keeps_unit: str | None = None
    net_amount: int | None = None
    net_unit: str | None = None
    packed_weight_g: int | None = None
    packed_length_cm: int | None = None
    packed_width_cm: int | None = None
    packed_height_cm: int | None = None
    maker_name: str = ""
    maker_address: str = ""
    maker_phone: str | None = None
    maker_email: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    hashtags: tuple[str, ...] = ()
    stock: int | None = None
    option_names: tuple[str, ...] = ()
    forms: tuple[Form, ...] = ()
    pictures: tuple[Picture, ...] = ()
    proofs: tuple[Proof, ...] = ()
    shop_name: str = ""
    came_from: str | None = None
    came_as: str | None = None
    looked: Mapping[str, Any] = field(default_factory=dict)

    def is_on_sale(self, on: date) -> bool:
        """Whether the lower price holds on a day; both ends of its span must be set."""
        if self.sale_from is None or self.sale_to is None:
            return False
        return self.sale_from <= on <= self.sale_to

    def sold_forms(self) -> tuple[Form, ...]:
        """What can be bought, each with its own facts filled in from the product's."""
        return self._sold_forms

    @cached_property
    def _sold_forms(self) -> tuple[Form, ...]:
        # A channel's rules and columns ask for them again and again.
        return tuple(self._whole(form) for form in self.forms) or (self._whole(Form(values=())),)

    def _whole(self, form: Form) -> Form:
        is_alone = not self.forms
        return Form(
            values=form.values,
            sku=form.sku or (self.sku if is_alone else None),
            gtin=form.gtin or (self.gtin if is_alone else None),
            price_vnd=self.price_vnd if form.price_vnd is None else form.price_vnd,
            sale_price_vnd=self._sale_price(form),
            stock=self.stock if is_alone else form.stock,
            net_amount=self.net_amount if form.net_amount is None else form.net_amount,
            packed_weight_g=(
                self.packed_weight_g if form.packed_weight_g is None else form.packed_weight_g
            ),
            picture=form.picture or next(iter(self.pictures), None),
        )

    def _sale_price(self, form: Form) -> int | None:
        """A form with a price of its own is not on sale by the product's."""
        if form.sale_price_vnd is not None or form.price_vnd is not None:
            return form.sale_price_vnd
        return self.sale_price_vnd
