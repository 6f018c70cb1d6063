"""The command line: python -m qr_labels."""

import argparse
import os
import sys
from collections.abc import Sequence

from qr_labels.cli import payment, reading, symbols, trace
from qr_labels.cli.lines import NOT_VALID


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when good, 1 when the thing is not valid, 2 for wrong use."""
    parser = argparse.ArgumentParser(
        prog="python -m qr_labels",
        description="Payment and trace codes: texts, symbols, label sheets, stands, photos.",
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for group in (payment, trace, symbols, reading):
        group.add_commands(commands)
    options = parser.parse_args(arguments)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of our output has gone (head, less): not an error worth a traceback.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOT_VALID
    return code


if __name__ == "__main__":
    sys.exit(main())
