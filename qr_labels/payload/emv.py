"""Chains of tagged objects as merchant-presented codes write them (EMVCo, NAPAS-1.0 section 5.1).

An object is a two-digit ID, a two-digit length and that many characters. Lengths count
characters (code points), the checksum runs over UTF-8 bytes.
"""

from binascii import crc_hqx
from collections.abc import Iterable, Mapping

from qr_labels.payload.errors import PayloadError

LONGEST_VALUE = 99
LONGEST_IDENTIFIER = 32

# A table, not int(): int() and isdigit() let "+5", " 5" and full-width digits pass.
LENGTHS = {f"{n:02d}": n for n in range(100)}


class BrokenChain(PayloadError):
    """A text that is no chain of objects; `found` holds the objects before the break."""

    def __init__(self, problem: str, message: str, at: int, found: dict[str, str]) -> None:
        super().__init__(problem, message)
        self.at = at
        self.found = found


def objects(text: str) -> dict[str, str]:
    """The objects of a chain by ID, in the order they stand; raises BrokenChain.

    Broken means: an ID or length that is not two ASCII digits, a value that ends early,
    or an ID that occurs twice ("header", "truncated", "duplicate").
    """
    found: dict[str, str] = {}
    lengths = LENGTHS
    at, end = 0, len(text)
    while at < end:
        tag = text[at : at + 2]
        start = at + 4
        try:
            stop = start + lengths[text[at + 2 : start]]
        except KeyError:
            raise _no_header(at, end, found) from None
        if stop > end:
            raise BrokenChain("truncated", f"object {tag!a} at {at} ends early", at, found)
        if tag in found:
            raise BrokenChain("duplicate", f"object {tag!a} occurs twice", at, found)
        if tag not in lengths:
            raise _no_header(at, end, found)
        found[tag] = text[start:stop]
        at = stop
    return found


def _no_header(at: int, end: int, found: dict[str, str]) -> BrokenChain:
    if end - at < 4:
        return BrokenChain("truncated", f"the text ends inside the header at {at}", at, found)
    return BrokenChain("header", f"no two-digit ID and length at {at}", at, found)


def element(tag: str, value: str) -> str:
    """One object; raises PayloadError unless the value has 1 to 99 characters."""
    if not 0 < len(value) <= LONGEST_VALUE:
        raise PayloadError(
            "length",
            f"object {tag} takes 1 to {LONGEST_VALUE} characters, given {len(value)}",
            field=tag,
            limit=f"1 to {LONGEST_VALUE} characters",
            given=value,
        )
    return f"{tag}{len(value):02d}{value}"


def chain(values: Mapping[str, str], order: Iterable[str] | None = None) -> str:
    """The objects written one after the other, by ascending ID unless an order is given."""
    tags = sorted(values) if order is None else order
    return "".join([element(tag, values[tag]) for tag in tags])


def crc(text: str) -> str:
    """CRC-16 of ISO/IEC 13239 (polynomial 1021, start FFFF) as four upper-case hex digits.

    Give it everything up to and including the `6304` of the checksum's own header.
    """
    return f"{crc_hqx(text.encode(), 0xFFFF):04X}"


def is_identified_template(value: str) -> bool:
    """Whether a value is a chain with its identifier of 1 to 32 characters in object 00."""
    try:
        found = objects(value)
    except BrokenChain:
        return False
    return 0 < len(found.get("00", "")) <= LONGEST_IDENTIFIER and "" not in found.values()
