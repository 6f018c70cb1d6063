"""Reading a payment code: refuse what could change payee, amount or currency, forgive the rest."""

import re
from dataclasses import dataclass, field
from typing import Any

from qr_labels.payload import emv, schemes
from qr_labels.payload.findings import Findings, Problem
from qr_labels.payload.payment import (
    DYNAMIC,
    FORMAT,
    LONGEST_PAYLOAD,
    STATIC,
    USUAL_PAYLOAD,
    Layout,
    Payment,
    Unknown,
)
from qr_labels.payload.signs import hidden_in
from qr_labels.payload.vietqr_details import (
    KNOWN,
    read_additional,
    read_local_name,
    read_merchant,
    read_unknown,
)
from qr_labels.payload.vietqr_money import read_money, read_payee

# White space, line ends and byte order marks are stripped, at the ends only.
_EDGES = " \t\r\n\v\f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_CRC = re.compile(r"[0-9A-Fa-f]{4}")

# The name of each object in Reading.fields, by template path and ID.
FIELD_NAMES = {
    "": {
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
    },
    "38": {"02": "service"},
    "38.01": {"00": "bin", "01": "account"},
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
UNKNOWN_NAMES = {
    "": "unknown",
    "38": "payee_unknown",
    "62": "additional_unknown",
    "64": "alt_unknown",
}


@dataclass(frozen=True)
class Reading:
    """What decode() makes of a text.

    `valid`: may be shown as a code that pays `payment`, which is None otherwise. `kind`:
    "vietqr", "vnpay", "promptpay", "emv" (any other merchant-presented code) or "not_emv";
    `scheme` is its name when known.
    """

    valid: bool
    kind: str
    scheme: str | None
    payment: Payment | None
    _found: Findings = field(repr=False, compare=False)

    @property
    def strict(self) -> bool:
        """Whether the code keeps every rule, not only those that matter for paying."""
        return self.valid and not self._found.leniencies

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why the code is refused; empty when it is valid."""
        return tuple(self._found.problems)

    @property
    def leniencies(self) -> tuple[Problem, ...]:
        """Faults that were forgiven, because they change neither payee, amount nor currency."""
        return tuple(self._found.leniencies)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What is within the rules and still odd: an unknown bank, another scheme beside."""
        return tuple(self._found.warnings)

    @property
    def unknown(self) -> tuple[Unknown, ...]:
        """Objects without a meaning in the order they stand; empty when refused."""
        return tuple(self._found.unknown) if self.valid else ()

    @property
    def fields(self) -> dict[str, Any]:
        """Values as written, by name (FIELD_NAMES), only those present; empty when refused.

        `amount_vnd` is the amount as a number; unknown objects are [ID, value] pairs under
        `unknown`, `payee_unknown`, `additional_unknown`; a 64 that is no template is `alt_raw`.
        """
        if self.payment is None:
            return {}
        found: dict[str, Any] = {}
        for path, values in self._found.templates.items():
            names = FIELD_NAMES[path]
            found.update({names[tag]: values[tag] for tag in values if tag in names})
        if self.payment.amount is not None:
            found["amount_vnd"] = self.payment.amount
        for one in self.unknown:
            if one.path == "" and one.tag == "64":
                found["alt_raw"] = one.value
            else:
                found.setdefault(UNKNOWN_NAMES[one.path], []).append([one.tag, one.value])
        return found


def decode(text: str) -> Reading:
    """Read a payment code leniently and say everything there is to say; never raises."""
    found = Findings()
    if len(text) > LONGEST_PAYLOAD:
        limit = f"a code holds at most {LONGEST_PAYLOAD} characters, given {len(text)}"
        found.refuse("too_long", None, limit)
        return Reading(False, "not_emv", None, None, found)
    payload = text.strip(_EDGES)
    try:
        root, ascends = emv.walk(payload)
    except emv.BrokenChain as broken:
        _refuse_chain(broken, found)
        return _refused(broken.found, found)
    if len(payload) != len(text):
        found.forgive("edges", None, "white space or a byte order mark around the code")
    if not _is_framed(payload, root, found):
        return _refused(root, found)
    # Object 63 stands last wherever its number would put it.
    found.add_template("", root, ascends or list(root)[:-1] == sorted(root.keys() - {"63"}))
    _read_objects(root, found)
    if found.problems:
        return _refused(root, found)
    if len(payload) > USUAL_PAYLOAD:
        found.warn("long", None, f"longer than the usual {USUAL_PAYLOAD} characters")
    return Reading(True, "vietqr", "VietQR", _payment(root, found), found)


def _refused(root: dict[str, str], found: Findings) -> Reading:
    kind, scheme = schemes.scheme_of(root)
    return Reading(False, kind, scheme, None, found)


def _refuse_chain(broken: emv.BrokenChain, found: Findings) -> None:
    if schemes.scheme_of(broken.found)[0] == "not_emv":
        found.refuse("not_a_payment_code", None, "the text is no payment code")
    else:
        found.refuse(broken.problem, None, f"the chain of objects breaks: {broken}")


def _is_framed(payload: str, root: dict[str, str], found: Findings) -> bool:
    """First object, last object, hidden characters, checksum: past these it is worth reading."""
    if not (payload.isascii() and payload.isprintable()) and (hidden := hidden_in(payload)):
        found.refuse("hidden", None, f"a control or invisible character: {hidden}")
    elif not payload:
        found.refuse("empty", None, "the text is empty")
    elif payload[:2] != "00":
        found.refuse("format_not_first", "00", "the code does not begin with object 00")
    elif root["00"] != FORMAT:
        found.refuse("format", "00", f"the format indicator must be {FORMAT}: {root['00']}")
    elif next(reversed(root)) == "63":
        return _is_checked(payload, root["63"], found)
    elif "63" in root:
        found.refuse("crc_not_last", "63", "the checksum is not the last object")
    else:
        found.refuse("crc_missing", "63", "the checksum is missing")
    return False


def _is_checked(payload: str, given: str, found: Findings) -> bool:
    right = emv.crc(payload[:-4])
    if given == right:
        return True
    if not _CRC.fullmatch(given):
        found.refuse("crc_format", "63", f"the checksum takes four hex digits: {given}")
    elif given.upper() != right:
        found.refuse("crc", "63", f"the checksum is {given}, the text gives {right}")
    else:
        found.forgive("crc_case", "63", f"the checksum is in lower case: {given}")
        return True
    return False


def _read_objects(root: dict[str, str], found: Findings) -> None:
    read_payee(root, found)
    _read_initiation(root, found)
    read_money(root, found)
    read_merchant(root, found)
    if "62" in root:
        read_additional(root["62"], found)
    if "64" in root:
        read_local_name(root["64"], found)
    if not KNOWN.issuperset(root):
        read_unknown(root, found)


def _read_initiation(root: dict[str, str], found: Findings) -> None:
    initiation = root.get("01")
    if initiation is None:
        found.values["initiation"] = STATIC
        found.forgive("initiation_missing", "01", "not said whether static or dynamic")
    elif initiation not in (STATIC, DYNAMIC):
        found.refuse("initiation", "01", f"01 must be {STATIC} or {DYNAMIC}: {initiation}")
    else:
        found.values["initiation"] = initiation
        if initiation == DYNAMIC and "54" not in root:
            found.warn("dynamic_without_amount", "01", "a code for one payment has no amount")


def _payment(root: dict[str, str], found: Findings) -> Payment:
    values = found.values
    if found.unknown:
        values["unknown"] = tuple(found.unknown)
    amount = _if_unusual(root["54"], values["amount"]) if "54" in root else None
    fee = _if_unusual(root["56"], values["fee"].fixed) if "56" in root else None
    if found.orders or amount or fee:
        values["layout"] = Layout(tuple(sorted(found.orders)), amount, fee)
    return Payment.from_values(values)


def _if_unusual(text: str, amount: int) -> str | None:
    return None if text == str(amount) else text
