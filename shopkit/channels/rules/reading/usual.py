"""What stands in the columns of a product file by rule: losing it loses nothing of the goods."""

import re
from collections.abc import Callable, Mapping

from shopkit.sheets.cells import Cell
from shopkit.text.search import search_text

YES: frozenset[Cell] = frozenset({"TRUE", "true", "True", "1", "yes", 1})
NO: frozenset[Cell] = frozenset({"FALSE", "false", "False", "0", "no", 0})
UNITS: frozenset[Cell] = frozenset({"g", "kg", "lb", "oz"})
# By folded heading, a number in it being n.
USUAL: Mapping[str, frozenset[Cell]] = {
    # Shopify in both generations, and Haravan.
    "charge tax": YES,
    "variant taxable": YES,
    "requires shipping": YES,
    "variant requires shipping": YES,
    "gift card": NO,
    "inventory tracker": frozenset({"shopify", "haravan"}),
    "variant inventory tracker": frozenset({"shopify", "haravan"}),
    "continue selling when out of stock": frozenset({"deny"}),
    "variant inventory policy": frozenset({"deny"}),
    "fulfillment service": frozenset({"manual"}),
    "variant fulfillment service": frozenset({"manual"}),
    "weight unit for display": UNITS,
    "variant weight unit": UNITS,
    "unit price base measure": frozenset({"100", 100}),
    "unit price base measure unit": frozenset({"g", "ml"}),
    # WooCommerce.
    "is featured": NO,
    "visibility in catalog": frozenset({"visible"}),
    "tax status": frozenset({"taxable"}),
    "tax class": frozenset({"parent"}),
    "backorders allowed": NO,
    "sold individually": NO,
    "allow customer reviews": YES,
    "attribute n visible": YES,
    "attribute n global": YES | NO,
    # Google and Meta.
    "condition": frozenset({"new"}),
    "identifier exists": YES | NO,
    "unit pricing base measure": frozenset({"100 g", "100 ml", "100g", "100ml"}),
    # KiotViet.
    "quy doi": frozenset({"1", 1}),
    "duoc ban truc tiep": YES,
}
NUMBER = re.compile(r"\d{1,6}(?:\.0)?")
OWN_PAGE = re.compile(r"https?://[^/\s]{1,255}/p/[0-9A-Za-z]{1,20}")
# By folded heading, what can be told only by its look: a place in a row, a page of ours.
SHAPES: Mapping[str, re.Pattern[str]] = {
    "position": NUMBER,
    "image position": NUMBER,
    "link": OWN_PAGE,
    "trang tren mang": OWN_PAGE,
    "cua hang": re.compile(r".*", re.DOTALL),
}
DIGITS = re.compile(r"\d+")


def usual_in(heading: str) -> Callable[[Cell], bool]:
    """Whether a cell below this heading holds only what stands there by rule."""
    folded = DIGITS.sub("n", search_text(heading))
    words, shape = USUAL.get(folded, frozenset()), SHAPES.get(folded)
    if shape is None:
        return lambda cell: cell in words
    return lambda cell: shape.fullmatch(str(cell)) is not None
