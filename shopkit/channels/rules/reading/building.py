"""A record out of the lines of one product, whichever layout they came in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from shopkit.catalog.models.products import LONGEST_SKU, LONGEST_TEXT, LONGEST_TITLE
from shopkit.catalog.models.variants import LONGEST_LEVEL, LONGEST_VALUE, MOST_LEVELS, MOST_VARIANTS
from shopkit.catalog.rules.record import GRAM, MILLILITRE, PIECE, Form, Record
from shopkit.channels.rules.layouts.layout import is_plain_code
from shopkit.channels.rules.reading.categories import category_of
from shopkit.channels.rules.reading.found import Found, Line, Lines, Terms, Unfit
from shopkit.channels.rules.reading.markup import is_page, text_of_page
from shopkit.channels.rules.reading.states import DRAFT, state_of
from shopkit.channels.rules.reading.values import (
    centimetres_of,
    day_of,
    grams_of,
    gtin_of,
    is_asked,
    line_of,
    number_of,
    parts_of,
    price_of,
    stock_of,
    text_block,
    unit_behind,
)
from shopkit.sheets.cells import Cell, text_of

LONGEST_NAME = 255
MOST_TAGS, LONGEST_TAG = 30, 60
MOST_PHOTOS = 50
LONGEST_ADDRESS = 2000
# Texts of one line, and of several, that stand under the same name in a record.
SINGLE = {"brand": 70, "origin": 120, "price_unit": 20, "maker_name": 160}
SIDES = ("length", "width", "height")
BLOCK = {"ingredients": 2000, "storage": 500, "directions": 1000, "story": LONGEST_TEXT}
CATEGORY, LONGEST_FACT = "Danh mục", 500
NET = re.compile(r"([\d.,]+)\s*([a-z]*)")
MOST_NET = 1_000_000_000
NET_UNITS = {
    "g": (Decimal(1), GRAM), "gr": (Decimal(1), GRAM), "kg": (Decimal(1000), GRAM),
    "mg": (Decimal("0.001"), GRAM), "ml": (Decimal(1), MILLILITRE),
    "l": (Decimal(1000), MILLILITRE), "cl": (Decimal(10), MILLILITRE),
    "piece": (Decimal(1), PIECE), "ct": (Decimal(1), PIECE), "count": (Decimal(1), PIECE),
}  # fmt: skip


@dataclass
class Notes:
    """What could not be kept of one product, collected on the way."""

    told: list[str] = field(default_factory=list)

    def kept(self, value_and_note: tuple[Any, str]) -> Any:
        value, note = value_and_note
        if note:
            self.told.append(note)
        return value


@dataclass(frozen=True)
class Levels:
    """What the forms of a product differ in, and the values of each form's line."""

    names: tuple[str, ...] = ()
    values: tuple[tuple[str, ...], ...] = ()


def built(
    head: Line, form_lines: Lines, lines: Lines, terms: Terms, *, name: str, levels: Levels
) -> Found:
    """The product of these lines; `name` is what it is called in the file, for the next time."""
    notes = Notes()
    title = title_of(head)
    if len(form_lines) > MOST_VARIANTS:
        raise Unfit("too_many_forms")
    facts = facts_of(head, terms, notes)
    sold = [sold_of(line, terms, notes) for line in form_lines]
    # A product whose forms stand in lines of their own may have a code and a price beside theirs.
    own = sold[0] if head in form_lines else sold_of(head, terms, notes)
    whole = whole_of(own, sold, is_in_forms=head in form_lines and bool(levels.names))
    record = Record(
        title=title,
        state=DRAFT if "price_asked" in notes.told else state_of(head),
        came_from=terms.came_from,
        came_as=name[:LONGEST_NAME] or None,
        option_names=levels.names,
        forms=forms_of(levels, sold, whole, form_lines),
        **facts,
        **whole,
    )
    return Found(record, tuple(line.number for line in lines), wants_of(lines), tuple(notes.told))


def title_of(head: Line) -> str:
    try:
        title = line_of(head.get("title"))
    except Unfit as problem:
        raise Unfit("unclean", "title") from problem
    if not any(letter.isalnum() for letter in title):
        raise Unfit("title_missing", "title")
    if len(title) > LONGEST_TITLE:
        raise Unfit("title_long", "title")
    return title


def facts_of(head: Line, terms: Terms, notes: Notes) -> dict[str, Any]:
    """What the product is, without what it is sold by."""
    facts: dict[str, Any] = {
        name: within(line_of(head.get(name)), most, name, notes)
        for name, most in SINGLE.items()
        if name in head
    }
    facts |= {
        name: within(block_of(head.get(name)), most, name, notes)
        for name, most in BLOCK.items()
        if name in head
    }
    if "price_unit" not in head and (unit := unit_behind(head.get("price"))):
        facts["price_unit"] = within(unit, SINGLE["price_unit"], "price_unit", notes)
    facts["description"] = description_of(head, terms)
    facts["hashtags"] = tags_of(head.get("tags"))
    facts["category"], facts["attributes"] = named(head)
    for side in SIDES:
        if side not in head:
            continue
        unit = terms.units.get(side, "cm")
        facts[f"packed_{side}_cm"] = notes.kept(centimetres_of(head.get(side), unit))
    return facts


def within(text: str, most: int, name: str, notes: Notes) -> str:
    """The text, or nothing where it is longer than a record may hold; that is said."""
    if len(text) <= most:
        return text
    notes.told.append(f"long_{name}")
    return ""


def block_of(cell: Cell) -> str:
    text = text_of(cell)
    return text_block(text_of_page(text) if is_page(text) else cell)


def description_of(head: Line, terms: Terms) -> str:
    """The description without its markup; a short one stands in where there is no long one."""
    if "text" not in head and "short" not in head:
        return ""
    parts = [text_of(head.get(name)) for name in ("text", "short")]
    try:
        long, short = (
            text_block(text_of_page(part)) if terms.has_markup or is_page(part)
            else text_block(part)
            for part in parts
        )  # fmt: skip
    except Unfit as problem:
        raise Unfit("unclean", "text") from problem
    text = long or short
    if len(text) > LONGEST_TEXT:
        raise Unfit("text_long", "text")
    return text


def tags_of(cell: Cell) -> tuple[str, ...]:
    if cell is None:
        return ()
    text = text_of(cell)
    apart = text.split("\n") if "\n" in text else text.split(",")
    tags = [line_of(tag).lstrip("#").strip() for tag in apart]
    return tuple(dict.fromkeys(tag for tag in tags if tag and len(tag) <= LONGEST_TAG))[:MOST_TAGS]


def named(head: Line) -> tuple[str | None, tuple[tuple[str, str], ...]]:
    """A category of our list, and names with values; a category of another list is one of these."""
    told = line_of(head.get("category"))
    category = category_of(told)
    found = [(CATEGORY, told[:LONGEST_FACT])] if told and category is None else []
    return category, tuple(found + told_attributes(head))


def told_attributes(head: Line) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if "attribute_name1" not in head:
        return found
    for at in range(1, 21):
        name, value = line_of(head.get(f"attribute_name{at}")), head.get(f"attribute_value{at}")
        if name and value is not None:
            found.append((name[:LONGEST_LEVEL], line_of(value)[:LONGEST_FACT]))
    return found


@dataclass(frozen=True)
class Prices:
    """What it costs, and what it costs while it is on sale."""

    price: int | None = None
    sale: int | None = None
    since: date | None = None
    until: date | None = None


def selling(line: Line, terms: Terms) -> Prices:
    """The prices of a line; where the higher one stands beside the price it is the usual one."""
    try:
        now, was = price_of(line.get("price"), terms.meant), price_of(line.get("was"), terms.meant)
        sale = price_of(line.get("sale"), terms.meant)
    except Unfit as problem:
        raise Unfit(problem.why, "price") from problem
    if now is not None and was is not None and was > now:
        now, sale = was, now
    if sale is not None and (now is None or sale >= now):
        now, sale = (sale, None) if now is None else (now, None)
    since, until = day_of(line.get("sale_from")), day_of(line.get("sale_to"))
    if sale is None:
        since = until = None
    return Prices(now, sale, since, until)


@dataclass(frozen=True)
class Sold:
    """What one line says of buying it."""

    prices: Prices
    sku: str | None
    gtin: str | None
    stock: int | None
    weight_g: int | None
    net: tuple[int, str] | None


def sold_of(line: Line, terms: Terms, notes: Notes) -> Sold:
    sku = line_of(line.get("sku")) or None
    if sku and len(sku) > LONGEST_SKU:
        raise Unfit("sku_long", "sku")
    if sku and not is_plain_code(sku):
        notes.told.append("sku_strange")
    unit = text_of(line.get("weight_unit")) or terms.units.get("weight", "g")
    return Sold(
        priced(line, terms, notes),
        sku,
        notes.kept(gtin_of(line.get("gtin"))),
        notes.kept(stock_of(line.get("stock"))),
        notes.kept(grams_of(line.get("weight"), unit)),
        net_of(line.get("net"), text_of(line.get("net_unit"))),
    )


def priced(line: Line, terms: Terms, notes: Notes) -> Prices:
    """The prices; one that is to be asked for is none, and that is said."""
    if not is_asked(line.get("price")):
        return selling(line, terms)
    notes.told.append("price_asked")
    return Prices()


def net_of(cell: Cell, unit: str) -> tuple[int, str] | None:
    """How much is in a pack, in whole grams or millilitres; what is neither is not known."""
    if cell is None:
        return None
    parts = NET.fullmatch(text_of(cell).strip().casefold())
    if not parts:
        return None
    known = NET_UNITS.get(parts[2] or unit.casefold())
    is_counted = isinstance(cell, str) and known is not None and known[0] <= 1
    number = number_of(parts[1], is_counted=is_counted)
    if number is None or known is None:
        return None
    amount = number * known[0]
    is_whole = amount == int(amount) and 0 < amount < MOST_NET
    return (int(amount), known[1]) if is_whole else None


def whole_of(own: Sold, sold: Sequence[Sold], *, is_in_forms: bool) -> dict[str, Any]:
    """What holds for the whole product: its own facts, else those of the first form."""
    first = sold[0] if sold else own
    prices = own.prices if own.prices.price is not None else first.prices
    net = own.net or first.net
    return {
        "price_vnd": prices.price,
        "sale_price_vnd": prices.sale,
        "sale_from": prices.since,
        "sale_to": prices.until,
        "packed_weight_g": own.weight_g if own.weight_g is not None else first.weight_g,
        "net_amount": net[0] if net else None,
        "net_unit": net[1] if net else None,
        "sku": None if is_in_forms else own.sku,
        "gtin": None if is_in_forms else own.gtin,
        "stock": None if is_in_forms or len(sold) > 1 else own.stock,
    }


def forms_of(
    levels: Levels, sold: Sequence[Sold], whole: dict[str, Any], lines: Lines
) -> tuple[Form, ...]:
    """The forms, each with only what differs from the product."""
    if not levels.names:
        return ()
    seen: set[tuple[str, ...]] = set()
    forms = []
    for one, values in zip(sold, levels.values, strict=True):
        if values in seen:
            raise Unfit("form_twice", "option")
        seen.add(values)
        forms.append(form_of(one, values, whole))
    return tuple(forms)


def form_of(one: Sold, values: tuple[str, ...], whole: dict[str, Any]) -> Form:
    own = (one.prices.price, one.prices.sale)
    is_same = own == (whole["price_vnd"], whole["sale_price_vnd"]) or own == (None, None)
    return Form(
        values=values,
        sku=one.sku,
        gtin=one.gtin,
        price_vnd=None if is_same else one.prices.price,
        sale_price_vnd=None if is_same else one.prices.sale,
        stock=one.stock,
        net_amount=own_net(one, whole),
        packed_weight_g=None if one.weight_g == whole["packed_weight_g"] else one.weight_g,
    )


def own_net(one: Sold, whole: dict[str, Any]) -> int | None:
    if one.net is None or one.net == (whole["net_amount"], whole["net_unit"]):
        return None
    return one.net[0] if one.net[1] == whole["net_unit"] else None


def levels_of(names: Sequence[str], form_lines: Lines) -> Levels:
    """The levels that these names and the values `value1` to `value3` of the lines make.

    A value that a line lacks is said with a dash; a level that no line fills is none.
    """
    told = [(at, line_of(name)) for at, name in enumerate(names, 1)]
    used = [(at, name) for at, name in told if any(line.get(f"value{at}") for line in form_lines)]
    if len(used) > MOST_LEVELS:
        raise Unfit("too_many_levels", "option")
    values = tuple(
        tuple(value_of(line.get(f"value{at}")) for at, _name in used) for line in form_lines
    )
    return Levels(tuple(level_name(name, at) for at, name in used), values)


def level_name(name: str, at: int) -> str:
    if len(name) > LONGEST_LEVEL:
        raise Unfit("option_long", "option")
    return name or f"Loại {at}"


def value_of(cell: Cell) -> str:
    value = line_of(cell) or "-"
    if len(value) > LONGEST_VALUE:
        raise Unfit("option_long", "option")
    return value


def wants_of(lines: Lines) -> tuple[str, ...]:
    """The photos the file names, once each, in its order."""
    found: dict[str, None] = {}
    for line in sorted(lines, key=position_of):
        for name in ("photos", "form_photo"):
            for address in addresses_of(line.get(name)):
                found.setdefault(address)
    return tuple(found)[:MOST_PHOTOS]


def position_of(line: Line) -> int:
    told = text_of(line.get("position"))
    return int(told) if told.isascii() and told.isdigit() and len(told) < 6 else 0


def addresses_of(cell: Cell) -> list[str]:
    """Addresses one below the other, or apart by commas before the next one."""
    if cell is None:
        return []
    text = text_of(cell)
    for sign in (",", ";", "|", " "):
        text = text.replace(f"{sign} http", "\nhttp").replace(f"{sign}http", "\nhttp")
    pieces = [bare for one in text.split("\n") if (bare := one.strip(" ,;|"))]
    split = [
        part
        for piece in pieces
        for part in ([piece] if piece.startswith("http") else parts_of(piece, ",;|"))
    ]
    return [one for one in split if len(one) <= LONGEST_ADDRESS]
