"""Where each thing stands on one label."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import floor

from qr_labels.drawing.columns import Box, Column, Filled, Line, Stars, Words, filled
from qr_labels.drawing.fonts import CAP_HEIGHT, text_width
from qr_labels.drawing.labels import Label
from qr_labels.payload.own_codes import NOT_GS1
from qr_labels.stock.label_stock import Stock
from qr_labels.symbol.errors import SymbolTooSmall
from qr_labels.symbol.one import DOT_MM, QUIET_ZONE, Device, smallest_module_mm

CUT_TOLERANCE_MM = 1.0
"""What a knife or a printer may be off: nothing stands nearer to the label's edge."""

OVER_MM = 0.01
"""What a blank edge may be over by reckoning alone."""

SMALLEST_DIGITS_MM = 1.5
"""Height of signs that can still be typed off a label."""

SMALLEST_TEXT_MM: dict[Device, float] = {"phone": 1.3, "300dpi": 1.5, "203dpi": 1.7}
"""On a desktop printer capitals of 0.96 mm, where the label decree (37/2026, 37.3) asks for
0.9; a thermal head needs some 14 dots to draw ễ."""

TITLE_RATIO = 1.1
LARGEST_SYMBOL_MM = 60.0
SIDE_STEP = 0.94
CODE_WEIGHT = 600
CODE_LEADING = 1.0
UNDER_LEADING = 0.82
UNDER_SHARE = 0.84
LARGEST_CODE_SHARE = 0.12
WIDE_SHARE = 0.46
TALL_SHARE = 0.5


class LabelFull(ValueError):
    """The words do not fit the label at a readable size; nothing was left out."""

    def __init__(self, stock: Stock, title: str) -> None:
        super().__init__(
            f"the text of {title[:60]!r} does not fit a label of {stock.label_w_mm:g} x "
            f"{stock.label_h_mm:g} mm beside its symbol: shorten it or take a larger label"
        )
        self.stock = stock


@dataclass(frozen=True)
class Arrangement:
    """One label in mm from its lower left: the symbol's box includes its quiet zone, `code`
    is the line of a code that is as wide as any should be."""

    symbol: Box
    code: Line
    lines: tuple[Line, ...]
    stars: tuple[Stars, ...]


@dataclass(frozen=True)
class _Plan:
    """A way to divide a label. The code stands under the symbol, along the label's foot, or
    among the words (`code_size` None)."""

    inner: Box
    side: float
    module: float
    tall: bool
    dot: float | None
    code_size: float | None = None
    at_foot: bool = False

    @property
    def code_height(self) -> float:
        return CODE_LEADING * (self.code_size or 0)

    @property
    def stack(self) -> float:
        """Height of the symbol and of what stands under it."""
        return self.side + self.code_height


def arrange(label: Label, stock: Stock, *, modules: int, code: str, device: Device) -> Arrangement:
    """The arrangement with the largest symbol that leaves room for all words.

    `modules` counts a side with its quiet zone, `code` is a wide one as printed. Raises
    SymbolTooSmall, LabelFull, GlyphMissing.
    """
    inner = _inner(stock)
    tall = inner.height > inner.width * 0.9
    for side in _sides(inner, modules, device, tall=tall):
        for plan in _plans(_Plan(inner, side, side / modules, tall, DOT_MM.get(device)), code):
            arranged = _arranged(label, plan, code, SMALLEST_TEXT_MM[device])
            if arranged is not None:
                return arranged
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
    share = inner.height * TALL_SHARE if tall else inner.width * WIDE_SHARE
    side = min(room, share, LARGEST_SYMBOL_MM)
    dot = DOT_MM.get(device)
    while side > limit:
        yield side if dot is None else floor(side / modules / dot) * dot * modules
        side *= SIDE_STEP
    yield limit


def _plans(plan: _Plan, code: str) -> Iterator[_Plan]:
    """Places for the code, the best first, where it is large enough to be typed."""
    wide = text_width(code, 1, CODE_WEIGHT)
    smallest = SMALLEST_DIGITS_MM / CAP_HEIGHT
    largest = max(smallest, plan.side * LARGEST_CODE_SHARE)
    under = min(plan.side * UNDER_SHARE / wide, largest)
    if under >= smallest and (plan.tall or plan.side + CODE_LEADING * under <= plan.inner.height):
        yield replace(plan, code_size=under)
    yield plan
    spare = (plan.inner.height - plan.side) / CODE_LEADING
    foot = min(spare, plan.inner.width / wide, largest)
    if foot >= smallest and not plan.tall:
        yield replace(plan, code_size=foot, at_foot=True)


def _arranged(label: Label, plan: _Plan, code: str, smallest: float) -> Arrangement | None:
    symbol, text = _boxes(plan)
    if symbol.y + symbol.height > plan.inner.y + plan.inner.height + OVER_MM:
        return None  # on whole dots there is no room for it
    for facts in _facts(label):
        top = _top(label, facts, smallest)
        bottom = _bottom(label, None if plan.code_size else code, smallest)
        column = filled(Column(top, bottom, centred=plan.tall), text)
        if column is None:
            continue
        line = _code_line(code, plan, symbol, column)
        rest = tuple(other for other in column.lines if other is not line)
        return Arrangement(symbol, line, rest, column.stars)
    return None


def _boxes(plan: _Plan) -> tuple[Box, Box]:
    """The symbol's box and the box left for words."""
    inner, side, stack = plan.inner, plan.side, plan.stack
    margin = min(2.5, 0.03 * inner.height)
    if plan.tall:
        x = inner.x + (inner.width - side) / 2
        width = inner.width - 2 * margin
        symbol = _on_dots(plan, x, inner.y + plan.code_height)
        # On whole dots it may have come a little higher than it was reckoned.
        y = max(inner.y + stack, symbol.y + side)
        return symbol, Box(inner.x + margin, y, width, inner.y + inner.height - margin - y)
    # A quiet zone stays blank, so it may lie where nothing is printed.
    left = max(CUT_TOLERANCE_MM, inner.x - QUIET_ZONE * plan.module)
    spare = (inner.height - stack) / 2
    # On a large label the words stand level with the symbol's dark edge, not with its quiet zone.
    inset = max(margin, min(QUIET_ZONE * plan.module, spare + margin))
    foot = spare + plan.code_height if plan.at_foot else inset
    x = left + side
    width = inner.x + inner.width - margin - x
    text = Box(x, inner.y + foot, width, inner.height - inset - foot)
    return _on_dots(plan, left, inner.y + spare + plan.code_height), text


def _on_dots(plan: _Plan, x: float, y: float) -> Box:
    """The symbol's box there, or, for a thermal head, on the whole dots next to there."""
    if plan.dot is not None:
        x, y = floor(x / plan.dot) * plan.dot, floor(y / plan.dot) * plan.dot
        if y - plan.code_height < plan.inner.y:
            y += plan.dot
    return Box(x, y, plan.side, plan.side)


def _facts(label: Label) -> Iterator[Sequence[str]]:
    """Lot and dates one under the other, or else running on."""
    facts = label.facts()
    yield facts
    if len(facts) > 1:
        yield ("\u00a0 ".join(facts),)


def _top(label: Label, facts: Sequence[str], smallest: float) -> tuple[Words, ...]:
    words = [Words(label.title, 1, 700, smallest * TITLE_RATIO)]
    if label.maker:
        words.append(Words(label.maker, 0.68, 500, smallest))
    words += [Words(fact, 0.68, 400, smallest) for fact in facts]
    if label.ocop_stars:
        words.append(Words("OCOP", 0.68, 700, smallest, stars=label.ocop_stars))
    return tuple(words)


def _bottom(label: Label, code: str | None, smallest: float) -> tuple[Words, ...]:
    words = []
    if label.host:
        words.append(Words(label.host, 0.62, 500, smallest))
    if code:
        digits = SMALLEST_DIGITS_MM / CAP_HEIGHT
        words.append(Words(code, 0.9, CODE_WEIGHT, digits, whole=True))
    if label.not_gs1:
        words.append(Words(NOT_GS1, 0.5, 400, smallest))
    return tuple(words)


def _code_line(code: str, plan: _Plan, symbol: Box, column: Filled) -> Line:
    size = plan.code_size
    if size is None:
        return next(line for line in column.lines if line.text == code)
    # From the symbol's dark edge on, unless the label ends too soon.
    right = plan.inner.x + plan.inner.width - text_width(code, size, CODE_WEIGHT)
    x = min(symbol.x + QUIET_ZONE * plan.module, right)
    # At the foot it keeps clear of the words above, under the symbol it may stand near.
    drop = plan.code_height if plan.at_foot else UNDER_LEADING * size
    return Line(code, x, symbol.y - drop, size, CODE_WEIGHT)
