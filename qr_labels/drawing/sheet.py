"""Label sheets and rolls as print-ready PDF files."""

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from qr_labels.drawing.labels import Label
from qr_labels.drawing.pages import MOST_PER_FILE, RunDrawing, Sheets
from qr_labels.stock.calibration import Calibration
from qr_labels.stock.cells import pages_of_cells
from qr_labels.stock.label_stock import Stock
from qr_labels.symbol.one import Device, Level

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class DrawnFile:
    """A finished file and which of the codes it carries."""

    path: Path
    first: int
    count: int


def draw_sheets(
    codes: Sequence[str],
    *,
    address: str,
    content: Label,
    stock: Stock,
    out: Path,
    per_file: int = MOST_PER_FILE,
    start_cell: int = 0,
    skip: Collection[int] = (),
    calibration: Calibration | None = None,
    cut_marks: bool = False,
    level: Level = "M",
    device: Device | None = None,
    progress: Progress | None = None,
) -> list[Path]:
    """Write one label for each code, in order, and return the files in order.

    A symbol holds `address + code`. A run of one file is written to `out`, a longer one to
    `out` with -1, -2, ... before the suffix; a file ends with a full page, holds at most
    `per_file` labels, and appears only when all are finished. `start_cell` and `skip` are
    those of `pages_of_cells`. `device` is "phone" for sheets and "203dpi" for rolls unless
    given. `progress` is told the labels done and all labels. Raises UnevenCodes, TextTooLong,
    SymbolTooSmall, LabelFull, GlyphMissing, CodeUndrawable, ValueError.
    """
    sheets = Sheets(
        codes=codes,
        address=address,
        content=content,
        stock=stock,
        start_cell=start_cell,
        skip=skip,
        calibration=calibration,
        cut_marks=cut_marks,
        per_file=per_file,
        level=level,
        device=device,
    )
    with TemporaryDirectory(dir=out.parent, prefix=".labels-") as folder:
        drawn = list(drawn_files(sheets, Path(folder), progress))
        return handed_out([file.path for file in drawn], out)


def drawn_files(
    sheets: Sheets, folder: Path, progress: Progress | None = None
) -> Iterator[DrawnFile]:
    """Draw the run into files in `folder`, each given out as soon as it is finished."""
    files = list(_files_of_pages(sheets))
    drawing = RunDrawing(sheets, sum(map(len, files)))
    first = 0
    for number, pages in enumerate(files, 1):
        path = folder / f"{number}.pdf"
        done = drawing.draw(path, pages)
        if progress:
            progress(done, len(sheets.codes))
        yield DrawnFile(path, first, done - first)
        first = done


def handed_out(finished: Sequence[Path], out: Path) -> list[Path]:
    """Give finished files their names: `out`, or `out` with -1, -2, ... for several."""
    names = [out]
    if len(finished) > 1:
        numbers = range(1, len(finished) + 1)
        names = [out.with_name(f"{out.stem}-{number}{out.suffix}") for number in numbers]
    for path, name in zip(finished, names, strict=True):
        os.replace(path, name)
    return names


def _files_of_pages(sheets: Sheets) -> Iterator[list[tuple[int, ...]]]:
    """Pages in files of at most `per_file` labels, each file but the last of full pages."""
    if not sheets.stock.cells <= sheets.per_file <= MOST_PER_FILE:
        raise ValueError(
            f"a file holds {sheets.stock.cells} (one page) to {MOST_PER_FILE} labels, "
            f"asked {sheets.per_file}"
        )
    pages: list[tuple[int, ...]] = []
    count = 0
    for cells in pages_of_cells(
        sheets.stock, len(sheets.codes), start_cell=sheets.start_cell, skip=sheets.skip
    ):
        if count + len(cells) > sheets.per_file:
            yield pages
            pages, count = [], 0
        pages.append(cells)
        count += len(cells)
    yield pages
