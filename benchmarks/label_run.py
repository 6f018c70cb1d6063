"""A province's run of unique labels to PDF, beside segno and ReportLab one label at a time.

    python -m benchmarks.label_run [--labels 105000] [--slice 650] [--stock tomy-145-a]

Both draw the same words on the same sheet. The peer draws a slice, before and after ours, and
its time is scaled up; ours draws the whole run in a process of its own, without a check and
with every symbol read back from the finished files. Times are CPU seconds of one core.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import segno
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from qr_labels.drawing.labels import Label
from qr_labels.drawing.pages import RunDrawing, Sheets
from qr_labels.payload import serials
from qr_labels.runs import Check, print_run
from qr_labels.stock.catalogue import stock
from qr_labels.stock.label_stock import Stock

ADDRESS = "HTTPS://SHOPKIT.VN/T/"
WANTED_UNCHECKED, WANTED_CHECKED = 100, 50
WANTED_PEAK_MB, WANTED_BYTES = 150, 300
CONTENT = Label(
    title="Mật ong bạc hà Mèo Vạc",
    maker="HKD Nguyễn Thị Mẫu, Hà Giang",
    lot="L261122A",
    made_on=date(2026, 11, 22),
    best_before=date(2028, 11, 22),
    host="shopkit.vn/t",
    ocop_stars=4,
)


@dataclass(frozen=True)
class Measured:
    """One run of ours: CPU seconds of drawing and checking, peak memory, size of the files."""

    seconds: float
    peak_mb: float
    bytes_a_label: float
    files: int


def ours(count: int, known: Stock, check: Check, address: str) -> Measured:
    """Draw a run in this process."""
    sheets = Sheets(serials.codes(count), address, CONTENT, known)
    with TemporaryDirectory() as folder:
        start = time.process_time()
        files = print_run(sheets, Path(folder) / "labels.pdf", check=check)
        seconds = time.process_time() - start
        size = sum(file.stat().st_size for file in files)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Measured(seconds, peak, size / count, len(files))


def ours_apart(options: argparse.Namespace, check: Check) -> Measured:
    """The same in a fresh process, so that its peak memory is its own."""
    command = [
        sys.executable, "-m", "benchmarks.label_run", "--alone", check,
        "--labels", str(options.labels), "--stock", options.stock, "--address", options.address,
    ]  # fmt: skip
    said = subprocess.run(command, check=True, capture_output=True, text=True)
    return Measured(**json.loads(said.stdout))


def theirs(count: int, known: Stock, address: str) -> float:
    """Seconds a label by segno, which chooses each mask, and ReportLab's own calls."""
    codes = serials.codes(count)
    # Where things stand is worked out once for both and not counted.
    layout = RunDrawing(Sheets(codes, address, CONTENT, known), 1).arrangement
    with TemporaryDirectory() as folder:
        start = time.process_time()
        canvas = Canvas(str(Path(folder) / "labels.pdf"), pageCompression=1)
        canvas.setPageSize((known.page_w_mm * mm, known.page_h_mm * mm))
        for number, code in enumerate(codes):
            cell = number % known.cells
            if number and cell == 0:
                canvas.showPage()
            left, top = known.cell_corner(cell)
            canvas.saveState()
            canvas.translate(left * mm, (known.page_h_mm - top - known.label_h_mm) * mm)
            symbol = segno.make(address + code, error="m", boost_error=False, micro=False)
            module = layout.symbol.width / (len(symbol.matrix) + 8) * mm
            x, y = layout.symbol.x * mm + 4 * module, layout.symbol.y * mm + 4 * module
            path = canvas.beginPath()
            for row, modules in enumerate(symbol.matrix):
                bottom = y + (len(symbol.matrix) - row - 1) * module
                # Dark modules side by side as one rectangle: half the work for the peer.
                column = 0
                for dark, group in groupby(modules):
                    length = len(list(group))
                    if dark:
                        path.rect(x + column * module, bottom, length * module, module)
                    column += length
            canvas.drawPath(path, stroke=0, fill=1)
            for line in layout.lines:
                canvas.setFont("BeVietnamPro-Regular", line.size * mm)
                canvas.drawString(line.x * mm, line.baseline * mm, line.text)
            canvas.setFont("BeVietnamPro-SemiBold", layout.code.size * mm)
            canvas.drawString(layout.code.x * mm, layout.code.baseline * mm, code)
            canvas.restoreState()
        canvas.save()
        return (time.process_time() - start) / count


def report(name: str, measured: Measured, peer: float, labels: int, wanted: int) -> bool:
    """Print one line and say whether the figure is reached."""
    ratio = peer * labels / measured.seconds
    print(
        f"{name:22} {measured.seconds:6.2f} s  {measured.seconds / labels * 1e6:6.1f} µs a label  "
        f"{ratio:5.0f} times (wanted {wanted})  {measured.peak_mb:4.0f} MB  "
        f"{measured.bytes_a_label:4.0f} bytes a label  {measured.files} files"
    )
    return (
        ratio >= wanted
        and measured.peak_mb <= WANTED_PEAK_MB
        and measured.bytes_a_label <= WANTED_BYTES
    )


def main() -> int:
    """Measure and print; 1 when a figure is not reached."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--labels", type=int, default=105_000)
    parser.add_argument("--slice", type=int, default=650)
    parser.add_argument("--stock", default="tomy-145-a")
    parser.add_argument("--address", default=ADDRESS)
    parser.add_argument("--alone", choices=("all", "sample", "none"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    known = stock(options.stock)
    if options.alone:
        measured = ours(options.labels, known, options.alone, options.address)
        print(json.dumps(asdict(measured)))
        return 0
    before = theirs(options.slice, known, options.address)
    unchecked = ours_apart(options, "none")
    checked = ours_apart(options, "all")
    peer = min(before, theirs(options.slice, known, options.address))
    print(f"{options.labels} labels on {known.name}, {options.address}")
    print(
        f"segno and ReportLab one by one: {peer * 1000:.2f} ms a label, "
        f"{peer * options.labels:.0f} s for all (from {options.slice})"
    )
    reached = [
        report("drawn", unchecked, peer, options.labels, WANTED_UNCHECKED),
        report("drawn and all checked", checked, peer, options.labels, WANTED_CHECKED),
    ]
    return 0 if all(reached) else 1


if __name__ == "__main__":
    sys.exit(main())
