"""Names pasted from a list or a chat: what stands on each line."""

import re
from dataclasses import dataclass

from shopkit.text.phones import PhoneUnreadable, canonical_phone

MOST_LINES = 300
LONGEST_NAME = 80
# Numbers and dots that a list puts before a name.
COUNTED = re.compile(r"^\s*(?:\d{1,3}\s*[.):/-]|[-*•+]|\d{1,3}\s+(?=\D))\s*")
APART = re.compile(r"\s*[,;\t|]\s*|\s+[-–]\s+")
DIGITS = re.compile(r"\+?\d[\d .\-]{7,}")


NO_NAME, TOO_LONG, TOO_MANY = "no_name", "too_long", "too_many"


@dataclass(frozen=True)
class LeftOut:
    """A line that is not taken; `number` counts the lines as they were pasted."""

    number: int
    why: str


@dataclass(frozen=True)
class Pasted:
    """One line: a name, and a village and a phone where they stand beside it."""

    name: str
    village: str = ""
    phone: str | None = None


def read_pasted(text: str) -> list[Pasted]:
    """The lines that are taken, in their order."""
    return read_list(text)[0]


def read_list(text: str) -> tuple[list[Pasted], list[LeftOut]]:
    """The lines that hold a name, and those that are not taken; no name is cut."""
    taken: list[Pasted] = []
    left_out: list[LeftOut] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        one = read_line(line)
        if number > MOST_LINES:
            left_out.append(LeftOut(number, TOO_MANY))
            break
        if not one.name:
            left_out.append(LeftOut(number, NO_NAME))
        elif len(one.name) > LONGEST_NAME:
            left_out.append(LeftOut(number, TOO_LONG))
        else:
            taken.append(one)
    return taken, left_out


def read_line(line: str) -> Pasted:
    parts = [part for part in APART.split(COUNTED.sub("", line).strip()) if part]
    phone = next((number for number in map(phone_in, parts) if number), None)
    words = [part for part in parts if not DIGITS.fullmatch(part)]
    name = words[0] if words and any(map(str.isalpha, words[0])) else ""
    return Pasted(name, words[1][:120] if len(words) > 1 else "", phone)


def phone_in(part: str) -> str | None:
    """A phone number among the parts; one that cannot be called is left out."""
    if not DIGITS.fullmatch(part):
        return None
    try:
        return canonical_phone(part)
    except PhoneUnreadable:
        return None
