"""Objects a reading kept: what may be written again, and where it stood."""

from collections.abc import Iterable

from qr_labels.payload import emv, schemes
from qr_labels.payload.errors import refusal
from qr_labels.payload.payment import NAPAS, Payment, Unknown
from qr_labels.payload.signs import hidden_in

_PLACES = "the root, 38, 62 or 64"


def check_paths(payment: Payment) -> None:
    """Raise PayloadError for an unknown object that no template of this payment would hold."""
    for one in payment.unknown:
        if one.path not in ("", "38", "62", "64") or (one.path == "64" and payment.local is None):
            raise refusal("unknown", _name(one), f"stands in {_PLACES}", _PLACES, one.path)


def arranged(values: dict[str, str], payment: Payment, path: str) -> dict[str, str]:
    """The objects of one template, ours and the kept, by ascending ID or as they were read."""
    together = dict(values)
    for one in payment.unknown:
        if one.path == path:
            if one.tag in together:
                raise refusal("duplicate", _name(one), "is written only once", "once", one.value)
            together[one.tag] = _checked(one)
    orders = dict(payment.layout.orders) if payment.layout else {}
    tags = _in_order(sorted(together), orders.get(path, ()))
    if path == "":
        # Whatever a layout says, object 00 opens the code.
        tags = ["00"] + [tag for tag in tags if tag != "00"]
    return {tag: together[tag] for tag in tags}


def _in_order(present: list[str], order: Iterable[str]) -> list[str]:
    known = [tag for tag in dict.fromkeys(order) if tag in present]
    return known + [tag for tag in present if tag not in known]


def _checked(one: Unknown) -> str:
    """The value if it may stand there: reserved and malformed objects only as they were read."""
    if len(one.value) > emv.LONGEST_VALUE or hidden_in(one.value):
        limit = f"at most {emv.LONGEST_VALUE} visible characters"
        raise refusal("unknown", _name(one), f"takes {limit}", limit, one.value)
    if not _has_place(one):
        limit = "02-51, 65-99, 62.10-62.99, 38.03-38.99, 64.03-64.99"
        raise refusal("unknown", _name(one), f"is not one of {limit}", limit, one.value)
    if schemes.is_scheme(one.tag) and not one.path and schemes.identifier_of(one.value) == NAPAS:
        raise refusal("second_payee", _name(one), "is a second payee", "one payee", one.value)
    if not one.was_read and not _is_well_formed(one):
        limit = "a template with an identifier"
        raise refusal("reserved", _name(one), f"is reserved or not {limit}", limit, one.value)
    return one.value


def _has_place(one: Unknown) -> bool:
    if one.tag not in emv.LENGTHS:
        return False
    if one.path == "":
        return "02" <= one.tag <= "51" or one.tag >= "64"
    if one.path == "62":
        return one.tag == "00" or one.tag >= "10"
    return one.tag >= "03"


def _is_well_formed(one: Unknown) -> bool:
    if one.path == "" and one.tag <= "51":
        return one.value != ""
    has_meaning = (one.path == "" and one.tag >= "80") or (one.path == "62" and one.tag >= "50")
    return has_meaning and one.value.isascii() and emv.is_identified_template(one.value)


def _name(one: Unknown) -> str:
    return f"{one.path}.{one.tag}" if one.path else one.tag
