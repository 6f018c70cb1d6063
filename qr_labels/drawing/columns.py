"""Words set into a box: as large as fits, all of them, or not at all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from qr_labels.drawing.fonts import ASCENT, DESCENT, balanced_lines, broken_lines, reach, text_width

LARGEST_TEXT_MM = 7.0
LEADINGS = (1.22, 1.1)
"""Line distances in type sizes; where letters would meet, the lines stand further apart."""

CLEAR = 0.04
"""What stays white between the lowest letter of a line and the highest of the next."""

UNIT_STEP = 0.96
PARAGRAPH_GAP = 0.22
STAR_SHARE = 0.9
STAR_STEP = 1.08


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
    """A row of stars, each `size` mm wide and STAR_STEP of that from the next."""

    count: int
    x: float
    y: float
    size: float


@dataclass(frozen=True)
class Words:
    """A paragraph without a place; `share` is its size beside the first one's.

    `whole` words stay on one line; stars follow the last word.
    """

    text: str
    share: float
    weight: int
    smallest: float
    stars: int = 0
    whole: bool = False

    def size(self, unit: float) -> float:
        """The type size when the first paragraph has size `unit`."""
        return max(self.smallest, unit * self.share)

    def stars_width(self, size: float) -> float:
        """What the stars and the space before them take."""
        return (0.4 + self.stars * STAR_SHARE * STAR_STEP) * size if self.stars else 0.0


@dataclass(frozen=True)
class Column:
    """Paragraphs for the top and for the bottom of a box."""

    top: tuple[Words, ...]
    bottom: tuple[Words, ...]
    centred: bool = False


@dataclass(frozen=True)
class Filled:
    """A column in its place."""

    lines: tuple[Line, ...]
    stars: tuple[Stars, ...]


@dataclass(frozen=True)
class _Setting:
    """One try: the size of the first paragraph and the distance of lines."""

    unit: float
    leading: float

    @property
    def gap(self) -> float:
        return PARAGRAPH_GAP * self.unit if self.leading == LEADINGS[0] else 0.0


def filled(column: Column, box: Box) -> Filled | None:
    """The column at the largest type that fits the box, or None; raises GlyphMissing."""
    settings = list(_settings(column, box))
    # The tightest first: what does not fit even so needs no further try.
    if not _fits(column, box, settings[-1]):
        return None
    # Balanced lines bring other letters above each other, which may need more room.
    return next(
        (
            _placed(column, box, setting)
            for setting in settings
            if _fits(column, box, setting) and _fits(column, box, setting, balanced=True)
        ),
        None,
    )


def _fits(column: Column, box: Box, setting: _Setting, *, balanced: bool = False) -> bool:
    top = _broken(column.top, box.width, setting.unit, balanced=balanced)
    bottom = _broken(column.bottom, box.width, setting.unit, balanced=balanced)
    if top is None or bottom is None:
        return False
    needed = _height(top, setting) + setting.gap + _height(bottom, setting)
    return needed <= box.height


def _settings(column: Column, box: Box) -> Iterator[_Setting]:
    """From the largest type to where every paragraph has reached its smallest."""
    last = min(words.smallest / words.share for words in column.top + column.bottom)
    for leading in LEADINGS:
        unit = min(LARGEST_TEXT_MM, box.height * 0.22)
        while unit > last:
            yield _Setting(unit, leading)
            unit *= UNIT_STEP
        yield _Setting(last, leading)


def _broken(
    paragraphs: Sequence[Words], width: float, unit: float, *, balanced: bool = False
) -> list[Words] | None:
    """One entry for each line, or None when a word is too wide."""
    broken: list[Words] = []
    for words in paragraphs:
        size = words.size(unit)
        room = width - words.stars_width(size)
        breaking = balanced_lines if balanced else broken_lines
        lines = breaking(words.text, room, size, words.weight)
        if lines is None or (words.whole and len(lines) > 1):
            return None
        broken += [replace(words, text=line, stars=0) for line in lines[:-1]]
        broken += [replace(words, text=line) for line in lines[-1:]]
    return broken


def _height(lines: Sequence[Words], setting: _Setting) -> float:
    """What lines take, with all that hangs below the last of them."""
    text = sum(setting.leading * words.size(setting.unit) for words in lines)
    hanging = max(0.0, ASCENT + DESCENT - setting.leading)
    text += sum(hanging * words.size(setting.unit) for words in lines[-1:])
    raised = sum(_raised(words, setting) for words in lines[:1])
    return text + raised + sum(_parted(*pair, setting) for pair in pairwise(lines))


def _raised(first: Words, setting: _Setting) -> float:
    """How far the first line's marks reach above the room that lines have by themselves."""
    return max(0.0, reach(first.text, first.weight)[1] - ASCENT) * first.size(setting.unit)


def _parted(above: Words, below: Words, setting: _Setting) -> float:
    """What two lines stand apart beyond the distance of lines: a gap, or so that Ễ clears g."""
    high, low = above.size(setting.unit), below.size(setting.unit)
    gap = setting.gap if _starts_group(above, below) else 0.0
    given = setting.leading * high + ASCENT * (low - high)
    depth, rise = reach(above.text, above.weight)[0], reach(below.text, below.weight)[1]
    return max(gap, depth * high + rise * low + CLEAR * low - given)


def _starts_group(above: Words, below: Words) -> bool:
    """Whether a gap parts two lines: where the type changes."""
    return (above.share, above.weight) != (below.share, below.weight)


def _placed(column: Column, box: Box, setting: _Setting) -> Filled:
    lines: list[Line] = []
    stars: list[Stars] = []
    for paragraphs, is_top in ((column.top, True), (column.bottom, False)):
        broken = _broken(paragraphs, box.width, setting.unit, balanced=True) or []
        top = box.y + (box.height if is_top else _height(broken, setting))
        for words, baseline in _baselines(broken, top, setting):
            size = words.size(setting.unit)
            wide = text_width(words.text, size, words.weight)
            spare = box.width - wide - words.stars_width(size)
            x = box.x + (spare / 2 if column.centred else 0)
            lines.append(Line(words.text, x, baseline, size, words.weight))
            if words.stars:
                x += wide + 0.4 * size
                stars.append(Stars(words.stars, x, baseline - 0.06 * size, STAR_SHARE * size))
    return Filled(tuple(lines), tuple(stars))


def _baselines(
    lines: Sequence[Words], top: float, setting: _Setting
) -> Iterator[tuple[Words, float]]:
    for number, words in enumerate(lines):
        size = words.size(setting.unit)
        if number:
            top -= _parted(lines[number - 1], words, setting)
        else:
            top -= _raised(words, setting)
        yield words, top - ASCENT * size
        top -= setting.leading * size
