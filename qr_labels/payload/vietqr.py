"""VietQR payment codes: encode() strictly, decode() leniently (NAPAS-1.0, 09/2021)."""

from qr_labels.payload.errors import PayloadError
from qr_labels.payload.findings import Problem
from qr_labels.payload.folding import Folded, fold_to_ascii, purpose_for_memo
from qr_labels.payload.payment import (
    DYNAMIC,
    LONGEST_PAYLOAD,
    STATIC,
    TO_ACCOUNT,
    TO_CARD,
    TRANSFER_CEILING,
    Fee,
    Layout,
    LocalName,
    Payment,
    Unknown,
)
from qr_labels.payload.vietqr_reader import Reading, decode
from qr_labels.payload.vietqr_writer import write

__all__ = [
    "DYNAMIC",
    "LONGEST_PAYLOAD",
    "STATIC",
    "TO_ACCOUNT",
    "TO_CARD",
    "TRANSFER_CEILING",
    "Fee",
    "Folded",
    "Layout",
    "LocalName",
    "Payment",
    "Problem",
    "Reading",
    "Unknown",
    "decode",
    "encode",
    "fold_to_ascii",
    "purpose_for_memo",
]


def encode(payment: Payment, *, allow_unknown_bin: bool = False, verify: bool = True) -> str:
    """The payload of a payment, upper-case CRC, objects by ascending ID.

    Raises PayloadError for anything a code may not hold, for a BIN no bank is known by unless
    `allow_unknown_bin`, and, with `verify`, if reading the payload back gives anything else.
    A code that was read is written byte for byte as it was, unless it broke a rule.
    """
    payload = write(payment, allow_unknown_bin)
    if verify:
        _read_back(payload, payment)
    return payload


def _read_back(payload: str, payment: Payment) -> None:
    reading = decode(payload)
    read = reading.payment
    # Objects kept from a reading may break rules that a code of ours would keep.
    if read is not None and (reading.strict or payment.unknown):
        if read == payment:
            return
        # A layout may speak of objects that are gone; the values decide.
        if payment.layout and read.with_layout(None) == payment.with_layout(None):
            return
    message = "the payload reads back as another payment"
    raise PayloadError("read_back", message, given=payload)
