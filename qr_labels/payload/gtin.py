"""GS1 trade item numbers (GTIN): checked, padded, and told apart from numbers never to print."""

from stdnum import ean

from qr_labels.payload.errors import PayloadError, refusal

LENGTHS = (8, 12, 13, 14)
_SEPARATORS = {ord(sign): None for sign in " -\u00a0\u2010\u2011\u2013"}

# GS1 General Specifications, GS1 prefixes: what a GTIN-13 may begin with inside one firm only.
_RESTRICTED = ("02", "04", *map(str, range(20, 30)))
_EXAMPLES = "952"


def check_digit(body: str) -> str:
    """The digit that completes any GS1 number, weights 3 and 1 from the right."""
    return str(ean.calc_check_digit(body))


def has_right_check_digit(number: str) -> bool:
    """Whether the last digit of a digits-only number fits the others."""
    return len(number) > 1 and check_digit(number[:-1]) == number[-1]


def gtin14(text: str) -> str:
    """The 14 digits of a GTIN written with 8, 12, 13 or 14; spaces and hyphens are dropped.

    Raises PayloadError for another length, other signs or a wrong check digit.
    """
    digits = text.translate(_SEPARATORS)
    if not (digits.isascii() and digits.isdigit()) or len(digits) not in LENGTHS:
        limit = "8, 12, 13 or 14 digits"
        raise refusal("gtin_length", "gtin", f"takes {limit}", limit, text)
    if not has_right_check_digit(digits):
        limit = f"check digit {check_digit(digits[:-1])}"
        raise refusal("gtin_check", "gtin", f"ends in another {limit}", limit, text)
    return digits.zfill(14)


def restriction(gtin: str) -> str | None:
    """Why a well-formed 14-digit GTIN must not leave the firm: "restricted", "example" or None."""
    if gtin.startswith("000000"):
        return "restricted" if gtin[6] in "02" else None
    if gtin[1:].startswith(_RESTRICTED):
        return "restricted"
    return "example" if gtin[1:].startswith(_EXAMPLES) else None


def is_like_gs1(code: str) -> bool:
    """Whether an own code could be taken for a GS1 number: all digits once separators are gone."""
    bare = code.translate(_SEPARATORS).replace(".", "").replace("/", "")
    return bare.isdigit()


def require_grantable(gtin: str) -> None:
    """Raise PayloadError for a number that no GS1 member is granted for trade."""
    reason = restriction(gtin)
    if reason is not None:
        meaning = {"restricted": "restricted circulation", "example": "examples"}[reason]
        rule = f"belongs to numbers for {meaning}"
        raise PayloadError(f"gtin_{reason}", f"gtin {rule}: {gtin}", field="gtin", given=gtin)
