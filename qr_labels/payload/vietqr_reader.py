"""Reading a payment code: refuse what could change payee, amount or currency, forgive the rest."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from qr_labels.payload import emv, schemes
from qr_labels.payload.payment import (
    DYNAMIC,
    FORMAT,
    STATIC,
    Layout,
    Payment,
    Unknown,
)
from qr_labels.payload.remarks import Problem, Remarks
from qr_labels.payload.signs import hidden_in
from qr_labels.payload.vietqr_details import (
    KNOWN,
    read_additional,
    read_language,
    read_merchant,
    read_unknown,
)
from qr_labels.payload.vietqr_money import read_money, read_payee

# What the largest symbol holds in alphanumeric mode: nothing longer came from a code.
LONGEST_PAYLOAD = 4296
# EMV asks codes to stay within this.
USUAL_PAYLOAD = 512

# White space, line ends and byte order marks, at the ends only.
EDGES = " \t\r\n\v\f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_CRC = re.compile(r"[0-9A-Fa-f]{4}")

_ROOT_FIELDS = {
    "01": "initiation",
    "52": "mcc",
    "53": "currency",
    "54": "amount",
    "55": "tip_indicator",
    "56": "fee_fixed",
    "57": "fee_percent",
    "58": "country",
    "59": "merchant_name",
    "60": "merchant_city",
    "61": "postal_code",
    "63": "crc",
}
_NESTED_FIELDS = {
    "38.01": {"00": "bin", "01": "account"},
    "38": {"02": "service"},
    "62": {
        "01": "bill_number",
        "02": "mobile",
        "03": "store_label",
        "04": "loyalty",
        "05": "reference_label",
        "06": "customer_label",
        "07": "terminal_label",
        "08": "purpose",
        "09": "data_request",
    },
    "64": {"00": "alt_language", "01": "alt_name", "02": "alt_city"},
}
_UNKNOWN_FIELDS = {"": "unknown", "38": "payee_unknown", "62": "additional_unknown"}


@dataclass(frozen=True)
class Reading:
    """What decode() makes of a text.

    `valid`: may be shown as a code that pays `payment`. `kind`: "vietqr", "vnpay",
    "promptpay", "emv" (any other merchant-presented code) or "not_emv"; `scheme` its name when
    known. A refused code has problems and no payment; a valid one may have leniencies (faults
    forgiven) and warnings (odd, but within the rules).
    """

    valid: bool
    kind: str
    scheme: str | None = None
    problems: tuple[Problem, ...] = ()
    leniencies: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    payment: Payment | None = None
    unknown: tuple[Unknown, ...] = ()
    _root: dict[str, str] = field(default_factory=dict, repr=False, compare=False)
    _nested: dict[str, dict[str, str]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def strict(self) -> bool:
        """Whether the code keeps every rule, not only those that matter for paying."""
        return self.valid and not self.leniencies

    @cached_property
    def fields(self) -> dict[str, Any]:
        """Values as written, by name, only those present; empty when refused.

        `amount_vnd` is the amount as a number; unknown objects are [ID, value] pairs.
        """
        if not self.valid:
            return {}
        found: dict[str, Any] = {
            name: self._root[tag] for tag, name in _ROOT_FIELDS.items() if tag in self._root
        }
        for path, names in _NESTED_FIELDS.items():
            values = self._nested.get(path, {})
            found.update({name: values[tag] for tag, name in names.items() if tag in values})
        if self.payment is not None and self.payment.amount is not None:
            found["amount_vnd"] = self.payment.amount
        for one in self.unknown:
            if (one.path, one.tag) == ("", "64"):
                found["alt_raw"] = one.value
            else:
                name = _UNKNOWN_FIELDS.get(one.path, "alt_unknown")
                found.setdefault(name, []).append([one.tag, one.value])
        return found


def decode(text: str) -> Reading:
    """Read a payment code leniently and say everything there is to say; never raises."""
    if len(text) > LONGEST_PAYLOAD:
        limit = f"a code holds at most {LONGEST_PAYLOAD} characters, given {len(text)}"
        return Reading(False, "not_emv", problems=(Problem("too_long", None, limit),))
    payload = text.strip(EDGES)
    try:
        root = emv.objects(payload)
    except emv.BrokenChain as broken:
        return _broken(broken)
    notes = Remarks()
    if len(payload) != len(text):
        notes.forgive("edges", None, "white space or a byte order mark around the code")
    if not _is_framed(payload, root, notes):
        kind, scheme = schemes.scheme_of(root)
        return Reading(False, kind, scheme, tuple(notes.problems))
    return _read(payload, root, notes)


def _broken(broken: emv.BrokenChain) -> Reading:
    kind, scheme = schemes.scheme_of(broken.found)
    if kind == "not_emv":
        problem = Problem("not_a_payment_code", None, "the text is no payment code")
    else:
        problem = Problem(broken.problem, None, f"the chain of objects breaks: {broken}")
    return Reading(False, kind, scheme, (problem,))


def _is_framed(payload: str, root: dict[str, str], notes: Remarks) -> bool:
    """First object, last object, hidden characters, checksum: past these it is worth reading."""
    hidden = hidden_in(payload)
    if not payload:
        notes.refuse("empty", None, "the text is empty")
    elif hidden:
        notes.refuse("hidden", None, f"a control or invisible character: {hidden}")
    elif next(iter(root)) != "00":
        notes.refuse("format_not_first", "00", "the code does not begin with object 00")
    elif root["00"] != FORMAT:
        notes.refuse("format", "00", f"the format indicator must be {FORMAT}: {root['00']}")
    elif "63" not in root:
        notes.refuse("crc_missing", "63", "the checksum is missing")
    elif next(reversed(root)) != "63":
        notes.refuse("crc_not_last", "63", "the checksum is not the last object")
    else:
        _check_crc(payload, root["63"], notes)
    return not notes.problems


def _check_crc(payload: str, given: str, notes: Remarks) -> None:
    right = emv.crc(payload[: -len(given)]) if given else None
    if given == right:
        return
    if not _CRC.fullmatch(given):
        notes.refuse("crc_format", "63", f"the checksum takes four hex digits: {given}")
    elif given.upper() != right:
        notes.refuse("crc", "63", f"the checksum is {given}, the text gives {right}")
    else:
        notes.forgive("crc_case", "63", f"the checksum is in lower case: {given}")


def _read(payload: str, root: dict[str, str], notes: Remarks) -> Reading:
    unknown: list[Unknown] = []
    given: dict[str, Any] = {"unknown": unknown}
    nested: dict[str, dict[str, str]] = {}
    if "38" in root:
        read_payee(root["38"], given, nested, notes)
    else:
        _refuse_other(root, notes)
    _read_initiation(root, given, notes)
    read_money(root, given, notes)
    read_merchant(root, given, notes)
    if "62" in root:
        read_additional(root["62"], given, nested, notes)
    if "64" in root:
        read_language(root["64"], given, nested, notes)
    if not KNOWN.issuperset(root):
        read_unknown(root, given, notes)
    if notes.problems:
        kind, scheme = schemes.scheme_of(root)
        return Reading(False, kind, scheme, tuple(notes.problems))
    if len(payload) > USUAL_PAYLOAD:
        notes.warn("long", None, f"longer than the usual {USUAL_PAYLOAD} characters")
    given["unknown"] = tuple(unknown)
    given["layout"] = _layout(root, nested, given)
    return Reading(
        True,
        "vietqr",
        "VietQR",
        (),
        tuple(notes.leniencies),
        tuple(notes.warnings),
        Payment(**given),
        tuple(unknown),
        root,
        nested,
    )


def _refuse_other(root: dict[str, str], notes: Remarks) -> None:
    _, name = schemes.scheme_of(root)
    message = f"a {name} code, not VietQR" if name else "38 is missing: not a VietQR code"
    notes.refuse("other_scheme" if name else "payee_missing", "38", message)


def _read_initiation(root: dict[str, str], given: dict[str, Any], notes: Remarks) -> None:
    initiation = root.get("01")
    if initiation is None:
        notes.forgive("initiation_missing", "01", "not said whether static or dynamic")
    elif initiation == DYNAMIC:
        given["initiation"] = initiation
        if "54" not in root:
            notes.warn("dynamic_without_amount", "01", "a code for one payment has no amount")
    elif initiation == STATIC:
        given["initiation"] = initiation
    else:
        notes.refuse("initiation", "01", f"01 must be {STATIC} or {DYNAMIC}: {initiation}")


def _layout(
    root: dict[str, str], nested: dict[str, dict[str, str]], given: dict[str, Any]
) -> Layout | None:
    """What encode() needs to write the same bytes again; None when it would anyway."""
    orders = []
    tags = list(root)[:-1]
    if tags != sorted(tags):
        orders.append(("", tuple(tags)))
    for path, values in nested.items():
        tags = list(values)
        if tags != sorted(tags):
            orders.append((path, tuple(tags)))
    amount = _if_unusual(root.get("54"), given.get("amount"))
    fee = _if_unusual(root.get("56"), given.get("fee_fixed"))
    if orders or amount or fee:
        return Layout(tuple(sorted(orders)), amount, fee)
    return None


def _if_unusual(text: str | None, amount: int | None) -> str | None:
    return None if text is None or text == str(amount) else text
