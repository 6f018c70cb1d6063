"""Shopify's product file in both generations of headings, and Haravan's after the older one.

The first row of a handle holds the product and its first form; rows below it further forms,
further photos, or both.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from shopkit.catalog.rules.record import GRAM, MILLILITRE, Form, Picture, Record
from shopkit.channels.rules.layouts.categories import path_of
from shopkit.channels.rules.layouts.layout import (
    CSV,
    READ,
    THIRD_PARTY,
    UNSEEN,
    XLSX,
    Layout,
    brand,
    html_of,
    item_id,
    sale_price_on,
    whole_text,
)
from shopkit.sheets.writing import Row, Value

LEVELS = 3
NO_OPTION = ("Title", "Default Title")
YES, NO = "TRUE", "FALSE"
SHOPIFY = "shopify"


@dataclass(frozen=True)
class Line:
    """One row: which of the product's forms and photos stand in it, if any."""

    record: Record
    on: date
    is_first: bool
    form: Form | None
    own_picture: Picture | None
    picture: Picture | None
    position: int

    @property
    def price(self) -> int | None:
        """What it costs now."""
        if self.form is None:
            return None
        lower = sale_price_on(self.record, self.form, self.on)
        return self.form.price_vnd if lower is None else lower

    @property
    def price_before(self) -> int | None:
        if self.form is None or sale_price_on(self.record, self.form, self.on) is None:
            return None
        return self.form.price_vnd

    def option(self, place: int) -> tuple[str, str]:
        """Name and value of a level; the name stands in the first row alone."""
        if self.form is None:
            return "", ""
        if not self.record.forms:
            return NO_OPTION if place == 0 else ("", "")
        names, values = self.record.option_names, self.form.values
        name = names[place] if self.is_first and place < len(names) else ""
        return name, values[place] if place < len(values) else ""


Cell = Callable[[Line], Value]


def lines(record: Record, on: date) -> Iterator[Line]:
    forms = record.sold_forms()
    own = [form.picture for form in record.forms] or [None]
    count = max(len(forms), len(record.pictures))
    for place in range(count):
        has_form, has_picture = place < len(forms), place < len(record.pictures)
        yield Line(
            record,
            on,
            place == 0,
            forms[place] if has_form else None,
            own[place] if has_form else None,
            record.pictures[place] if has_picture else None,
            place + 1,
        )


def of_product(cell: Callable[[Record], Value]) -> Cell:
    return lambda line: cell(line.record) if line.is_first else ""


def of_form(cell: Callable[[Record, Form], Value]) -> Cell:
    return lambda line: "" if line.form is None else cell(line.record, line.form)


def option(place: int, part: int) -> Cell:
    return lambda line: line.option(place)[part]


def handle(line: Line) -> str:
    """By what Shopify knows a product for ever: our code, or what it was called there before."""
    record = line.record
    return record.came_as if record.came_from == SHOPIFY and record.came_as else record.code.lower()


def photo(line: Line) -> Value:
    return line.picture.address if line.picture else ""


def photo_position(line: Line) -> Value:
    return line.position if photo(line) else None


def photo_words(line: Line) -> Value:
    return line.record.title if photo(line) else ""


def form_photo(line: Line) -> Value:
    return line.own_picture.address if line.own_picture else ""


def description(record: Record) -> Value:
    return html_of(whole_text(record))


def unit(record: Record, form: Form) -> str | None:
    """The unit of a pack, where Shopify knows it."""
    known = record.net_unit in (GRAM, MILLILITRE) and form.net_amount is not None
    return record.net_unit if known else None


PRODUCT_CELLS: Mapping[str, Cell] = {
    "Title": of_product(lambda record: record.title),
    "Description": of_product(description),
    "Vendor": of_product(brand),
    "Type": of_product(lambda record: next(iter(path_of(record.category)[-1:]), "")),
    "Tags": of_product(lambda record: ", ".join(record.hashtags)),
    "Published on online store": of_product(lambda one: YES if one.state == "published" else NO),
    "Status": of_product(lambda one: "Active" if one.state == "published" else "Draft"),
    "Gift card": of_product(lambda _record: NO),
    "SEO title": of_product(lambda record: ""),
    "SEO description": of_product(lambda record: ""),
}
FORM_CELLS: Mapping[str, Cell] = {
    "SKU": of_form(lambda record, form: item_id(record, form, 80)),
    "Barcode": of_form(lambda _record, form: form.gtin),
    "Price": lambda line: line.price,
    "Compare-at price": lambda line: line.price_before,
    "Charge tax": of_form(lambda _record, _form: YES),
    "Unit price total measure": of_form(lambda r, form: form.net_amount if unit(r, form) else None),
    "Unit price total measure unit": of_form(lambda record, form: unit(record, form)),
    "Unit price base measure": of_form(lambda record, form: 100 if unit(record, form) else None),
    "Unit price base measure unit": of_form(lambda record, form: unit(record, form)),
    "Inventory tracker": of_form(lambda _r, form: "" if form.stock is None else SHOPIFY),
    "Inventory quantity": of_form(lambda _record, form: form.stock),
    "Continue selling when out of stock": of_form(lambda _record, _form: "deny"),
    "Weight value (grams)": of_form(lambda _record, form: form.packed_weight_g),
    "Weight unit for display": of_form(lambda _r, f: None if f.packed_weight_g is None else "g"),
    "Requires shipping": of_form(lambda _record, _form: YES),
    "Fulfillment service": of_form(lambda _record, _form: "manual"),
}
CELLS: Mapping[str, Cell] = {
    "URL handle": handle,
    **PRODUCT_CELLS,
    **FORM_CELLS,
    **{f"Option{n + 1} name": option(n, 0) for n in range(LEVELS)},
    **{f"Option{n + 1} value": option(n, 1) for n in range(LEVELS)},
    "Product image URL": photo,
    "Image position": photo_position,
    "Image alt text": photo_words,
    "Variant image URL": form_photo,
}

NEW_HEADINGS = (
    "Title",
    "URL handle",
    "Description",
    "Vendor",
    "Product category",
    "Type",
    "Tags",
    "Published on online store",
    "Status",
    "SKU",
    "Barcode",
    "Option1 name",
    "Option1 value",
    "Option1 Linked To",
    "Option2 name",
    "Option2 value",
    "Option2 Linked To",
    "Option3 name",
    "Option3 value",
    "Option3 Linked To",
    "Price",
    "Compare-at price",
    "Cost per item",
    "Charge tax",
    "Tax code",
    "Unit price total measure",
    "Unit price total measure unit",
    "Unit price base measure",
    "Unit price base measure unit",
    "Inventory tracker",
    "Inventory quantity",
    "Continue selling when out of stock",
    "Weight value (grams)",
    "Weight unit for display",
    "Requires shipping",
    "Fulfillment service",
    "Product image URL",
    "Image position",
    "Image alt text",
    "Variant image URL",
    "Gift card",
    "SEO title",
    "SEO description",
)
# The older headings, and which newer one each of them was.
OLD_HEADINGS: Mapping[str, str] = {
    "Handle": "URL handle",
    "Title": "Title",
    "Body (HTML)": "Description",
    "Vendor": "Vendor",
    "Type": "Type",
    "Tags": "Tags",
    "Published": "Published on online store",
    "Option1 Name": "Option1 name",
    "Option1 Value": "Option1 value",
    "Option2 Name": "Option2 name",
    "Option2 Value": "Option2 value",
    "Option3 Name": "Option3 name",
    "Option3 Value": "Option3 value",
    "Variant SKU": "SKU",
    "Variant Grams": "Weight value (grams)",
    "Variant Inventory Tracker": "Inventory tracker",
    "Variant Inventory Qty": "Inventory quantity",
    "Variant Inventory Policy": "Continue selling when out of stock",
    "Variant Fulfillment Service": "Fulfillment service",
    "Variant Price": "Price",
    "Variant Compare At Price": "Compare-at price",
    "Variant Requires Shipping": "Requires shipping",
    "Variant Taxable": "Charge tax",
    "Variant Barcode": "Barcode",
    "Image Src": "Product image URL",
    "Image Position": "Image position",
    "Image Alt Text": "Image alt text",
    "Gift Card": "Gift card",
    "SEO Title": "SEO title",
    "SEO Description": "SEO description",
    "Variant Image": "Variant image URL",
    "Variant Weight Unit": "Weight unit for display",
    "Variant Tax Code": "Tax code",
    "Cost per item": "Cost per item",
}


def rows_of(names: tuple[str, ...]) -> Callable[[Record, date], Iterator[Row]]:
    cells = [CELLS.get(name) for name in names]

    def rows(record: Record, on: date) -> Iterator[Row]:
        for line in lines(record, on):
            yield [cell(line) if cell else None for cell in cells]

    return rows


def old(channel: str, form: str, kind: str, certainty: str, *, has_bom: bool = False) -> Layout:
    return Layout(
        channel,
        form,
        kind,
        tuple(OLD_HEADINGS),
        rows_of(tuple(OLD_HEADINGS.values())),
        certainty,
        has_bom=has_bom,
    )


NEW_CSV = Layout(SHOPIFY, "csv", CSV, NEW_HEADINGS, rows_of(NEW_HEADINGS), THIRD_PARTY)
OLD_CSV = old(SHOPIFY, "csv_old", CSV, READ)
HARAVAN_CSV = old("haravan", "csv", CSV, UNSEEN, has_bom=True)
HARAVAN_XLSX = old("haravan", "xlsx", XLSX, UNSEEN)
