"""What a listing needs before buyers see it, and rows of lists that others made."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from stdnum import ean
from stdnum.exceptions import ValidationError

from shopkit.text.letters import TextUnclean, lines, one_line
from shopkit.text.search import search_text

PHOTO, TITLE, PRICE = "photo", "title", "price"
STEPS = (PHOTO, TITLE, PRICE)
GTIN_LENGTHS = (8, 12, 13, 14)
# Bytes of UTF-8 read as cp1252; "Ã" alone is a word in no language, "MÃ SỐ" is Vietnamese.
GARBLED = re.compile(r"Ã[\u00a0-\u00bf]|\bÃ\b|[ÂÄÆ][\u00a0-\u00bf‘’“”]|á[»º]")


def missing(*, has_photo: bool, title: str, price_vnd: int | None) -> tuple[str, ...]:
    """What a listing still lacks, in the order it is asked for."""
    has = {PHOTO: has_photo, TITLE: bool(title), PRICE: price_vnd is not None}
    return tuple(step for step in STEPS if not has[step])


class Fault(StrEnum):
    """Why a row of a list is not taken."""

    NAME_MISSING = "name_missing"
    NAME_TOO_LONG = "name_too_long"
    NAME_UNCLEAN = "name_unclean"
    TEXT_TOO_LONG = "text_too_long"
    TEXT_UNCLEAN = "text_unclean"
    GTIN_WRONG = "gtin_wrong"
    GTIN_TWICE = "gtin_twice"


@dataclass(frozen=True)
class ListRow:
    """A product as a list of somebody else names it; `number` is its line, the heading being 1."""

    number: int
    name: str
    gtin: str
    description: str = ""


def rows_of(table: Iterable[str]) -> Iterator[ListRow]:
    """The rows of a CSV with the columns code, product_name and ingredients_text."""
    reader = csv.DictReader(table)
    for number, row in enumerate(reader, start=2):
        yield ListRow(
            number=number,
            name=row.get("product_name") or "",
            gtin=(row.get("code") or "").strip(),
            description=row.get("ingredients_text") or "",
        )


def cleaned(row: ListRow, longest_name: int, longest_text: int) -> ListRow | Fault:
    """The row with its text composed and trimmed, or what is wrong with it."""
    try:
        name = one_line(row.name)
    except TextUnclean:
        return Fault.NAME_UNCLEAN
    try:
        description = lines(row.description)
    except TextUnclean:
        return Fault.TEXT_UNCLEAN
    if not search_text(name):
        return Fault.NAME_MISSING
    if len(name) > longest_name:
        return Fault.NAME_TOO_LONG
    if len(description) > longest_text:
        return Fault.TEXT_TOO_LONG
    if not is_gtin(row.gtin):
        return Fault.GTIN_WRONG
    return ListRow(row.number, name, row.gtin, description)


def is_gtin(text: str) -> bool:
    """Whether this is a trade item number: 8, 12, 13 or 14 digits, the last one right."""
    if len(text) not in GTIN_LENGTHS or not (text.isascii() and text.isdigit()):
        return False
    try:
        ean.validate(text)
    except ValidationError:
        return False
    return True


def looks_garbled(text: str) -> bool:
    """Whether letters were taken for Western ones once too often, as "PÃ¢tÃ©" for "Pâté".

    Told, not mended: which letter was meant can be lost on the way.
    """
    return GARBLED.search(text) is not None
