"""Compares the codes of a photo with the payment a stand should ask for."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from qr_labels.payload.payment import TO_ACCOUNT, Payment
from qr_labels.reading.photos import Found

Outcome = Literal[
    "same_payee", "other_payee", "several_payees", "not_a_payment_code", "nothing_found"
]
Remark = Literal[
    "amount_added", "purpose_added", "another_code", "payment_not_readable", "unread_code"
]


@dataclass(frozen=True)
class Verdict:
    """What a photo of a stand says about the payee one expects.

    `same_payee`: every payment code pays the expected account; `other_payee`: all pay others;
    `several_payees`: the expected code has another beside it, as an overlaid sticker does, or
    codes of more than one stranger are there. `others` are the codes that pay somebody else.
    `remarks` are worth a look even when the payee is right.
    """

    outcome: Outcome
    payee: Found | None = None
    others: tuple[Found, ...] = ()
    remarks: tuple[Remark, ...] = ()


def compare(found: Iterable[Found], expected: Payment, *, unread_count: int = 0) -> Verdict:
    """Judge by bank, account and service, not by the text: a code may be written in two ways.

    `unread_count` is how many codes of the photo nobody could read (Photographed.unread): any
    of them may pay somebody else, so they are remarked on and never taken for nothing.
    """
    codes = list(found)
    unread: tuple[Remark, ...] = ("unread_code",) if unread_count else ()
    paying = [code for code in codes if code.kind == "payment"]
    if not codes:
        return Verdict("nothing_found", remarks=unread)
    if not paying:
        return Verdict("not_a_payment_code", remarks=unread)
    own = [code for code in paying if is_payee(code, expected)]
    others = tuple(code for code in paying if code not in own)
    remarks = (*_remarks(own, others, expected, len(codes)), *unread)
    if own and others:
        return Verdict("several_payees", own[0], others, remarks)
    if own:
        return Verdict("same_payee", own[0], (), remarks)
    strangers = {payee_of(code) for code in others}
    return Verdict("several_payees" if len(strangers) > 1 else "other_payee", None, others, remarks)


def is_payee(code: Found, expected: Payment) -> bool:
    """Whether a code pays the expected account; one that cannot be decoded pays nobody we know."""
    return payee_of(code) == _payee(expected)


def payee_of(code: Found) -> tuple[str, str, str] | None:
    """Bank, account and service of a code; None when it is no valid VietQR."""
    reading = code.payment
    if reading is None or not reading.valid or reading.payment is None:
        return None
    return _payee(reading.payment)


def _payee(payment: Payment) -> tuple[str, str, str]:
    # A code without its service is read as a transfer to an account, as bank apps do.
    return payment.bin, payment.account, payment.service or TO_ACCOUNT


def _remarks(
    own: list[Found], others: tuple[Found, ...], expected: Payment, count: int
) -> Iterable[Remark]:
    payments = [code.payment.payment for code in own if code.payment and code.payment.payment]
    if any(payment.amount != expected.amount and payment.amount for payment in payments):
        yield "amount_added"
    if any(payment.purpose != expected.purpose and payment.purpose for payment in payments):
        yield "purpose_added"
    if any(payee_of(code) is None for code in others):
        yield "payment_not_readable"
    if count > 1:
        yield "another_code"
