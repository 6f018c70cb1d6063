"""Phone numbers: typed in any form, stored in one, shown as people write them."""

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

from shopkit.errors import Refusal

LONGEST = 40
REGION = "VN"
TYPED = re.compile(r"[\d\s+().\-/·\u2010-\u2015]+")

# Mobile numbers of eleven digits were shortened in 2018; old notebooks still hold them.
OLD_TO_NEW = {
    "120": "70", "121": "79", "122": "77", "126": "76", "128": "78",
    "123": "83", "124": "84", "125": "85", "127": "81", "129": "82",
    "162": "32", "163": "33", "164": "34", "165": "35", "166": "36",
    "167": "37", "168": "38", "169": "39", "186": "56", "188": "58", "199": "59",
}  # fmt: skip
OLD_MOBILE = re.compile(r"(1\d\d)(\d{7})")


class PhoneUnreadable(Refusal):
    """What was typed is no phone number that can be called."""

    def __init__(self, typed: str) -> None:
        super().__init__("not a phone number")
        self.typed = typed


class PhoneOutdated(PhoneUnreadable):
    """An eleven-digit mobile number from before 2018; `today` is what it has become."""

    def __init__(self, typed: str, today: str) -> None:
        super().__init__(typed)
        self.today = today


def canonical_phone(typed: str) -> str:
    """One form for every way of typing a number: "0912 345 678" becomes "+84912345678"."""
    number = _parsed(typed)
    if phonenumbers.is_valid_number(number):
        return phonenumbers.format_number(number, PhoneNumberFormat.E164)
    raise _outdated(typed, number) or PhoneUnreadable(typed)


def shown_phone(phone: str) -> str:
    """A stored number as people write it: "0912 345 678"; a foreign one with its country code."""
    number = phonenumbers.parse(phone, REGION)
    is_ours = number.country_code == phonenumbers.country_code_for_region(REGION)
    style = PhoneNumberFormat.NATIONAL if is_ours else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)


def masked_phone(phone: str) -> str:
    """A stored number for logs and lists, its middle hidden: "+84912***678"."""
    return f"{phone[:-6]}***{phone[-3:]}"


def _parsed(typed: str) -> PhoneNumber:
    """The library would read letters as the keys of a telephone, so only signs of numbers pass."""
    text = typed.strip()
    if len(text) > LONGEST or not TYPED.fullmatch(text):
        raise PhoneUnreadable(typed)
    try:
        return phonenumbers.parse(text, REGION)
    except NumberParseException as problem:
        raise PhoneUnreadable(typed) from problem


def _outdated(typed: str, number: PhoneNumber) -> PhoneOutdated | None:
    old = OLD_MOBILE.fullmatch(str(number.national_number))
    if number.country_code != phonenumbers.country_code_for_region(REGION) or not old:
        return None
    start = OLD_TO_NEW.get(old[1])
    return PhoneOutdated(typed, f"+84{start}{old[2]}") if start else None
