"""The picture of a shop that a chat shows beside its link: its name and up to three photos.

1200 x 630 as chats crop least, a JPEG of at most 200 KB. Runs only in `front_drawing`.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, ImageOps

from qr_labels.drawing.fonts import GlyphMissing, text_runs

WIDTH, HEIGHT = 1200, 630
MOST_BYTES = 200_000
MOST_PHOTOS = 3
QUALITIES = (88, 80, 70, 60, 45, 30)

PAPER, INK, QUIET = "#faf6ee", "#14302a", "#4b5c56"
ROOF, HEM = "#0d5a4b", "#e9b44c"
MARGIN, GAP, ROOF_HEIGHT = 48, 24, 44
SCALLOP = 40
NAME_SIZES, LINE_SIZES = (84, 72, 62, 54, 46, 40), (40, 34, 30)
PHOTO_SIDE = 352
BOLD, PLAIN = 700, 400


@dataclass(frozen=True)
class Sign:
    """What the picture says."""

    name: str
    sells: str = ""
    place: str = ""


def packed(sign: Sign, photos: Sequence[bytes]) -> bytes:
    """One line of JSON, then the photos one after the other."""
    told = asdict(sign) | {"lengths": [len(photo) for photo in photos]}
    return json.dumps(told).encode() + b"\n" + b"".join(photos)


def unpacked(content: bytes) -> tuple[Sign, list[bytes]]:
    head, _, body = content.partition(b"\n")
    told = json.loads(head)
    photos, start = [], 0
    for length in told.pop("lengths"):
        photos.append(body[start : start + length])
        start += length
    return Sign(**told), photos


def drawn(sign: Sign, photos: Sequence[bytes]) -> bytes:
    """The picture; a shop without photos gets its name in the middle."""
    sheet = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(sheet)
    draw_roof(pen)
    squares = [square(photo) for photo in photos[:MOST_PHOTOS]]
    under = [part for part in (sign.sells, sign.place) if part]
    if not squares:
        write(pen, sign.name, NAME_SIZES, y=210, weight=BOLD, colour=INK)
        write(pen, " · ".join(under), LINE_SIZES, y=350, weight=PLAIN, colour=QUIET)
        return compressed(sheet)
    write(pen, sign.name, NAME_SIZES[2:], y=78, weight=BOLD, colour=INK)
    write(pen, " · ".join(under), LINE_SIZES[1:], y=164, weight=PLAIN, colour=QUIET)
    x = (WIDTH - len(squares) * PHOTO_SIDE - (len(squares) - 1) * GAP) // 2
    for photo in squares:
        sheet.paste(photo, (x, HEIGHT - PHOTO_SIDE - GAP), rounded(PHOTO_SIDE))
        x += PHOTO_SIDE + GAP
    return compressed(sheet)


def draw_roof(pen: ImageDraw.ImageDraw) -> None:
    """The roof of the stall with its hem of scallops, green and gold in turn."""
    pen.rectangle((0, 0, WIDTH, ROOF_HEIGHT - SCALLOP // 2), fill=ROOF)
    for number, x in enumerate(range(0, WIDTH, SCALLOP)):
        box = (x, ROOF_HEIGHT - SCALLOP, x + SCALLOP - 1, ROOF_HEIGHT)
        pen.pieslice(box, 0, 180, fill=HEM if number % 2 else ROOF)


def square(photo: bytes) -> Image.Image:
    with Image.open(BytesIO(photo), formats=("JPEG", "WEBP")) as opened:
        opened.draft("RGB", (PHOTO_SIDE, PHOTO_SIDE))
        return ImageOps.fit(opened.convert("RGB"), (PHOTO_SIDE, PHOTO_SIDE))


@cache
def rounded(side: int) -> Image.Image:
    """A mask with round corners."""
    mask = Image.new("L", (side, side), 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, side - 1, side - 1), radius=28, fill=255)
    return mask


def write(
    pen: ImageDraw.ImageDraw,
    text: str,
    sizes: Sequence[int],
    *,
    y: int,
    weight: int,
    colour: str,
) -> None:
    """One line in the middle, as large as fits; what does not fit at all ends in dots."""
    text, room = drawable(text), WIDTH - 2 * MARGIN
    size = next((one for one in sizes if length_of(text, one, weight) <= room), sizes[-1])
    while text and length_of(text, size, weight) > room:
        text = text.removesuffix("…")[:-1].rstrip() + "…"
    x = (WIDTH - length_of(text, size, weight)) / 2
    for run in text_runs(text, weight) if text else ():
        pen.text((x, y + size), run.text, fill=colour, font=font(run.path, size), anchor="ls")
        x += font(run.path, size).getlength(run.text)


def length_of(text: str, size: int, weight: int) -> float:
    runs = text_runs(text, weight) if text else ()
    return sum(font(run.path, size).getlength(run.text) for run in runs)


@cache
def font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size)


def drawable(text: str) -> str:
    """The text without letters that none of our fonts has."""
    return "".join(letter for letter in text if has_glyph(letter)).strip()


@cache
def has_glyph(letter: str) -> bool:
    try:
        text_runs(letter)
    except GlyphMissing:
        return False
    return True


def compressed(sheet: Image.Image) -> bytes:
    """As good as fits into the weight that chats take."""
    for quality in QUALITIES:
        kept = BytesIO()
        sheet.save(kept, "JPEG", quality=quality, optimize=True, progressive=True)
        if kept.tell() <= MOST_BYTES:
            break
    return kept.getvalue()
