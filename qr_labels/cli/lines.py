"""Answers as JSON: one for a text given as argument, or one a line for standard input."""

import json
import sys
from collections.abc import Callable, Iterator
from io import BufferedIOBase
from typing import Any, cast

GOOD, NOT_VALID, WRONG_USE = 0, 1, 2
STANDARD_INPUT = "-"

# Far above what any code holds: a longer line is cut, so that memory stays bounded.
LONGEST_LINE = 64 * 1024

Answer = dict[str, Any]


def answer(text: str, ask: Callable[[str], Answer]) -> int:
    """Print what `ask` says about the text, or about each line of input when the text is "-".

    Returns 0 when every answer is valid, 1 otherwise. Undecodable bytes reach `ask` as lone
    surrogates, which no code may hold.
    """
    if text != STANDARD_INPUT:
        return _say(ask(text))
    worst = GOOD
    # typeshed knows the buffer only as BinaryIO, which lacks read1().
    for line in _lines(cast(BufferedIOBase, sys.stdin.buffer)):
        worst = max(worst, _say(ask(line)))
    return worst


def _say(said: Answer) -> int:
    print(json.dumps(said))
    return GOOD if said["valid"] else NOT_VALID


def _lines(stream: BufferedIOBase) -> Iterator[str]:
    rest = b""
    while chunk := stream.read1(LONGEST_LINE):
        *lines, rest = (rest + chunk).split(b"\n")
        yield from map(_text, lines)
        rest = rest[:LONGEST_LINE]
        # Before waiting for more: a program that asks line by line waits for its answer.
        sys.stdout.flush()
    if rest:
        yield _text(rest)


def _text(line: bytes) -> str:
    return line[:LONGEST_LINE].removesuffix(b"\r").decode("utf-8", "surrogateescape")
