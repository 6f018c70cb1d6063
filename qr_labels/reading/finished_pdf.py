"""Takes the labels out of a finished sheet file again: pages, their operators, their bitmaps.

Only files as `qr_labels.drawing` makes them are understood; anything else in their pages is
refused, so that nothing can be printed that was not looked at.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LARGEST_FILE = 64 * 2**20
LARGEST_PAGE = 64 * 2**20


def _operators(pattern: bytes) -> re.Pattern[bytes]:
    """A pattern of page operators in which # stands for a number."""
    return re.compile(pattern.replace(b"#", rb"-?\d+(?:\.\d+)?"))


_OPENING = _operators(rb"(?:(?:# ){6}cm\n)?/C Do\n")
_LABEL = _operators(
    rb"q 1 0 0 1 (?P<place> *# +#) cm/L Do q (?P<matrix>(?P<side>#) 0 0 (?P=side) # #) cm "
    rb"BI/W (?P<pixels>\d{1,5})/H (?P=pixels)/IM true/D\[1 0\]/BPC 1 ID "
)
_CODE = _operators(rb"\nEI Q BT /\S+ # Tf +# Tz # # Td\((?P<code>[^()\\]*)\)Tj ET Q\n")
_CLOSING = _operators(rb"(?:BT /\S+ # Tf # # Td\([^()\\]*\)Tj ET\n)?")
_STREAM = re.compile(rb"<</Filter/FlateDecode/Length (\d+)>>\nstream\n")
_REFERENCE = rb"(\d+) 0 R"


class FileNotOurs(ValueError):
    """The file, or a page of it, is not built as a sheet file is."""


@dataclass(frozen=True, slots=True)
class PrintedLabel:
    """One label as it stands in a file: its place, its symbol's (width and height equal), the
    bitmap (1 is dark, rows padded to bytes), and the code in clear."""

    place: bytes
    matrix: bytes
    pixels: int
    bitmap: bytes
    code: bytes


def pages_of_labels(path: Path) -> Iterator[list[PrintedLabel]]:
    """The labels of each page, in order; raises FileNotOurs."""
    if path.stat().st_size > LARGEST_FILE:
        raise FileNotOurs(f"a sheet file is at most {LARGEST_FILE} bytes long")
    try:
        for page in _File(path.read_bytes()).pages():
            yield list(_labels(page))
    except (zlib.error, ValueError) as error:
        raise FileNotOurs(f"the file is damaged: {error}") from error


def _labels(page: bytes) -> Iterator[PrintedLabel]:
    """The labels drawn by a page's operators, and the certainty that nothing else is."""
    place = _matched(_OPENING, page, 0).end()
    while page.startswith(b"q ", place):
        opened = _matched(_LABEL, page, place)
        pixels = int(opened["pixels"])
        end = opened.end() + (pixels + 7) // 8 * pixels
        closed = _matched(_CODE, page, end)
        yield PrintedLabel(
            opened["place"], opened["matrix"], pixels, page[opened.end() : end], closed["code"]
        )
        place = closed.end()
    if _matched(_CLOSING, page, place).end() != len(page):
        raise FileNotOurs("a page goes on after its labels")


def _matched(pattern: re.Pattern[bytes], text: bytes, place: int) -> re.Match[bytes]:
    match = pattern.match(text, place)
    if match is None:
        raise FileNotOurs(f"unexpected content: {text[place : place + 60]!r}")
    return match


class _File:
    """Objects of a PDF by number, through its cross-reference table."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        start = self._only(rb"startxref\s+(\d+)\s+%%EOF\s*\Z", max(0, len(content) - 200))
        table = _matched(re.compile(rb"xref\s+0 (\d+)\s+"), content, int(start))
        count, first = int(table[1]), table.end()
        self._offsets = [int(content[at : at + 10]) for at in range(first, first + 20 * count, 20)]
        self._trailer = first + 20 * count

    def pages(self) -> Iterator[bytes]:
        """The operators of each page."""
        root = self._object(self._only(rb"/Root " + _REFERENCE, self._trailer))
        tree = self._object(_first(rb"/Pages " + _REFERENCE, root))
        kids = _first(rb"/Kids \[([^]]*)\]", tree)
        for number in re.findall(_REFERENCE, kids):
            yield self._operators(_first(rb"/Contents " + _REFERENCE, self._object(number)))

    def _operators(self, number: bytes) -> bytes:
        head = _matched(_STREAM, self._content, self._start(number))
        opened = zlib.decompressobj()
        packed = self._content[head.end() : head.end() + int(head[1])]
        page = opened.decompress(packed, LARGEST_PAGE)
        if not opened.eof or opened.unused_data:
            raise FileNotOurs("a page is cut short or goes on")
        return page

    def _object(self, number: bytes) -> bytes:
        start = self._start(number)
        return self._content[start : self._content.index(b"endobj", start)]

    def _start(self, number: bytes) -> int:
        """Where the object begins, after its number."""
        place = int(number)
        if place >= len(self._offsets):
            raise FileNotOurs(f"there is no object {place}")
        named, offset = b"%d 0 obj\n" % place, self._offsets[place]
        if not self._content.startswith(named, offset):
            raise FileNotOurs(f"object {place} is not where the file says")
        return offset + len(named)

    def _only(self, pattern: bytes, start: int) -> bytes:
        return _first(pattern, self._content[start:])


def _first(pattern: bytes, text: bytes) -> bytes:
    match = re.search(pattern, text)
    if match is None:
        raise FileNotOurs(f"{pattern!r} is not found")
    return match[1]
