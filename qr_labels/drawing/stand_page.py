"""A composed page: what stands where, before anything decides how it is painted."""

from dataclasses import dataclass

from qr_labels.symbol.one import Symbol

INK = "#111111"
DEEP = "#0b3b40"
GREY = "#5c6166"
PAPER = "#ffffff"


@dataclass(frozen=True)
class Words:
    """One line of text; `x` is its left edge, or its middle when `centred`."""

    text: str
    x: float
    baseline: float
    size: float
    weight: int
    colour: str = INK
    centred: bool = False


@dataclass(frozen=True)
class Bar:
    """A filled rectangle with rounded corners."""

    x: float
    y: float
    width: float
    height: float
    radius: float
    colour: str


@dataclass(frozen=True)
class Slot:
    """The outline of a hole to be punched."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Code:
    """A symbol whose side includes the quiet zone."""

    symbol: Symbol
    x: float
    y: float
    side: float


Item = Words | Bar | Slot | Code


@dataclass(frozen=True)
class Page:
    """Items in millimetres (for paper) or pixels (for a screen), measured from the top left."""

    width: float
    height: float
    items: tuple[Item, ...]
