"""The objects that inform but do not pay (52, 59 to 62, 64, unknown ones), read with patience."""

import re
import unicodedata
from itertools import permutations
from typing import Any

from qr_labels.payload import emv, schemes
from qr_labels.payload.payment import (
    ADDITIONAL,
    DATA_REQUEST,
    LONGEST_LABEL,
    LONGEST_LANGUAGE_CITY,
    LONGEST_LANGUAGE_NAME,
    MERCHANT,
    MERCHANT_LIMITS,
    NAPAS,
    Unknown,
)
from qr_labels.payload.remarks import Remarks

DATA_REQUESTS = frozenset(
    "".join(letters) for count in (1, 2, 3) for letters in permutations("AME", count)
)
MCC = re.compile(r"[0-9]{4}")
LANGUAGE = re.compile(r"[A-Za-z]{2}")

_MERCHANT = tuple((tag, name, MERCHANT_LIMITS[tag]) for tag, name in MERCHANT.items())
KNOWN = frozenset(("00", "01", "38", "52", "53", "54", "55", "56", "57", "58", "62", "63", "64"))
KNOWN |= MERCHANT.keys()
_MAY_BE_EMPTY = frozenset(("52", "59", "60", "61", "62", "64", *map(str, range(65, 100))))


def read_merchant(root: dict[str, str], given: dict[str, Any], notes: Remarks) -> None:
    """Category, name, city and postal code."""
    if "52" in root:
        given["mcc"] = root["52"]
        if not MCC.fullmatch(root["52"]):
            notes.forgive("mcc", "52", f"the category takes four digits: {root['52']}")
    for tag, name, limit in _MERCHANT:
        if tag in root:
            value = root[tag]
            given[name] = value or None
            if not 0 < len(value) <= limit or not value.isascii():
                _forgive_text(tag, value, limit, notes)
    postal_code = root.get("61")
    if postal_code is not None and not postal_code.isascii():
        notes.refuse("not_ascii", "61", f"the postal code takes ASCII only: {postal_code}")


def _forgive_text(path: str, value: str, limit: int, notes: Remarks) -> None:
    if not value:
        notes.forgive("empty", path, f"{path} is empty")
    if len(value) > limit:
        notes.forgive("too_long", path, f"{path} takes {limit} characters, given {len(value)}")
    if not value.isascii():
        notes.forgive("not_ascii", path, f"{path} takes ASCII only: {value}")


def read_additional(
    value: str, given: dict[str, Any], nested: dict[str, Any], notes: Remarks
) -> None:
    """Template 62; it must parse, because what a payer confirms stands in it."""
    if not value:
        notes.forgive("empty", "62", "62 is empty")
        return
    try:
        labels = emv.objects(value)
    except emv.BrokenChain as broken:
        notes.refuse("additional_" + broken.problem, "62", f"62 is no template: {broken}")
        return
    nested["62"] = labels
    for tag, label in labels.items():
        name = ADDITIONAL.get(tag)
        if name is not None:
            given[name] = label or None
            if not 0 < len(label) <= LONGEST_LABEL or not label.isascii():
                _forgive_text(f"62.{tag}", label, LONGEST_LABEL, notes)
        elif tag == DATA_REQUEST:
            given["data_request"] = label or None
            if label not in DATA_REQUESTS:
                notes.forgive("data_request", "62.09", f"62.09 takes A, M, E once each: {label}")
        else:
            _keep_label(tag, label, given, notes)


def _keep_label(tag: str, label: str, given: dict[str, Any], notes: Remarks) -> None:
    given["unknown"].append(Unknown(tag, label, "62", was_read=True))
    if tag < "50":
        notes.forgive("reserved", f"62.{tag}", f"62.{tag} is reserved and is kept")
    elif not label.isascii():
        notes.forgive("not_ascii", f"62.{tag}", f"62.{tag} takes ASCII only: {label}")
    elif not emv.is_identified_template(label):
        notes.forgive("not_a_template", f"62.{tag}", f"62.{tag} has no identifier and is kept")


def read_language(
    value: str, given: dict[str, Any], nested: dict[str, Any], notes: Remarks
) -> None:
    """Template 64, the one place for Vietnamese letters; kept raw when it is no template."""
    try:
        names = emv.objects(value)
    except emv.BrokenChain:
        names = {}
    if "00" not in names or "01" not in names:
        notes.forgive("not_a_template", "64", "64 has no language and name and is kept")
        given["unknown"].append(Unknown("64", value, was_read=True))
        return
    nested["64"] = names
    given["language"] = names["00"] or None
    given["language_name"] = names["01"] or None
    given["language_city"] = names.get("02") or None
    if not LANGUAGE.fullmatch(names["00"]):
        notes.forgive("language", "64.00", f"64.00 takes two letters: {names['00']}")
    for tag, text in names.items():
        if tag in ("01", "02"):
            _check_name(tag, text, notes)
        elif tag != "00":
            notes.forgive("reserved", f"64.{tag}", f"64.{tag} is reserved and is kept")
            given["unknown"].append(Unknown(tag, text, "64", was_read=True))


def _check_name(tag: str, text: str, notes: Remarks) -> None:
    limit = LONGEST_LANGUAGE_NAME if tag == "01" else LONGEST_LANGUAGE_CITY
    if not 0 < len(text) <= limit:
        message = f"64.{tag} takes 1 to {limit} characters, given {len(text)}"
        notes.forgive("too_long" if text else "empty", f"64.{tag}", message)
    if not unicodedata.is_normalized("NFC", text):
        notes.forgive("decomposed", f"64.{tag}", f"64.{tag} has decomposed letters")


def read_unknown(root: dict[str, str], given: dict[str, Any], notes: Remarks) -> None:
    """Root objects that VietQR gives no meaning, kept as they are where they are."""
    for tag, value in root.items():
        if tag not in KNOWN:
            given["unknown"].append(Unknown(tag, value, was_read=True))
            if tag <= "51":
                _check_scheme(tag, value, notes)
            elif tag <= "79":
                notes.forgive("reserved", tag, f"{tag} is reserved and is kept")
            elif not value.isascii():
                notes.forgive("not_ascii", tag, f"{tag} takes ASCII only: {value}")
            elif not emv.is_identified_template(value):
                notes.forgive("not_a_template", tag, f"{tag} has no identifier and is kept")
        if not value and tag not in _MAY_BE_EMPTY:
            notes.refuse("empty", tag, f"{tag} is empty")


def _check_scheme(tag: str, value: str, notes: Remarks) -> None:
    if not schemes.is_scheme(tag):
        notes.warn("other_scheme", tag, f"{tag} is a card scheme beside VietQR")
        return
    identifier = schemes.identifier_of(value)
    if identifier == NAPAS:
        notes.refuse("second_payee", tag, f"{tag} is a second VietQR payee beside 38")
        return
    _, name = schemes.scheme_named(identifier)
    notes.warn("other_scheme", tag, f"{tag} pays through {name or 'another scheme'}")
