"""Answers as JSON: one for a text given as argument, or one a line for standard input."""

import json
import sys
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

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
    for line in _lines(sys.stdin.buffer):
        worst = max(worst, _say(ask(line)))
    return worst


def _say(said: Answer) -> int:
    print(json.dumps(said))
    return GOOD if said["valid"] else NOT_VALID


def _lines(stream: BinaryIO) -> Iterator[str]:
    while line := stream.readline(LONGEST_LINE):
        rest = line
        while not rest.endswith(b"\n") and (rest := stream.readline(LONGEST_LINE)):
            pass
        text = line.removesuffix(b"\n").removesuffix(b"\r")
        yield text.decode("utf-8", "surrogateescape")
