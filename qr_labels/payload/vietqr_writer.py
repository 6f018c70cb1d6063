"""Writing a VietQR code, strictly: what is refused here is named, never mended or cut."""

import re
import unicodedata

from qr_labels.payload import banks, emv
from qr_labels.payload.errors import PayloadError, refusal
from qr_labels.payload.kept import arranged, check_paths
from qr_labels.payload.payment import (
    ADDITIONAL,
    DATA_REQUEST,
    DYNAMIC,
    FORMAT,
    LONGEST_ACCOUNT,
    LONGEST_AMOUNT,
    LONGEST_LABEL,
    LONGEST_LOCAL_CITY,
    LONGEST_LOCAL_NAME,
    LONGEST_PAYLOAD,
    MERCHANT,
    NAPAS,
    STATIC,
    TO_ACCOUNT,
    TO_CARD,
    TRANSFER_CEILING,
    VIETNAM,
    VND,
    Fee,
    LocalName,
    Payment,
)
from qr_labels.payload.signs import hidden_in
from qr_labels.payload.vietqr_details import DATA_REQUESTS, LANGUAGE, MCC
from qr_labels.payload.vietqr_money import BIN, FEE_OBJECTS, PERCENT

_TWO = tuple(f"{n:02d}" for n in range(100))
_ADDITIONAL = tuple(ADDITIONAL.items())
_TEMPLATE_NAMES = {"38": "payee", "62": "additional", "64": "local"}
_AS_READ = re.compile(r"[0-9]{1,13}|[0-9]{1,12}\.")
_MERCHANT = tuple((tag, name, limit) for tag, (name, limit) in MERCHANT.items())


def write(payment: Payment, allow_unknown_bin: bool) -> str:
    """The payload of a payment; raises PayloadError for whatever a code may not hold."""
    if payment.unknown:
        check_paths(payment)
    body = _chain(_root(payment, allow_unknown_bin), payment, "") + "6304"
    payload = body + emv.crc(body)
    if len(payload) > LONGEST_PAYLOAD:
        limit = f"{LONGEST_PAYLOAD} characters"
        raise refusal("too_long", "payload", f"takes at most {limit}", limit, payload)
    return payload


def _root(payment: Payment, allow_unknown_bin: bool) -> dict[str, str]:
    """Our objects of the root by ascending ID, each checked."""
    root = {
        "00": FORMAT,
        "01": _initiation(payment),
        "38": _payee(payment, allow_unknown_bin),
    }
    if payment.mcc is not None:
        root["52"] = _matching(MCC, "mcc", payment.mcc, "four digits")
    root["53"] = VND
    if payment.amount is not None:
        kept = payment.layout.amount if payment.layout else None
        root["54"] = _dong("amount", payment.amount, TRANSFER_CEILING - 1, kept)
    if payment.fee is not None:
        root.update(_fee(payment.fee, payment))
    root["58"] = VIETNAM
    for tag, name, limit in _MERCHANT:
        value = getattr(payment, name)
        if value is not None:
            root[tag] = _ascii(name, value, limit)
    if additional := _additional(payment):
        root["62"] = additional
    if payment.local is not None:
        root["64"] = _local(payment.local, payment)
    return root


def _payee(payment: Payment, allow_unknown_bin: bool) -> str:
    bank, account, service = payment.bin, payment.account, payment.service
    if not isinstance(bank, str) or banks.by_bin(bank) is None:
        _check_unknown_bin(bank, allow_unknown_bin)
    _ascii("account", account, LONGEST_ACCOUNT)
    if service not in (TO_ACCOUNT, TO_CARD):
        allowed = f"{TO_ACCOUNT} or {TO_CARD}"
        raise refusal("service", "service", f"is {allowed}", allowed, service)
    if payment.layout is None and not payment.unknown:
        holder = f"0006{bank}01{_TWO[len(account)]}{account}"
        return f"0010{NAPAS}01{_TWO[len(holder)]}{holder}0208{service}"
    holder = _chain({"00": bank, "01": account}, payment, "38.01")
    return _chain({"00": NAPAS, "01": holder, "02": service}, payment, "38")


def _check_unknown_bin(bank: object, is_allowed: bool) -> None:
    if not isinstance(bank, str) or not BIN.fullmatch(bank):
        raise refusal("bin", "bin", "takes six digits", "six digits", bank)
    if not is_allowed:
        reason = banks.excluded(bank) or "no bank is known by it"
        raise refusal("bin_unknown", "bin", f"is not paid to: {reason}", "a known BIN", bank)


def _initiation(payment: Payment) -> str:
    value = payment.initiation or payment.usual_initiation
    if value not in (STATIC, DYNAMIC):
        raise refusal("initiation", "initiation", "is 11 or 12", "11 or 12", value)
    return value


def _dong(name: str, value: object, most: int, as_read: str | None = None) -> str:
    if type(value) is not int:
        raise refusal("amount", name, "takes a whole number of dong", "whole dong", value)
    if not 0 < value <= most:
        limit = f"1 to {most:,} dong"
        raise refusal("amount_range", name, f"takes {limit}", limit, value)
    if as_read and _AS_READ.fullmatch(as_read) and int(as_read.removesuffix(".")) == value:
        return as_read
    return str(value)


def _fee(fee: Fee, payment: Payment) -> dict[str, str]:
    if FEE_OBJECTS.get(fee.indicator) != (fee.fixed is not None, fee.percent is not None):
        rule = "is 01 alone, 02 with fixed, or 03 with percent"
        raise refusal("fee", "fee", rule, "01, 02 or 03", fee.indicator)
    values = {"55": fee.indicator}
    if fee.fixed is not None:
        kept = payment.layout.fee_fixed if payment.layout else None
        values["56"] = _dong("fee.fixed", fee.fixed, 10**LONGEST_AMOUNT - 1, kept)
    if fee.percent is not None:
        values["57"] = _matching(PERCENT, "fee_percent", fee.percent, "00.01 to 99.99")
    return values


def _additional(payment: Payment) -> str:
    values = {}
    for tag, name in _ADDITIONAL:
        value = getattr(payment, name)
        if value is not None:
            values[tag] = _ascii(name, value, LONGEST_LABEL)
    if payment.data_request is not None:
        if payment.data_request not in DATA_REQUESTS:
            limit = "A, M and E, each once"
            raise refusal(
                "data_request", "data_request", f"takes {limit}", limit, payment.data_request
            )
        values[DATA_REQUEST] = payment.data_request
    return _chain(values, payment, "62")


def _local(local: LocalName, payment: Payment) -> str:
    values = {
        "00": _matching(LANGUAGE, "language", local.language, "two letters"),
        "01": _composed("local.name", local.name, LONGEST_LOCAL_NAME),
    }
    if local.city is not None:
        values["02"] = _composed("local.city", local.city, LONGEST_LOCAL_CITY)
    return _chain(values, payment, "64")


def _chain(values: dict[str, str], payment: Payment, path: str) -> str:
    if payment.unknown or payment.layout:
        values = arranged(values, payment, path)
    try:
        return "".join([tag + _TWO[len(value)] + value for tag, value in values.items()])
    except IndexError:
        longest = max(values, key=lambda tag: len(values[tag]))
        raise _too_long_template(longest, values[longest]) from None


def _too_long_template(tag: str, value: str) -> PayloadError:
    name = _TEMPLATE_NAMES.get(tag, f"object {tag}")
    rule = f"takes at most 99 characters in all, given {len(value)}"
    return refusal("too_long", name, rule, "99 characters", value)


def _ascii(name: str, value: object, limit: int) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= limit:
        raise _wrong_length(name, value, limit)
    if not (value.isascii() and value.isprintable()):
        # Folding an account would make it somebody else's.
        advice = "" if name == "account" else "; fold the text first"
        rule = f"takes printable ASCII only{advice}"
        raise refusal("not_ascii", name, rule, "printable ASCII", value)
    return value


def _composed(name: str, value: object, limit: int) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= limit:
        raise _wrong_length(name, value, limit)
    if hidden_in(value):
        raise refusal("hidden", name, "takes visible characters only", "visible", value)
    if not unicodedata.is_normalized("NFC", value):
        raise refusal("decomposed", name, "takes composed letters (NFC)", "NFC", value)
    return value


def _wrong_length(name: str, value: object, limit: int) -> PayloadError:
    allowed = f"1 to {limit} characters"
    if not isinstance(value, str):
        return refusal("text", name, f"takes text of {allowed}", allowed, value)
    problem = "too_long" if value else "empty"
    return refusal(problem, name, f"takes {allowed}, given {len(value)}", allowed, value)


def _matching(pattern: re.Pattern[str], name: str, value: object, limit: str) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise refusal(name, name, f"takes {limit}", limit, value)
    return value
