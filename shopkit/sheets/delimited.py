"""Rows out of text: comma, semicolon, tab or bar, whichever makes columns."""

import csv
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import islice

from shopkit.sheets.cells import Cell
from shopkit.sheets.flaws import SheetFlaw, SheetRefused
from shopkit.sheets.letters import SAMPLE, clean, decoded
from shopkit.sheets.writing import bared

SEPARATORS = ",;\t|"
SAMPLE_ROWS = 60
LONGEST_FIELD = 100_000
MOST_BREAKS = 100


def text_rows(content: bytes) -> tuple[dict[str, str], Iterator[list[Cell]]]:
    """What was found out about the text, and its rows."""
    text, codec = decoded(content)
    told_by, text = hinted(text)
    separator = told_by or separator_of(text)
    source = StringIO(text, newline="")
    if are_quotes_closed(text, separator):
        rows = csv.reader(source, delimiter=separator)
    else:
        rows = csv.reader(source, delimiter=separator, quoting=csv.QUOTE_NONE)
    return {"letters": codec, "separator": separator}, cells_of(rows)


def cells_of(rows: Iterator[list[str]]) -> Iterator[list[Cell]]:
    try:
        for row in rows:
            yield [cell_of(text) for text in row]
    except csv.Error as problem:
        raise SheetRefused(SheetFlaw.BROKEN) from problem


def cell_of(text: str) -> Cell:
    """The text without what a program put around it to keep it text: ="0123", '0123."""
    bare = clean(text)
    if bare.startswith('="') and bare.endswith('"') and len(bare) > 2:
        bare = bare[2:-1].replace('""', '"')
    return bared(bare) or None


def hinted(text: str) -> tuple[str | None, str]:
    """The separator that a first line such as `sep=;` tells, and the text without that line."""
    first, _, rest = text[:20].partition("\n")
    hint = first.strip().casefold()
    if hint.startswith("sep=") and hint[4:5] in tuple(SEPARATORS):
        return hint[4], text[len(text[:20]) - len(rest) :]
    return None, text


def separator_of(text: str) -> str:
    """The sign by which most rows fall into the same number of columns; a comma if none does."""
    return max(SEPARATORS, key=lambda sign: agreement(text[:SAMPLE], sign))


def agreement(sample: str, separator: str) -> int:
    """How much columns of this separator hold: rows that agree, weighed by their columns."""
    rows = csv.reader(StringIO(sample, newline=""), delimiter=separator)
    try:
        widths = Counter(len(row) for row in islice(rows, SAMPLE_ROWS) if len(row) > 1)
    except csv.Error:
        return 0
    return max(((width - 1) * count for width, count in widths.items()), default=0)


def are_quotes_closed(text: str, separator: str) -> bool:
    """Whether quotes enclose cells here; one that never ends would swallow the rest of the file."""
    csv.field_size_limit(LONGEST_FIELD)
    try:
        rows = csv.reader(StringIO(text, newline=""), delimiter=separator)
        return not any(cell.count("\n") > MOST_BREAKS for row in rows for cell in row)
    except csv.Error:
        return False
