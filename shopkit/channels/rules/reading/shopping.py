"""Google Merchant Center and the catalogue of Meta, as TSV, CSV or RSS: a row for each form."""

from shopkit.channels.rules.reading.building import built, levels_of
from shopkit.channels.rules.reading.found import Found, Line, Lines, Terms
from shopkit.channels.rules.reading.manner import Belongs, Manner
from shopkit.channels.rules.reading.values import line_of
from shopkit.sheets.cells import Cell, text_of
from shopkit.text.search import search_text

FIELDS = {
    "id": "sku", "item group id": "group", "title": "title", "description": "text",
    "image link": "photos", "additional image link": "photos", "price": "price",
    "sale price": "sale", "sale price effective date": "sale_span", "brand": "brand",
    "gtin": "gtin", "product type": "category", "availability": "has_stock",
    "product weight": "weight:g", "shipping weight": "weight2:g", "product length": "length:cm",
    "product width": "width:cm", "product height": "height:cm", "color": "value1",
    "size": "value2", "material": "value3", "pattern": "value4", "inventory": "stock",
    "quantity to sell on facebook": "stock", "ingredients": "ingredients",
    "unit pricing measure": "net",
}  # fmt: skip
LEVELS = ("Màu", "Cỡ", "Chất liệu", "Hoa văn")
GONE = frozenset({"out of stock", "discontinued"})
OTHER = "Loại"


def belongs(line: Line) -> Belongs:
    group = text_of(line.get("group"))
    return Belongs(f"group {group}" if group else f"row {line.number}")


def record(lines: Lines, terms: Terms) -> Found:
    plain = [arranged(line) for line in lines]
    head = plain[0]
    group = line_of(head.get("group"))
    name = group or line_of(head.get("sku")) or line_of(head.get("title"))
    if not group:
        found = built(head, [head], lines, terms, name=name, levels=levels_of((), [head]))
        return found
    levels = levels_of(LEVELS, plain)
    if not levels.names:
        plain = [called(line) for line in plain]
        levels = levels_of((OTHER,), plain)
    return built(head, plain, lines, terms, name=name, levels=levels)


def arranged(line: Line) -> Line:
    """The line with the span of its sale as two days, and what is gone counted as none."""
    cells: dict[str, Cell] = dict(line.cells)
    first, _, last = text_of(cells.get("sale_span")).partition("/")
    if last:
        cells["sale_from"], cells["sale_to"] = first.strip(), last.strip()
    if "weight" not in cells and "weight2" in cells:
        cells["weight"] = cells["weight2"]
    if search_text(text_of(cells.get("has_stock"))) in GONE:
        cells["stock"] = 0
    return Line(line.number, cells)


def called(line: Line) -> Line:
    """A form that no level tells apart is called by its number."""
    return Line(line.number, {**line.cells, "value1": line.get("sku") or str(line.number)})


GOOGLE = Manner(
    code="google",
    fields=FIELDS,
    marks=(
        frozenset({"id", "title", "link", "image link", "price"}),
        frozenset({"id", "title", "description", "availability", "price"}),
        frozenset({"id", "title", "image link", "price"}),
        frozenset({"id", "title", "availability", "condition"}),
    ),
    belongs=belongs,
    record=record,
)
META = Manner(
    code="meta",
    fields=FIELDS,
    marks=(
        frozenset({"id", "title", "availability", "image link", "age group"}),
        frozenset({"id", "title", "availability", "quantity to sell on facebook"}),
        frozenset({"id", "title", "fb product category"}),
    ),
    belongs=belongs,
    record=record,
)
