"""KiotViet and Pancake: the sheets of two Vietnamese tills."""

import re

from shopkit.channels.rules.reading.building import built, levels_of
from shopkit.channels.rules.reading.found import Found, Line, Lines, Terms
from shopkit.channels.rules.reading.manner import GOES_ON, Belongs, Manner
from shopkit.channels.rules.reading.values import line_of, parts_of
from shopkit.sheets.cells import text_of

KIOTVIET_FIELDS = {
    "loai hang": "kind", "nhom hang": "category", "nhom hang 3 cap": "category",
    "ma hang": "sku", "ma vach": "gtin", "ten hang": "title", "ten hang hoa": "title",
    "thuong hieu": "brand", "gia ban": "price", "ton kho": "stock", "dvt": "price_unit",
    "don vi tinh": "price_unit", "thuoc tinh": "options", "ma hh lien quan": "related",
    "ma hang hoa lien quan": "related", "hinh anh": "photos", "trong luong": "weight:g",
    "dang kinh doanh": "shown", "mo ta": "text", "hang thanh phan": "parts",
}  # fmt: skip
PANCAKE_FIELDS = {
    "ma sp": "key", "ten sp": "title", "danh muc": "category", "ma mau ma": "sku",
    "ma mau": "sku", "thuoc tinh": "options", "barcode": "gtin", "ma vach": "gtin",
    "trong luong": "weight:g", "gia ban": "price", "gia": "price", "gia ban le": "price",
    "gia le": "price", "so luong": "stock", "ton kho": "stock", "ton": "stock",
    "hinh anh": "photos", "link anh": "photos", "anh": "photos", "mo ta": "text",
    "ghi chu": "text", "nha cung cap": "maker_name", "the": "tags",
    "thuong hieu": "brand", "gia khuyen mai": "sale",
}  # fmt: skip
HEADS = re.compile(r"(nhom hang|hinh anh|ma hh lien quan|thuoc tinh|trong luong|ton kho)\b.*")
PAIR = re.compile(r"\s*([^:;,|]+?)\s*:\s*(.+?)\s*")
# One pair ends where the next one's name with its colon begins.
PAIRS = re.compile(r"[|;,\n]\s*(?=[^:;,|\n]+:)")
COMBO = "combo"


def kiotviet_field(heading: str) -> str | None:
    found = HEADS.fullmatch(heading)
    return KIOTVIET_FIELDS.get(found[1]) if found else None


def pairs_in(text: str) -> list[tuple[str, str]]:
    """`màu: nâu, size: L` as names with values."""
    found = [PAIR.fullmatch(one) for one in PAIRS.split(text)]
    return [(one[1], one[2]) for one in found if one]


def with_values(lines: Lines) -> tuple[list[str], list[Line]]:
    """The names of what the forms differ in, and the lines with a value for each."""
    told = [dict(pairs_in(text_of(line.get("options")))) for line in lines]
    names = list(dict.fromkeys(name for one in told for name in one))
    valued = [
        Line(line.number, {**line.cells, **{f"value{at}": one.get(name) for at, name in
                                            enumerate(names, 1)}})
        for line, one in zip(lines, told, strict=True)
    ]  # fmt: skip
    return names, valued


def of_forms(lines: Lines, terms: Terms, name: str) -> Found:
    names, sold = with_values(lines)
    head = next((line for line in sold if "title" in line), sold[0])
    if not names and len(sold) == 1:
        found = built(head, sold, lines, terms, name=name, levels=levels_of((), sold))
        return found
    if not names:
        names = ["Loại"]
        sold = [
            Line(line.number, {**line.cells, "value1": line.get("sku") or str(line.number)})
            for line in sold
        ]
    return built(head, sold, lines, terms, name=name, levels=levels_of(names, sold))


def kiotviet_belongs(line: Line) -> Belongs:
    related, code = text_of(line.get("related")), text_of(line.get("sku"))
    key = related or code or f"row {line.number}"
    return Belongs(key, (code,) if code and not related else ())


def kiotviet_record(lines: Lines, terms: Terms) -> Found:
    head = lines[0]
    name = next((one for key in ("related", "sku", "title") if (one := line_of(head.get(key)))), "")
    return of_forms(lines, terms, name)


def kiotviet_apart(line: Line) -> str:
    return "kind_combo" if COMBO in text_of(line.get("kind")).casefold() else ""


def pancake_belongs(line: Line) -> Belongs:
    key = text_of(line.get("key"))
    return Belongs(key or (f"row {line.number}" if "title" in line else GOES_ON))


def pancake_record(lines: Lines, terms: Terms) -> Found:
    arranged = [
        Line(line.number, {**line.cells, "photos": "\n".join(
            parts_of(text_of(line.get("photos")), ";"))}) if "photos" in line else line
        for line in lines
    ]  # fmt: skip
    name = next((one for key in ("key", "sku", "title") if (one := line_of(lines[0].get(key)))), "")
    return of_forms(arranged, terms, name)


KIOTVIET = Manner(
    code="kiotviet",
    fields=KIOTVIET_FIELDS,
    marks=(
        frozenset({"ma hang", "ten hang hoa", "gia ban"}),
        frozenset({"loai hang", "ma hang", "ten hang", "gia ban"}),
        frozenset({"ma hang", "ten hang", "gia ban", "ton kho"}),
    ),
    belongs=kiotviet_belongs,
    record=kiotviet_record,
    field_of=kiotviet_field,
    apart=kiotviet_apart,
    has_markup=False,
)
PANCAKE = Manner(
    code="pancake",
    fields=PANCAKE_FIELDS,
    marks=(frozenset({"ma sp", "ten sp"}),),
    belongs=pancake_belongs,
    record=pancake_record,
)
