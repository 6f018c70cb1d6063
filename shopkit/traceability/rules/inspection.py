"""Packing the file of a batch: part after part, so that no large one stands in memory whole."""

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from shopkit.text.search import search_text

# The same content shall give the same bytes, so no part carries the hour of its packing.
FIXED_TIME = (2026, 1, 1, 0, 0, 0)
READABLE_BY_ALL = 0o644 << 16
LONGEST_NAME = 60


@dataclass(frozen=True)
class Part:
    """One file in the archive; its bytes come in pieces, which are read once.

    What is packed already (pictures, PDF) is stored as it is.
    """

    name: str
    pieces: Iterable[bytes]
    is_packed: bool = False


def pack(file: IO[bytes], parts: Iterable[Part]) -> list[str]:
    """Write a ZIP of these parts in their order, and return their names."""
    names: list[str] = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        for part in parts:
            entry = zipfile.ZipInfo(part.name, FIXED_TIME)
            entry.external_attr = READABLE_BY_ALL
            entry.compress_type = zipfile.ZIP_STORED if part.is_packed else zipfile.ZIP_DEFLATED
            with archive.open(entry, "w", force_zip64=True) as out:
                for piece in part.pieces:
                    out.write(piece)
            names.append(part.name)
    return names


def plain_name(text: str) -> str:
    """A name that every system takes: small Latin letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", search_text(text).lower()).strip("-")[:LONGEST_NAME] or "x"


def in_pieces(lines: Iterable[bytes], size: int = 64 * 1024) -> Iterator[bytes]:
    """Many short lines as few pieces."""
    held: list[bytes] = []
    length = 0
    for line in lines:
        held.append(line)
        length += len(line)
        if length >= size:
            yield b"".join(held)
            held, length = [], 0
    if held:
        yield b"".join(held)
