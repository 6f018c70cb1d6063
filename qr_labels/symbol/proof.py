"""Reads a drawn symbol again, as a camera program would, before it leaves the house."""

from io import BytesIO

import zxingcpp
from PIL import Image

from qr_labels.symbol.one import Symbol

PROOF_SCALE = 4
# The modules of a QR code may happen to look like a code of another kind, its small relatives
# Micro QR and rMQR among them, which the reader counts as QR too.
QR_ONLY = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCodeModel2])


class SymbolUnread(Exception):
    """The drawn symbol does not read as its text."""

    def __init__(self, text: str) -> None:
        super().__init__(f"the symbol drawn for {text[:80]!r} does not read as that")
        self.text = text


def proved(symbol: Symbol, png: bytes | None = None) -> Symbol:
    """The symbol, after its picture (or the one given) was read as exactly its text.

    Raises SymbolUnread.
    """
    with Image.open(BytesIO(png or symbol.png(scale=PROOF_SCALE))) as picture:
        found = zxingcpp.read_barcodes(picture.convert("L"), formats=QR_ONLY)
    # Bytes, because a reader has to guess the letters of a text outside ASCII.
    if len(found) != 1 or found[0].bytes not in _possible_bytes(symbol.text):
        raise SymbolUnread(symbol.text)
    return symbol


def _possible_bytes(text: str) -> list[bytes]:
    """What the text may stand as in a symbol: Latin-1 where that suffices, Shift JIS, UTF-8."""
    possible = [text.encode()]
    for encoding in ("iso-8859-1", "shift_jis"):
        try:
            possible.append(text.encode(encoding))
        except UnicodeEncodeError:
            continue
    return possible
