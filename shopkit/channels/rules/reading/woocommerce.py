"""WooCommerce product CSV: variations point to their parent by SKU or id, in any row order."""

import re
from dataclasses import replace
from datetime import date

from shopkit.channels.rules.reading.building import built, levels_of
from shopkit.channels.rules.reading.found import Found, Line, Lines, Terms, Unfit
from shopkit.channels.rules.reading.manner import GOES_ON, Belongs, Manner
from shopkit.channels.rules.reading.values import day_of, line_of, parts_of
from shopkit.sheets.cells import Cell, text_of
from shopkit.text.search import search_text

FIELDS = {
    "id": "id", "type": "kind", "sku": "sku", "gtin upc ean or isbn": "gtin", "gtin": "gtin",
    "name": "title", "published": "shown", "short description": "short", "description": "text",
    "date sale price starts": "sale_from", "date sale price ends": "sale_to",
    "in stock": "has_stock", "stock": "stock", "sale price": "sale", "regular price": "price",
    "price": "price", "categories": "category", "category": "category", "tags": "tags",
    "images": "photos", "parent": "parent", "brands": "brand", "brand": "brand",
}  # fmt: skip
MEASURED = re.compile(r"(weight|length|width|height)(?: ([a-z]+))?")
ATTRIBUTE = re.compile(r"attribute (\d\d?) (name|values?|value s)")
FORM_KINDS = ("variation",)
# A word with values of its own, or one that WordPress and its shop know without any.
SHORTCODE_NAMES = ("gallery", "caption", "embed", "audio", "video", "playlist", "products")
SHORTCODE = re.compile(
    r"\[(?:([a-z][\w-]{0,40})(?:\s+[a-z][\w-]{0,40}=(?:\"[^\"\[\]]*\"|'[^'\[\]]*'))+"
    rf"|(?:{'|'.join(SHORTCODE_NAMES)}))\s*/?\]"
)
CLOSING = re.compile(r"\[/([a-z][\w-]{0,40})\]")
MOST_ATTRIBUTES = 20
BRAND_NAMES = frozenset({"thuong hieu", "brand", "nhan hieu"})
TAKEN_KINDS = ("", "simple", "variable", "variation", "subscription", "variable subscription")


def measured_field(heading: str) -> str | None:
    """Weight (kg), Length (in), Attribute 2 value(s)."""
    measure = MEASURED.fullmatch(heading)
    if measure:
        usual = "kg" if measure[1] == "weight" else "cm"
        return f"{measure[1]}:{measure[2] or usual}"
    attribute = ATTRIBUTE.fullmatch(heading)
    if not attribute:
        return None
    return ("name" if attribute[2] == "name" else "value") + attribute[1]


def kind_of(line: Line) -> str:
    """The first word of the kind; downloadable and virtual come behind a comma."""
    kinds = [one.strip().casefold() for one in text_of(line.get("kind")).split(",")]
    return next((one for one in kinds if one not in ("downloadable", "virtual")), "")


def apart(line: Line) -> str:
    kind = kind_of(line)
    return "" if kind in TAKEN_KINDS else f"kind_{kind}" if kind.isascii() else "kind_unknown"


def belongs(line: Line) -> Belongs:
    if kind_of(line) in FORM_KINDS:
        parent = text_of(line.get("parent"))
        return Belongs(parent.casefold() or GOES_ON)
    sku, number = text_of(line.get("sku")).casefold(), text_of(line.get("id"))
    key = f"id:{number}" if number else sku or f"row {line.number}"
    return Belongs(key, tuple(one for one in (key, sku) if one))


def record(lines: Lines, terms: Terms) -> Found:
    heads = [line for line in lines if kind_of(line) not in FORM_KINDS]
    forms = [line for line in lines if kind_of(line) in FORM_KINDS]
    if not heads:
        raise Unfit("parent_missing", "parent")
    # Of a product that is hidden as a whole all forms are kept, for the day it goes on show.
    hidden = [] if is_hidden(heads[0]) else [line for line in forms if is_hidden(line)]
    notes = ("form_hidden",) * len(hidden)
    forms = [line for line in forms if line not in hidden]
    told = [told_by(line) for line in forms]
    own = told_by(heads[0])
    names = [name for name in own if any(name in one for one in told)]
    names += [name for one in told for name in one if name not in names]
    names = list(dict.fromkeys(names))
    head = plain(heads[0], {name: value for name, value in own.items() if name not in names})
    called = next((one for key in ("sku", "id", "title") if (one := line_of(head.get(key)))), "")
    if not forms:
        found = built(head, [head], lines, terms, name=called, levels=levels_of((), [head]))
        return noted(with_stock(found, head), notes)
    days, forms, left_out = by_sale(head, forms)
    sold = [valued(counted(line), one, names) for line, one in zip(forms, told, strict=True)]
    levels = levels_of(names, sold)
    found = built(head, sold, lines, terms, name=called, levels=levels)
    record = replace(found.record, sale_from=days[0], sale_to=days[1])
    return noted(replace(found, record=record), notes + ("sale_days_differ",) * left_out)


def is_hidden(line: Line) -> bool:
    """Whether it is switched off; -1 is a form of a draft and says nothing of the form."""
    return search_text(text_of(line.get("shown"))) in ("0", "false", "no")


def noted(found: Found, notes: tuple[str, ...]) -> Found:
    return replace(found, notes=found.notes + notes)


Days = tuple[date | None, date | None]


def days_of(line: Line) -> Days:
    return day_of(line.get("sale_from")), day_of(line.get("sale_to"))


def by_sale(head: Line, forms: Lines) -> tuple[Days, list[Line], int]:
    """The days of the sale, which hold for all forms; the forms; how many lost their sale price.

    Where forms are on sale on different days, those that have days are not on sale at all.
    """
    spans = {days_of(line) for line in (head, *forms) if "sale" in line}
    if len(spans) < 2:
        return next(iter(spans), (None, None)), list(forms), 0
    kept = [without_sale(line) if any(days_of(line)) else line for line in forms]
    lost = sum("sale" in line and "sale" not in now for line, now in zip(forms, kept, strict=True))
    own = days_of(head) if "sale" in head else (None, None)
    return own, kept, lost


def without_sale(line: Line) -> Line:
    rest = {name: cell for name, cell in line.cells.items() if not name.startswith("sale")}
    return Line(line.number, rest)


def told_by(line: Line) -> dict[str, str]:
    """The attributes of a line by name; a form without a value for one has none of it."""
    found = {}
    for at in range(1, MOST_ATTRIBUTES + 1):
        name = line_of(line.get(f"name{at}"))
        value = ", ".join(parts_of(text_of(line.get(f"value{at}")), ","))
        if name and value:
            found[name] = value
    return found


def valued(line: Line, told: dict[str, str], names: list[str]) -> Line:
    values: dict[str, Cell] = {
        f"value{at}": told[name] for at, name in enumerate(names, 1) if name in told
    }
    rest = {name: cell for name, cell in line.cells.items() if not name.startswith("value")}
    return Line(line.number, {**rest, **values})


def plain(line: Line, told: dict[str, str]) -> Line:
    """The line with its lists and breaks as other files write them."""
    cells = dict(line.cells)
    for name in ("text", "short"):
        if name in cells:
            cells[name] = without_shortcodes(text_of(cells[name]).replace("\\n", "\n"))
    brand = next((name for name in told if search_text(name) in BRAND_NAMES), None)
    if brand and "brand" not in cells:
        cells["brand"] = told[brand]
    rest = [(name, value) for name, value in told.items() if name != brand]
    for at, (name, value) in enumerate(rest, 1):
        cells[f"attribute_name{at}"], cells[f"attribute_value{at}"] = name, value
    cells["category"] = "; ".join(parts_of(text_of(cells.get("category")), ","))
    cells["tags"] = "\n".join([*parts_of(text_of(cells.get("tags")), ","), ""])
    cells["photos"] = "\n".join(parts_of(text_of(cells.get("photos")), ","))
    return Line(line.number, {name: cell for name, cell in cells.items() if cell not in (None, "")})


def without_shortcodes(text: str) -> str:
    """The text without marks like `[gallery ids="1"]`; what stands between two of them stays."""
    if "[" not in text:
        return text
    opened = {*SHORTCODE_NAMES, *(found[1] for found in SHORTCODE.finditer(text) if found[1])}
    kept = SHORTCODE.sub("", text)
    return CLOSING.sub(lambda found: "" if found[1] in opened else found[0], kept)


def counted(line: Line) -> Line:
    """A form that is said to be sold out without a count has none."""
    is_gone = text_of(line.get("has_stock")) in ("0", "no") and "stock" not in line
    return Line(line.number, {**line.cells, "stock": 0}) if is_gone else line


def with_stock(found: Found, line: Line) -> Found:
    stock = counted(line).get("stock")
    if found.record.stock is None and stock == 0:
        return replace(found, record=replace(found.record, stock=0))
    return found


WOOCOMMERCE = Manner(
    code="woocommerce",
    fields=FIELDS,
    marks=(
        frozenset({"type", "sku", "name", "regular price"}),
        frozenset({"type", "name", "parent"}),
        frozenset({"name", "regular price", "categories"}),
        frozenset({"name", "regular price", "visibility in catalog"}),
    ),
    belongs=belongs,
    record=record,
    field_of=measured_field,
    apart=apart,
    has_markup=True,
)
