"""All layouts that are read, found by their headings."""

from collections.abc import Iterable, Mapping, Sequence

from shopkit.channels.rules.reading.bagisto import BAGISTO
from shopkit.channels.rules.reading.manner import Manner
from shopkit.channels.rules.reading.pos import KIOTVIET, PANCAKE
from shopkit.channels.rules.reading.sheet import SHEET
from shopkit.channels.rules.reading.shopify import HARAVAN_FILE, SHOPIFY
from shopkit.channels.rules.reading.shopping import GOOGLE, META
from shopkit.channels.rules.reading.table import ANY_TABLE
from shopkit.channels.rules.reading.woocommerce import WOOCOMMERCE
from shopkit.imports.rules.guessing import headings
from shopkit.sheets.cells import Cell
from shopkit.text.search import search_text

# In the order in which they are tried: the one with the most particular headings first.
RECOGNISED = (SHEET, BAGISTO, META, GOOGLE, SHOPIFY, HARAVAN_FILE, WOOCOMMERCE, PANCAKE, KIOTVIET)
MANNERS: Mapping[str, Manner] = {one.code: one for one in (*RECOGNISED, ANY_TABLE)}
SEARCHED_ROWS = 15
# Two pairs of programs write the same headings; these, folded, only the first of a pair has.
SURE_SIGNS: Mapping[str, frozenset[str]] = {
    "shopify": frozenset(
        {"url handle", "published on online store", "product image url", "variant image url"}
    ),
    "google": frozenset(
        {"identifier exists", "unit pricing measure", "mobile link", "excluded destination",
         "ads redirect", "shipping label"}
    ),
}  # fmt: skip


def recognised(sheets: Sequence[Sequence[Sequence[Cell]]]) -> tuple[Manner, int, int] | None:
    """The layout whose headings stand in one of the first rows, with its sheet and row."""
    for number, rows in enumerate(sheets):
        for at in range(min(len(rows), SEARCHED_ROWS)):
            names = headings(rows, at, 1).values()
            manner = next((one for one in RECOGNISED if one.is_recognised(names)), None)
            if manner:
                return manner, number, at
    return None


def is_sure(code: str, headings: Iterable[str]) -> bool:
    """Whether these headings are of this program alone, and of no other that took them over."""
    signs = SURE_SIGNS.get(code)
    return signs is None or any(search_text(name) in signs for name in headings)
