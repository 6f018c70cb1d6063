"""What a PIN or a password must not be, because a neighbour would guess it first."""

import re
import unicodedata
from datetime import date
from enum import StrEnum

from shopkit.text.search import fold

PIN_LENGTH = 6
SHORTEST_PASSWORD = 10
LONGEST_SECRET = 128
FEWEST_LETTERS = 5
BIRTH_YEARS = range(1930, 2021)
DIGITS = "01234567890"


def words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Keypad walks and lucky numbers that fall under no other rule.
COMMON_PINS = words_of(
    "147258 258147 147852 258369 369258 159753 159357 753159 357159 142536 789456 456123 789123 "
    "123789 321654 654123 102030 112233 223344 334455 445566 556677 667788 778899 998877 332211 "
    "123321 654456 113114 113115 123654 100000 000001 111222 222333 888999 999888 135790 246810 "
    "135791 124578 202020 202425 202526 681368 688668 866886"
)
COMMON_WORDS = words_of(
    "password passw matkhau matkhaumoi matkhaucuatoi motmatkhau admin administrator quantri "
    "quantrivien canbo cando xa phuong ubnd ubndxa uyban vietnam vietnamvodich hanoi saigon "
    "hochiminh danang shop shopkit cuahang banhang hello welcome xinchao chaoban letmein login "
    "dangnhap iloveyou anhyeuem emyeuanh toiyeuvietnam giadinh qwerty qwertyuiop qwertyuio "
    "asdfgh asdfghjkl zxcvbnm qazwsx qazwsxedc qweasdzxc abc abcd abcdef abcdefghij aaaaaaaaaa "
    "test tester demo user guest root changeme default secret master dragon monkey football "
    "phunu hoiphunu doanthanhnien chuyendoiso congnghe congnghesoviet gioithieu truyxuat"
)


class Weakness(StrEnum):
    """Why a secret is refused."""

    NOT_SIX_DIGITS = "not_six_digits"
    RUN = "run"
    REPEAT = "repeat"
    PHONE = "phone"
    DATE = "date"
    COMMON = "common"
    SHORT = "short"
    LONG = "long"
    NAME = "name"


def as_typed(text: str) -> str:
    """One form for what was typed: composed, and a PIN without the gaps that people leave in it."""
    composed = unicodedata.normalize("NFC", text)
    plain = re.sub(r"[\s.\-]", "", unicodedata.normalize("NFKC", text))
    return plain if plain.isascii() and plain.isdigit() else composed


def weakness_of_pin(pin: str, phone: str) -> Weakness | None:
    """Why a PIN is too easy for the owner of this phone, or None when it will do."""
    if len(pin) != PIN_LENGTH or not (pin.isascii() and pin.isdigit()):
        return Weakness.NOT_SIX_DIGITS
    if pin in DIGITS or pin in DIGITS[::-1]:
        return Weakness.RUN
    if any(pin == pin[:length] * (PIN_LENGTH // length) for length in (1, 2, 3)):
        return Weakness.REPEAT
    if pin in national(phone) or pin[::-1] in national(phone):
        return Weakness.PHONE
    if is_date(pin):
        return Weakness.DATE
    return Weakness.COMMON if pin in COMMON_PINS else None


def national(phone: str) -> str:
    """A stored number as it is dialled at home: "+84912345678" is "0912345678"."""
    return "0" + phone.removeprefix("+84") if phone.startswith("+84") else phone.lstrip("+")


def is_date(pin: str) -> bool:
    """True for a day somebody may be born on, day first or year first."""
    first, month, last = int(pin[:2]), int(pin[2:4]), int(pin[4:])
    return any(
        is_day(century + year, month, day)
        for day, year in ((first, last), (last, first))
        for century in (1900, 2000)
    )


def is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return year in BIRTH_YEARS


def weakness_of_password(password: str, phone: str, name: str) -> Weakness | None:
    """Why a password of staff is too easy, or None when it will do; long ones need no signs."""
    if len(password) < SHORTEST_PASSWORD:
        return Weakness.SHORT
    if len(password) > LONGEST_SECRET:
        return Weakness.LONG
    plain = fold(password)
    letters = re.sub(r"[^a-z]", "", plain)
    digits = re.sub(r"\D", "", plain)
    if is_common(plain, letters, digits):
        return Weakness.COMMON
    if national(phone)[-6:] in digits:
        return Weakness.PHONE
    return Weakness.NAME if is_mostly_name(letters, name) else None


def is_common(plain: str, letters: str, digits: str) -> bool:
    """True for one known word with digits and signs around it, or a few letters over and over."""
    if len(set(plain)) < FEWEST_LETTERS or letters in COMMON_WORDS:
        return True
    return not letters and (digits in DIGITS * 3 or digits in DIGITS[::-1] * 3)


def is_mostly_name(letters: str, name: str) -> bool:
    """True when little but the words of the name is left to guess."""
    rest = letters
    for word in sorted(fold(name).split(), key=len, reverse=True):
        rest = rest.replace(word, "", 1)
    return len(rest) < len(letters) and len(rest) < FEWEST_LETTERS
