"""What a photo is once it was taken, and why one is not; knows no decoder."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from shopkit.errors import Refusal

MOST_BYTES = 15 * 1024 * 1024
MASTER, CARD, THUMB, SHARE = "master", "card", "thumb", "share"
# The picture of a link, 1200 x 630; and the square that channels show, where she took one.
OG, SQUARE = "og", "square"
# What a photo was before its ground was made white, and a try of that which she has not seen yet.
BEFORE, WHITE = "before", "white"
# Made while the seller waits, so that the next page shows her photo; the rest by a job.
AT_ONCE, LATER = (CARD,), (THUMB, SHARE, OG)
JPEG, WEBP = "image/jpeg", "image/webp"
FORMS = {
    MASTER: JPEG,
    CARD: WEBP,
    THUMB: WEBP,
    SHARE: JPEG,
    OG: JPEG,
    SQUARE: JPEG,
    BEFORE: JPEG,
    WHITE: JPEG,
}


class Flaw(StrEnum):
    """Why a picture is not taken."""

    EMPTY = "empty"
    TOO_HEAVY = "too_heavy"
    UNKNOWN = "unknown"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_SMALL = "too_small"
    BROKEN = "broken"
    BUSY = "busy"
    NO_GROUND = "no_ground"


class Note(StrEnum):
    """What the seller should know about a picture that was taken."""

    FIRST_FRAME = "first_frame"


class PictureRefused(Refusal):
    """The bytes are no picture we can show; nothing of them was kept."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


@dataclass(frozen=True)
class Developed:
    """A photo that was taken: its files by size, and the sides of its master in pixels.

    `found` and `likeness` are what was measured, nothing where nobody looked.
    """

    files: dict[str, bytes]
    width: int
    height: int
    notes: tuple[Note, ...] = ()
    found: Mapping[str, Any] = field(default_factory=dict)
    likeness: str | None = None


def packed(developed: Developed) -> bytes:
    """One line of JSON, then the files one after the other."""
    told = {
        "width": developed.width,
        "height": developed.height,
        "notes": developed.notes,
        "found": dict(developed.found),
        "likeness": developed.likeness,
        "files": {name: len(content) for name, content in developed.files.items()},
    }
    return json.dumps(told).encode() + b"\n" + b"".join(developed.files.values())


def packed_refusal(refusal: PictureRefused) -> bytes:
    return json.dumps({"flaw": refusal.flaw}).encode() + b"\n"


def unpacked(answer: bytes) -> Developed:
    """What was packed; raises the refusal if that is what was packed."""
    head, _, body = answer.partition(b"\n")
    told = json.loads(head)
    if "flaw" in told:
        raise PictureRefused(Flaw(told["flaw"]))
    files, start = {}, 0
    for name, length in told["files"].items():
        files[name] = body[start : start + length]
        start += length
    notes = tuple(Note(note) for note in told["notes"])
    return Developed(files, told["width"], told["height"], notes, told["found"], told["likeness"])


def square_word(left: int, top: int, side: int) -> str:
    """How a square of a master is asked for among the sizes."""
    return f"{SQUARE}:{left}:{top}:{side}"


def jpeg_path(photo_id: UUID | str) -> str:
    """Where anybody gets a photo of a listing on show as a JPEG; the same for ever."""
    return f"/photos/{photo_id}.jpg"
