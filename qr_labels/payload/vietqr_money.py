"""The objects that decide who gets how much (38, 53 to 58), read without mercy."""

import re

from qr_labels.payload import banks, emv, schemes
from qr_labels.payload.findings import Findings
from qr_labels.payload.payment import (
    LONGEST_ACCOUNT,
    LONGEST_AMOUNT,
    NAPAS,
    TO_ACCOUNT,
    TO_CARD,
    TRANSFER_CEILING,
    VIETNAM,
    VND,
    Fee,
)

BIN = re.compile(r"[0-9]{6}")
PERCENT = re.compile(r"(?=.*[1-9])[0-9]{1,2}(\.[0-9]{0,2})?")
# What must stand beside each value of object 55: 56, 57.
FEE_OBJECTS = {"01": (False, False), "02": (True, False), "03": (False, True)}

# Three zeros are not forgiven: 50.000 means fifty thousand to a Vietnamese reader.
_DONG = re.compile(r"[0-9]+(\.0{0,2})?")
_OTHER_SERVICES = {"QRPUSH": "a merchant payment", "QRCASH": "a cash withdrawal"}


def read_payee(root: dict[str, str], found: Findings) -> None:
    """Template 38 (NAPAS-1.0 5.2.3.2): identifier, bank and account, service."""
    if "38" not in root:
        _, name = schemes.scheme_of(root)
        message = f"a {name} code, not VietQR" if name else "38 is missing: not a VietQR code"
        found.refuse("other_scheme" if name else "payee_missing", "38", message)
        return
    try:
        payee, ascends = emv.walk(root["38"])
    except emv.BrokenChain as broken:
        found.refuse("payee_" + broken.problem, "38", f"38 is no template: {broken}")
        return
    if payee.get("00") != NAPAS:
        _refuse_identifier(payee.get("00"), found)
        return
    found.add_template("38", payee, ascends)
    _read_holder(payee.get("01"), found)
    _read_service(payee.get("02"), found)
    if len(payee) > 3:
        for tag in sorted(payee.keys() - {"00", "01", "02"}):
            found.forgive("reserved", f"38.{tag}", f"38.{tag} has no meaning and is kept")
            found.keep(tag, payee[tag], "38")


def _refuse_identifier(identifier: str | None, found: Findings) -> None:
    _, name = schemes.scheme_named(identifier)
    if identifier is None:
        found.refuse("identifier_missing", "38.00", "38 does not say which scheme it belongs to")
    elif name is not None:
        found.refuse("other_scheme", "38.00", f"38 belongs to {name}, not to VietQR")
    else:
        found.refuse("identifier", "38.00", f"38.00 is not {NAPAS}: {identifier}")


def _read_holder(value: str | None, found: Findings) -> None:
    if value is None:
        found.refuse("account_missing", "38.01", "38.01 with bank and account is missing")
        return
    try:
        holder, ascends = emv.walk(value)
    except emv.BrokenChain as broken:
        found.refuse("holder_" + broken.problem, "38.01", f"38.01 is no template: {broken}")
        return
    found.add_template("38.01", holder, ascends)
    found.values["bin"] = bank = holder.get("00", "")
    found.values["account"] = account = holder.get("01", "")
    if banks.by_bin(bank) is None:
        _check_unknown_bin(bank, found)
    if not 0 < len(account) <= LONGEST_ACCOUNT:
        limit = f"1 to {LONGEST_ACCOUNT} characters"
        found.refuse("account_length", "38.01.01", f"the account takes {limit}: {account}")
    elif not (account.isascii() and account.isprintable()):
        found.refuse("account_not_ascii", "38.01.01", f"the account takes ASCII only: {account}")
    elif " " in account:
        found.warn("account_space", "38.01.01", f"the account has a space in it: {account}")
    if len(holder) > 2:
        found.refuse("holder_object", "38.01", "38.01 holds more than bank and account")


def _check_unknown_bin(bank: str, found: Findings) -> None:
    reason = banks.excluded(bank)
    if not BIN.fullmatch(bank):
        found.refuse("bin", "38.01.00", f"the BIN takes six digits: {bank}")
    elif reason:
        found.warn("bin_excluded", "38.01.00", f"BIN {bank}: {reason}")
    else:
        found.warn("bin_unknown", "38.01.00", f"no bank is known by BIN {bank}")


def _read_service(service: str | None, found: Findings) -> None:
    found.values["service"] = service
    if service in (TO_ACCOUNT, TO_CARD):
        return
    if service is None:
        found.forgive("service_missing", "38.02", "the service is not given")
    elif service in _OTHER_SERVICES:
        meaning = _OTHER_SERVICES[service]
        found.forgive("service_other", "38.02", f"{service} is {meaning}, not a plain transfer")
    else:
        found.refuse("service", "38.02", f"no service is called {service}")


def read_money(root: dict[str, str], found: Findings) -> None:
    """Currency, amount, fee and country; refused unless every reader must see the same sum."""
    if root.get("53") != VND:
        word = "currency" if "53" in root else "currency_missing"
        found.refuse(word, "53", f"the currency must be {VND}")
    if "54" in root:
        _read_amount(root["54"], found)
    if "55" in root or "56" in root or "57" in root:
        _read_fee(root, found)
    country = root.get("58")
    if country is None:
        found.forgive("country_missing", "58", "the country is not given")
    elif country != VIETNAM:
        found.refuse("country", "58", f"the country must be {VIETNAM}: {country}")


def _read_amount(text: str, found: Findings) -> None:
    amount = _dong(text)
    if amount is None:
        found.refuse("amount", "54", f"the amount takes whole dong above 0, digits only: {text}")
        return
    found.values["amount"] = amount
    if "." in text[:-1]:
        found.forgive("amount_decimals", "54", f"dong have no decimals: {text}")
    if amount >= TRANSFER_CEILING:
        limit = f"{TRANSFER_CEILING:,}"
        found.warn("amount_ceiling", "54", f"a transfer stays below {limit} dong: {amount:,}")


def _dong(text: str) -> int | None:
    if len(text) > LONGEST_AMOUNT:
        return None
    if text.isascii() and text.isdigit():
        return int(text) or None
    return int(text.partition(".")[0]) or None if _DONG.fullmatch(text) else None


def _read_fee(root: dict[str, str], found: Findings) -> None:
    """Objects 55 to 57: 56 goes with 02 only, 57 with 03 only, and neither may be missing."""
    indicator, fixed, percent = root.get("55", ""), root.get("56"), root.get("57")
    if FEE_OBJECTS.get(indicator) != (fixed is not None, percent is not None):
        found.refuse("fee", "55", "55 is 01 alone, 02 with 56, or 03 with 57")
        return
    dong = None if fixed is None else _dong(fixed)
    if fixed is not None and (dong is None or "." in fixed[:-1]):
        found.refuse("fee_fixed", "56", f"the fee takes whole dong above 0: {fixed}")
    if percent is not None and not PERCENT.fullmatch(percent):
        found.refuse("fee_percent", "57", f"the fee takes 00.01 to 99.99 percent: {percent}")
    found.values["fee"] = Fee(indicator, dong, percent)
