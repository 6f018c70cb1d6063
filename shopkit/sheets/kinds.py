"""What a file is, told by its content; its name and ending are not asked."""

import re
from enum import StrEnum
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from shopkit.sheets.flaws import Limits, SheetFlaw, SheetRefused
from shopkit.sheets.letters import BOMS, wide_codec

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED_MARK = "EncryptedPackage".encode("utf-16-le")
DOCUMENT_MARKS = tuple(
    name.encode("utf-16-le") for name in ("WordDocument", "PowerPoint Document", "VisioDocument")
)
BOOK_MARKS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF", b"BM")
HEAD = 4096
BREAKS = "\t\n\r\x0c\x1a"
MARKUP = re.compile(rb"<(?:table|html|tr|workbook|ss:workbook|\?mso-application)", re.IGNORECASE)
# What begins so is XML; a table with one such cell has no name of an element behind it.
XML = re.compile(rb"<(?:\?xml|!--|!doctype|[a-z][\w.:-]*[\s/>])", re.IGNORECASE)
JSON_SIGNS = (b"{", b"[")
# A small file may shrink a hundredfold without harm.
SMALL_BYTES = 16 * 1024 * 1024


class Kind(StrEnum):
    """How the file is to be read."""

    XLSX = "xlsx"
    XLS = "xls"
    MARKUP = "markup"
    TEXT = "text"
    FEED = "feed"
    JSON = "json"


def kind_of(content: bytes, limits: Limits) -> Kind:
    """The kind of the file; raises SheetRefused, naming what it is instead."""
    if not content.strip():
        raise SheetRefused(SheetFlaw.EMPTY)
    if content.startswith(b"PK"):
        return kind_of_zip(content, limits)
    if content.startswith(OLE):
        return kind_of_ole(content)
    head = content[:HEAD]
    if head.startswith(b"%PDF"):
        raise SheetRefused(SheetFlaw.PDF)
    if head.startswith(PICTURES) or head[4:8] == b"ftyp":
        raise SheetRefused(SheetFlaw.PICTURE)
    if head.startswith(b"{\\rtf"):
        raise SheetRefused(SheetFlaw.DOCUMENT)
    if is_binary(head):
        raise SheetRefused(SheetFlaw.UNKNOWN)
    bare = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    is_markup = bare.startswith(b"<") and MARKUP.search(content.replace(b"\0", b"")[: 16 * HEAD])
    if is_markup:
        return Kind.MARKUP
    if bare.startswith(JSON_SIGNS):
        return Kind.JSON
    return Kind.FEED if XML.match(bare) else Kind.TEXT


def kind_of_zip(content: bytes, limits: Limits) -> Kind:
    try:
        with ZipFile(BytesIO(content)) as file:
            parts = file.infolist()
    except (BadZipFile, NotImplementedError, ValueError, OSError) as problem:
        raise SheetRefused(SheetFlaw.BROKEN) from problem
    names = {part.filename.replace("\\", "/").lstrip("/").casefold() for part in parts}
    if "xl/workbook.xml" in names:
        check_weight(parts, len(content), limits)
        return Kind.XLSX
    raise SheetRefused(flaw_of_zip(names))


def check_weight(parts: list[ZipInfo], size: int, limits: Limits) -> None:
    """Refuse what itself says that it unpacks to too much; what lies meets the child's limits."""
    unpacked = sum(part.file_size for part in parts)
    is_dense = unpacked > SMALL_BYTES and unpacked > size * limits.most_unpacked_for_one
    if len(parts) > limits.parts or unpacked > limits.unpacked_bytes or is_dense:
        raise SheetRefused(SheetFlaw.DEMANDING)
    if len({part.filename for part in parts}) < len(parts):
        raise SheetRefused(SheetFlaw.BROKEN)
    if any(part.flag_bits & 1 for part in parts):
        raise SheetRefused(SheetFlaw.LOCKED)


def flaw_of_zip(names: set[str]) -> SheetFlaw:
    if "xl/workbook.bin" in names:
        return SheetFlaw.BINARY_BOOK
    if "content.xml" in names and "mimetype" in names:
        return SheetFlaw.OPEN_DOCUMENT
    if any(name.endswith(".iwa") for name in names):
        return SheetFlaw.NUMBERS
    if "word/document.xml" in names or any(name.startswith("ppt/") for name in names):
        return SheetFlaw.DOCUMENT
    return SheetFlaw.PACKED


def kind_of_ole(content: bytes) -> Kind:
    """The old container of Office: a workbook, a document, or a new workbook under a password."""
    if LOCKED_MARK in content:
        raise SheetRefused(SheetFlaw.LOCKED)
    if any(mark in content for mark in BOOK_MARKS):
        return Kind.XLS
    if any(mark in content for mark in DOCUMENT_MARKS):
        raise SheetRefused(SheetFlaw.DOCUMENT)
    # The names of its parts stand near the end: a file that was cut off has lost them.
    raise SheetRefused(SheetFlaw.BROKEN)


def is_binary(head: bytes) -> bool:
    """Whether this is no text: empty bytes where no UTF-16 has them, or control characters."""
    codec = next((codec for bom, codec in BOMS if head.startswith(bom)), wide_codec(head))
    if codec is None and 0 in head:
        return True
    text = head.decode(codec or "latin-1", "replace")
    return sum(letter < " " and letter not in BREAKS for letter in text) * 50 > len(text)
