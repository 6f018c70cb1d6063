"""Writing a VietQR code, strictly: what is refused here is named, never mended or cut."""

import re
import unicodedata
from collections.abc import Iterable

from qr_labels.payload import banks, emv
from qr_labels.payload.errors import PayloadError, shortened
from qr_labels.payload.payment import (
    ADDITIONAL,
    DATA_REQUEST,
    DYNAMIC,
    FORMAT,
    LONGEST_ACCOUNT,
    LONGEST_AMOUNT,
    LONGEST_LABEL,
    LONGEST_LANGUAGE_CITY,
    LONGEST_LANGUAGE_NAME,
    MERCHANT,
    MERCHANT_LIMITS,
    NAPAS,
    STATIC,
    TO_ACCOUNT,
    TO_CARD,
    TRANSFER_CEILING,
    VIETNAM,
    VND,
    Payment,
    Unknown,
)
from qr_labels.payload.signs import hidden_in
from qr_labels.payload.vietqr_details import DATA_REQUESTS, LANGUAGE, MCC
from qr_labels.payload.vietqr_money import BIN, PERCENT

_TWO = tuple(f"{n:02d}" for n in range(100))
_ADDITIONAL = tuple(ADDITIONAL.items())
_MERCHANT = tuple((tag, name, MERCHANT_LIMITS[tag]) for tag, name in MERCHANT.items())


def write(payment: Payment, allow_unknown_bin: bool) -> str:
    """The payload of a payment; raises PayloadError for whatever a code may not hold."""
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
    if payment.tip or payment.fee_fixed is not None or payment.fee_percent is not None:
        root.update(_tip(payment))
    root["58"] = VIETNAM
    for tag, name, limit in _MERCHANT:
        value = getattr(payment, name)
        if value is not None:
            root[tag] = _ascii(name, value, limit)
    additional = _additional(payment)
    if additional:
        root["62"] = additional
    if payment.language_name is not None or payment.language is not None or payment.language_city:
        root["64"] = _language(payment)
    body = _chain(root, payment, "") + "6304"
    return body + emv.crc(body)


def _payee(payment: Payment, allow_unknown_bin: bool) -> str:
    bank, account, service = payment.bin, payment.account, payment.service
    if not (allow_unknown_bin or banks.by_bin(bank)) or not BIN.fullmatch(bank):
        raise _no_bank(bank)
    _ascii("account", account, LONGEST_ACCOUNT)
    if service not in (TO_ACCOUNT, TO_CARD):
        allowed = f"{TO_ACCOUNT} or {TO_CARD}"
        raise _refused("service", "service", f"is {allowed}", allowed, service)
    if payment.layout is None and not payment.unknown:
        holder = f"0006{bank}01{_TWO[len(account)]}{account}"
        return f"0010{NAPAS}01{_TWO[len(holder)]}{holder}0208{service}"
    holder = _chain({"00": bank, "01": account}, payment, "38.01")
    return _chain({"00": NAPAS, "01": holder, "02": service}, payment, "38")


def _no_bank(bank: object) -> PayloadError:
    if not isinstance(bank, str) or not BIN.fullmatch(bank):
        return _refused("bin", "bin", "takes six digits", "six digits", bank)
    reason = banks.excluded(bank) or "no bank is known by it"
    return _refused("bin_unknown", "bin", f"is not paid to: {reason}", "a known BIN", bank)


def _initiation(payment: Payment) -> str:
    value = payment.initiation or payment.usual_initiation
    if value not in (STATIC, DYNAMIC):
        raise _refused("initiation", "initiation", "is 11 or 12", "11 or 12", value)
    return value


def _dong(name: str, value: object, most: int, as_read: str | None = None) -> str:
    if type(value) is not int:
        raise _refused("amount", name, "takes a whole number of dong", "whole dong", value)
    if not 0 < value <= most:
        limit = f"1 to {most:,} dong"
        raise _refused("amount_range", name, f"takes {limit}", limit, value)
    if as_read and len(as_read) <= LONGEST_AMOUNT and as_read.removesuffix(".").isdigit():
        return as_read if int(as_read.removesuffix(".")) == value else str(value)
    return str(value)


def _tip(payment: Payment) -> dict[str, str]:
    """Objects 55 to 57: 56 goes with 02 only, 57 with 03 only, and neither is left out."""
    wanted = {"01": (False, False), "02": (True, False), "03": (False, True)}
    given = (payment.fee_fixed is not None, payment.fee_percent is not None)
    if wanted.get(payment.tip or "") != given:
        rule = "is 01 alone, 02 with fee_fixed, or 03 with fee_percent"
        raise _refused("tip", "tip", rule, "01, 02 or 03", payment.tip)
    values = {"55": payment.tip or ""}
    if payment.fee_fixed is not None:
        kept = payment.layout.fee_fixed if payment.layout else None
        values["56"] = _dong("fee_fixed", payment.fee_fixed, 10**LONGEST_AMOUNT - 1, kept)
    if payment.fee_percent is not None:
        limit = "00.01 to 99.99"
        values["57"] = _matching(PERCENT, "fee_percent", payment.fee_percent, limit)
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
            raise _refused(
                "data_request", "data_request", f"takes {limit}", limit, payment.data_request
            )
        values[DATA_REQUEST] = payment.data_request
    return _chain(values, payment, "62")


def _language(payment: Payment) -> str:
    """Template 64, the one place for Vietnamese letters; composed, so that lengths agree."""
    language, name, city = payment.language, payment.language_name, payment.language_city
    if language is None or name is None:
        rule = "needs language and language_name"
        raise _refused("language", "language", rule, "both or neither", language or name)
    values = {"00": _matching(LANGUAGE, "language", language, "two letters")}
    values["01"] = _unicode("language_name", name, LONGEST_LANGUAGE_NAME)
    if city is not None:
        values["02"] = _unicode("language_city", city, LONGEST_LANGUAGE_CITY)
    return _chain(values, payment, "64")


def _chain(values: dict[str, str], payment: Payment, path: str) -> str:
    """The objects of one template, ours and the kept ones, where they stood if that is known."""
    if payment.unknown:
        values = {**values, **_kept(values, payment.unknown, path)}
    order: Iterable[str] = values
    if payment.unknown or payment.layout:
        order = sorted(values)
    if payment.layout:
        order = _as_read(order, dict(payment.layout.orders).get(path, ()))
    try:
        return "".join([f"{tag}{_TWO[len(values[tag])]}{values[tag]}" for tag in order])
    except IndexError:
        longest = max(values, key=lambda tag: len(values[tag]))
        raise _too_long_template(longest, values[longest]) from None


def _too_long_template(tag: str, value: str) -> PayloadError:
    name = "additional data (62)" if tag == "62" else f"object {tag}"
    rule = f"holds at most 99 characters in all, given {len(value)}"
    return _refused("too_long", name, rule, "99 characters", value)


def _as_read(tags: Iterable[str], order: tuple[str, ...]) -> list[str]:
    """The known order first to last; what it does not mention goes to the end."""
    present = list(tags)
    known = [tag for tag in dict.fromkeys(order) if tag in present]
    return known + [tag for tag in present if tag not in known]


def _kept(values: dict[str, str], unknown: tuple[Unknown, ...], path: str) -> dict[str, str]:
    kept: dict[str, str] = {}
    for one in unknown:
        if one.path not in ("", "38", "62", "64"):
            rule = "stands at the root or in 38, 62 or 64"
            raise _refused("unknown", "unknown", rule, "root, 38, 62, 64", one.path)
        if one.path == path:
            if one.tag in values or one.tag in kept:
                raise _refused("duplicate", one.tag, "is written once only", "once", one.value)
            kept[one.tag] = _kept_value(one)
    return kept


def _kept_value(one: Unknown) -> str:
    """The value if it may stand there: reserved and malformed objects only as they were read."""
    name = f"{one.path}.{one.tag}" if one.path else one.tag
    if len(one.value) > emv.LONGEST_VALUE or hidden_in(one.value):
        raise _refused("unknown", name, "takes 1 to 99 visible characters", "99", one.value)
    if not _has_place(one) or one.value[:14] == f"0010{NAPAS}":
        raise _refused("unknown", name, "has no place there", "26-51, 80-99, 62.50-99", one.value)
    if not one.was_read and not _is_well_formed(one):
        raise _refused("reserved", name, "is reserved or malformed", "a template", one.value)
    return one.value


def _has_place(one: Unknown) -> bool:
    if one.path == "":
        free = "02" <= one.tag <= "51" or "64" <= one.tag <= "99"
    elif one.path == "62":
        free = one.tag == "00" or "10" <= one.tag <= "99"
    else:
        free = "03" <= one.tag <= "99"
    return free and one.tag in emv.LENGTHS


def _is_well_formed(one: Unknown) -> bool:
    if one.path == "" and one.tag <= "51":
        return one.value != ""
    named = (one.path == "" and one.tag >= "80") or (one.path == "62" and one.tag >= "50")
    return named and one.value.isascii() and emv.is_identified_template(one.value)


def _ascii(name: str, value: object, limit: int) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= limit:
        raise _wrong_length(name, value, limit)
    if not (value.isascii() and value.isprintable()):
        rule = "takes printable ASCII only; fold the text first"
        raise _refused("not_ascii", name, rule, "printable ASCII", value)
    return value


def _unicode(name: str, value: object, limit: int) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= limit:
        raise _wrong_length(name, value, limit)
    if hidden_in(value):
        raise _refused("hidden", name, "takes visible characters only", "visible", value)
    if not unicodedata.is_normalized("NFC", value):
        raise _refused("decomposed", name, "takes composed letters (NFC)", "NFC", value)
    return value


def _wrong_length(name: str, value: object, limit: int) -> PayloadError:
    allowed = f"1 to {limit} characters"
    if not isinstance(value, str):
        return _refused("text", name, f"takes text of {allowed}", allowed, value)
    problem = "too_long" if value else "empty"
    return _refused(problem, name, f"takes {allowed}, given {len(value)}", allowed, value)


def _matching(pattern: re.Pattern[str], name: str, value: object, limit: str) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise _refused(name, name, f"takes {limit}", limit, value)
    return value


def _refused(problem: str, name: str, rule: str, limit: str, given: object) -> PayloadError:
    text = shortened(str(given))
    return PayloadError(problem, f"{name} {rule}: {text}", field=name, limit=limit, given=text)
