"""Cells of product files read as what a record holds; what reads in two ways is not guessed."""

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from unicodedata import category

from shopkit.catalog.rules.listing import is_gtin
from shopkit.channels.rules.reading.found import (
    DONG,
    NO_PRICES,
    RATE,
    THOUSAND,
    UNASKED,
    Meant,
    Unfit,
)
from shopkit.clock import LOCAL
from shopkit.imports.rules.values import Kind, Unreadable, read
from shopkit.money.parse import (
    MOST,
    PriceAmbiguous,
    PriceOutOfRange,
    PriceUnreadable,
    parse_price,
)
from shopkit.sheets.cells import Cell, text_of
from shopkit.text.letters import TextUnclean, is_plain, lines, one_line
from shopkit.text.search import search_text

LEAST_SURE_VND = 1_000
MOST_STOCK = 999_999_999
MOST_GRAMS = 1_000_000_000
MOST_CM = 100_000
JOINER = "\u200d"

# Written where there is no price yet: asked by telephone, or anything between two.
ASKED = re.compile(r"(?:gia )?(?:hoi|lien he|call|contact|thoa thuan|tuy loai|thoi gia).*")
SPAN = re.compile(r"\d[\d.,]*\s*\w{0,5}\s*(?:-|–|—|~|đến|tới)\s*\d[\d.,]*\s*\D*", re.IGNORECASE)
UNIT_BEHIND = re.compile(r"(.*\d.*?)\s*/\s*([^/]*[^\W\d_][^/]*)")
GONE = frozenset({"het", "het hang", "out of stock"})
NOTHING = frozenset({"", "-", "--", "–", "—", "n/a", "null", "none"})
DONG_MARK = re.compile(r"vn[dđ]|vnđ|đồng|₫|đ(?![a-z])", re.IGNORECASE)
FOREIGN_MARK = re.compile(r"\b(?!VND\b)[A-Z]{3}\b|[A-Z]{0,2}[$€£¥฿₹₩₽]")
FIGURE = re.compile(r"-?\d[\d.,' ]*")
SCIENCE = re.compile(r"[+-]?\d+(?:[.,]\d+)?e[+]?\d+", re.IGNORECASE)
PLAIN_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
# What is counted whole: "1.500" g is a thousand and a half, as "1.000" pieces are a thousand.
DOTTED = re.compile(r"-?[1-9]\d{0,2}(?:\.\d{3})+")
GROUPS = re.compile(r"-?\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3})*")

GRAMS = {
    "g": Decimal(1), "gr": Decimal(1), "gram": Decimal(1), "grams": Decimal(1),
    "kg": Decimal(1000), "kgs": Decimal(1000), "kilogram": Decimal(1000),
    "kilograms": Decimal(1000), "mg": Decimal("0.001"),
    "lb": Decimal("453.59237"), "lbs": Decimal("453.59237"), "pound": Decimal("453.59237"),
    "pounds": Decimal("453.59237"), "oz": Decimal("28.349523125"),
    "ounce": Decimal("28.349523125"), "ounces": Decimal("28.349523125"),
    "t": Decimal(1_000_000),
}  # fmt: skip
CENTIMETRES = {
    "cm": Decimal(1), "mm": Decimal("0.1"), "m": Decimal(100), "in": Decimal("2.54"),
    "inch": Decimal("2.54"), "inches": Decimal("2.54"), "ft": Decimal("30.48"),
    "yd": Decimal("91.44"),
}  # fmt: skip
GROUPED = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
MEASURE = re.compile(r"(\d[\d.,]*)\s*([a-z]*)", re.IGNORECASE)


def line_of(cell: Cell) -> str:
    """One line without what nobody sees; raises Unfit for letters that nothing can keep."""
    return _clean(cell, one_line)


def text_block(cell: Cell) -> str:
    """Text of several lines, otherwise as `line_of`."""
    return _clean(cell, lines)


def _clean(cell: Cell, way: object) -> str:
    if cell is None:
        return ""
    text = text_of(cell)
    if text.isascii() or is_plain(text):
        return one_line(text) if way is one_line else lines(text)
    seen = "".join(letter for letter in text if letter == JOINER or category(letter) != "Cf")
    try:
        return one_line(seen) if way is one_line else lines(seen)
    except TextUnclean as problem:
        raise Unfit("unclean") from problem


def price_of(cell: Cell, meant: Meant) -> int | None:
    """Whole dong; blank and 0 are not known. Raises Unfit, the reason naming what is asked."""
    if cell is None or meant.kind == NO_PRICES:
        return None
    if isinstance(cell, bool | date):
        raise Unfit("price_unreadable")
    if isinstance(cell, int | float):
        return _whole_dong(Decimal(str(cell)), "", meant)
    text = " ".join(text_of(cell).replace("\xa0", " ").split())
    if text.casefold() in NOTHING:
        return None
    if SCIENCE.fullmatch(text):
        return _whole_dong(_decimal(text.replace(",", ".")), "", meant)
    unit = UNIT_BEHIND.fullmatch(text) if "/" in text else None
    if unit:
        text = unit[1]
    foreign = FOREIGN_MARK.search(text)
    if foreign:
        figure = (text[: foreign.start()] + text[foreign.end() :]).strip()
        return _whole_dong(figure_of(figure), foreign[0], meant)
    return _typed_price(text, meant)


def unit_behind(cell: Cell) -> str:
    """What a price is for, where that is written behind it: 45.000đ/kg."""
    if not isinstance(cell, str) or "/" not in cell:
        return ""
    found = UNIT_BEHIND.fullmatch(" ".join(cell.split()))
    return line_of(found[2]) if found else ""


def is_asked(cell: Cell) -> bool:
    """Whether a price is to be asked for, or lies between two: hỏi, liên hệ, 35-40k."""
    if not isinstance(cell, str):
        return False
    text = cell.strip()
    return bool(ASKED.fullmatch(search_text(text)) or SPAN.fullmatch(text))


def _typed_price(text: str, meant: Meant) -> int | None:
    bare = DONG_MARK.sub("", text).strip()
    if PLAIN_NUMBER.fullmatch(bare) and not GROUPS.fullmatch(bare):
        return _whole_dong(Decimal(bare), "", meant)
    if meant.kind in (THOUSAND, RATE) and FIGURE.fullmatch(bare):
        return _whole_dong(figure_of(bare), "", meant)
    if bare.startswith("-"):
        raise Unfit("price_negative")
    try:
        return _sure(parse_price(text), meant)
    except PriceOutOfRange as problem:
        raise Unfit("price_huge") from problem
    except PriceAmbiguous as problem:
        raise Unfit("price_fraction") from problem
    except PriceUnreadable as problem:
        raise Unfit("price_unreadable") from problem


def _whole_dong(number: Decimal, foreign: str, meant: Meant) -> int | None:
    """An amount of what the file's money is, in dong."""
    if not number.is_finite() or number > MOST:
        raise Unfit("price_huge")
    if number < 0:
        raise Unfit("price_negative")
    if number == 0:
        return None
    if foreign and meant.kind != RATE:
        raise Unfit("price_foreign")
    if meant.kind == RATE:
        number = (number * meant.rate).quantize(Decimal(1), ROUND_HALF_UP)
    elif meant.kind == THOUSAND:
        number *= 1000
    if number != int(number):
        raise Unfit("price_fraction")
    return _sure(int(number), meant)


def _sure(amount: int, meant: Meant) -> int | None:
    if amount > MOST:
        raise Unfit("price_huge")
    if meant.kind == UNASKED and 0 < amount < LEAST_SURE_VND:
        raise Unfit("price_tiny")
    return amount or None


def figure_of(text: str) -> Decimal:
    """A number whose last sign before one or two digits parts a fraction; others group."""
    bare = text.replace("'", "").replace(" ", "")
    if GROUPS.fullmatch(bare):
        return _decimal(re.sub(r"[.,]", "", bare))
    whole, sign, rest = bare.rpartition("." if bare.rfind(".") > bare.rfind(",") else ",")
    return _decimal(re.sub(r"[.,]", "", whole) + ("." if sign else "") + rest)


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as problem:
        raise Unfit("price_unreadable") from problem


def looks_foreign(cell: Cell) -> bool:
    """Whether a price is hardly meant in dong: a strange sign, cents, or less than 1,000."""
    if cell is None or isinstance(cell, bool | date) or is_asked(cell):
        return False
    try:
        price_of(cell, Meant())
    except Unfit as problem:
        return problem.why in ("price_foreign", "price_fraction", "price_tiny")
    return False


def has_price(cell: Cell) -> bool:
    try:
        return not is_asked(cell) and price_of(cell, Meant(DONG)) is not None
    except Unfit:
        return True


def gtin_of(cell: Cell) -> tuple[str | None, str]:
    """The trade item number, or none and why: lost digits are said, never made up."""
    if cell is None:
        return None, ""
    if isinstance(cell, float):
        return None, "gtin_lost"
    text = text_of(cell).strip("'\u2019 ").replace("-", "").replace(" ", "")
    if not text or text in ("00", "0", "n/a"):
        return None, ""
    if SCIENCE.fullmatch(text):
        return None, "gtin_lost"
    if isinstance(cell, int) and not is_gtin(text):
        # Excel drops zeros at the front; only the one length that fits is taken.
        return (text.zfill(12), "") if is_gtin(text.zfill(12)) else (None, "gtin_wrong")
    return (text, "") if is_gtin(text) else (None, "gtin_wrong")


def stock_of(cell: Cell) -> tuple[int | None, str]:
    """How many are there; less than none is none, and said."""
    if isinstance(cell, str) and search_text(cell) in GONE:
        return 0, ""
    number = number_of(cell, is_counted=True)
    if number is None:
        return None, "" if cell is None else "stock_unread"
    if number < 0:
        return 0, "stock_negative"
    if number != int(number) or number > MOST_STOCK:
        return None, "stock_unread"
    return int(number), ""


def number_of(cell: Cell, *, is_counted: bool = False) -> Decimal | None:
    """A number; typed with dots before three digits it is in thousands where wholes are counted."""
    if cell is None or isinstance(cell, bool | date):
        return None
    text = text_of(cell).replace("\xa0", "").replace(" ", "")
    if is_counted and isinstance(cell, str) and DOTTED.fullmatch(text):
        return Decimal(text.replace(".", ""))
    if PLAIN_NUMBER.fullmatch(text):
        return Decimal(text)
    try:
        return figure_of(text) if FIGURE.fullmatch(text) else None
    except Unfit:
        return None


def grams_of(cell: Cell, unit: str) -> tuple[int | None, str]:
    """Whole grams of a weight in its unit, or in the one written behind it.

    In grams "1.500" are thousands; in anything larger it is one and a half, and that is said.
    """
    typed = MEASURE.fullmatch(cell.strip()) if isinstance(cell, str) else None
    if typed and GROUPED.fullmatch(typed[1]):
        if GRAMS.get((typed[2] or unit).casefold(), 0) > 1:
            cell = f"{typed[1].replace(',', '.')} {typed[2]}"
            grams, note = _measured(cell, unit, GRAMS, MOST_GRAMS, "weight_unread")
            return grams, note or "weight_doubtful"
        cell = f"{re.sub('[.,]', '', typed[1])} {typed[2]}"
    return _measured(cell, unit, GRAMS, MOST_GRAMS, "weight_unread")


def centimetres_of(cell: Cell, unit: str) -> tuple[int | None, str]:
    """Whole centimetres, at least one."""
    return _measured(cell, unit, CENTIMETRES, MOST_CM, "size_unread")


def _measured(
    cell: Cell, unit: str, known: dict[str, Decimal], most: int, unread: str
) -> tuple[int | None, str]:
    if cell is None:
        return None, ""
    parts = MEASURE.fullmatch(text_of(cell).strip())
    if not parts:
        return None, unread
    number = number_of(parts[1])
    times = known.get((parts[2] or unit).casefold())
    if number is None or times is None or number * times > most:
        return None, unread
    if number == 0:
        return None, ""
    return max(1, int((number * times).quantize(Decimal(1), ROUND_HALF_UP))), ""


def day_of(cell: Cell) -> date | None:
    """A day; moments of elsewhere are the day they are in Vietnam."""
    if cell is None:
        return None
    if isinstance(cell, str) and "T" in cell:
        try:
            at = datetime.fromisoformat(cell)
        except ValueError:
            return None
        return (at.astimezone(LOCAL) if at.tzinfo else at).date()
    try:
        found = read(cell, Kind.DAY)
    except Unreadable:
        return None
    return found if isinstance(found, date) else None


def parts_of(text: str, separators: str) -> list[str]:
    """A list in one cell; a separator behind a backslash is a plain letter."""
    pieces, piece, is_escaped = [], "", False
    for letter in text:
        if is_escaped:
            piece += letter if letter in separators else "\\" + letter
            is_escaped = False
        elif letter == "\\":
            is_escaped = True
        elif letter in separators:
            pieces.append(piece)
            piece = ""
        else:
            piece += letter
    pieces.append(piece + ("\\" if is_escaped else ""))
    return [bare for one in pieces if (bare := one.strip())]
