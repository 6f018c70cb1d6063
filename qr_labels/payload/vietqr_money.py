"""The objects that decide who gets how much (38, 53 to 58), read without mercy."""

import re
from typing import Any

from qr_labels.payload import banks, emv, schemes
from qr_labels.payload.payment import (
    LONGEST_ACCOUNT,
    LONGEST_AMOUNT,
    NAPAS,
    TO_ACCOUNT,
    TO_CARD,
    TRANSFER_CEILING,
    VIETNAM,
    VND,
    Unknown,
)
from qr_labels.payload.remarks import Remarks

PERCENT = re.compile(r"(?=.*[1-9])[0-9]{1,2}(\.[0-9]{0,2})?")
BIN = re.compile(r"[0-9]{6}")

_DONG = re.compile(r"[0-9]+\.?")
_DONG_AND_ZEROS = re.compile(r"[0-9]+\.0{1,2}")
_OTHER_SERVICES = {"QRPUSH": "a merchant payment", "QRCASH": "a cash withdrawal"}
_FEE_OBJECTS = {"01": (False, False), "02": (True, False), "03": (False, True)}


def read_payee(value: str, given: dict[str, Any], nested: dict[str, Any], notes: Remarks) -> None:
    """Template 38 (NAPAS-1.0 5.2.3.2): identifier, bank and account, service."""
    try:
        payee = emv.objects(value)
    except emv.BrokenChain as broken:
        notes.refuse("payee_" + broken.problem, "38", f"38 is no template: {broken}")
        return
    if payee.get("00") != NAPAS:
        _refuse_identifier(payee.get("00"), notes)
        return
    nested["38"] = payee
    _read_holder(payee.get("01"), given, nested, notes)
    _read_service(payee.get("02"), given, notes)
    if len(payee) > 3:
        _keep_extras(payee, given, notes)


def _refuse_identifier(identifier: str | None, notes: Remarks) -> None:
    _, name = schemes.scheme_named(identifier)
    if identifier is None:
        notes.refuse("identifier_missing", "38.00", "38 does not say which scheme it belongs to")
    elif name is not None:
        notes.refuse("other_scheme", "38.00", f"38 belongs to {name}, not to VietQR")
    else:
        notes.refuse("identifier", "38.00", f"38.00 is not {NAPAS}: {identifier}")


def _read_holder(
    value: str | None, given: dict[str, Any], nested: dict[str, Any], notes: Remarks
) -> None:
    if value is None:
        notes.refuse("account_missing", "38.01", "38.01 with bank and account is missing")
        return
    try:
        holder = emv.objects(value)
    except emv.BrokenChain as broken:
        notes.refuse("holder_" + broken.problem, "38.01", f"38.01 is no template: {broken}")
        return
    nested["38.01"] = holder
    bank, account = holder.get("00", ""), holder.get("01", "")
    if not BIN.fullmatch(bank):
        notes.refuse("bin", "38.01.00", f"the BIN takes six digits: {bank}")
    elif banks.by_bin(bank) is None:
        _warn_of_bank(bank, notes)
    if not 0 < len(account) <= LONGEST_ACCOUNT:
        limit = f"1 to {LONGEST_ACCOUNT} characters"
        notes.refuse("account_length", "38.01.01", f"the account takes {limit}: {account}")
    elif not (account.isascii() and account.isprintable()):
        notes.refuse("account_not_ascii", "38.01.01", f"the account takes ASCII only: {account}")
    if len(holder) != ("00" in holder) + ("01" in holder):
        notes.refuse("holder_object", "38.01", "38.01 holds more than bank and account")
    given["bin"] = bank
    given["account"] = account


def _warn_of_bank(bank: str, notes: Remarks) -> None:
    reason = banks.excluded(bank)
    if reason:
        notes.warn("bin_excluded", "38.01.00", f"BIN {bank}: {reason}")
    else:
        notes.warn("bin_unknown", "38.01.00", f"no bank is known by BIN {bank}")


def _read_service(service: str | None, given: dict[str, Any], notes: Remarks) -> None:
    given["service"] = service
    if service in (TO_ACCOUNT, TO_CARD):
        return
    if service is None:
        notes.forgive("service_missing", "38.02", "the service is not given")
    elif service in _OTHER_SERVICES:
        meaning = _OTHER_SERVICES[service]
        notes.forgive("service_other", "38.02", f"{service} is {meaning}, not a plain transfer")
    else:
        notes.refuse("service", "38.02", f"no service is called {service}")


def _keep_extras(payee: dict[str, str], given: dict[str, Any], notes: Remarks) -> None:
    for tag in payee:
        if tag > "02":
            notes.forgive("reserved", f"38.{tag}", f"38.{tag} has no meaning and is kept")
            given["unknown"].append(Unknown(tag, payee[tag], "38", was_read=True))


def read_money(root: dict[str, str], given: dict[str, Any], notes: Remarks) -> None:
    """Currency, amount, fee and country; refused unless every reader must see the same sum."""
    if root.get("53") != VND:
        word = "currency" if "53" in root else "currency_missing"
        notes.refuse(word, "53", f"the currency must be {VND}")
    if "54" in root:
        _read_amount(root["54"], given, notes)
    if "55" in root or "56" in root or "57" in root:
        _read_fee(root, given, notes)
    country = root.get("58")
    if country is None:
        notes.forgive("country_missing", "58", "the country is not given")
    elif country != VIETNAM:
        notes.refuse("country", "58", f"the country must be {VIETNAM}: {country}")


def _read_amount(text: str, given: dict[str, Any], notes: Remarks) -> None:
    amount = _dong(text)
    if amount is None:
        notes.refuse("amount", "54", f"the amount takes whole dong above 0, digits only: {text}")
        return
    given["amount"] = amount
    if not _DONG.fullmatch(text):
        notes.forgive("amount_decimals", "54", f"dong have no decimals: {text}")
    if amount >= TRANSFER_CEILING:
        limit = f"{TRANSFER_CEILING:,}"
        notes.warn("amount_ceiling", "54", f"a transfer stays below {limit} dong: {amount:,}")


def _dong(text: str) -> int | None:
    if len(text) > LONGEST_AMOUNT or not (_DONG.fullmatch(text) or _DONG_AND_ZEROS.fullmatch(text)):
        return None
    return int(text.partition(".")[0]) or None


def _read_fee(root: dict[str, str], given: dict[str, Any], notes: Remarks) -> None:
    """Objects 55 to 57: 56 goes with 02 only, 57 with 03 only, and neither may be missing."""
    tip, fixed, percent = root.get("55"), root.get("56"), root.get("57")
    if _FEE_OBJECTS.get(tip or "") != (fixed is not None, percent is not None):
        notes.refuse("fee", "55", "55 is 01 alone, 02 with 56, or 03 with 57")
        return
    given["tip"] = tip
    if fixed is not None:
        given["fee_fixed"] = _dong(fixed)
        if given["fee_fixed"] is None or not _DONG.fullmatch(fixed):
            notes.refuse("fee_fixed", "56", f"the fee takes whole dong above 0: {fixed}")
    if percent is not None:
        given["fee_percent"] = percent
        if not PERCENT.fullmatch(percent):
            notes.refuse("fee_percent", "57", f"the fee takes 00.01 to 99.99 percent: {percent}")
