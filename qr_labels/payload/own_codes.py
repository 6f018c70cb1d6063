"""Trace codes of a producer without a GS1 prefix: product, place and lot on an own domain.

A code of ours must never be taken for a GS1 number (Decree 37/2026, article 28.4 b), so every
part holds a letter, and NOT_GS1 stands beside it wherever it is printed.
"""

import re

from qr_labels.payload import serials
from qr_labels.payload.errors import refusal

NOT_GS1 = "Mã nội bộ, không phải mã GS1"

LONGEST_PART = 30
# Lot and serial must fit GS1's fields 10 and 21, should the producer be given a prefix one day.
LONGEST_LOT = 20

_PRODUCT = re.compile(r"SP-[A-Z0-9]+(-[A-Z0-9]+)*")
_PLACE = re.compile(r"DD-[A-Z0-9]+(-[A-Z0-9]+)*")
_LOT = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*")


def product_code(text: str) -> str:
    """The canonical form of a product code such as SP-MATONG01; raises PayloadError."""
    return _matching(_PRODUCT, "product", text, LONGEST_PART, "SP- and letters or digits")


def place_code(text: str) -> str:
    """The canonical form of a place code such as DD-XUONG01; raises PayloadError."""
    return _matching(_PLACE, "place", text, LONGEST_PART, "DD- and letters or digits")


def lot_code(text: str) -> str:
    """The canonical form of a lot code such as L261122A, a letter first; raises PayloadError."""
    return _matching(_LOT, "lot", text, LONGEST_LOT, "a letter, then letters, digits or hyphens")


def own_address(base: str, product: str, place: str, lot: str, serial: str | None = None) -> str:
    """The long address of a lot, or of one item in it, also its class in EPCIS."""
    parts = [product_code(product), place_code(place), lot_code(lot)]
    if serial is not None:
        parts.append(serials.read_code(serial))
    scheme, host, path = serials.address_parts(base)
    stem = f"{scheme}://{host}" + (path.lower() if path.lower() == "/t/" else path)
    return stem + "/".join(parts)


def _matching(pattern: re.Pattern[str], field: str, text: str, longest: int, limit: str) -> str:
    code = text.strip().upper() if text.isascii() else text
    if len(code) > longest:
        limit = f"at most {longest} characters"
        raise refusal("too_long", field, f"takes {limit}", limit, text)
    if not pattern.fullmatch(code):
        raise refusal(field, field, f"takes {limit}", limit, text)
    return code
