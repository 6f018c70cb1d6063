"""Where things stand on a payment stand: one column for paper, two for a square picture."""

from dataclasses import dataclass
from typing import Literal

from qr_labels.drawing.stand_column import (
    HEAVY,
    LIGHT,
    STRONG,
    Column,
    SetLines,
    StandTextTooLong,
    set_lines,
)
from qr_labels.drawing.stand_page import DEEP, GREY, Code, Item, Page, Slot, Words
from qr_labels.symbol.one import QUIET_ZONE, Symbol

# A module thinner than this is at the edge of what a cheap phone separates at arm's length.
SMALLEST_MODULE_MM = 0.5
# A picture's column of words is narrow: everything in it shrinks together until it fits.
SHRINKING = (1.0, 0.9, 0.8, 0.7, 0.6)


@dataclass(frozen=True)
class Content:
    """The lines of a stand, already worded."""

    heading: str
    holder: str
    bank: str
    account: str
    amount: str | None
    purpose: str | None
    warning: str
    note: str


@dataclass(frozen=True)
class Measures:
    """Sizes of one format, in its own unit; text sizes are (largest, smallest)."""

    width: float
    height: float
    margin: float
    top: float
    heading: tuple[float, float]
    holder: tuple[float, float]
    holder_height: float
    warning: float
    bank: tuple[float, float]
    account: tuple[float, float]
    amount: tuple[float, float]
    note: float
    gap: float
    slot: tuple[float, float] | None = None


def _paper(width: float, height: float) -> Measures:
    """An A format, scaled from A5 so that all three are one design."""
    u = width / 148
    return Measures(
        width=width,
        height=height,
        margin=11 * u,
        top=12 * u,
        heading=(5.2 * u, 2.6 * u),
        holder=(14.5 * u, 5 * u),
        holder_height=34 * u,
        warning=10.5 * u,
        bank=(7 * u, 3.4 * u),
        account=(13.5 * u, 6 * u),
        amount=(10.5 * u, 5 * u),
        note=3.3 * u,
        gap=4.5 * u,
    )


MEASURES = {
    "a4": _paper(210, 297),
    "a5": _paper(148, 210),
    "a6": _paper(105, 148),
    "card": Measures(
        width=54,
        height=86,
        margin=3.6,
        top=9.4,
        heading=(2.3, 1.7),
        holder=(5.6, 2.5),
        holder_height=12.2,
        warning=4.3,
        bank=(3, 1.9),
        account=(5.2, 3),
        amount=(4.2, 2.6),
        note=1.8,
        gap=1.5,
        slot=(14, 3),
    ),
    "png": Measures(
        width=1080,
        height=1080,
        margin=60,
        top=52,
        heading=(36, 22),
        holder=(112, 36),
        holder_height=180,
        warning=78,
        bank=(44, 26),
        account=(76, 40),
        amount=(64, 36),
        note=24,
        gap=30,
    ),
}


def compose(
    content: Content, symbol: Symbol, kind: Literal["a4", "a5", "a6", "card", "png"]
) -> Page:
    """Lay a stand out; StandTextTooLong when a text has no readable size."""
    m = MEASURES[kind]
    items = _square(content, symbol, m) if kind == "png" else _upright(content, symbol, m)
    if m.slot:
        width, height = m.slot
        items.append(Slot((m.width - width) / 2, m.top * 0.34, width, height))
    return Page(m.width, m.height, tuple(items))


def _upright(content: Content, symbol: Symbol, m: Measures) -> list[Item]:
    """Everything centred in one column, for paper."""
    width = m.width - 2 * m.margin
    column = Column(m.margin, width, m.top, centred=True)
    _add_opening(column, content, m)
    note = _note(content, m, column)
    payee = _payee(content, m, width, 1.0, narrow=False)
    payee_top = note.baseline - note.size - m.gap * 0.5 - _stacked(payee, m.gap)
    room = payee_top - column.y
    # The quiet zone may lie in the page's own margin: paper there is white too.
    side = min(room, width * symbol.modules / symbol.size)
    if side / symbol.modules < SMALLEST_MODULE_MM:
        raise StandTextTooLong("payload", symbol.text)
    column.items.append(Code(symbol, (m.width - side) / 2, column.y + (room - side) / 2, side))
    column.y = payee_top
    _add_payee(column, payee, m.gap)
    return [*column.items, note]


def _square(content: Content, symbol: Symbol, m: Measures) -> list[Item]:
    """The symbol on the left, the account beside it, for a screen."""
    width = m.width - 2 * m.margin
    top = Column(m.margin, width, m.top, centred=False)
    _add_opening(top, content, m)
    # Whole pixels to a module; a quarter of the width and more is kept for words, and the quiet
    # zone on the left is the margin.
    room = min(m.height - m.margin * 0.7 - top.y, width * 0.76)
    pixels = int(min(room // symbol.modules, m.margin // QUIET_ZONE))
    quiet, side = QUIET_ZONE * pixels, symbol.modules * pixels
    x, y = m.margin - quiet, m.height - m.margin - side + quiet
    left = x + side
    words = Column(left, m.width - m.margin - left, y + quiet, centred=False)
    note = _note(content, m, words)
    below = note.baseline - note.size - m.gap
    _add_payee(words, _shrunk_payee(content, m, words.width, below - words.y), m.gap)
    return [*top.items, Code(symbol, x, y, side), *words.items, note]


def _add_opening(column: Column, content: Content, m: Measures) -> None:
    """Stall, holder and the warning: the same on every format."""
    heading = set_lines("label", content.heading, m.heading, column.width, weight=STRONG)
    column.add(heading, DEEP)
    holder = set_lines(
        "holder",
        content.holder,
        m.holder,
        column.width,
        weight=HEAVY,
        height=m.holder_height,
        most_lines=3,
    )
    column.y += heading.marks_below + m.gap + holder.marks_above
    column.add(holder)
    column.y += m.gap * 0.8 + holder.marks_below
    column.add_strip("warning", content.warning, m.warning)


def _payee(
    content: Content, m: Measures, width: float, shrink: float, *, narrow: bool
) -> list[SetLines]:
    """Where the money goes and how much of it, one text below the other."""

    def fitted(
        field: str, text: str, sizes: tuple[float, float], weight: int, most_lines: int
    ) -> SetLines:
        large, small = sizes
        # What shrinks together may go below its usual smallest size, but not by much.
        sizes = (large * shrink, min(small, large * shrink) * 0.9)
        return set_lines(field, text, sizes, width, weight=weight, most_lines=most_lines)

    payee = [
        fitted("bank_name", content.bank, m.bank, STRONG, 4 if narrow else 2),
        fitted("account", content.account, m.account, HEAVY, 3 if narrow else 1),
    ]
    if content.amount:
        payee.append(fitted("amount", content.amount, m.amount, HEAVY, 1))
    if content.purpose:
        payee.append(fitted("purpose", content.purpose, m.bank, LIGHT, 4 if narrow else 2))
    return payee


def _shrunk_payee(content: Content, m: Measures, width: float, height: float) -> list[SetLines]:
    for shrink in SHRINKING:
        payee = _payee(content, m, width, shrink, narrow=True)
        if _stacked(payee, m.gap) <= height:
            return payee
    raise StandTextTooLong("bank_name", content.bank)


def _stacked(texts: list[SetLines], gap: float) -> float:
    """The height that `_add_payee` takes."""
    return sum(text.height + text.marks_above for text in texts) + gap * len(texts)


def _add_payee(column: Column, texts: list[SetLines], gap: float) -> None:
    for text in texts:
        column.y += text.marks_above
        column.add(text)
        column.y += gap


def _note(content: Content, m: Measures, column: Column) -> Words:
    """The small line at the foot: whether somebody has checked the name."""
    note = set_lines("note", content.note, (m.note, m.note * 0.7), column.width, weight=LIGHT)
    foot = m.height - m.margin * (1.0 if not column.centred else 0.8)
    return Words(content.note, column.anchor, foot, note.size, LIGHT, GREY, column.centred)
