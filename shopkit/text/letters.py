"""Text as it may enter: composed (NFC), and free of what is not a letter at all."""

import re
from enum import StrEnum
from unicodedata import category, normalize

from shopkit.errors import Refusal

# The most marks any living script stacks on one letter is about five (Tibetan, Khmer).
MOST_MARKS = 6

# Explicit embeddings, overrides and isolates: they make a text read otherwise than it is stored.
BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
LINE_BREAKS = frozenset("\n\t")
# Not \s, which also matches the control characters U+001C to U+001F.
SPACES = re.compile("[ \t\n\r\v\u00a0\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")

# Latin letters, digits and signs on one line: neither marks of their own nor unseen letters.
PLAIN = re.compile("[ -~\u00a1-\u00ac\u00ae-\u02ff\u1e00-\u1eff]*")


class Flaw(StrEnum):
    """What can be wrong with the letters of a text."""

    NUL = "nul"
    SURROGATE = "surrogate"
    BIDI = "bidi"
    CONTROL = "control"
    MARKS = "marks"


class TextUnclean(Refusal):
    """The text holds something no reader can see or no database can keep."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


def nfc(text: str) -> str:
    return normalize("NFC", text)


def is_plain(text: str) -> bool:
    """Whether a text holds only what most texts do, so that no letter need be looked at."""
    return PLAIN.fullmatch(text) is not None


def flaw_in(text: str, *, may_break_lines: bool = False) -> Flaw | None:
    """The first flaw of a text, or None when it is clean."""
    if is_plain(text):
        return None
    allowed = LINE_BREAKS if may_break_lines else frozenset[str]()
    marks = 0
    for letter in text:
        kind = category(letter)
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        if marks > MOST_MARKS:
            return Flaw.MARKS
        if kind[0] in "CZ" and letter not in allowed:
            flaw = _flaw_of(letter, kind)
            if flaw:
                return flaw
    return None


def _flaw_of(letter: str, kind: str) -> Flaw | None:
    if letter == "\x00":
        return Flaw.NUL
    if kind == "Cs":
        return Flaw.SURROGATE
    if letter in BIDI:
        return Flaw.BIDI
    if kind in ("Cc", "Zl", "Zp") or _is_noncharacter(letter):
        return Flaw.CONTROL
    return None


def _is_noncharacter(letter: str) -> bool:
    """U+FFFE and its like, which no XML file (so no spreadsheet) can hold."""
    return 0xFDD0 <= ord(letter) <= 0xFDEF or ord(letter) & 0xFFFE == 0xFFFE


def is_clean(text: str, *, may_break_lines: bool = False) -> bool:
    return flaw_in(text, may_break_lines=may_break_lines) is None


def one_line(text: str) -> str:
    """Clean text on one line: pasted breaks, tabs and double spaces become one space."""
    return nfc(_checked(SPACES.sub(" ", text).strip(" "), may_break_lines=False))


def lines(text: str) -> str:
    """Clean text that may hold line breaks, all written as a newline."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    return nfc(_checked(unified.strip(" \n\t"), may_break_lines=True))


def _checked(text: str, *, may_break_lines: bool) -> str:
    # Before composing: normalising a long run of marks takes time that grows with its square.
    flaw = flaw_in(text, may_break_lines=may_break_lines)
    if flaw:
        raise TextUnclean(flaw)
    return text
