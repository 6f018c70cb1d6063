"""Reading the row numbers of a signed list: "1-12, 14, 17-30", with what else was noted there."""

import re
from dataclasses import dataclass

from shopkit.errors import Refusal
from shopkit.text.search import fold
from shopkit.training.rules.attendance import ABSENT, LATE, LEFT_EARLY, PRESENT

LONGEST, HIGHEST = 400, 999
# What people write behind a number: came late (muộn), left early (sớm), was not there (vắng).
MARKS = {"": PRESENT, "m": LATE, "muon": LATE, "s": LEFT_EARLY, "som": LEFT_EARLY,
         "v": ABSENT, "vang": ABSENT}  # fmt: skip
DASHES = re.compile(r"\s*(?:[-\u2010-\u2015]|\bden\b)\s*")
# A space parts pieces only between two numbers, so that "5 m" stays one.
BETWEEN = re.compile(r"[,;.\n]+|(?<=[\da-z])\s+(?=\d)")
PIECE = re.compile(r"(\d{1,3})(?:-(\d{1,3}))?\s*([a-z]*)")


class RowsUnreadable(Refusal):
    """A piece of the line is no row; `piece` is what was written there."""

    def __init__(self, piece: str) -> None:
        super().__init__("no row")
        self.piece = piece


class RowsBackward(RowsUnreadable):
    """A span that ends before it begins."""


class RowTwice(Refusal):
    """A row is told in two ways."""

    def __init__(self, number: int) -> None:
        super().__init__(str(number))
        self.number = number


class RowsTooLong(Refusal):
    """The line is longer than any list."""


@dataclass(frozen=True)
class Rows:
    """What the line says of each row, by number, in order."""

    statuses: dict[int, str]

    def __len__(self) -> int:
        return len(self.statuses)


def read_rows(text: str) -> Rows:
    """Each number that was written, with what was noted behind it; raises what cannot be read."""
    if len(text) > LONGEST:
        raise RowsTooLong
    joined = DASHES.sub("-", fold(text).strip())
    found: dict[int, str] = {}
    for piece in BETWEEN.split(joined):
        if piece.strip():
            for number, status in _of_piece(piece.strip()):
                if found.get(number, status) != status:
                    raise RowTwice(number)
                found[number] = status
    return Rows(dict(sorted(found.items())))


def _of_piece(piece: str) -> list[tuple[int, str]]:
    read = PIECE.fullmatch(piece)
    if read is None or read[3] not in MARKS:
        raise RowsUnreadable(piece)
    first = int(read[1])
    last = int(read[2]) if read[2] else first
    if not 1 <= first <= HIGHEST:
        raise RowsUnreadable(piece)
    if last < first:
        raise RowsBackward(piece)
    return [(number, MARKS[read[3]]) for number in range(first, last + 1)]
