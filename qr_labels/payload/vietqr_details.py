"""The objects that inform but do not pay (52, 59 to 62, 64, unknown ones), read with patience."""

import re
import unicodedata
from itertools import permutations

from qr_labels.payload import emv, schemes
from qr_labels.payload.findings import Findings
from qr_labels.payload.payment import (
    ADDITIONAL,
    DATA_REQUEST,
    LONGEST_LABEL,
    LONGEST_LOCAL_CITY,
    LONGEST_LOCAL_NAME,
    MERCHANT,
    NAPAS,
    LocalName,
)

DATA_REQUESTS = frozenset(
    "".join(letters) for count in (1, 2, 3) for letters in permutations("AME", count)
)
MCC = re.compile(r"[0-9]{4}")
LANGUAGE = re.compile(r"[A-Za-z]{2}")
KNOWN = frozenset(
    ("00", "01", "38", "52", "53", "54", "55", "56", "57", "58", "62", "63", "64", *MERCHANT)
)

_MERCHANT = tuple((tag, name, limit) for tag, (name, limit) in MERCHANT.items())


def read_merchant(root: dict[str, str], found: Findings) -> None:
    """Category, name, city and postal code."""
    if "52" in root:
        found.values["mcc"] = root["52"]
        if not MCC.fullmatch(root["52"]):
            found.forgive("mcc", "52", f"the category takes four digits: {root['52']}")
    for tag, name, limit in _MERCHANT:
        if tag in root:
            value = root[tag]
            found.values[name] = value or None
            if not 0 < len(value) <= limit or not value.isascii():
                _forgive_text(tag, value, limit, found)
    if not root.get("61", "").isascii():
        found.refuse("not_ascii", "61", f"the postal code takes ASCII only: {root['61']}")


def _forgive_text(path: str, value: str, limit: int, found: Findings) -> None:
    if not value:
        found.forgive("empty", path, f"{path} is empty")
    if len(value) > limit:
        found.forgive("too_long", path, f"{path} takes {limit} characters, given {len(value)}")
    if not value.isascii():
        found.forgive("not_ascii", path, f"{path} takes ASCII only: {value}")


def read_additional(value: str, found: Findings) -> None:
    """Template 62; it must parse, because what a payer confirms stands in it."""
    if not value:
        found.forgive("empty", "62", "62 is empty")
        return
    try:
        labels, ascends = emv.walk(value)
    except emv.BrokenChain as broken:
        found.refuse("additional_" + broken.problem, "62", f"62 is no template: {broken}")
        return
    found.add_template("62", labels, ascends)
    for tag, label in labels.items():
        name = ADDITIONAL.get(tag)
        if name is not None:
            found.values[name] = label or None
            if not 0 < len(label) <= LONGEST_LABEL or not label.isascii():
                _forgive_text(f"62.{tag}", label, LONGEST_LABEL, found)
        elif tag == DATA_REQUEST:
            found.values["data_request"] = label or None
            if label not in DATA_REQUESTS:
                found.forgive("data_request", "62.09", f"62.09 takes A, M, E once each: {label}")
        else:
            _keep_label(tag, label, found)


def _keep_label(tag: str, label: str, found: Findings) -> None:
    path = f"62.{tag}"
    found.keep(tag, label, "62")
    if tag < "50":
        found.forgive("reserved", path, f"{path} is reserved and is kept")
    else:
        _check_template(path, label, found)


def _check_template(path: str, value: str, found: Findings) -> None:
    if not value.isascii():
        found.forgive("not_ascii", path, f"{path} takes ASCII only: {value}")
    elif not emv.is_identified_template(value):
        found.forgive("not_a_template", path, f"{path} has no identifier and is kept")


def read_local_name(value: str, found: Findings) -> None:
    """Template 64, the one place for Vietnamese letters; kept raw when it is no template."""
    if not value:
        found.forgive("empty", "64", "64 is empty")
        return
    try:
        names, ascends = emv.walk(value)
    except emv.BrokenChain:
        names, ascends = {}, True
    if "00" not in names or "01" not in names:
        found.forgive("not_a_template", "64", "64 has no language and name and is kept")
        found.keep("64", value)
        return
    found.add_template("64", names, ascends)
    found.values["local"] = LocalName(names["00"], names["01"], names.get("02"))
    if not LANGUAGE.fullmatch(names["00"]):
        found.forgive("language", "64.00", f"64.00 takes two letters: {names['00']}")
    for tag, text in names.items():
        if tag in ("01", "02"):
            _check_local_name(f"64.{tag}", text, found)
        elif tag != "00":
            found.forgive("reserved", f"64.{tag}", f"64.{tag} is reserved and is kept")
            found.keep(tag, text, "64")


def _check_local_name(path: str, text: str, found: Findings) -> None:
    limit = LONGEST_LOCAL_NAME if path == "64.01" else LONGEST_LOCAL_CITY
    if not text:
        found.forgive("empty", path, f"{path} is empty")
    if len(text) > limit:
        found.forgive("too_long", path, f"{path} takes {limit} characters, given {len(text)}")
    if not unicodedata.is_normalized("NFC", text):
        found.forgive("decomposed", path, f"{path} has decomposed letters")


def read_unknown(root: dict[str, str], found: Findings) -> None:
    """Root objects that VietQR gives no meaning, kept as they are where they are."""
    for tag, value in root.items():
        if tag not in KNOWN:
            found.keep(tag, value)
            if tag <= "51":
                _check_scheme(tag, value, found)
            elif tag <= "79":
                found.forgive("reserved", tag, f"{tag} is reserved and is kept")
            else:
                _check_template(tag, value, found)


def _check_scheme(tag: str, value: str, found: Findings) -> None:
    if not value:
        found.refuse("empty", tag, f"{tag} is empty")
        return
    if not schemes.is_scheme(tag):
        found.warn("other_scheme", tag, f"{tag} is a card scheme beside VietQR")
        return
    identifier = schemes.identifier_of(value)
    if identifier == NAPAS:
        found.refuse("second_payee", tag, f"{tag} is a second VietQR payee beside 38")
        return
    _, name = schemes.scheme_named(identifier)
    found.warn("other_scheme", tag, f"{tag} pays through {name or 'another scheme'}")
