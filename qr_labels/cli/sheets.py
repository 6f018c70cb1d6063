"""Command `sheet`: a run of labels to PDF, every symbol read back."""

import argparse
import csv
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from qr_labels.cli.files import output_file, saying_refusals, write_whole
from qr_labels.cli.lines import GOOD
from qr_labels.drawing.labels import MOST_STARS, Label
from qr_labels.drawing.pages import Sheets
from qr_labels.drawing.sheet import Progress
from qr_labels.payload import serials
from qr_labels.payload.errors import shortened
from qr_labels.payload.gtin import is_like_gs1
from qr_labels.runs import print_run
from qr_labels.stock.calibration import Calibration, from_measured
from qr_labels.stock.catalogue import UnknownStock, stock
from qr_labels.stock.label_stock import Stock

MOST_LABELS = 1_000_000
LARGEST_CODES_FILE = 64 * 2**20
CODE_HEADINGS = ("code", "codes", "serial", "mã", "mã số")

_MEASURED = {
    "x_error_mm": "how far right of the first label's corner the cross stands",
    "y_error_mm": "how far below it",
    "ruler_x_mm": "how long the ruler across came out",
    "ruler_y_mm": "how long the ruler down came out",
    "slant_mm": "how much lower the right end of the ruler across is",
}


def add_sheet(parser: argparse.ArgumentParser) -> None:
    """Give the parser the options of `sheet`."""
    address = "what stands before the code; a smaller symbol in upper case"
    parser.add_argument("--address", required=True, help=address)
    parser.add_argument("--count", type=_number(1, MOST_LABELS), help="that many fresh codes")
    parser.add_argument(
        "--codes",
        type=Path,
        metavar="FILE.csv",
        help="with --count the codes are written here; without it these codes are printed",
    )
    parser.add_argument("--out", required=True, type=output_file(".pdf"), metavar="FILE.pdf")
    parser.add_argument("--check", default="all", choices=("all", "sample", "none"))
    parser.add_argument("--level", default="M", choices=("L", "M", "Q", "H"))
    add_stock(parser)
    _add_words(parser.add_argument_group("words on the label"))
    _add_paper(parser.add_argument_group("paper and printer"))
    parser.set_defaults(run=saying_refusals(write_sheets), wrong_use=parser.error)


def add_stock(parser: argparse.ArgumentParser) -> None:
    """Give the parser --stock."""
    parser.add_argument("--stock", required=True, type=_stock, metavar="NAME", help="see `stocks`")


def _add_words(words: "argparse._ArgumentGroup") -> None:
    words.add_argument("--title", required=True, help="what the product is")
    words.add_argument("--maker", default="", help="who made it")
    words.add_argument("--lot", default="")
    words.add_argument("--made", default="", help="what stands after NSX")
    words.add_argument("--best-before", default="", help="what stands after HSD")
    words.add_argument("--host", default="", help="where the code can be typed in")
    words.add_argument("--stars", type=_number(0, MOST_STARS), default=0, help="OCOP stars")
    words.add_argument("--gs1", action="store_true", help="GS1 codes: no mark of an own code")


def _add_paper(paper: "argparse._ArgumentGroup") -> None:
    paper.add_argument("--start-cell", type=_number(0, 1_999), default=0, help="from 0")
    paper.add_argument("--skip", type=_cells, default=(), help="spoiled cells, such as 3,4,70")
    paper.add_argument("--cut-marks", action="store_true")
    devices = ("phone", "203dpi", "300dpi")
    paper.add_argument("--device", choices=devices, help="203dpi for rolls, phone for sheets")
    for name, meaning in _MEASURED.items():
        paper.add_argument("--" + name.replace("_", "-"), type=float, metavar="MM", help=meaning)


def write_sheets(options: argparse.Namespace) -> int:
    """Draw and check a run; prints the files, one a line."""
    list_to = _list_to(options)
    codes = serials.codes(options.count) if options.count else read_codes(options.codes)
    if not options.gs1:
        refuse_gs1_alike(codes)
    sheets = Sheets(
        codes=codes,
        address=options.address,
        content=_label(options),
        stock=options.stock,
        start_cell=options.start_cell,
        skip=options.skip,
        calibration=_calibration(options),
        cut_marks=options.cut_marks,
        level=options.level,
        device=options.device,
    )
    files = print_run(sheets, options.out, check=options.check, progress=_progress())
    if list_to:
        write_whole(list_to, "\n".join(["code", *codes, ""]).encode())
    for file in files:
        print(file)
    print(f"{len(codes)} labels, {len(set(codes))} different codes", file=sys.stderr)
    return GOOD


def refuse_gs1_alike(codes: Sequence[str]) -> None:
    """Raise ValueError for an own code that could be taken for a GS1 number."""
    alike = next((code for code in codes if is_like_gs1(code)), None)
    if alike is not None:
        message = "is all digits, as GS1 numbers are: say --gs1 if it is one, or add a letter"
        raise ValueError(f"the code {shortened(alike)} {message}")


def _list_to(options: argparse.Namespace) -> Path | None:
    """Where fresh codes are listed; wrong use of --count and --codes ends the command."""
    if options.codes is None:
        if options.count is None:
            options.wrong_use("say --count, or --codes with a file of codes")
        return None
    try:
        return output_file(".csv")(str(options.codes)) if options.count else None
    except argparse.ArgumentTypeError as error:
        options.wrong_use(f"argument --codes: {error}")
        raise


def read_codes(path: Path) -> list[str]:
    """The codes of a CSV file: the column headed `code`, else the first; blank lines skipped.

    Raises ValueError for a file that is too large, not UTF-8, or holds none.
    """
    if path.stat().st_size > LARGEST_CODES_FILE:
        raise ValueError(f"a file of codes is at most {LARGEST_CODES_FILE >> 20} MB")
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            rows = [row for row in csv.reader(file) if any(cell.strip() for cell in row)]
        except csv.Error as error:
            raise ValueError(f"this is no list of codes: {error}") from error
    column = 0
    headings = [cell.strip().casefold() for cell in rows[0]] if rows else []
    named = [number for number, cell in enumerate(headings) if cell in CODE_HEADINGS]
    if named:
        column, rows = named[0], rows[1:]
    short = next((row for row in rows if len(row) <= column), None)
    if short is not None:
        raise ValueError(f"a line has no code: {','.join(short)[:80]}")
    codes = [row[column].strip() for row in rows]
    if not 0 < len(codes) <= MOST_LABELS:
        raise ValueError(f"a file holds 1 to {MOST_LABELS} codes, this one {len(codes)}")
    return codes


def _label(options: argparse.Namespace) -> Label:
    return Label(
        title=options.title,
        maker=options.maker,
        lot=options.lot,
        made_on=options.made,
        best_before=options.best_before,
        host=options.host,
        ocop_stars=options.stars,
        not_gs1=not options.gs1,
    )


def _calibration(options: argparse.Namespace) -> Calibration | None:
    measured = {name: getattr(options, name) for name in _MEASURED}
    given = {name: length for name, length in measured.items() if length is not None}
    return from_measured(options.stock, **given) if given else None


def _progress() -> Progress | None:
    if not sys.stderr.isatty():
        return None

    def show(done: int, all_labels: int) -> None:
        end = "\n" if done == all_labels else ""
        print(f"\r{done:,} / {all_labels:,}", end=end, file=sys.stderr, flush=True)

    return show


def _number(least: int, most: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        # Nine digits hold every limit here; a longer text is not cut to one that fits.
        is_short = text.isascii() and text.isdigit() and len(text) <= 9
        if not is_short or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"a whole number from {least} to {most}")
        return int(text)

    return number


def _cells(text: str) -> Sequence[int]:
    return [_number(0, MOST_LABELS)(cell.strip()) for cell in text.split(",")]


def _stock(name: str) -> Stock:
    try:
        return stock(name)
    except UnknownStock as unknown:
        raise argparse.ArgumentTypeError(str(unknown)) from unknown
