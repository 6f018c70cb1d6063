"""Text of a shop's page: how it is told apart, and how it is broken for reading."""

import re
from hashlib import sha256

# What a citizen's number looks like; the house keeps none, and a page shows none.
CITIZEN_NUMBER = re.compile(r"\d{12}|\d{9}")
BETWEEN = re.compile(r"[\s.\-]+")


def mark_of(text: str) -> str:
    """A short mark that changes with the text, so that a form knows what it began from."""
    return sha256(text.encode()).hexdigest()[:12]


def paragraphs(text: str) -> list[str]:
    """The lines that hold anything."""
    return [line for line in (part.strip() for part in text.split("\n")) if line]


def is_citizen_number(typed: str) -> bool:
    return bool(CITIZEN_NUMBER.fullmatch(BETWEEN.sub("", typed)))
