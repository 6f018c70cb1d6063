"""What a layout is, and what several of them say alike."""

import html
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shopkit.catalog.rules.listing_text import listing_text
from shopkit.catalog.rules.record import DAYS, GRAM, MILLILITRE, MONTHS, Form, Record
from shopkit.sheets.writing import Row
from shopkit.text.search import search_text

CSV, TSV, XLSX, RSS = "csv", "tsv", "xlsx", "rss"
# How sure we are of a layout's columns.
READ, COPY, THIRD_PARTY, UNSEEN = "read", "copy", "third_party", "unseen"

VIETNAM = "+07:00"
KEEPS_WORDS = {DAYS: "ngày", MONTHS: "tháng"}


@dataclass(frozen=True)
class Layout:
    """One kind of file of one channel: `rows` writes a record as it stands on a day."""

    channel: str
    form: str
    kind: str
    headings: tuple[str, ...]
    rows: Callable[[Record, date], Iterable[Row]]
    certainty: str
    has_bom: bool = False
    # Whether the channel takes off the `'` that keeps a text from being a formula.
    drops_guard: bool = False
    # Whether the channel takes photos by their address alone.
    photos_by_address: bool = True
    # Drafts and hidden products too: what is to come back must first go out.
    is_whole: bool = False
    # A sheet to type from; it names the photos that may come beside it.
    is_hand_over: bool = False
    longest_title: int | None = None
    longest_text: int | None = None
    most_photos: int | None = None
    most_attributes: int | None = None

    @property
    def ending(self) -> str:
        return "xml" if self.kind == RSS else self.kind


def cut(text: str, longest: int) -> str:
    """The text, ended after the last whole word that a channel takes."""
    if len(text) <= longest:
        return text
    kept = text[:longest]
    if not text[longest].isspace() and any(letter.isspace() for letter in kept):
        kept = kept[: max(place for place, letter in enumerate(kept) if letter.isspace())]
    return kept.rstrip(" \n,;:-–")


def whole_text(record: Record) -> str:
    """Description, points and story, then what is in it and how to use and keep it."""
    told = "\n".join(f"{name}: {fact}" for name, fact in facts(record))
    return "\n\n".join(part for part in (listing_text(record), told) if part)


def facts(record: Record) -> list[tuple[str, str]]:
    """What is known beside the text, by name, in the words of a label."""
    known = [
        ("Thành phần", record.ingredients),
        ("Xuất xứ", record.origin),
        ("Cách dùng", record.directions),
        ("Bảo quản", record.storage),
        ("Hạn dùng", keeps(record)),
    ]
    return [(name, told) for name, told in known if told]


def keeps(record: Record) -> str:
    if record.keeps_count is None or record.keeps_unit is None:
        return ""
    return f"{record.keeps_count} {KEEPS_WORDS.get(record.keeps_unit, 'năm')}"


def html_of(text: str) -> str:
    """Plain text as paragraphs and lines of HTML; nothing in it is taken for a tag."""
    paragraphs = [one for one in text.split("\n\n") if one.strip()]
    return "".join(f"<p>{html.escape(one).replace(chr(10), '<br>')}</p>" for one in paragraphs)


def item_id(record: Record, form: Form, longest: int = 50) -> str:
    """What a channel knows this form by for ever: its SKU, else our code with what it differs in.

    Never a number in a list: one form less would give all after it another's name.
    """
    if form.sku and len(form.sku) <= longest:
        return form.sku
    return own_id(record, form, longest)


def own_id(record: Record, form: Form, longest: int) -> str:
    """Our code with what the form differs in, whatever its SKU is."""
    parts = [record.code, *(slug(value) for value in form.values)]
    return "-".join(part for part in parts if part)[:longest]


def is_plain_code(sku: str) -> bool:
    """Whether a SKU stays as it is everywhere: it has no blanks, and no sign at its beginning."""
    return sku[:1].isalnum() and not any(sign.isspace() for sign in sku)


def parent_id(record: Record, forms: Sequence[Form]) -> str:
    """What joins the forms of a product: its SKU, unless one of them has it too, else our code."""
    if record.sku and record.sku not in {form.sku for form in forms}:
        return record.sku
    return record.came_as if record.came_as and record.came_from else record.code


def slug(text: str) -> str:
    return "-".join(search_text(text).split())


def sale_price(record: Record, form: Form) -> int | None:
    """The lower price, if it is one."""
    price, lower = form.price_vnd, form.sale_price_vnd
    return lower if lower is not None and price is not None and lower < price else None


def sale_price_on(record: Record, form: Form, on: date) -> int | None:
    """The lower price while it holds; one that came without days holds."""
    has_no_days = record.sale_from is None and record.sale_to is None
    return sale_price(record, form) if has_no_days or record.is_on_sale(on) else None


def sale_span(record: Record) -> str:
    """From the first moment of the first day to the last of the last, by the clock of Vietnam."""
    if record.sale_from is None or record.sale_to is None:
        return ""
    first, last = record.sale_from.isoformat(), record.sale_to.isoformat()
    return f"{first}T00:00{VIETNAM}/{last}T23:59{VIETNAM}"


def dong(amount: int | None) -> str:
    """An amount as Google and Meta write it."""
    return "" if amount is None else f"{amount} VND"


def kilograms(grams: int | None) -> Decimal | None:
    return None if grams is None else (Decimal(grams) / 1000).normalize() + 0


def amount_of(record: Record, form: Form) -> str:
    """What is in a pack, as `500 g`; pieces have no unit that channels share."""
    if form.net_amount is None or record.net_unit not in (GRAM, MILLILITRE):
        return ""
    return f"{form.net_amount} {record.net_unit}"


def base_amount(record: Record, form: Form) -> str:
    return f"100 {record.net_unit}" if amount_of(record, form) else ""


def photo_addresses(record: Record, form: Form | None = None) -> list[str]:
    """The addresses of the photos, that of a form first; none where nobody could reach them."""
    found = [picture.address for picture in record.pictures if picture.address]
    own = form.picture.address if form and form.picture else ""
    return [own, *(one for one in found if one != own)] if own else found


def brand(record: Record) -> str:
    """Who stands behind the goods: the brand, else the maker, else the shop."""
    return record.brand or record.maker_name or record.shop_name


def is_available(form: Form) -> bool:
    """Goods that nobody counts are there."""
    return form.stock != 0
