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


@dataclass(frozen=True)
class Pasted:
    """One line: a name, and a village and a phone where they stand beside it."""

    name: str
    village: str = ""
    phone: str | None = None


def read_pasted(text: str) -> list[Pasted]:
    """The lines that hold a name, in their order; more than a hall holds are not read."""
    found = (read_line(line) for line in text.splitlines()[:MOST_LINES])
    return [one for one in found if one.name]


def read_line(line: str) -> Pasted:
    parts = [part for part in APART.split(COUNTED.sub("", line).strip()) if part]
    phone = next((number for number in map(phone_in, parts) if number), None)
    words = [part for part in parts if not DIGITS.fullmatch(part)]
    name = words[0][:LONGEST_NAME] if words and any(map(str.isalpha, words[0])) else ""
    return Pasted(name, words[1][:120] if len(words) > 1 else "", phone)


def phone_in(part: str) -> str | None:
    """A phone number among the parts; one that cannot be called is left out."""
    if not DIGITS.fullmatch(part):
        return None
    try:
        return canonical_phone(part)
    except PhoneUnreadable:
        return None
