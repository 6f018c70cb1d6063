"""Commands `trace new` and `trace parse`."""

import argparse
import sys
from dataclasses import asdict

from qr_labels.cli.lines import GOOD, NOT_VALID, Answer, answer
from qr_labels.payload import serials, trace
from qr_labels.payload.errors import PayloadError

_FIELDS = ("code", "product", "place", "lot", "serial")
MOST_CODES = serials.MOST_FOR_SHORT


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `trace` with its two commands."""
    parser = subparsers.add_parser("trace", help="trace codes and GS1 Digital Links")
    commands = parser.add_subparsers(dest="command", required=True)
    new = commands.add_parser("new", help="print fresh codes, one a line")
    new.add_argument("--count", type=_count, default=1, help="how many, 1 unless told")
    new.add_argument("--length", type=int, default=10, choices=serials.BODY_LENGTHS)
    new.add_argument("--address", help="print addresses below this one, e.g. HTTPS://SHOPKIT.VN/T/")
    new.add_argument("--grouped", action="store_true", help="in groups, as printed for typing")
    new.set_defaults(run=print_new)
    parse = commands.add_parser("parse", help="read a trace code or address, as JSON")
    parse.add_argument("text", metavar="TEXT", help='the text, or "-" for one text a line')
    parse.set_defaults(run=lambda options: answer(options.text, parsed))


def _count(text: str) -> int:
    is_short = text.isascii() and text.isdigit() and len(text) <= 9
    if not is_short or not 0 < int(text) <= MOST_CODES:
        raise argparse.ArgumentTypeError(f"a whole number from 1 to {MOST_CODES:,}")
    return int(text)


def print_new(options: argparse.Namespace) -> int:
    """Print distinct codes, or the addresses of them."""
    try:
        for code in serials.codes(options.count, options.length):
            if options.address:
                print(serials.trace_address(options.address, code))
            else:
                print(serials.grouped(code) if options.grouped else code)
    except PayloadError as error:
        print(error, file=sys.stderr)
        return NOT_VALID
    return GOOD


def parsed(text: str) -> Answer:
    """What `trace parse` says: absent values are null, `ais` holds only what is there."""
    reading = trace.parse(text)
    return {
        "valid": reading.valid,
        "kind": reading.kind,
        "fields": {name: reading.fields.get(name) for name in _FIELDS},
        "ais": reading.ais,
        "problems": [asdict(problem) for problem in reading.problems],
    }
