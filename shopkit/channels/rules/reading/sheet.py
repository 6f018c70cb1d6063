"""Our own sheet: a product in one row, each of its forms in a row below it."""

from typing import Any

from shopkit.catalog.rules.record import Form, Record
from shopkit.channels.rules.layouts import sheet
from shopkit.channels.rules.reading.building import title_of, wants_of
from shopkit.channels.rules.reading.found import Found, Line, Lines, Terms, Unfit
from shopkit.channels.rules.reading.manner import GOES_ON, Belongs, Manner
from shopkit.channels.rules.reading.values import (
    day_of,
    gtin_of,
    line_of,
    number_of,
    price_of,
    text_block,
)
from shopkit.sheets.cells import text_of
from shopkit.text.search import search_text

FIELDS = {
    search_text(column.heading): "photos" if column.field == "pictures" else column.field
    for column in sheet.COLUMNS
    if column.kind != sheet.SHOWN
}
MEANT = {
    name: {search_text(word): told for told, word in words.items()}
    for name, words in sheet.WORDS.items()
}
PRODUCT_COLUMNS = [
    column
    for column in sheet.COLUMNS
    if column.field in Record.__dataclass_fields__
    and column.kind != sheet.SHOWN
    and column.field != "pictures"
]
FORM_COLUMNS = [
    column
    for column in sheet.COLUMNS
    if column.in_form and column.field in Form.__dataclass_fields__
]


def is_form(line: Line) -> bool:
    return search_text(text_of(line.get("row"))) == search_text(sheet.FORM_ROW)


def belongs(line: Line) -> Belongs:
    key = text_of(line.get("key"))
    if is_form(line):
        return Belongs(key or GOES_ON)
    return Belongs(key or f"row {line.number}")


def record(lines: Lines, terms: Terms) -> Found:
    heads = [line for line in lines if not is_form(line)]
    if not heads:
        raise Unfit("parent_missing", "parent")
    head, notes = heads[0], list[str]()
    title = title_of(head)
    facts = {
        column.field: read(head, column, terms, notes)
        for column in PRODUCT_COLUMNS
        if column.field in head and column.field != "title"
    }
    origin, name = sheet.came_of(line_of(head.get("key")) or title)
    names = tuple(line_of(head.get(f"option_{at}")) for at in (1, 2, 3))
    found = Record(
        **{
            **facts,
            "title": title,
            "came_from": origin,
            "came_as": name,
            "option_names": tuple(one for one in names if one),
            "forms": tuple(form_of(line, names, terms, notes) for line in lines if is_form(line)),
        }
    )
    return Found(found, tuple(line.number for line in lines), wants_of([head]), tuple(notes))


def form_of(line: Line, names: tuple[str, ...], terms: Terms, notes: list[str]) -> Form:
    values = [line_of(line.get(f"value_{at}")) for at, name in enumerate(names, 1) if name]
    own = {
        column.field: read(line, column, terms, notes)
        for column in FORM_COLUMNS
        if column.field in line
    }
    return Form(values=tuple(values), **own)


def read(line: Line, column: sheet.Column, terms: Terms, notes: list[str]) -> Any:
    """The value of a cell as its column holds it."""
    cell, kind = line.get(column.field), column.kind
    if column.field == "gtin":
        gtin, note = gtin_of(cell)
        notes.extend([note] if note else [])
        return gtin
    if kind == sheet.DONG:
        try:
            return price_of(cell, terms.meant)
        except Unfit as problem:
            raise Unfit(problem.why, "price") from problem
    if kind == sheet.WHOLE:
        return whole_of(line, column)
    if kind == sheet.DAY:
        return day_of(cell)
    if kind == sheet.WORD:
        return MEANT[column.field].get(
            search_text(text_of(cell)), "draft" * (column.field == "state")
        )
    if kind == sheet.LIST:
        return sheet.entries_of(text_block(cell))
    if kind == sheet.PAIRS:
        return sheet.pairs_of(text_block(cell))
    return text_block(cell) if kind == sheet.LINES else line_of(cell)


def whole_of(line: Line, column: sheet.Column) -> int:
    number = number_of(line.get(column.field), is_counted=True)
    if number is None or number != int(number) or not 0 <= number < 10**9:
        raise Unfit("number_unreadable", column.field)
    return int(number)


SHEET = Manner(
    code=sheet.OWN,
    fields=FIELDS,
    marks=(frozenset({search_text("Dòng"), search_text("Mã nhận lại"), search_text("Tên hàng")}),),
    belongs=belongs,
    record=record,
)
