"""Bagisto product files; configurable goods gather their forms by parent_sku."""

from shopkit.channels.rules.reading.building import built, levels_of
from shopkit.channels.rules.reading.found import Found, Line, Lines, Terms, Unfit
from shopkit.channels.rules.reading.manner import Belongs, Manner
from shopkit.channels.rules.reading.values import line_of, parts_of
from shopkit.sheets.cells import Cell, text_of

FIELDS = {
    "sku": "sku", "parent sku": "parent", "type": "kind", "categories": "category",
    "images": "photos", "name": "title", "description": "text", "short description": "short",
    "status": "status", "length": "length:cm", "width": "width:cm", "height": "height:cm",
    "weight": "weight:kg", "price": "price", "special price": "sale",
    "special price from": "sale_from", "special price to": "sale_to",
    "inventories": "stocks", "configurable variants": "variants", "meta keywords": "tags",
}  # fmt: skip
TAKEN = ("simple", "virtual", "downloadable", "configurable")
NOT_GOODS = ("grouped", "bundle", "booking")
WHOLE = "configurable"


def kind_of(line: Line) -> str:
    return text_of(line.get("kind")).casefold() or "simple"


def apart(line: Line) -> str:
    kind = kind_of(line)
    return f"kind_{kind}" if kind in NOT_GOODS else ""


def belongs(line: Line) -> Belongs:
    own = text_of(line.get("sku")) or f"row {line.number}"
    return Belongs(text_of(line.get("parent")) or own)


def record(lines: Lines, terms: Terms) -> Found:
    plain = [arranged(line) for line in lines]
    strange = next((line for line in plain if kind_of(line) not in TAKEN), None)
    if strange:
        raise Unfit("kind_unknown", "kind")
    heads = [line for line in plain if not text_of(line.get("parent"))]
    if not heads:
        raise Unfit("parent_missing", "parent")
    head, name = heads[0], line_of(heads[0].get("sku")) or line_of(heads[0].get("title"))
    if kind_of(head) != WHOLE or len(plain) == 1:
        found = built(head, [head], lines, terms, name=name, levels=levels_of((), [head]))
        return found
    told = values_by_sku(text_of(head.get("variants")))
    names = list(dict.fromkeys(name for one in told.values() for name in one))
    sold = [
        valued(line, told.get(text_of(line.get("sku")), {}), names)
        for line in plain
        if line is not head
    ]
    found = built(head, sold, lines, terms, name=name, levels=levels_of(names, sold))
    return found


def values_by_sku(told: str) -> dict[str, dict[str, str]]:
    """`sku=SP-005,color=Yellow,size=M|sku=...` by SKU."""
    found = {}
    for piece in told.split("|"):
        parts = [one.partition("=") for one in piece.split(",")]
        pairs = {name.strip(): value.strip() for name, sign, value in parts if sign}
        sku = pairs.pop("sku", "")
        if sku:
            found[sku] = pairs
    return found


def valued(line: Line, told: dict[str, str], names: list[str]) -> Line:
    values: dict[str, Cell] = {
        f"value{at}": told[name] for at, name in enumerate(names, 1) if name in told
    }
    return Line(line.number, {**line.cells, **values})


def arranged(line: Line) -> Line:
    """The line with its stock of all warehouses, and its categories as paths."""
    cells: dict[str, Cell] = dict(line.cells)
    counts = [one.rpartition("=")[2] for one in parts_of(text_of(cells.get("stocks")), ",|")]
    if counts and all(count.isascii() and count.isdigit() for count in counts):
        cells["stock"] = sum(int(count) for count in counts)
    if "category" in cells:
        paths = parts_of(text_of(cells["category"]), ",|")
        cells["category"] = "; ".join(path.replace("/", " > ") for path in paths)
    return Line(line.number, cells)


BAGISTO = Manner(
    code="bagisto",
    fields=FIELDS,
    marks=(frozenset({"sku", "parent sku", "type", "name", "price"}),),
    belongs=belongs,
    record=record,
    apart=apart,
    has_markup=True,
)
