"""Reading the XML of workbooks that strangers send, and naming the places in them."""

import re
from collections.abc import Callable
from xml.parsers import expat

from shopkit.sheets.flaws import SheetFlaw, SheetRefused

TAG = re.compile(rb"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")
PLACE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def parse(
    xml: bytes,
    start: Start,
    end: End,
    text: Text | None = None,
    parser: expat.XMLParserType | None = None,
) -> None:
    """Read XML; one with a document type of its own, or that is broken, is refused."""
    parser = parser or expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    if text:
        parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refuse_declarations
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as problem:
        raise SheetRefused(SheetFlaw.BROKEN) from problem


def refuse_declarations(*_told: object) -> None:
    raise SheetRefused(SheetFlaw.BROKEN)


def tag_end(xml: bytes, start: int) -> int:
    found = TAG.match(xml, start)
    if found is None:
        raise SheetRefused(SheetFlaw.BROKEN)
    return found.end()


def element_end(xml: bytes, start: int, at: int) -> int:
    """The end of an element whose end was told at a place: its closing tag, or its only tag."""
    return tag_end(xml, start if at == start else at)


def local(name: str) -> str:
    return name.rpartition(":")[2]


def whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 9 else None


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_name(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
