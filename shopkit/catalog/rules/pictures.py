"""Photos made fit for pages: upright, without where and when, light. Bytes in, bytes out.

Runs only in the child process `developing`, because what comes in may be hostile.
"""

import struct
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO

import pillow_heif
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from shopkit.catalog.rules.looking import look
from shopkit.catalog.rules.photo import (
    CARD,
    MASTER,
    MOST_BYTES,
    OG,
    SHARE,
    SQUARE,
    THUMB,
    Developed,
    Flaw,
    Note,
    PictureRefused,
)

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "GIF")
MOVING = ("PNG", "WEBP", "GIF")
MOST_PIXELS = 40_000_000
# A JPEG is shrunk while it is read, so the large mode of cheap cameras costs no memory; WebP is
# read into three copies.
MOST_PIXELS_OF = {"JPEG": 110_000_000, "MPO": 110_000_000, "WEBP": 25_000_000}
LEAST_SIDE = 100
# A longer strip than this is no picture of anything once it is as small as a master.
LONGEST_STRIP = 20

MASTER_SIDE = 2000
MASTER_BYTES = 2_000_000
WHITE = (255, 255, 255)
QUALITIES = (82, 74, 66, 58, 50, 42, 34, 26, 18)
SHRINKS = (1.0, 0.8, 0.64, 0.5)

# What Pillow raises over notes inside a picture that are cut or made up.
BROKEN_NOTE = (SyntaxError, ValueError, OSError, KeyError, TypeError, IndexError, struct.error)

Encode = Callable[[Image.Image, int], bytes]


@dataclass(frozen=True)
class Size:
    """A size that pages ask for: the longest side, and the most it may weigh.

    `height_px` is for a picture of fixed sides, on white where the photo has another shape.
    """

    side_px: int
    most_bytes: int
    form: str
    is_square: bool = False
    height_px: int = 0


SIZES = {
    CARD: Size(720, 40_000, "webp"),
    THUMB: Size(240, 15_000, "webp", is_square=True),
    SHARE: Size(1200, 200_000, "jpeg"),
    OG: Size(1200, 200_000, "jpeg", height_px=630),
}
# What channels show: as large as the photo allows, within what each of them takes.
SQUARE_SIDE, SQUARE_BYTES = 1600, 2_000_000


def develop(content: bytes, sizes: Iterable[str]) -> Developed:
    """Make the master of what a phone sent, and the sizes named; raises PictureRefused."""
    image, notes = read(content)
    found, likeness = look(image)
    master = compressed(image, as_jpeg, MASTER_BYTES)
    files = {MASTER: master, **copies(image, sizes)}
    return Developed(files, *image.size, notes, found, likeness)


def resize(master: bytes, sizes: Iterable[str]) -> Developed:
    """Make more sizes of a master of ours, and look at it again."""
    image, _notes = read(master)
    found, likeness = look(image)
    return Developed(copies(image, sizes), *image.size, (), found, likeness)


def read(content: bytes) -> tuple[Image.Image, tuple[Note, ...]]:
    """An upright picture in sRGB of at most the master's size, with nothing but its pixels."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # notes cut short; the pixels decide
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        return decoded(content)


def decoded(content: bytes) -> tuple[Image.Image, tuple[Note, ...]]:
    image = opened(content)
    check_sides(image)
    notes = []
    if image.format in MOVING and getattr(image, "is_animated", False):
        notes.append(Note.FIRST_FRAME)
    small = shrunk(image)
    plain = in_srgb(upright(small), small.info.get("icc_profile"))
    plain.info.clear()  # a JPEG would carry its comment into the copy
    return plain, tuple(notes)


def opened(content: bytes) -> Image.Image:
    """The picture with its sides known and nothing decoded yet."""
    if not content:
        raise PictureRefused(Flaw.EMPTY)
    if len(content) > MOST_BYTES:
        raise PictureRefused(Flaw.TOO_HEAVY)
    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.register_heif_opener()
    Image.MAX_IMAGE_PIXELS = max(MOST_PIXELS_OF.values())
    try:
        return Image.open(BytesIO(content), formats=FORMATS)
    except UnidentifiedImageError as problem:
        raise PictureRefused(Flaw.UNKNOWN) from problem
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as problem:
        raise PictureRefused(Flaw.TOO_MANY_PIXELS) from problem


def check_sides(image: Image.Image) -> None:
    width, height = image.size
    if width * height > MOST_PIXELS_OF.get(image.format or "", MOST_PIXELS):
        raise PictureRefused(Flaw.TOO_MANY_PIXELS)
    if min(width, height) < max(LEAST_SIDE, max(width, height) / LONGEST_STRIP):
        raise PictureRefused(Flaw.TOO_SMALL)


def shrunk(image: Image.Image) -> Image.Image:
    """Decoded and brought down to the master's size at once, so that one full copy is the most."""
    scale = min(1.0, MASTER_SIDE / max(image.size))
    box = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    image.draft(None, box)
    image.load()
    if image.mode in ("1", "P", "PA"):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    elif image.mode.startswith("I"):
        image = image.point(lambda level: level / 256).convert("L")
    if image.size == box:
        return image
    return image.resize(box, Image.Resampling.LANCZOS, reducing_gap=2.0)


def upright(image: Image.Image) -> Image.Image:
    """Turned the way the phone was held; a picture with a broken note about that stays as it is."""
    try:
        return ImageOps.exif_transpose(image)
    except BROKEN_NOTE:
        return image


def in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """In the colours every screen shows, on white where the picture has holes."""
    if image.mode in ("RGBA", "LA", "La", "RGBa"):
        holes = image.convert("RGBA")
        image = Image.new("RGB", image.size, WHITE)
        image.paste(holes, mask=holes.getchannel("A"))
    if profile and image.mode in ("RGB", "CMYK", "L"):
        image = converted(image, profile)
    return image if image.mode == "RGB" else image.convert("RGB")


def converted(image: Image.Image, profile: bytes) -> Image.Image:
    """By its own colour profile; a profile that makes no sense is passed over."""
    try:
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        turned = ImageCms.profileToProfile(
            image, own, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError):
        return image
    return turned or image


def copies(image: Image.Image, sizes: Iterable[str]) -> dict[str, bytes]:
    """The sizes by their names; a square says which after its name."""
    files = {}
    for word in sizes:
        name, *where = word.split(":")
        if name == SQUARE:
            left, top, side = map(int, where)
            files[name] = square_of(image, left, top, side)
        else:
            files[name] = copy(image, SIZES[name])
    return files


def copy(image: Image.Image, size: Size) -> bytes:
    """One size, never enlarged but where its sides are fixed."""
    side = size.side_px
    if size.height_px:
        box = (side, size.height_px)
        smaller = ImageOps.pad(image, box, Image.Resampling.LANCZOS, color=WHITE)
    elif size.is_square:
        side = min(side, *image.size)
        smaller = ImageOps.fit(image, (side, side), Image.Resampling.LANCZOS)
    else:
        smaller = image.copy()
        smaller.thumbnail((side, side), Image.Resampling.LANCZOS)
    return compressed(smaller, as_webp if size.form == "webp" else as_jpeg, size.most_bytes)


def square_of(image: Image.Image, left: int, top: int, side: int) -> bytes:
    """A square of the photo, white where it reaches over the edge."""
    if not 1 <= side <= max(image.size):
        raise PictureRefused(Flaw.BROKEN)
    ground = Image.new("RGB", (side, side), WHITE)
    ground.paste(image, (-left, -top))
    ground.thumbnail((SQUARE_SIDE, SQUARE_SIDE), Image.Resampling.LANCZOS)
    return compressed(ground, as_jpeg, SQUARE_BYTES)


def compressed(image: Image.Image, encode: Encode, most_bytes: int) -> bytes:
    """As good as fits into so many bytes: quality gives way first, then the side."""
    for shrink in SHRINKS:
        side = round(max(image.size) * shrink)
        smaller = image.copy()
        smaller.thumbnail((side, side), Image.Resampling.LANCZOS)
        for quality in QUALITIES:
            content = encode(smaller, quality)
            if len(content) <= most_bytes:
                return content
    return content


def as_jpeg(image: Image.Image, quality: int) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()


def as_webp(image: Image.Image, quality: int) -> bytes:
    out = BytesIO()
    image.save(out, "WEBP", quality=quality, method=4)
    return out.getvalue()
