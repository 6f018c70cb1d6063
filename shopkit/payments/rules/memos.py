"""Codes that come back in a bank's memo: how they are made, and how they are found again."""

import re
import secrets

from qr_labels.payload.serials import ALPHABET, Chooser, check_character
from shopkit.text.search import fold

PREFIX = "SK"
DRAWN = 7
LENGTH = len(PREFIX) + DRAWN + 1
# A memo is read this far; banks cut theirs much earlier.
LONGEST_READ = 500

_NOT_A_SIGN = re.compile(r"[^A-Z0-9]+")
_OTHER_SIGNS = bytes(sign for sign in range(128) if not chr(sign).isalnum())
# Hands that copy a code write O for 0 and I or L for 1, which no code contains.
_FORGIVEN = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code(*, rng: Chooser = secrets) -> str:
    """A fresh code, such as SK7K3QX9M4: prefix, seven random signs, a check character.

    Its signs after the prefix are never all digits, so that no account number contains it.
    """
    while True:
        body = PREFIX + "".join(rng.choice(ALPHABET) for _ in range(DRAWN))
        code = body + check_character(body)
        if not code[len(PREFIX) :].isdigit():
            return code


def bare(memo: str) -> str:
    """The letters and digits of a memo, upper case and without marks, spaces and line breaks."""
    text = memo[:LONGEST_READ]
    if not text.isascii():
        text = fold(text)
    text = text.upper()
    if text.isascii():
        # Eight times as quick as the pattern, and a statement has a hundred thousand memos.
        return text.encode("ascii").translate(None, _OTHER_SIGNS).decode("ascii")
    return _NOT_A_SIGN.sub("", text)


def codes_in(memo: str) -> tuple[str, ...]:
    """Whatever in a memo could be a code of ours, by its check character; each once, in order.

    It may still be chance: only a code that a shop has given out counts.
    """
    return codes_in_bare(bare(memo))


def codes_in_bare(text: str) -> tuple[str, ...]:
    """The same of a memo that is bare already."""
    found: dict[str, None] = {}
    at = text.find(PREFIX)
    while at >= 0:
        code = read_code(text[at : at + LENGTH])
        if code:
            found[code] = None
        at = text.find(PREFIX, at + 1)
    return tuple(found)


def read_code(text: str) -> str | None:
    """A code as it may have been typed, or None when its check character does not fit."""
    if len(text) != LENGTH or not text.startswith(PREFIX):
        return None
    code = PREFIX + text[len(PREFIX) :].translate(_FORGIVEN)
    if any(sign not in ALPHABET for sign in code) or code[len(PREFIX) :].isdigit():
        return None
    return code if check_character(code[:-1]) == code[-1] else None


def is_almost_in(code: str, memo: str) -> bool:
    """Whether a memo holds the code with one sign wrong, lost or too many."""
    text = bare(memo).translate(_FORGIVEN)
    wanted = code.translate(_FORGIVEN)
    return any(
        _is_near(wanted, text[at : at + length])
        for length in (LENGTH - 1, LENGTH, LENGTH + 1)
        for at in range(max(0, len(text) - length) + 1)
    )


def _is_near(one: str, other: str) -> bool:
    """Whether two texts differ by at most one sign."""
    if abs(len(one) - len(other)) > 1:
        return False
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) <= 1
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    for at, sign in enumerate(shorter):
        if longer[at] != sign:
            return longer[at + 1 :] == shorter[at:]
    return True
