"""Any other table, its columns pointed out or guessed: a name is enough, a price better."""

import re
from collections.abc import Sequence

from shopkit.channels.rules.reading.building import built, levels_of
from shopkit.channels.rules.reading.editor import text_of_blocks
from shopkit.channels.rules.reading.found import Found, Line, Lines, Terms
from shopkit.channels.rules.reading.manner import Belongs, Manner
from shopkit.channels.rules.reading.values import line_of
from shopkit.imports.rules.columns import Column, Wanted
from shopkit.imports.rules.values import Kind
from shopkit.sheets.cells import Cell, text_of
from shopkit.text.search import search_text

TABLE = "table"
# Which of the wanted columns hold what no cell of another kind could be told from.
WANTED = Wanted(
    columns=(
        Column("title", Kind.TEXT, (
            "ten san pham", "ten hang", "ten hang hoa", "san pham", "ten mat hang", "mat hang",
            "hang hoa", "ten", "ten sp", "ten mon", "mon", "product name", "product", "title",
            "name", "item name", "item", "ten goi", "ten san pham dich vu",
        ), is_needed=True),
        Column("price", Kind.TEXT, (
            "gia", "gia ban", "don gia", "gia ban le", "gia le", "gia tien", "gia vnd", "price",
            "unit price", "regular price", "gia dong", "gia niem yet", "gia san pham",
        )),
        Column("price_unit", Kind.TEXT, ("don vi tinh", "dvt", "don vi", "unit", "ban theo")),
        Column("sale", Kind.TEXT, (
            "gia khuyen mai", "gia giam", "sale price", "gia uu dai", "special price",
        )),
        Column("sku", Kind.TEXT, (
            "ma hang", "ma san pham", "ma sp", "sku", "ma hang hoa", "ma", "seller sku",
            "product code", "ma sku",
        )),
        Column("gtin", Kind.TEXT, (
            "ma vach", "barcode", "gtin", "ean", "upc", "ma vach gtin", "code",
        )),
        Column("text", Kind.TEXT, (
            "mo ta", "mo ta san pham", "description", "mo ta chi tiet", "gioi thieu", "noi dung",
        )),
        Column("stock", Kind.TEXT, (
            "ton kho", "so luong ton", "so luong", "stock", "quantity", "qty", "con lai", "ton",
            "so luong ton kho", "con", "sl con", "so luong con", "sl ton", "hang con",
        )),
        Column("weight", Kind.TEXT, (
            "khoi luong", "can nang", "trong luong", "weight", "khoi luong g", "can nang g",
            "trong luong g", "weight g",
        )),
        Column("brand", Kind.TEXT, ("thuong hieu", "nhan hieu", "hang", "brand", "vendor")),
        Column("category", Kind.TEXT, (
            "danh muc", "nhom hang", "loai hang", "category", "nganh hang", "nhom san pham",
            "categories", "phan loai", "nhom",
        )),
        Column("origin", Kind.TEXT, ("xuat xu", "nguon goc", "noi san xuat", "origin")),
        Column("ingredients", Kind.TEXT, (
            "thanh phan", "ingredients", "ingredients text", "nguyen lieu",
        )),
        Column("storage", Kind.TEXT, ("bao quan", "cach bao quan", "storage")),
        Column("directions", Kind.TEXT, ("cach dung", "huong dan su dung", "cach su dung")),
        Column("net", Kind.TEXT, ("quy cach", "khoi luong tinh", "dung tich", "net weight")),
        Column("tags", Kind.TEXT, ("tags", "the", "tu khoa", "hashtag")),
        Column("photos", Kind.TEXT, (
            "hinh anh", "anh", "link anh", "anh san pham", "image", "images", "image url",
            "image src", "photo", "hinh",
        )),
    ),
    told_by=("price", "sku", "gtin"),
)  # fmt: skip
# What stands in front of the sums at the end of a sheet, folded.
SUM_WORDS = re.compile(
    r"(?:tong(?: cong| so| tien| gia tri)?|cong(?: tong)?|grand total|sub ?total|totals?|sum)"
    r"(?: (?:so|tien|hang|mat hang|san pham|gia tri|\d).*)?"
)
NAMES = ("title", "sku", "gtin")


def apart(line: Line) -> str:
    """A row of sums is no product: its name says so, and nothing else names it."""
    named = [text for name in NAMES if (text := search_text(text_of(line.get(name))))]
    return "sum" if len(named) == 1 and SUM_WORDS.fullmatch(named[0]) else ""


def begins_like_sums(row: Sequence[Cell]) -> bool:
    """Whether the first words of a row, in whatever column, stand in front of sums."""
    first = next((cell for cell in row if isinstance(cell, str)), "")
    return SUM_WORDS.fullmatch(search_text(first)) is not None


def belongs(line: Line) -> Belongs:
    return Belongs(f"row {line.number}")


def record(lines: Lines, terms: Terms) -> Found:
    head = arranged(lines[0])
    name = next((one for key in ("sku", "gtin", "title") if (one := line_of(head.get(key)))), "")
    found = built(head, [head], lines, terms, name=name, levels=levels_of((), [head]))
    return found


def arranged(line: Line) -> Line:
    """The line with a description out of a block editor as plain text."""
    text = line.get("text")
    if not isinstance(text, str) or not text.startswith("{"):
        return line
    return Line(line.number, {**line.cells, "text": text_of_blocks(text)})


ANY_TABLE = Manner(
    code=TABLE,
    fields={},
    marks=(),
    belongs=belongs,
    record=record,
    apart=apart,
    is_alone=True,
)
