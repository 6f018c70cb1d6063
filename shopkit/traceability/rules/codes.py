"""Which codes of products and places may be taken: own ones and those that GS1 granted."""

from dataclasses import dataclass

from qr_labels.payload import own_codes
from qr_labels.payload.errors import PayloadError
from qr_labels.payload.gtin import gtin14, has_right_check_digit, restriction
from shopkit.errors import Refusal
from shopkit.text.search import search_text

VIETNAM = "893"
EXAMPLES = "952"
GLN_LENGTH = 13
LONGEST_STEM = 16
LONGEST_PUBLIC = 12


class NumberUnreadable(Refusal):
    """The digits are too few, too many, or do not fit their check digit."""


class NumberRestricted(Refusal):
    """A number for use inside one firm only."""


class NumberOfExamples(Refusal):
    """A number that GS1 keeps for examples."""


class NumberForeign(Refusal):
    """A number that was granted outside Vietnam."""


class OwnCodeUnreadable(Refusal):
    """An own code of other signs than capital letters, digits and hyphens."""


@dataclass(frozen=True)
class NamedPlace:
    """A place as labels and events name it; one without a record is the shop itself."""

    code: str
    name: str
    address: str = ""
    area_code: str = ""
    gln: str | None = None


def home_code(shop_code: str) -> str:
    """The code of the place that every shop has without saying so: the shop itself."""
    return f"DD-{shop_code.upper()}"


def first_code(product_code: str) -> str:
    """The own code that every product has without saying so."""
    return f"SP-{product_code.upper()}"


def short_code(prefix: str, code: str) -> str | None:
    """The public code that a derived one stands for, in the letters in which it is kept."""
    stem = code.removeprefix(prefix)
    return stem.lower() if code.startswith(prefix) and len(stem) <= LONGEST_PUBLIC else None


def own_product_code(text: str) -> str:
    """SP-MATONG01 as typed, with or without its beginning."""
    typed = text.strip().upper()
    try:
        return own_codes.product_code(typed if typed.startswith("SP-") else f"SP-{typed}")
    except PayloadError as problem:
        raise OwnCodeUnreadable(text) from problem


def proposed_place_code(name: str, taken: set[str]) -> str:
    """A code that people can say: DD-XUONGNHA, then DD-XUONGNHA2."""
    letters = "".join(
        sign for sign in search_text(name).upper() if sign.isascii() and sign.isalnum()
    )
    stem = "DD-" + (letters[:LONGEST_STEM] or "NOI")
    number = 1
    while (code := stem if number == 1 else f"{stem}{number}") in taken:
        number += 1
    return code


def granted_gtin(text: str) -> str:
    """The 14 digits of a GTIN that a Vietnamese producer can have been granted."""
    try:
        number = gtin14(text)
    except PayloadError as problem:
        raise NumberUnreadable(text) from problem
    reason = restriction(number)
    if reason == "restricted":
        raise NumberRestricted(number)
    if reason == "example":
        raise NumberOfExamples(number)
    bare = number.lstrip("0") if number.startswith("000000") else number[1:]
    if not bare.startswith(VIETNAM):
        raise NumberForeign(number)
    return number


def granted_gln(text: str) -> str:
    """The 13 digits of a GS1 place number that a Vietnamese producer can have been granted."""
    digits = "".join(sign for sign in text if sign not in " -.")
    if len(digits) != GLN_LENGTH or not (digits.isascii() and digits.isdigit()):
        raise NumberUnreadable(text)
    if not has_right_check_digit(digits):
        raise NumberUnreadable(text)
    if digits.startswith(EXAMPLES):
        raise NumberOfExamples(digits)
    if digits.startswith("2") or digits.startswith(("02", "04")):
        raise NumberRestricted(digits)
    if not digits.startswith(VIETNAM):
        raise NumberForeign(digits)
    return digits
