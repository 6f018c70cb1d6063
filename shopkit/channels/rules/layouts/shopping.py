"""Google Merchant Center and the catalogue of Meta: a row for each form that can be bought.

Google: product data specification; Meta: catalogue reference and the template of its own.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from shopkit.catalog.rules.record import Form, Record
from shopkit.channels.rules.layouts.categories import google_category, path_of
from shopkit.channels.rules.layouts.layout import (
    COPY,
    CSV,
    RSS,
    TSV,
    Layout,
    amount_of,
    base_amount,
    brand,
    cut,
    dong,
    is_available,
    is_plain_code,
    item_id,
    own_id,
    parent_id,
    photo_addresses,
    sale_price,
    sale_span,
    slug,
    whole_text,
)
from shopkit.sheets.writing import Row, Value

MOST_MORE_PHOTOS = 10
LONGEST_ADDRESSES = 2000
# What the levels of a product may be called there, by our words without marks.
LEVEL_NAMES = {
    "color": {"mau", "mau sac", "color"},
    "material": {"chat lieu", "vat lieu", "material"},
    "pattern": {"hoa van", "hoa tiet", "kieu", "pattern"},
}


@dataclass(frozen=True)
class Terms:
    """What one of the two takes, and how it says it."""

    longest_id: int
    longest_title: int
    longest_text: int
    there: str
    gone: str
    needs_brand: bool


GOOGLE = Terms(50, 150, 5000, "in_stock", "out_of_stock", needs_brand=False)
META = Terms(100, 100, 5000, "in stock", "out of stock", needs_brand=True)

Cell = Callable[[Terms, Record, Form], Value]


def levels(record: Record, form: Form) -> dict[str, str]:
    """The values of a form by the names both know; what fits none of them is its size."""
    told: dict[str, list[str]] = {}
    for name, value in zip(record.option_names, form.values, strict=False):
        known = next((to for to, names in LEVEL_NAMES.items() if folded(name) in names), "size")
        told.setdefault(known, []).append(value)
    return {name: " / ".join(values) for name, values in told.items()}


@lru_cache(maxsize=1024)
def folded(name: str) -> str:
    return slug(name).replace("-", " ")


def level(name: str) -> Cell:
    return lambda _terms, record, form: levels(record, form).get(name, "")


def sale_cell(_terms: Terms, record: Record, form: Form) -> Value:
    return dong(sale_price(record, form))


def sale_days(_terms: Terms, record: Record, form: Form) -> Value:
    return sale_span(record) if sale_price(record, form) is not None else ""


def availability(terms: Terms, _record: Record, form: Form) -> Value:
    return terms.there if is_available(form) else terms.gone


def brand_cell(terms: Terms, record: Record, form: Form) -> Value:
    """Meta refuses an item that has neither brand nor number; Google is told that it has none."""
    return brand(record) if terms.needs_brand and not form.gtin else record.brand


def exists(_terms: Terms, record: Record, form: Form) -> Value:
    return "" if record.brand or form.gtin else "no"


def group(terms: Terms, record: Record, _form: Form) -> Value:
    if not record.forms:
        return ""
    name = parent_id(record, record.forms)
    return name[: terms.longest_id] if is_plain_code(name) else record.code


def identity(terms: Terms, record: Record, form: Form) -> Value:
    """The same in table and XML: what a table must guard with a sign is called by our code."""
    name = item_id(record, form, terms.longest_id)
    return name if is_plain_code(name) else own_id(record, form, terms.longest_id)


def first_photo(_terms: Terms, record: Record, form: Form) -> Value:
    return next(iter(photo_addresses(record, form)), "")


def more_photos(_terms: Terms, record: Record, form: Form) -> Value:
    more = photo_addresses(record, form)[1 : MOST_MORE_PHOTOS + 1]
    while len(",".join(more)) > LONGEST_ADDRESSES:
        more.pop()
    return ",".join(more)


def text(terms: Terms, record: Record, _form: Form) -> Value:
    return cut(whole_text(record), terms.longest_text)


def weight(_terms: Terms, _record: Record, form: Form) -> Value:
    return "" if form.packed_weight_g is None else f"{form.packed_weight_g} g"


def side(field: str) -> Cell:
    def cell(_terms: Terms, record: Record, _form: Form) -> Value:
        length: int | None = getattr(record, field)
        return "" if length is None else f"{length} cm"

    return cell


CELLS: Mapping[str, Cell] = {
    "id": identity,
    "item_group_id": group,
    "title": lambda terms, record, _form: cut(record.title, terms.longest_title),
    "description": text,
    "link": lambda _terms, record, _form: record.address,
    "image_link": first_photo,
    "additional_image_link": more_photos,
    "availability": availability,
    "price": lambda _terms, _record, form: dong(form.price_vnd),
    "sale_price": sale_cell,
    "sale_price_effective_date": sale_days,
    "condition": lambda _terms, _record, _form: "new",
    "brand": brand_cell,
    "gtin": lambda _terms, _record, form: form.gtin,
    "identifier_exists": exists,
    "google_product_category": lambda _terms, record, _form: google_category(record.category),
    "product_type": lambda _terms, record, _form: " > ".join(path_of(record.category)),
    "size": level("size"),
    "color": level("color"),
    "material": level("material"),
    "pattern": level("pattern"),
    "unit_pricing_measure": lambda _terms, record, form: amount_of(record, form),
    "unit_pricing_base_measure": lambda _terms, record, form: base_amount(record, form),
    "shipping_weight": weight,
    "product_weight": weight,
    "product_length": side("packed_length_cm"),
    "product_width": side("packed_width_cm"),
    "product_height": side("packed_height_cm"),
    # Of its template, and never of ours: goods for no age and nobody in particular.
    "age_group": lambda _terms, _record, _form: "",
    "gender": lambda _terms, _record, _form: "",
}

GOOGLE_COLUMNS = (
    "id",
    "item_group_id",
    "title",
    "description",
    "link",
    "image_link",
    "additional_image_link",
    "availability",
    "price",
    "sale_price",
    "sale_price_effective_date",
    "condition",
    "brand",
    "gtin",
    "identifier_exists",
    "google_product_category",
    "product_type",
    "size",
    "color",
    "material",
    "pattern",
    "unit_pricing_measure",
    "unit_pricing_base_measure",
    "shipping_weight",
    "product_weight",
    "product_length",
    "product_width",
    "product_height",
)
META_COLUMNS = (
    "id",
    "title",
    "description",
    "availability",
    "condition",
    "price",
    "link",
    "image_link",
    "brand",
    "additional_image_link",
    "age_group",
    "color",
    "gender",
    "item_group_id",
    "google_product_category",
    "pattern",
    "product_type",
    "sale_price",
    "sale_price_effective_date",
    "size",
    "gtin",
)


def rows_of(terms: Terms, columns: tuple[str, ...]) -> Callable[[Record, date], Iterator[Row]]:
    cells = [CELLS[column] for column in columns]

    def rows(record: Record, _on: date) -> Iterator[Row]:
        for form in record.sold_forms():
            yield [cell(terms, record, form) for cell in cells]

    return rows


def google(form: str, kind: str) -> Layout:
    return Layout(
        "google",
        form,
        kind,
        GOOGLE_COLUMNS,
        rows_of(GOOGLE, GOOGLE_COLUMNS),
        COPY,
        longest_title=GOOGLE.longest_title,
        longest_text=GOOGLE.longest_text,
        most_photos=MOST_MORE_PHOTOS + 1,
    )


GOOGLE_TSV = google("tsv", TSV)
GOOGLE_RSS = google("rss", RSS)
META_CSV = Layout(
    "meta",
    "csv",
    CSV,
    META_COLUMNS,
    rows_of(META, META_COLUMNS),
    COPY,
    longest_title=META.longest_title,
    longest_text=META.longest_text,
    most_photos=MOST_MORE_PHOTOS + 1,
)
