"""Files the commands write, measurements they take, and refusals as exit codes."""

import argparse
import os
import sys
from collections.abc import Callable
from math import isfinite
from pathlib import Path
from tempfile import NamedTemporaryFile

from qr_labels.cli.lines import NOT_VALID
from qr_labels.drawing.stand import StandMismatch
from qr_labels.reading.pdf_check import SymbolMismatch
from qr_labels.symbol.proof import SymbolUnread

LONGEST_MM = 1_000
Command = Callable[[argparse.Namespace], int]


def millimetres(text: str) -> float:
    """A length typed as an option."""
    try:
        length = float(text)
    except ValueError:
        length = -1.0
    if not (isfinite(length) and 0 < length <= LONGEST_MM):
        raise argparse.ArgumentTypeError(f"a length in mm, above 0 and at most {LONGEST_MM}")
    return length


def output_file(*suffixes: str) -> Callable[[str], Path]:
    """An option that names a file to write, with one of these suffixes, in a folder there is."""

    def path(text: str) -> Path:
        file = Path(text)
        if file.suffix.lower() not in suffixes:
            raise argparse.ArgumentTypeError(f"the file ends in {' or '.join(suffixes)}")
        if not file.parent.is_dir():
            raise argparse.ArgumentTypeError(f"there is no folder {file.parent}")
        return file

    return path


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that is there complete or not at all."""
    with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as part:
        try:
            part.write(content)
            part.flush()
            os.replace(part.name, path)
        except OSError:
            os.unlink(part.name)
            raise
    path.chmod(0o644)


def saying_refusals(command: Command) -> Command:
    """The command, with what it refuses said on standard error and 1 as its exit code."""

    def run(options: argparse.Namespace) -> int:
        try:
            return command(options)
        except (ValueError, OSError, SymbolUnread, SymbolMismatch, StandMismatch) as refusal:
            print(refusal, file=sys.stderr)
            return NOT_VALID

    return run
