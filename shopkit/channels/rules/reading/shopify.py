"""Shopify product CSV in both generations of headings, and Haravan, which grew from the older.

The first row of a handle holds the product and its first form; later rows are forms, further
photos, or both. Some files repeat the handle, others leave it blank.
"""

import re

from shopkit.channels.rules.reading.building import built, levels_of
from shopkit.channels.rules.reading.found import Found, Line, Lines, Terms, Unfit
from shopkit.channels.rules.reading.manner import GOES_ON, Belongs, Manner
from shopkit.channels.rules.reading.values import line_of
from shopkit.sheets.cells import text_of
from shopkit.text.search import search_text

NEW = {
    "title": "title", "url handle": "key", "description": "text", "vendor": "brand",
    "type": "category", "tags": "tags",
    "published on online store": "shown", "status": "status", "sku": "sku", "barcode": "gtin",
    "price": "price", "compare at price": "was", "inventory quantity": "stock",
    "weight value grams": "weight:g", "product image url": "photos",
    "image position": "position", "variant image url": "form_photo",
    "unit price total measure": "net", "unit price total measure unit": "net_unit",
}  # fmt: skip
OLD = {
    "handle": "key", "body html": "text", "body": "text", "published": "shown",
    "variant sku": "sku", "variant barcode": "gtin", "variant price": "price",
    "variant compare at price": "was", "variant inventory qty": "stock",
    "variant grams": "weight:g", "image src": "photos", "variant image": "form_photo",
}  # fmt: skip
HARAVAN = {
    "url": "key", "duong dan": "key", "ten": "title", "ten san pham": "title", "mo ta": "text",
    "noi dung": "text", "trich dan": "short", "hang": "brand", "nha cung cap": "brand",
    "hang san xuat": "brand", "loai san pham": "category", "loai": "category", "nhom": "category",
    "tag": "tags", "hien thi": "shown", "ma phien ban san pham": "sku", "ma san pham": "sku",
    "sku": "sku", "khoi luong": "weight:g", "can nang": "weight:g", "trong luong": "weight:g",
    "so luong ton kho": "stock", "so luong": "stock", "ton kho": "stock", "gia": "price",
    "gia ban": "price", "gia so sanh": "was", "barcode": "gtin", "ma vach": "gtin",
    "anh": "photos", "hinh anh": "photos", "link hinh": "photos", "anh san pham": "photos",
    "anh bien the": "form_photo", "hinh bien the": "form_photo",
}  # fmt: skip
OPTION = re.compile(r"(?:option\s?|thuoc tinh |ten thuoc tinh |gia tri thuoc tinh )([123])( .*)?")
OF_A_FORM = ("value1", "sku", "gtin", "price", "stock", "weight")
# What shops of one form are called there, in both languages of the two programs.
NO_LEVELS = frozenset({"", "title", "tieu de"})
NO_VALUES = frozenset({"default title", "default", "mac dinh", "tieu de mac dinh"})


def option_field(heading: str) -> str | None:
    """Option1 Name, Option1 value, Thuộc tính 1 (Option1 Name), Giá trị thuộc tính 1."""
    found = OPTION.fullmatch(heading)
    if not found:
        return None
    rest = found[2] or ""
    if "linked" in rest:
        return None
    is_value = "value" in rest or "gia tri" in heading
    return ("value" if is_value else "name") + found[1]


def belongs(line: Line) -> Belongs:
    handle = text_of(line.get("key")).casefold()
    if handle:
        return Belongs(handle)
    return Belongs(f"row {line.number}" if "title" in line else GOES_ON)


def record(lines: Lines, terms: Terms) -> Found:
    head = next((line for line in lines if "title" in line), None)
    if head is None:
        raise Unfit("title_missing", "title")
    sold = [line for line in lines if any(name in line for name in OF_A_FORM)] or [head]
    names = [text_of(head.get(f"name{at}")) for at in (1, 2, 3)]
    if is_plain(names, sold):
        found = built(head, sold[:1], lines, terms, name=name_of(head), levels=levels_of((), sold))
        return found
    levels = levels_of(names, sold)
    return built(head, sold, lines, terms, name=name_of(head), levels=levels)


def is_plain(names: list[str], sold: Lines) -> bool:
    """Whether there is one form only, called Title: Default Title or the like, or nothing."""
    if len(sold) > 1:
        return False
    value = search_text(text_of(sold[0].get("value1")))
    return not value or (search_text(names[0]) in NO_LEVELS and value in NO_VALUES)


def name_of(head: Line) -> str:
    return next(
        (name for field in ("key", "sku", "title") if (name := line_of(head.get(field)))), ""
    )


SHOPIFY = Manner(
    code="shopify",
    fields={**OLD, **NEW},
    marks=(
        frozenset({"title", "url handle"}),
        frozenset({"handle", "title", "variant price"}),
        frozenset({"handle", "title", "body html"}),
        frozenset({"handle", "title", "option1 name"}),
        frozenset({"handle", "title", "variant sku"}),
        frozenset({"title", "published on online store"}),
        frozenset({"title", "product image url", "price"}),
    ),
    belongs=belongs,
    record=record,
    field_of=option_field,
    has_markup=True,
)
HARAVAN_FILE = Manner(
    code="haravan",
    fields={**OLD, **HARAVAN, "title": "title"},
    marks=(
        frozenset({"url", "ten", "mo ta", "gia"}),
        frozenset({"url", "ten", "ma phien ban san pham"}),
        frozenset({"url", "ten san pham", "gia"}),
        frozenset({"duong dan", "ten san pham", "gia"}),
    ),
    belongs=belongs,
    record=record,
    field_of=option_field,
    has_markup=True,
)
