"""Short trace codes: random, typed by hand without harm, and never a number.

Alphabet: 32 signs without I, L, O and U. The last sign is a check character over the field
of 32 elements; it catches every single wrong sign and every swap of two.
"""

import secrets
from collections.abc import Iterable
from typing import Protocol
from urllib.parse import urlsplit

from qr_labels.payload.errors import PayloadError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BODY_LENGTHS = (10, 12)
MOST_FOR_SHORT = 1_000_000
LONGEST_TYPED = 64
SEPARATORS = "-\u2010\u2011\u2012\u2013\u2014\u2212._"

_VALUES = {sign: value for value, sign in enumerate(ALPHABET)}
_DOUBLED = tuple(2 * v if v < 16 else (2 * v) ^ 0b100101 for v in range(32))
_BYTE_TO_SIGN = bytes(ord(ALPHABET[value % 32]) for value in range(256))
_FORGIVEN = str.maketrans({"O": "0", "I": "1", "L": "1"})


class Chooser(Protocol):
    """What draws the signs: the module `secrets`, or a seeded `random.Random` in a test."""

    def choice(self, seq: str, /) -> str: ...


class CodeMistyped(PayloadError):
    """A typed code that cannot be right; `reason` is "length", "sign", "check" or "digits"."""

    def __init__(self, reason: str, message: str, given: str) -> None:
        super().__init__("code_" + reason, message, field="code", given=given)
        self.reason = reason


def length_for(live_count: int) -> int:
    """Random signs a code needs: 10 (50 bits), or 12 (60 bits) above a million live codes."""
    return BODY_LENGTHS[live_count > MOST_FOR_SHORT]


def new_code(length: int = 10, *, rng: Chooser = secrets) -> str:
    """A fresh code of `length` random signs and its check character, never all digits."""
    _check_length(length)
    while True:
        body = "".join(rng.choice(ALPHABET) for _ in range(length))
        code = body + check_character(body)
        if not code.isdigit():
            return code


def codes(count: int, length: int = 10, *, taken: Iterable[str] = ()) -> list[str]:
    """That many distinct fresh codes, none of them in `taken`, in the order drawn."""
    _check_length(length)
    if count < 0:
        raise PayloadError("count", "the count is 0 or more", field="count", given=str(count))
    used = set(taken)
    drawn: list[str] = []
    while len(drawn) < count:
        for body in _bodies(count - len(drawn), length):
            code = body + check_character(body)
            if code not in used and not code.isdigit():
                used.add(code)
                drawn.append(code)
    return drawn


def check_character(body: str) -> str:
    """The sign that completes a body; raises PayloadError for signs outside the alphabet."""
    check = 0
    try:
        for sign in body:
            check = _DOUBLED[check ^ _VALUES[sign]]
    except KeyError:
        message = f"a code is written with the signs {ALPHABET}"
        raise PayloadError("sign", message, field="code", limit=ALPHABET, given=body) from None
    return ALPHABET[check]


def read_code(text: str) -> str:
    """The code a person typed: spaces, hyphens, case, O for 0 and I or L for 1 are forgiven.

    Raises CodeMistyped when no code can have been meant, so that nothing needs looking up.
    """
    if len(text) > LONGEST_TYPED:
        raise CodeMistyped("length", "a code has 11 or 13 signs", text)
    kept = "".join(sign for sign in text if not sign.isspace() and sign not in SEPARATORS)
    # upper() after the ASCII test: outside ASCII it can change the length or make an I.
    code = kept.upper().translate(_FORGIVEN) if kept.isascii() else kept
    if any(sign not in _VALUES for sign in code):
        raise CodeMistyped("sign", "a sign that no code contains", text)
    if len(code) - 1 not in BODY_LENGTHS:
        raise CodeMistyped("length", f"a code has 11 or 13 signs, given {len(code)}", text)
    if check_character(code[:-1]) != code[-1]:
        raise CodeMistyped("check", "the last sign does not fit the others", text)
    if code.isdigit():
        raise CodeMistyped("digits", "a code never is all digits", text)
    return code


def grouped(code: str) -> str:
    """The code as printed for typing: 7K3Q-X9MZ-P2A, or 4-4-5 for a long one."""
    return f"{code[:4]}-{code[4:8]}-{code[8:]}"


def trace_address(base: str, code: str) -> str:
    """The address a label carries: `base`, as short a symbol as it allows, then the code.

    Scheme and host ignore case and are written upper case, the path /t/ too, because our
    pages answer both; any other path keeps its case.
    """
    if read_code(code) != code:
        raise CodeMistyped("sign", "an address takes the code as it was made", code)
    scheme, host, path = address_parts(base)
    return f"{scheme}://{host}".upper() + (path.upper() if path.lower() == "/t/" else path) + code


def address_parts(base: str) -> tuple[str, str, str]:
    """Scheme, host with port, and path ending in a slash; raises PayloadError."""
    try:
        parts = urlsplit(base)
        plain = base.isascii() and base.isprintable() and " " not in base
        right = parts.scheme in ("http", "https") and parts.hostname and plain
    except ValueError:
        right = False
    if not right or parts.query or parts.fragment or parts.username is not None:
        message = "the base is an address such as HTTPS://SHOPKIT.VN/T/"
        raise PayloadError("base", message, field="base", limit="http(s)://host/path/", given=base)
    path = parts.path if parts.path.endswith("/") else parts.path + "/"
    return parts.scheme, parts.netloc.lower(), path


def _bodies(count: int, length: int) -> list[str]:
    # 256 is a multiple of 32, so a byte taken modulo 32 favours no sign.
    signs = secrets.token_bytes(count * length).translate(_BYTE_TO_SIGN).decode("ascii")
    return [signs[at : at + length] for at in range(0, len(signs), length)]


def _check_length(length: int) -> None:
    if length not in BODY_LENGTHS:
        message = "a code has 10 random signs, or 12 above a million live codes"
        raise PayloadError("length", message, field="length", limit="10 or 12", given=str(length))
