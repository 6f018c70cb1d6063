"""Drawings of icons (Lucide, ISC licence), and the pictures of our own mark."""

from collections.abc import Iterable
from io import BytesIO
from xml.etree import ElementTree

import lucide
from lucide.jinja import lucide as lucide_svg
from PIL import Image, ImageDraw

SVG = "{http://www.w3.org/2000/svg}"
MARK = "mark"
SMOOTHING = 4


class IconUnknown(Exception):
    """A page names an icon that is neither ours nor in the icon set."""


def icon_shapes(names: Iterable[str], mark: str) -> dict[str, str]:
    """The drawing of each icon, without its frame; our mark comes without its ground."""
    return {MARK: mark_shape(mark), **{name: shape(name) for name in names if name != MARK}}


def is_icon(name: str) -> bool:
    try:
        lucide_svg(name, size=None)
    except lucide.IconDoesNotExist:
        return False
    return True


def shape(name: str) -> str:
    try:
        svg = lucide_svg(name, size=None)
    except lucide.IconDoesNotExist as missing:
        raise IconUnknown(name) from missing
    return "".join(as_text(part) for part in parts_of(svg))


def mark_shape(mark: str) -> str:
    parts = [part for part in parts_of(mark) if part.get("id") != "ground"]
    for part in parts:
        part.tag = part.tag.removeprefix(SVG)
        # The hole shows what lies behind the mark, whatever colour that has.
        if part.attrib.pop("id", None) == "hole":
            part.set("fill", "var(--roof)")
        part.set("stroke", "none")
    return "".join(as_text(part) for part in parts)


def parts_of(svg: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(svg))


def as_text(part: ElementTree.Element) -> str:
    part.tail = None
    return ElementTree.tostring(part, encoding="unicode").replace(" />", "/>")


def app_icons(mark: str) -> dict[str, bytes]:
    """The mark as pictures for home screens; the maskable one keeps clear of the edge."""
    return {
        "img/icon-180.png": drawn(mark, 180, margin=0.06, is_square=True),
        "img/icon-192.png": drawn(mark, 192),
        "img/icon-512.png": drawn(mark, 512),
        "img/icon-maskable-512.png": drawn(mark, 512, margin=0.1, is_square=True),
    }


def drawn(mark: str, side: int, *, margin: float = 0.0, is_square: bool = False) -> bytes:
    """Draw a mark made of rectangles and circles on a 64-unit square as a PNG."""
    shapes = parts_of(mark)
    ground = shapes[0].get("fill") if is_square else None
    large = side * SMOOTHING
    image = Image.new("RGBA", (large, large), ground or "#0000")
    scale = large * (1 - 2 * margin) / 64
    offset = large * margin
    for part in shapes:
        draw_part(ImageDraw.Draw(image), part, scale, offset)
    small = image.resize((side, side), Image.Resampling.LANCZOS)
    file = BytesIO()
    small.save(file, "PNG", optimize=True)
    return file.getvalue()


def draw_part(
    draw: ImageDraw.ImageDraw, part: ElementTree.Element, scale: float, offset: float
) -> None:
    def at(name: str) -> float:
        return float(part.get(name, "0")) * scale

    fill = part.get("fill")
    if part.tag == f"{SVG}circle":
        x, y, r = at("cx") + offset, at("cy") + offset, at("r")
        draw.ellipse((x - r, y - r, x + r, y + r), fill=fill)
        return
    x, y = at("x") + offset, at("y") + offset
    box = (x, y, x + at("width"), y + at("height"))
    draw.rounded_rectangle(box, radius=at("rx"), fill=fill)
