"""What the pages of an import show of its rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from xlsxwriter.utility import xl_col_to_name

from shopkit.db.files import Files
from shopkit.imports.actions.checking import HEADING_AGAIN, JOINED, UNREADABLE
from shopkit.imports.actions.shelf import roll_of
from shopkit.imports.actions.specs import Spec
from shopkit.imports.models import (
    CHECKED,
    CHECKING,
    DROPPED,
    TAKEN,
    TAKING,
    UPLOADED,
    Import,
)
from shopkit.imports.rules.columns import NO_HEADING, Fate, Layout
from shopkit.imports.rules.guessing import headings
from shopkit.sheets.cells import Cell, text_of
from shopkit.sheets.rolls import Roll
from shopkit.web.language import gettext as _

SAMPLES = 3
HEADING_CHOICES = 40
LONGEST_CELL, LONGEST_ROW = 60, 120


@dataclass(frozen=True)
class Problem:
    """Rows that will not be taken for one reason, with the first few of them."""

    fate: Fate
    sentence: str
    count: int
    examples: list[tuple[int, str]]


def sentence(spec: Spec, reason: str, column: str) -> str:
    """Why a row was not taken."""
    if reason == UNREADABLE:
        return _("Không đọc được cột “%(column)s”", column=spec.words.column(column))
    if reason == HEADING_AGAIN:
        return _("Dòng tiêu đề lặp lại")
    if reason == JOINED:
        return _("Dòng viết tiếp của dòng trên, đã ghép vào")
    return spec.words.reason(reason)


def problems_of(files: Files, spec: Spec, brought: Import, layout: Layout) -> list[Problem]:
    """All that will not be taken, what could not be read first."""
    told = [one for one in brought.findings if one.get("fate") not in (None, Fate.GOOD)]
    roll = roll_of(files, brought.rows_file)
    problems = [
        Problem(
            Fate(one["fate"]),
            sentence(spec, one["reason"], one["column"]),
            one["count"],
            [(number, row_text(roll, layout.sheet, number)) for number in one["rows"]],
        )
        for one in told
    ]
    order = [Fate.FAILED, Fate.LEFT_OUT, Fate.KNOWN]
    return sorted(problems, key=lambda one: order.index(one.fate))


def row_text(roll: Roll, sheet: int, number: int) -> str:
    """A row as people see it in the file, shortened."""
    row: Sequence[Cell] = next(roll.rows(sheet, number - 1), [])
    text = " · ".join(text for cell in row if (text := " ".join(text_of(cell).split())))
    return shortened(text, LONGEST_ROW)


def shortened(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def samples_of(files: Files, brought: Import, layout: Layout) -> list[list[tuple[int, str]]]:
    """The first rows below the headings, each as its filled cells by column."""
    rows = roll_of(files, brought.rows_file).rows(layout.sheet, layout.first_row)
    filled = (row for row in rows if any(cell is not None for cell in row))
    return [
        [(at, shortened(text_of(cell), LONGEST_CELL)) for at, cell in enumerate(row)]
        for row in islice(filled, SAMPLES)
    ]


def column_choices(files: Files, brought: Import, layout: Layout) -> list[tuple[str, str]]:
    """The columns of the file as choices: letter, heading, and what stands first below it."""
    roll = roll_of(files, brought.rows_file)
    top = list(islice(roll.rows(layout.sheet, max(0, layout.heading)), 2))
    names = headings(top, min(0, layout.heading), layout.height)
    first: dict[int, str] = {}
    for row in samples_of(files, brought, layout):
        for at, text in row:
            if text:
                first.setdefault(at, text)
    choices = [("", _("(không có trong tệp)"))]
    for at in sorted({*names, *first}):
        shown = [names.get(at, ""), shortened(first.get(at, ""), 24)]
        choices.append((str(at), f"{xl_col_to_name(at)}: " + " — ".join(filter(None, shown))))
    return choices


def heading_choices(files: Files, brought: Import, sheet: int) -> list[tuple[int, str]]:
    """The first rows of a sheet, one of which holds the headings."""
    rows = islice(roll_of(files, brought.rows_file).rows(sheet), HEADING_CHOICES)
    found = [
        (number, f"{number + 1}: {text}")
        for number, row in enumerate(rows)
        if (text := joined(row))
    ]
    return [*found, (NO_HEADING, _("Tệp không có dòng tên cột"))]


def joined(row: Sequence[Cell]) -> str:
    return shortened(" · ".join(text for cell in row if (text := text_of(cell))), LONGEST_CELL)


def table_of(samples: Sequence[Sequence[tuple[int, str]]]) -> Iterator[list[str]]:
    """The samples as rows of equal length."""
    width = max((len(row) for row in samples), default=0)
    for row in samples:
        yield [text for _at, text in row] + [""] * (width - len(row))


def state_badges() -> dict[str, tuple[str, str, str]]:
    """The states of an import as word, icon and tone."""
    # icons: clock circle-check circle-x
    return {
        UPLOADED: (_("Chờ chọn cột"), "clock", "wait"),
        CHECKING: (_("Đang đọc"), "clock", "wait"),
        CHECKED: (_("Chờ lấy"), "clock", "wait"),
        TAKING: (_("Đang lấy"), "clock", "wait"),
        TAKEN: (_("Đã lấy"), "circle-check", "good"),
        DROPPED: (_("Đã xóa"), "circle-x", "plain"),
    }
