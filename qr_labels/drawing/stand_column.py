"""Lines of text set as large as their place allows, one below the other."""

from dataclasses import dataclass

from qr_labels.drawing.fonts import ASCENT, BREAKS, CAP_HEIGHT, DESCENT, text_width
from qr_labels.drawing.stand_page import DEEP, INK, PAPER, Bar, Item, Words

LIGHT, STRONG, HEAVY = 500, 600, 700
LEADING = 1.22
LONGEST_TEXT = 160
# One line more is worth it only for letters larger by this.
WORTH_A_LINE = 1.08


class StandTextTooLong(ValueError):
    """A text that no readable size fits on the stand."""

    def __init__(self, field: str, text: str) -> None:
        self.field = field
        self.given = text
        super().__init__(f"{field}: too long for this format at a readable size: {text[:80]!r}")


class StandTextMissing(ValueError):
    """A line that a stand cannot do without is empty."""

    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(f"{field}: a stand needs it, and it is empty")


@dataclass(frozen=True)
class SetLines:
    """A text broken into lines, with its size and weight."""

    lines: tuple[str, ...]
    size: float
    weight: int

    @property
    def height(self) -> float:
        """From the top of the first capitals to the last baseline."""
        return self.size * (CAP_HEIGHT + LEADING * (len(self.lines) - 1))

    @property
    def marks_above(self) -> float:
        """What stacked Vietnamese marks need above the capitals."""
        return self.size * (ASCENT - CAP_HEIGHT)

    @property
    def marks_below(self) -> float:
        """What dots and tails need below the last baseline."""
        return self.size * DESCENT


def set_lines(
    field: str,
    text: str,
    sizes: tuple[float, float],
    width: float,
    *,
    weight: int,
    height: float = float("inf"),
    most_lines: int = 1,
) -> SetLines:
    """Set a text as large as its place allows; raises StandTextTooLong, StandTextMissing."""
    words = [word for word in BREAKS.split(text) if word]
    if not words:
        raise StandTextMissing(field)
    if len(text) > LONGEST_TEXT:
        raise StandTextTooLong(field, text)
    largest, smallest = sizes
    best = SetLines((), 0, weight)
    for count in range(1, min(most_lines, len(words)) + 1):
        lines = _balanced(words, count, weight)
        size = min(
            largest,
            width / max(text_width(line, 1, weight) for line in lines),
            height / (CAP_HEIGHT + LEADING * (count - 1)),
        )
        if size > best.size * WORTH_A_LINE:
            best = SetLines(lines, size, weight)
    if best.size < smallest:
        raise StandTextTooLong(field, text)
    return best


def _balanced(words: list[str], count: int, weight: int) -> tuple[str, ...]:
    """Break words into `count` lines so that the widest line is as narrow as can be."""
    if count == 1:
        return (" ".join(words),)
    best: tuple[str, ...] = ()
    best_width = float("inf")
    for cut in range(1, len(words) - count + 2):
        lines = (" ".join(words[:cut]), *_balanced(words[cut:], count - 1, weight))
        width = max(text_width(line, 1, weight) for line in lines)
        if width < best_width:
            best, best_width = lines, width
    return best


class Column:
    """Sets lines from `y` downwards; what it has set is in `items`."""

    def __init__(self, left: float, width: float, y: float, *, centred: bool) -> None:
        self.items: list[Item] = []
        self.left, self.width, self.y, self.centred = left, width, y, centred

    @property
    def anchor(self) -> float:
        """Where lines hang: the middle, or the left edge."""
        return self.left + self.width / 2 if self.centred else self.left

    def add(self, text: SetLines, colour: str = INK) -> None:
        """Set the lines with their capitals starting at `y`, and move to the last baseline."""
        baseline = self.y + text.size * CAP_HEIGHT
        for line in text.lines:
            self.items.append(
                Words(line, self.anchor, baseline, text.size, text.weight, colour, self.centred)
            )
            baseline += text.size * LEADING
        self.y += text.height

    def add_strip(self, field: str, text: str, height: float) -> None:
        """White words on a dark bar: the one line nobody should miss."""
        self.items.append(Bar(self.left, self.y, self.width, height, height * 0.2, DEEP))
        sizes = (height * 0.56, height * 0.2)
        words = set_lines(field, text, sizes, self.width - height * 0.8, weight=HEAVY)
        baseline = self.y + (height + words.height) / 2
        middle = self.left + self.width / 2
        self.items.append(Words(text, middle, baseline, words.size, HEAVY, PAPER, True))
        self.y += height
