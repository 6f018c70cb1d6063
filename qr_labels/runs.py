"""Draws a run of labels and reads every symbol of the finished files before handing them out."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from qr_labels.drawing.pages import Sheets
from qr_labels.drawing.sheet import Progress, drawn_files, handed_out
from qr_labels.reading.pdf_check import check_file

Check = Literal["all", "sample", "none"]
ONE_IN: dict[Check, int] = {"all": 1, "sample": 50}


def print_run(
    sheets: Sheets, out: Path, *, check: Check = "all", progress: Progress | None = None
) -> list[Path]:
    """Draw a run and return its files, named as `draw_sheets` names them.

    Every symbol ("all"), or one in fifty ("sample"), is read from the bits in the finished
    file and compared; a label that differs raises SymbolMismatch, and no file appears at all.
    Raises what `draw_sheets` raises.
    """
    finished = []
    with TemporaryDirectory(dir=out.parent, prefix=".labels-") as folder:
        for file in drawn_files(sheets, Path(folder), progress):
            if check != "none":
                codes = sheets.codes[file.first : file.first + file.count]
                check_file(file.path, sheets.address, codes, every=ONE_IN[check])
            finished.append(file.path)
        return handed_out(finished, out)
