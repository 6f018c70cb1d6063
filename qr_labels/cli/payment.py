"""Commands `payment encode` and `payment decode`."""

import argparse
import sys
import unicodedata
from dataclasses import asdict, replace
from typing import Any

from qr_labels.cli.lines import GOOD, NOT_VALID, Answer, answer
from qr_labels.payload import banks, vietqr
from qr_labels.payload.errors import PayloadError, refusal
from qr_labels.payload.payment import LONGEST_AMOUNT
from qr_labels.payload.vietqr import LocalName, Payment, Reading
from qr_labels.payload.vietqr_reader import FIELD_NAMES

_TEXTS = ("purpose", "bill", "store", "reference", "terminal", "mobile", "loyalty", "customer")
_MERCHANT = ("name", "city", "postal_code")
_FIRST_FIELDS = ("bin", "account", "service", "amount", "purpose")
_FIELDS = tuple(
    dict.fromkeys(
        (*_FIRST_FIELDS, *(name for names in FIELD_NAMES.values() for name in names.values()))
    )
)
_LISTS = ("payee_unknown", "additional_unknown", "alt_unknown")


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `payment` with its two commands."""
    payment = subparsers.add_parser("payment", help="payment codes (VietQR)")
    commands = payment.add_subparsers(dest="command", required=True)
    _add_encode(commands.add_parser("encode", help="write the text of a payment code"))
    decode = commands.add_parser("decode", help="read the text of a payment code, as JSON")
    decode.add_argument("text", metavar="TEXT", help='the text, or "-" for one text a line')
    decode.set_defaults(run=lambda options: answer(options.text, decoded))


def _add_encode(parser: argparse.ArgumentParser) -> None:
    bank = parser.add_mutually_exclusive_group(required=True)
    bank.add_argument("--bin", help="BIN of the bank, six digits")
    bank.add_argument("--bank", help="name or code of the bank instead of its BIN")
    parser.add_argument("--account", required=True, help="account or card, at most 19 signs")
    parser.add_argument("--card", action="store_true", help="the account is a card number")
    parser.add_argument("--amount", help="whole dong, 1 to 499999999")
    parser.add_argument("--reusable", action="store_true", help="an amount paid many times")
    for name in (*_TEXTS, *_MERCHANT, "mcc"):
        parser.add_argument("--" + name.replace("_", "-"), dest=name)
    parser.add_argument("--local-name", help="the merchant's name in Vietnamese letters")
    parser.add_argument("--local-city", help="the city in Vietnamese letters")
    parser.add_argument(
        "--fold", action="store_true", help="write texts in ASCII, say what changed"
    )
    parser.add_argument("--allow-unknown-bin", action="store_true")
    parser.set_defaults(run=encode)


def encode(options: argparse.Namespace) -> int:
    """Print the payload; what a person should know of it goes to standard error."""
    try:
        payment = _payment(options)
        if options.fold:
            payment = _folded(payment)
        payload = vietqr.encode(payment, allow_unknown_bin=options.allow_unknown_bin)
    except PayloadError as error:
        print(error, file=sys.stderr)
        return NOT_VALID
    for warning in vietqr.decode(payload).warnings:
        print(warning.message, file=sys.stderr)
    print(payload)
    return GOOD


def _payment(options: argparse.Namespace) -> Payment:
    local = None
    if options.local_name is not None or options.local_city is not None:
        name, city = (_composed(text) for text in (options.local_name, options.local_city))
        local = LocalName("vi", name or "", city)
    return Payment(
        bin=banks.resolve(options.bank).bin if options.bin is None else options.bin,
        account=options.account,
        service=vietqr.TO_CARD if options.card else vietqr.TO_ACCOUNT,
        amount=None if options.amount is None else whole_dong(options.amount),
        initiation=vietqr.STATIC if options.reusable else None,
        local=local,
        **{name: getattr(options, name) for name in (*_TEXTS, *_MERCHANT, "mcc")},
    )


def _composed(text: str | None) -> str | None:
    # What is typed may be decomposed (macOS); a code holds composed letters only.
    return None if text is None else unicodedata.normalize("NFC", text)


def whole_dong(text: str) -> int:
    """An amount typed as an option; raises PayloadError."""
    # ASCII digits only: int() would take signs, underscores and other scripts.
    if not (text.isascii() and text.isdigit()):
        limit = "whole dong, digits only"
        raise refusal("amount", "amount", f"takes {limit}", limit, text)
    if len(text) > LONGEST_AMOUNT:
        limit = f"{LONGEST_AMOUNT} digits at most"
        raise refusal("amount_range", "amount", f"takes {limit}", limit, text)
    return int(text)


def _folded(payment: Payment) -> Payment:
    changes: dict[str, Any] = {}
    for name in (*_TEXTS, *_MERCHANT):
        text = getattr(payment, name)
        folded = vietqr.fold_to_ascii(text or "")
        if folded.changed:
            changes[name] = folded.text
            print(f"{name}: written as {folded.text!r}", file=sys.stderr)
    return replace(payment, **changes)


def decoded(text: str) -> Answer:
    """What `payment decode` says: absent values are null, the amount is a string of digits."""
    reading = vietqr.decode(text)
    return {
        "valid": reading.valid,
        "kind": reading.kind,
        "scheme": reading.scheme,
        "strict": reading.strict,
        "problems": [asdict(problem) for problem in reading.problems],
        "leniencies": [asdict(leniency) for leniency in reading.leniencies],
        "warnings": [asdict(warning) for warning in reading.warnings],
        "fields": _fields(reading),
        "unknown": [[one.tag, one.value] for one in reading.unknown if _is_at_root(one)],
    }


def _is_at_root(one: vietqr.Unknown) -> bool:
    return one.path == "" and one.tag != "64"


def _fields(reading: Reading) -> Answer:
    found = reading.fields
    said: Answer = {name: found.get(name) for name in (*_FIELDS, "alt_raw", *_LISTS)}
    said["amount_vnd"] = found.get("amount_vnd")
    said["amount_as_written"] = found.get("amount")
    if said["amount_vnd"] is not None:
        said["amount"] = str(said["amount_vnd"])
    return said
