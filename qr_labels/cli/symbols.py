"""Commands `symbol`, `sheet`, `stand`, `stocks` and `calibration`."""

import argparse
import json
from dataclasses import asdict

from qr_labels.cli import sheets
from qr_labels.cli.files import millimetres, output_file, saying_refusals, write_whole
from qr_labels.cli.lines import GOOD
from qr_labels.cli.payment import whole_dong
from qr_labels.drawing.calibration_page import calibration_page
from qr_labels.drawing.stand import FORMATS, Format, Stand, draw_stand
from qr_labels.payload import banks
from qr_labels.payload.payment import TO_ACCOUNT, TO_CARD, Payment
from qr_labels.stock.catalogue import stocks
from qr_labels.stock.label_stock import CERTAINTIES
from qr_labels.symbol.one import LARGEST_PNG_SIDE, require_readable, smallest_print_mm, symbol
from qr_labels.symbol.proof import proved

PRINT_DOTS_PER_MM = 600 / 25.4
SCREEN_SCALE = 8
PDF_MM = 30.0


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands that draw."""
    _add_symbol(subparsers.add_parser("symbol", help="draw one QR symbol"))
    sheets.add_sheet(subparsers.add_parser("sheet", help="draw labels on sheets or rolls"))
    _add_stand(subparsers.add_parser("stand", help="draw a payment stand"))
    known = subparsers.add_parser("stocks", help="list the known label stock")
    known.add_argument("--json", action="store_true", help="all figures, as JSON")
    known.set_defaults(run=print_stocks)
    page = subparsers.add_parser("calibration", help="draw a page to measure a printer with")
    sheets.add_stock(page)
    page.add_argument("--out", required=True, type=output_file(".pdf"), metavar="FILE.pdf")
    page.set_defaults(run=saying_refusals(write_calibration))


def _add_symbol(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", metavar="TEXT")
    kinds = output_file(".png", ".svg", ".pdf")
    parser.add_argument("--out", required=True, type=kinds, metavar="FILE.(png|svg|pdf)")
    parser.add_argument("--mm", type=millimetres, help="printed side with the quiet zone")
    parser.add_argument("--level", default="M", choices=("L", "M", "Q", "H"))
    parser.add_argument(
        "--device", default="phone", choices=("phone", "203dpi", "300dpi"), help="what limits --mm"
    )
    parser.set_defaults(run=saying_refusals(write_symbol))


def write_symbol(options: argparse.Namespace) -> int:
    """Draw one symbol, read it back, and write the file."""
    drawn = proved(symbol(options.text, level=options.level))
    mm: float | None = options.mm
    if mm is not None:
        require_readable(drawn, mm, device=options.device)
    kind = options.out.suffix.lower()
    if kind == ".svg":
        content = drawn.svg(mm=mm).encode()
    elif kind == ".pdf":
        content = drawn.pdf(mm or max(PDF_MM, smallest_print_mm(drawn)))
    else:
        pixels = SCREEN_SCALE if mm is None else round(mm * PRINT_DOTS_PER_MM / drawn.modules)
        content = drawn.png(scale=max(1, min(pixels, LARGEST_PNG_SIDE // drawn.modules)), mm=mm)
        proved(drawn, content)
    write_whole(options.out, content)
    return GOOD


def _add_stand(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--bin", required=True, help="BIN of the bank, six digits")
    parser.add_argument("--account", required=True)
    parser.add_argument("--card", action="store_true", help="the account is a card number")
    parser.add_argument("--holder", required=True, help="the holder's name as the bank has it")
    parser.add_argument("--bank-name", help="the bank's name, if the BIN is not enough")
    parser.add_argument("--label", help="name of the stall")
    parser.add_argument("--amount", help="whole dong, 1 to 499999999")
    parser.add_argument("--purpose")
    parser.add_argument("--checked", action="store_true", help="somebody saw the name in an app")
    parser.add_argument("--language", default="vi", choices=("vi", "en"))
    parser.add_argument("--format", choices=FORMATS, help="png for a .png file, else a5")
    kinds = output_file(".pdf", ".png")
    parser.add_argument("--out", required=True, type=kinds, metavar="FILE.(pdf|png)")
    parser.set_defaults(run=saying_refusals(write_stand), parser=parser)


def write_stand(options: argparse.Namespace) -> int:
    """Draw one stand, which reads itself back, and write the file."""
    is_picture = options.out.suffix.lower() == ".png"
    format: Format = options.format or ("png" if is_picture else "a5")
    if (format == "png") != is_picture:
        options.parser.error("the format png goes with a .png file, every other with .pdf")
    payment = Payment(
        bin=options.bin,
        account=options.account,
        service=TO_CARD if options.card else TO_ACCOUNT,
        amount=None if options.amount is None else whole_dong(options.amount),
        purpose=options.purpose,
    )
    bank = banks.by_bin(options.bin)
    name = options.bank_name or (bank.short_name if bank else options.bin)
    stand = Stand(
        payment,
        options.holder,
        name,
        label=options.label,
        checked=options.checked,
        language=options.language,
    )
    write_whole(options.out, draw_stand(stand, format))
    return GOOD


def print_stocks(options: argparse.Namespace) -> int:
    """List the stock: the name for --stock, its figures, and how sure they are."""
    if options.json:
        print(json.dumps([asdict(known) for known in stocks()], ensure_ascii=False, indent=1))
        return GOOD
    for known in stocks():
        size = f"{known.label_w_mm:g} x {known.label_h_mm:g} mm"
        grid = f"{known.cols} x {known.rows}"
        print(f"{known.key:18}{known.name:46}{known.kind:7}{size:16}{grid:8}{known.certainty}")
    print()
    for certainty, meaning in CERTAINTIES.items():
        print(f"{certainty}: {meaning}")
    return GOOD


def write_calibration(options: argparse.Namespace) -> int:
    """Draw the calibration page of a stock."""
    write_whole(options.out, calibration_page(options.stock))
    return GOOD
