"""Reading the XML of workbooks that strangers send, and naming the places in them."""

import re
from collections.abc import Callable
from xml.parsers import expat

from shopkit.sheets.flaws import SheetFlaw, SheetRefused

TAG = re.compile(rb"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")
PLACE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
# A tag with what follows it; the longest text of a cell is far shorter.
LONG_PIECE = re.compile(rb"<[^<]{300000}")
DEEPEST = 60
MOST_ELEMENTS = 1_500_000
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
    """Read XML; one that is broken, declares types of its own or asks for too much is refused."""
    if LONG_PIECE.search(xml):
        raise SheetRefused(SheetFlaw.DEMANDING)
    parser = parser or expat.ParserCreate("utf-8")
    parser.buffer_text = True
    depth = count = 0

    def started(name: str, told: dict[str, str]) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > DEEPEST or count > MOST_ELEMENTS:
            raise SheetRefused(SheetFlaw.DEMANDING)
        start(name, told)

    def ended(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(name)

    parser.StartElementHandler = started
    parser.EndElementHandler = ended
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
