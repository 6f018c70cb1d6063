"""Opens a photo from anywhere with bounded memory and time: a grey picture, or a refusal."""

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import Literal

from PIL import Image, ImageOps

Reason = Literal["not_an_image", "too_large", "empty", "truncated"]

LARGEST_FILE = 24 * 2**20
# A JPEG is decoded at a half, a quarter or an eighth when it is larger than needed, so that
# phones' 50 megapixel photos pass; a progressive one keeps all its coefficients in memory.
LARGEST_JPEG = 64_000_000
LARGEST_PROGRESSIVE = 16_000_000
LARGEST_OTHER = 8_000_000
LARGEST_HEIF = 25_000_000
LARGEST_GIVEN = 50_000_000
LONGEST_SIDE = 20_000
# Each scan goes over the whole picture: a small file with thousands of them decodes for minutes.
MOST_SCANS = 24
SCAN_MARK = b"\xff\xda"
FORMATS = ("JPEG", "PNG", "WEBP")
PLUGIN_FORMAT = "HEIF"
"""What iPhones write, opened only where the caller has registered a plugin for it."""

MOST_PIXELS = 3_000_000
ORIENTATION_TAG = 0x0112

# What decoders have been seen to raise on damaged files, beside their own errors.
_DAMAGED = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    ZeroDivisionError,
    AttributeError,
    RuntimeError,
    struct.error,
    zlib.error,
)
# The warning only where somebody has made warnings errors.
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


class PhotoUnreadable(ValueError):
    """A photo that cannot be looked at; `reason` is a word for programs."""

    def __init__(self, reason: Reason, message: str) -> None:
        self.reason: Reason = reason
        super().__init__(message)


@dataclass(frozen=True)
class Opened:
    """A grey picture, upright, and how many pixels of the photo one of its pixels stands for."""

    picture: Image.Image
    scale: float


def opened(photo: bytes | Path | Image.Image) -> Opened:
    """Decode a photo (JPEG, PNG, WebP), shrunk to at most 3 megapixels.

    The size is taken from the header before anything is decoded. Raises PhotoUnreadable.
    """
    if isinstance(photo, Image.Image):
        _require_size(photo, LARGEST_GIVEN)
        return _grey(photo)
    data = _bytes_of(photo) if isinstance(photo, Path) else photo
    if not data:
        raise PhotoUnreadable("empty", "the file is empty")
    if len(data) > LARGEST_FILE:
        raise PhotoUnreadable("too_large", f"a photo has at most {LARGEST_FILE >> 20} MB")
    _require_webp_size(data)
    try:
        plugged = [PLUGIN_FORMAT] if PLUGIN_FORMAT in Image.OPEN else []
        image = Image.open(BytesIO(data), formats=[*FORMATS, *plugged])
    except _BOMBS as bomb:
        raise PhotoUnreadable("too_large", str(bomb)) from bomb
    except _DAMAGED as fault:
        raise PhotoUnreadable("not_an_image", "this is no photo in JPEG, PNG or WebP") from fault
    with image:
        _require_size(image, _largest(image, data))
        return _grey(image)


def _bytes_of(path: Path) -> bytes:
    """At most one byte more than a photo may have."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except OSError as fault:
        raise PhotoUnreadable("not_an_image", f"the file cannot be read: {path.name}") from fault


def _largest(image: Image.Image, data: bytes) -> int:
    if image.format not in ("JPEG", "MPO"):
        return LARGEST_HEIF if image.format == PLUGIN_FORMAT else LARGEST_OTHER
    if data.count(SCAN_MARK) > MOST_SCANS:
        raise PhotoUnreadable("too_large", f"a JPEG has at most {MOST_SCANS} scans")
    return LARGEST_PROGRESSIVE if image.info.get("progressive") else LARGEST_JPEG


def _require_size(image: Image.Image, largest: int) -> None:
    width, height = image.size
    if not width or not height:
        raise PhotoUnreadable("empty", "the picture has no pixels")
    if width * height > largest or max(width, height) > LONGEST_SIDE:
        message = f"the picture has {width} x {height} pixels, at most {largest:,} are looked at"
        raise PhotoUnreadable("too_large", message)


def _require_webp_size(data: bytes) -> None:
    """Read a WebP's size ourselves: its decoder takes memory for it on opening."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or len(data) < 30:
        return
    kind = data[12:16]
    if kind == b"VP8X":
        width = int.from_bytes(data[24:27], "little") + 1
        height = int.from_bytes(data[27:30], "little") + 1
    elif kind == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    else:
        width = int.from_bytes(data[26:28], "little") & 0x3FFF
        height = int.from_bytes(data[28:30], "little") & 0x3FFF
    if width * height > LARGEST_OTHER:
        raise PhotoUnreadable("too_large", f"the picture has {width} x {height} pixels")


def _grey(image: Image.Image) -> Opened:
    width, height = image.size
    scale = max(1.0, (width * height / MOST_PIXELS) ** 0.5)
    try:
        # Only a JPEG follows this: it is decoded at the size wanted or the next larger.
        image.draft("L", (ceil(width / scale), ceil(height / scale)))
        turned = image.getexif().get(ORIENTATION_TAG, 1)
        grey = _on_white(image) if image.has_transparency_data else image.convert("L")
    except _BOMBS as bomb:
        raise PhotoUnreadable("too_large", str(bomb)) from bomb
    except _DAMAGED as fault:
        raise PhotoUnreadable("truncated", "the photo breaks off or is damaged") from fault
    if scale > 1:
        grey.thumbnail((width / scale, height / scale), Image.Resampling.BOX, reducing_gap=None)
    grey.getexif()[ORIENTATION_TAG] = turned
    return Opened(ImageOps.exif_transpose(grey), width / max(1, grey.width))


def _on_white(image: Image.Image) -> Image.Image:
    """What is transparent shows the page behind it."""
    grey = image.convert("LA")
    page = Image.new("L", image.size, 255)
    page.paste(grey.getchannel("L"), mask=grey.getchannel("A"))
    return page
