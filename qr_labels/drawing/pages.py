"""Draws the files of one run of labels."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from reportlab.lib import units

from qr_labels.drawing.arrangement import CODE_WEIGHT, Arrangement, LabelFull, arrange
from qr_labels.drawing.blocks import LABEL_FORM, LabelBlocks
from qr_labels.drawing.columns import Line
from qr_labels.drawing.document import SheetDocument
from qr_labels.drawing.fonts import font_name, text_width
from qr_labels.drawing.labels import Label
from qr_labels.drawing.marks import (
    ADVICE,
    ADVICE_SIZE_MM,
    advice_baseline,
    draw_cut_marks,
    draw_line,
    draw_words,
)
from qr_labels.payload.serials import ALPHABET, BODY_LENGTHS, grouped
from qr_labels.stock.calibration import Calibration
from qr_labels.stock.label_stock import CLIPPED_EDGE_MM, Stock
from qr_labels.symbol.one import DOT_MM, QUIET_ZONE, Device, Level
from qr_labels.symbol.run import Octets, Run

MOST_PER_FILE = 20_000
LABELS_AT_ONCE = 500
FRAME_FORM = "C"
OPTIONAL_WORDS = ("host", "ocop_stars", "maker")
WIDE_SIGN = "N"
"""Six of seven codes are narrower than one of this sign alone, the others an eighth at most."""

PDF_STRING_SIGNS = frozenset("()\\")


class CodeUndrawable(ValueError):
    """A code that a buyer could not type from the label: brackets or a backslash in it."""


@dataclass(frozen=True)
class Sheets:
    """A run of labels to be drawn; the fields are those of `draw_sheets`.

    A run whose files are drawn one by one says with `pages_before` and `labels_before` what the
    earlier files hold, and with `pages_in_all` how many pages there are, for the margin's words.
    """

    codes: Sequence[str]
    address: str
    content: Label
    stock: Stock
    start_cell: int = 0
    skip: Collection[int] = ()
    calibration: Calibration | None = None
    cut_marks: bool = False
    per_file: int = MOST_PER_FILE
    level: Level = "M"
    device: Device | None = None
    pages_before: int = 0
    labels_before: int = 0
    pages_in_all: int | None = None

    @property
    def printer(self) -> Device:
        """What limits how small modules may be."""
        return self.device or ("203dpi" if self.stock.kind == "roll" else "phone")


class RunDrawing:
    """What all files of a run share: its symbols and the arrangement of a label."""

    def __init__(self, sheets: Sheets, page_count: int) -> None:
        if not sheets.codes:
            raise ValueError("a run needs at least one code")
        self.sheets = sheets
        self.page_count = sheets.pages_in_all or page_count
        self.run = Run(sheets.address, sheets.codes, level=sheets.level)
        self.arrangement = _arrangement(sheets, self.run)
        self._in_groups = _are_ours(sheets.codes)
        self._advice = advice_baseline(sheets.stock)
        self._pages_drawn = sheets.pages_before
        self._labels_drawn = 0

    def draw(self, path: Path, pages: Sequence[Sequence[int]]) -> int:
        """Write the next file, of these pages; returns how many labels are drawn by now."""
        stock = self.sheets.stock
        document = SheetDocument(path, stock.page_w_mm, stock.page_h_mm, self.sheets.content.title)
        start = self._opening(document)
        font = document.font(font_name(CODE_WEIGHT))
        numbers = document.font(font_name())
        first = self._labels_drawn
        codes = self.sheets.codes[first : first + sum(map(len, pages))]
        shown = _as_bytes([grouped(code) for code in codes] if self._in_groups else codes)
        blocks = LabelBlocks(
            stock,
            self.arrangement,
            size=self.run.size,
            dots=self._dots(),
            code_length=shown.shape[1],
            font=font,
        )
        done = 0
        for batch in _batches(pages):
            labels = slice(done, done + sum(map(len, batch)))
            matrices = self.run.matrices(codes[labels])
            for cells, content in zip(
                batch, blocks.pages(batch, matrices, shown[labels]), strict=True
            ):
                done += len(cells)
                words = self._numbers(numbers, first + done, cells)
                document.add_page(start + content + words)
        document.save()
        self._labels_drawn += done
        return self._labels_drawn

    def _opening(self, document: SheetDocument) -> bytes:
        """Draw what never changes, and return the operators every page begins with."""
        stock, canvas = self.sheets.stock, document.canvas
        canvas.beginForm(
            LABEL_FORM.decode(), 0, 0, stock.label_w_mm * units.mm, stock.label_h_mm * units.mm
        )
        draw_words(canvas, self.arrangement)
        canvas.endForm()
        document.add_form(LABEL_FORM.decode())
        canvas.beginForm(FRAME_FORM)
        if self.sheets.cut_marks:
            draw_cut_marks(canvas, stock)
        if self._advice is not None:
            advice = f"{ADVICE}  ·  {stock.name}"
            draw_line(canvas, Line(advice, self._left(), self._advice, ADVICE_SIZE_MM, 400))
        canvas.endForm()
        document.add_form(FRAME_FORM)
        calibration = self.sheets.calibration
        moved = _matrix(calibration, stock.page_h_mm) if calibration else b""
        return b"%b/%b Do\n" % (moved, FRAME_FORM.encode())

    def _dots(self) -> int | None:
        """Dots of a thermal head to a module."""
        dot = DOT_MM.get(self.sheets.printer)
        if dot is None:
            return None
        modules = self.run.size + 2 * QUIET_ZONE
        return round(self.arrangement.symbol.width / (modules * dot))

    def _left(self) -> float:
        return max(CLIPPED_EDGE_MM + 1, self.sheets.stock.left_mm)

    def _numbers(self, font: bytes, last: int, cells: Sequence[int]) -> bytes:
        """Which page this is and which labels it holds, in the margin if there is room."""
        self._pages_drawn += 1
        if self._advice is None:
            return b""
        last += self.sheets.labels_before
        first = last - len(cells) + 1
        words = f"{self._pages_drawn} / {self.page_count}  [{first} - {last}]"
        x = self.sheets.stock.page_w_mm - self._left() - text_width(words, ADVICE_SIZE_MM)
        return b"BT %b %.3f Tf %.3f %.3f Td(%b)Tj ET\n" % (
            font,
            ADVICE_SIZE_MM * units.mm,
            x * units.mm,
            self._advice * units.mm,
            words.encode(),
        )


def _batches(pages: Sequence[Sequence[int]]) -> Iterator[Sequence[Sequence[int]]]:
    """Pages in batches of some hundred labels: on rolls a page has one, and calls add up."""
    size = max(1, LABELS_AT_ONCE // max(map(len, pages)))
    for first in range(0, len(pages), size):
        yield pages[first : first + size]


def fitted(sheets: Sheets) -> tuple[Sheets, tuple[str, ...]]:
    """The run with as few words left out as make it fit, and the names of the fields left out.

    Tries without `host`, then `ocop_stars`, then `maker`, as far as needed; a run that fits
    comes back as it is. Raises LabelFull when even that does not fit.
    """
    run = Run(sheets.address, sheets.codes, level=sheets.level)
    empty = Label(title="")
    left_out: tuple[str, ...] = ()
    for name in (*OPTIONAL_WORDS, None):
        try:
            _arrangement(sheets, run)
        except LabelFull:
            if name is None:
                raise
            if getattr(sheets.content, name):
                content = replace(sheets.content, **{name: getattr(empty, name)})
                sheets, left_out = replace(sheets, content=content), (*left_out, name)
        else:
            break
    return sheets, left_out


def _arrangement(sheets: Sheets, run: Run) -> Arrangement:
    return arrange(
        sheets.content,
        sheets.stock,
        modules=run.size + 2 * QUIET_ZONE,
        code=_wide_code(sheets.codes),
        device=sheets.printer,
    )


def _are_ours(codes: Sequence[str]) -> bool:
    """Whether all are short codes of ours, which are printed in groups for typing."""
    return len(codes[0]) - 1 in BODY_LENGTHS and set("".join(codes)) <= set(ALPHABET)


def _wide_code(codes: Sequence[str]) -> str:
    """A code as printed that is as wide as one should be: for our own codes always the same,
    so that label and reprint are alike, for others the widest of the run."""
    if _are_ours(codes):
        return grouped(WIDE_SIGN * len(codes[0]))
    used = set("".join(codes))
    if used & PDF_STRING_SIGNS:
        raise CodeUndrawable("a code that is typed from a label has no brackets and no backslash")
    widths = {sign: text_width(sign, 1, CODE_WEIGHT) for sign in used}
    return max(codes, key=lambda code: sum(widths[sign] for sign in code))


def _as_bytes(codes: Sequence[str]) -> Octets:
    return np.frombuffer("".join(codes).encode("ascii"), np.uint8).reshape(len(codes), -1)


def _matrix(calibration: Calibration, page_h_mm: float) -> bytes:
    """The calibration as an operator in points from the lower left."""

    def moved(x: float, y: float) -> tuple[float, float]:
        right, down = calibration.moved(x, page_h_mm - y)
        return right, page_h_mm - down

    e, f = moved(0, 0)
    (a, b), (c, d) = moved(1, 0), moved(0, 1)
    turned = (a - e, b - f, c - e, d - f)
    return b"%.7f %.7f %.7f %.7f %.4f %.4f cm\n" % (*turned, e * units.mm, f * units.mm)
