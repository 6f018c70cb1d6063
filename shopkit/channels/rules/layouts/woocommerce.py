"""WooCommerce's product file: a product, and below it a row for each of its forms."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from shopkit.catalog.rules.record import Form, Picture, Record
from shopkit.channels.rules.layouts.categories import path_of
from shopkit.channels.rules.layouts.layout import (
    CSV,
    READ,
    Layout,
    html_of,
    item_id,
    kilograms,
    parent_id,
    sale_price,
    whole_text,
)
from shopkit.sheets.writing import Row, Value

MOST_ATTRIBUTES = 12
BRAND = "Thương hiệu"
STATES = {"published": "1", "hidden": "0", "draft": "-1"}
SIMPLE, VARIABLE, VARIATION = "simple", "variable", "variation"


@dataclass(frozen=True)
class Line:
    """One row: `form` is what is sold in it, none where only its variations are."""

    record: Record
    kind: str
    form: Form | None
    own_picture: Picture | None
    place: int

    @property
    def is_product(self) -> bool:
        return self.kind != VARIATION


Cell = Callable[[Line], Value]


def lines(record: Record) -> Iterator[Line]:
    sold = record.sold_forms()
    if not record.forms:
        yield Line(record, SIMPLE, sold[0], None, 0)
        return
    yield Line(record, VARIABLE, None, None, 0)
    for place, (form, own) in enumerate(zip(sold, record.forms, strict=True), 1):
        yield Line(record, VARIATION, form, own.picture, place)


def of_product(cell: Callable[[Record], Value]) -> Cell:
    return lambda line: cell(line.record) if line.is_product else ""


def of_form(cell: Callable[[Record, Form], Value]) -> Cell:
    return lambda line: "" if line.form is None else cell(line.record, line.form)


def sku(line: Line) -> Value:
    if line.form is None:
        return parent_id(line.record, line.record.forms)
    return item_id(line.record, line.form, 80)


def parent(line: Line) -> Value:
    return "" if line.is_product else parent_id(line.record, line.record.forms)


def photos(line: Line) -> Value:
    if not line.is_product:
        return line.own_picture.address if line.own_picture else ""
    return listed([picture.address for picture in line.record.pictures if picture.address])


def listed(entries: list[str]) -> str:
    """Several things in one cell; a comma of their own is marked."""
    return ", ".join(entry.replace(",", r"\,") for entry in entries)


def categories(record: Record) -> Value:
    return " > ".join(step.replace(",", r"\,") for step in path_of(record.category))


def is_there(line: Line) -> Value:
    forms = [line.form] if line.form else list(line.record.sold_forms())
    return "1" if any(form.stock != 0 for form in forms) else "0"


def has_sale(cell: Callable[[Record], Value]) -> Cell:
    return of_form(lambda one, form: cell(one) if sale_price(one, form) is not None else None)


def attributes(line: Line) -> list[tuple[str, str]]:
    """What forms differ in, then, in the product's row, what else is known by name."""
    record = line.record
    if not line.is_product and line.form:
        values = [value.replace(",", r"\,") for value in line.form.values]
        return list(zip(record.option_names, values, strict=False))
    of_levels = [(name, listed(values_of(record, n))) for n, name in enumerate(record.option_names)]
    more = ([(BRAND, record.brand)] if record.brand else []) + list(record.attributes)
    return [*of_levels, *((name, value.replace(",", r"\,")) for name, value in more)]


def values_of(record: Record, level: int) -> list[str]:
    """The values of a level, each once, in her order."""
    return list(dict.fromkeys(form.values[level] for form in record.forms if form.values[level:]))


FIRST: Mapping[str, Cell] = {
    "ID": lambda _line: None,
    "Type": lambda line: line.kind,
    "SKU": sku,
    "GTIN, UPC, EAN, or ISBN": of_form(lambda _record, form: form.gtin),
    "Name": lambda line: line.record.title,
    "Published": lambda line: STATES[line.record.state],
    "Is featured?": lambda _line: "0",
    "Visibility in catalog": lambda _line: "visible",
    "Short description": lambda _line: "",
    "Description": of_product(lambda record: html_of(whole_text(record))),
    "Date sale price starts": has_sale(lambda record: record.sale_from),
    "Date sale price ends": has_sale(lambda record: record.sale_to),
    "Tax status": lambda _line: "taxable",
    "Tax class": lambda line: "" if line.is_product else "parent",
    "In stock?": is_there,
    "Stock": of_form(lambda _record, form: form.stock),
    "Low stock amount": lambda _line: None,
    "Backorders allowed?": lambda _line: "0",
    "Sold individually?": lambda _line: "0",
    "Weight (kg)": of_form(lambda _record, form: kilograms(form.packed_weight_g)),
    "Length (cm)": of_product(lambda record: record.packed_length_cm),
    "Width (cm)": of_product(lambda record: record.packed_width_cm),
    "Height (cm)": of_product(lambda record: record.packed_height_cm),
    "Allow customer reviews?": of_product(lambda _record: "1"),
    "Purchase note": lambda _line: "",
    "Sale price": of_form(sale_price),
    "Regular price": of_form(lambda _record, form: form.price_vnd),
    "Categories": of_product(categories),
    "Tags": of_product(lambda record: listed(list(record.hashtags))),
    "Shipping class": lambda _line: "",
    "Images": photos,
    "Parent": parent,
    "Grouped products": lambda _line: "",
    "Upsells": lambda _line: "",
    "Cross-sells": lambda _line: "",
    "External URL": lambda _line: "",
    "Button text": lambda _line: "",
    "Position": lambda line: line.place,
}
PARTS = ("name", "value(s)", "visible", "global", "default")
HEADINGS = (
    *FIRST,
    *(f"Attribute {n} {part}" for n in range(1, MOST_ATTRIBUTES + 1) for part in PARTS),
)


def rows(record: Record, _on: date) -> Iterator[Row]:
    for line in lines(record):
        cells: list[Value] = [cell(line) for cell in FIRST.values()]
        told = attributes(line)[:MOST_ATTRIBUTES]
        for name, value in told:
            cells += [name, value, "1" if line.is_product else "", "0", ""]
        yield cells + [""] * (len(HEADINGS) - len(cells))


WOOCOMMERCE_CSV = Layout(
    "woocommerce",
    "csv",
    CSV,
    HEADINGS,
    rows,
    READ,
    has_bom=True,
    drops_guard=True,
    most_attributes=MOST_ATTRIBUTES,
)
