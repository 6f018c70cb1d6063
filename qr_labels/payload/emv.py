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


class _Headers(dict[str, tuple[str, int]]):
    """ID and length of every well-formed header met so far: 10,000 at most."""

    def __missing__(self, header: str) -> tuple[str, int]:
        tag, length = header[:2], header[2:]
        if tag not in LENGTHS:
            raise KeyError(header)
        self[header] = parsed = (tag, LENGTHS[length])
        return parsed


_HEADERS = _Headers()


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
    return walk(text)[0]


def walk(text: str) -> tuple[dict[str, str], bool]:
    """The same, and whether the IDs ascend all the way."""
    found: dict[str, str] = {}
    headers = _HEADERS
    last, ascends = "", True
    at, end = 0, len(text)
    while at < end:
        start = at + 4
        try:
            tag, length = headers[text[at:start]]
        except KeyError:
            raise _no_header(at, end, found) from None
        stop = start + length
        if stop > end:
            raise BrokenChain("truncated", f"object {tag} at {at} ends early", at, found)
        if tag <= last:
            if tag in found:
                raise BrokenChain("duplicate", f"object {tag} occurs twice", at, found)
            ascends = False
        found[tag] = text[start:stop]
        last, at = tag, stop
    return found, ascends


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
