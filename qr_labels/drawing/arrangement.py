"""Where each thing stands on one label."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import floor

from qr_labels.drawing.fonts import (
    ASCENT,
    CAP_HEIGHT,
    LINE_HEIGHT,
    broken_lines,
    text_width,
)
from qr_labels.drawing.labels import NOT_GS1_MARK, Label
from qr_labels.stock.label_stock import Stock
from qr_labels.symbol.errors import SymbolTooSmall
from qr_labels.symbol.one import DOT_MM, Device, smallest_module_mm

CUT_TOLERANCE_MM = 1.0
"""What a knife or a printer may be off: nothing stands nearer to the label's edge."""

SMALLEST_DIGITS_MM = 1.5
"""Height of signs that can still be typed off a label."""

SMALLEST_TEXT_MM = 1.4
"""Type whose capitals are 1.03 mm high; the label decree (37/2026, 37.3) asks for 0.9 mm."""

LARGEST_SYMBOL_MM = 45.0
LARGEST_TITLE_MM = 7.0
SIDE_STEP = 0.94
UNIT_STEP = 0.96
CODE_WEIGHT = 600


class LabelFull(ValueError):
    """The words do not fit the label at a readable size; nothing was left out."""

    def __init__(self, stock: Stock, title: str) -> None:
        super().__init__(
            f"the text of {title[:60]!r} does not fit a label of {stock.label_w_mm:g} x "
            f"{stock.label_h_mm:g} mm beside its symbol: shorten it or take a larger label"
        )
        self.stock = stock


@dataclass(frozen=True)
class Box:
    """A place in mm from the lower left."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Line:
    """One line of text; `x` is its left edge, `size` the type size in mm."""

    text: str
    x: float
    baseline: float
    size: float
    weight: int


@dataclass(frozen=True)
class Stars:
    """A row of stars, each `size` mm wide."""

    count: int
    x: float
    y: float
    size: float


@dataclass(frozen=True)
class Arrangement:
    """One label in mm from its lower left: the symbol's box includes its quiet zone, `code`
    is the line of the widest code of the run."""

    symbol: Box
    code: Line
    lines: tuple[Line, ...]
    stars: tuple[Stars, ...]


@dataclass(frozen=True)
class _Words:
    """A paragraph without a place; `share` is its size beside the title's."""

    text: str
    share: float
    weight: int
    smallest: float = SMALLEST_TEXT_MM
    stars: int = 0
    whole: bool = False

    def size(self, unit: float) -> float:
        return max(self.smallest, unit * self.share)


@dataclass(frozen=True)
class _Column:
    """Paragraphs for the top and for the bottom of a box."""

    top: tuple[_Words, ...]
    bottom: tuple[_Words, ...]
    centred: bool = False


def arrange(
    label: Label, stock: Stock, *, modules: int, widest_code: str, device: Device
) -> Arrangement:
    """The arrangement with the largest symbol that leaves room for all words.

    `modules` counts a side with its quiet zone. Raises SymbolTooSmall, LabelFull, GlyphMissing.
    """
    inner = _inner(stock)
    tall = inner.height > inner.width * 0.9
    for side in _sides(inner, modules, device, tall=tall):
        for code_below in (True, False):
            arranged = _arranged(label, inner, side, widest_code, tall, code_below)
            if arranged is not None:
                return _on_dots(arranged, device)
    raise LabelFull(stock, label.title)


def _inner(stock: Stock) -> Box:
    left, top, right, bottom = (
        max(CUT_TOLERANCE_MM, unprinted) for unprinted in stock.unprinted_mm()
    )
    return Box(left, bottom, stock.label_w_mm - left - right, stock.label_h_mm - top - bottom)


def _sides(inner: Box, modules: int, device: Device, *, tall: bool) -> Iterator[float]:
    """Symbol sides to try, the largest first; whole dots to a module for a thermal head."""
    limit = modules * smallest_module_mm(device)
    room = min(inner.width, inner.height)
    if limit > room:
        raise SymbolTooSmall(room, limit, device)
    share = inner.height * 0.5 if tall else inner.width * 0.46
    side = max(limit, min(room, share, LARGEST_SYMBOL_MM))
    dot = DOT_MM.get(device)
    while side > limit:
        yield side if dot is None else floor(side / modules / dot) * dot * modules
        side = max(limit, side * SIDE_STEP)
    yield limit


def _arranged(
    label: Label, inner: Box, side: float, code: str, tall: bool, code_below: bool
) -> Arrangement | None:
    below = _code_below(code, side, inner, tall) if code_below else None
    if code_below and below is None:
        return None
    stack = side + (LINE_HEIGHT * below if below else 0)
    words = _Words(code, 0.9, CODE_WEIGHT, SMALLEST_DIGITS_MM / CAP_HEIGHT, whole=True)
    symbol, text = _boxes(inner, side, stack, tall)
    for facts in _facts(label):
        column = _column(label, facts, None if below else words, tall)
        placed = _largest(column, text)
        if placed is None:
            continue
        lines, stars = placed
        if below:
            x = symbol.x + (side - text_width(code, below, CODE_WEIGHT)) / 2
            code_line = Line(code, x, symbol.y - ASCENT * below * 0.86, below, CODE_WEIGHT)
        else:
            code_line = next(line for line in lines if line.text == code)
        rest = tuple(line for line in lines if line is not code_line)
        return Arrangement(symbol, code_line, rest, stars)
    return None


def _code_below(code: str, side: float, inner: Box, tall: bool) -> float | None:
    """The type size of a code under the symbol, if it is readable there."""
    smallest = SMALLEST_DIGITS_MM / CAP_HEIGHT
    wide = side * 0.97 / text_width(code, 1, CODE_WEIGHT)
    size = min(wide, side * 0.12)
    if size < smallest or (not tall and side + LINE_HEIGHT * size > inner.height):
        return None
    return size


def _boxes(inner: Box, side: float, stack: float, tall: bool) -> tuple[Box, Box]:
    """The symbol's box and the box left for words."""
    margin = min(2.5, 0.03 * inner.height)
    if tall:
        symbol = Box(inner.x + (inner.width - side) / 2, inner.y + stack - side, side, side)
        text = Box(
            inner.x + margin, inner.y + stack, inner.width - 2 * margin, inner.height - stack
        )
        return symbol, text
    spare = inner.height - stack
    symbol = Box(inner.x, inner.y + spare / 2 + stack - side, side, side)
    x = inner.x + side + margin / 2
    width = inner.x + inner.width - margin - x
    return symbol, Box(x, inner.y + margin, width, inner.height - 2 * margin)


def _facts(label: Label) -> Iterator[tuple[str, ...]]:
    """Lot and dates one under the other, or else running on."""
    facts = label.facts()
    yield facts
    if len(facts) > 1:
        yield ("\u00a0 ".join(facts),)


def _column(label: Label, facts: Sequence[str], code: _Words | None, centred: bool) -> _Column:
    top = [_Words(label.title, 1, 700, smallest=1.9)]
    if label.maker:
        top.append(_Words(label.maker, 0.68, 500))
    top += [_Words(fact, 0.68, 400) for fact in facts]
    if label.ocop_stars:
        top.append(_Words("OCOP", 0.68, 700, stars=label.ocop_stars))
    bottom = []
    if label.host:
        bottom.append(_Words(label.host, 0.62, 500))
    if code:
        bottom.append(code)
    if label.not_gs1:
        bottom.append(_Words(NOT_GS1_MARK, 0.5, 400))
    return _Column(tuple(top), tuple(bottom), centred)


def _largest(column: _Column, box: Box) -> tuple[tuple[Line, ...], tuple[Stars, ...]] | None:
    """The column at the largest type that fits the box, or None."""
    unit = min(LARGEST_TITLE_MM, box.height * 0.22)
    smallest = SMALLEST_TEXT_MM
    while unit > smallest:
        placed = _placed(column, box, unit)
        if placed is not None:
            return placed
        unit *= UNIT_STEP
    return _placed(column, box, smallest)


def _placed(
    column: _Column, box: Box, unit: float
) -> tuple[tuple[Line, ...], tuple[Stars, ...]] | None:
    top = _broken(column.top, box.width, unit)
    bottom = _broken(column.bottom, box.width, unit)
    if top is None or bottom is None:
        return None
    needed = sum(LINE_HEIGHT * words.size(unit) for words in top + bottom)
    if needed > box.height:
        return None
    bottom_height = sum(LINE_HEIGHT * words.size(unit) for words in bottom)
    placed = [
        *_stacked(top, box, box.y + box.height, unit, column.centred),
        *_stacked(bottom, box, box.y + bottom_height, unit, column.centred),
    ]
    return tuple(line for line, _ in placed), tuple(stars for _, stars in placed if stars)


def _broken(paragraphs: Sequence[_Words], width: float, unit: float) -> list[_Words] | None:
    """One entry for each line, or None when a word is too wide."""
    broken: list[_Words] = []
    for words in paragraphs:
        size = words.size(unit)
        lines = broken_lines(words.text, width - _stars_width(words, size), size, words.weight)
        if lines is None or (words.whole and len(lines) > 1):
            return None
        broken += [
            _Words(line, words.share, words.weight, words.smallest, words.stars) for line in lines
        ]
    return broken


def _stars_width(words: _Words, size: float) -> float:
    return (words.stars + 0.4) * size if words.stars else 0.0


def _stacked(
    lines: Sequence[_Words], box: Box, y: float, unit: float, centred: bool
) -> Iterator[tuple[Line, Stars | None]]:
    for words in lines:
        size = words.size(unit)
        wide = text_width(words.text, size, words.weight)
        spare = box.width - wide - _stars_width(words, size)
        x = box.x + (spare / 2 if centred else 0)
        baseline = y - ASCENT * size
        stars = None
        if words.stars:
            stars = Stars(words.stars, x + wide + 0.4 * size, baseline - 0.06 * size, size * 0.9)
        yield Line(words.text, x, baseline, size, words.weight), stars
        y -= LINE_HEIGHT * size


def _on_dots(arranged: Arrangement, device: Device) -> Arrangement:
    """The same with the symbol on whole dots of a thermal head."""
    dot = DOT_MM.get(device)
    if dot is None:
        return arranged
    old = arranged.symbol
    symbol = Box(floor(old.x / dot) * dot, floor(old.y / dot) * dot, old.width, old.height)
    return Arrangement(symbol, arranged.code, arranged.lines, arranged.stars)
