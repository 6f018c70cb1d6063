"""What must hold of every printed page, looked at as a printer and a phone would see it."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import combinations

import cv2
import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
import zxingcpp
from PIL import Image, ImageChops

from qr_labels.symbol.proof import QR_ONLY

A4, A5, A6 = (210.0, 297.0), (148.0, 210.0), (105.0, 148.0)
A4_ACROSS = (297.0, 210.0)
POINT_MM = 25.4 / 72
DOTS = 150
# What a camera sees of a page from far and from near.
CODE_DOTS = (100, 150, 200)
# OpenCV reads ordinary codes at each of these; of the largest (an account of 19 digits) it loses
# one distance in three, another for each size of paper, and finds it again a twentieth away. A
# hand that holds a phone moves by as much.
HAND = (1.0, 0.95, 1.05, 0.9)
# Office printers leave this edge white.
PRINTABLE_MM = 4.0
# Letters of one font touch each other's room by this much and still stand apart.
TOUCH_MM = 0.25
# Letters of two lines: less than a printer's dot.
LETTERS_TOUCH_MM = 0.03
LEAST_CONTRAST = 4.5
HIDDEN = 8


@dataclass(frozen=True)
class Box:
    """A place on paper in mm from the lower left."""

    left: float
    bottom: float
    right: float
    top: float
    text: str = ""

    def meets(self, other: "Box") -> bool:
        return (
            min(self.right, other.right) - max(self.left, other.left) > TOUCH_MM
            and min(self.top, other.top) - max(self.bottom, other.bottom) > TOUCH_MM
        )

    def holds(self, other: "Box") -> bool:
        return (
            self.left - TOUCH_MM <= other.left
            and self.right + TOUCH_MM >= other.right
            and self.bottom - TOUCH_MM <= other.bottom
            and self.top + TOUCH_MM >= other.top
        )


@dataclass(frozen=True)
class Letter:
    """The ink of one letter and the height of the line it stands on, in mm."""

    box: Box
    baseline: float

    def meets(self, other: "Letter") -> bool:
        """Whether two letters of different lines run into each other."""
        one, two = self.box, other.box
        return (
            abs(self.baseline - other.baseline) > TOUCH_MM
            and min(one.right, two.right) - max(one.left, two.left) > LETTERS_TOUCH_MM
            and min(one.top, two.top) - max(one.bottom, two.bottom) > LETTERS_TOUCH_MM
        )


@dataclass(frozen=True)
class Sheet:
    """One page: its size, its lines of text, what is drawn, and how a camera sees it."""

    size: tuple[float, float]
    lines: tuple[Box, ...]
    letters: tuple[Letter, ...]
    shapes: tuple[Box, ...]
    image: Image.Image
    seen: tuple[Image.Image, ...]
    said: str

    def pixels_of(self, box: Box) -> Image.Image:
        dots = DOTS / 25.4
        high = self.size[1]
        return self.image.crop(
            (
                int(box.left * dots),
                int((high - box.top) * dots),
                int(box.right * dots) + 1,
                int((high - box.bottom) * dots) + 1,
            )
        )


def sheets(pdf: bytes) -> list[Sheet]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [sheet_of(page) for page in document]


def sheet_of(page: pypdfium2.PdfPage) -> Sheet:
    wide, high = page.get_size()
    drawn = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE])
    text = page.get_textpage()
    return Sheet(
        (wide * POINT_MM, high * POINT_MM),
        tuple(lines_of(text)),
        tuple(letters_of(text)),
        tuple(millimetres(*one.get_bounds()) for one in drawn),
        page.render(scale=DOTS / 72).to_pil().convert("RGB"),
        tuple(page.render(scale=dots / 72).to_pil().convert("L") for dots in CODE_DOTS),
        " ".join(text.get_text_range().split()),
    )


def lines_of(text: pypdfium2.PdfTextPage) -> Iterator[Box]:
    """Every line with its ink, not with the room that its font asks for."""
    for number in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(number)
        said = text.get_text_bounded(left, bottom, right, top).strip()
        if said:
            yield millimetres(left, bottom, right, top, said)


def letters_of(text: pypdfium2.PdfTextPage) -> Iterator[Letter]:
    x, y = ctypes.c_double(), ctypes.c_double()
    for number in range(text.count_chars()):
        said = chr(pdfium.FPDFText_GetUnicode(text.raw, number))
        if said.isspace() or not said.isprintable():
            continue
        pdfium.FPDFText_GetCharOrigin(text.raw, number, x, y)
        left, bottom, right, top = text.get_charbox(number)
        yield Letter(millimetres(left, bottom, right, top, said), y.value * POINT_MM)


def millimetres(left: float, bottom: float, right: float, top: float, text: str = "") -> Box:
    return Box(left * POINT_MM, bottom * POINT_MM, right * POINT_MM, top * POINT_MM, text)


def require_good(
    pdf: bytes, size: tuple[float, float], pages: int, *, margin_mm: float = PRINTABLE_MM
) -> list[Sheet]:
    """All that holds of any paper; what a paper alone must say is looked at by its own test."""
    require_our_fonts(pdf)
    found = sheets(pdf)
    assert len(found) == pages
    for sheet in found:
        assert all(abs(is_ - want) < 0.1 for is_, want in zip(sheet.size, size, strict=True))
        require_margin(sheet, margin_mm)
        require_room(sheet)
        require_contrast(sheet)
    return found


def require_our_fonts(pdf: bytes) -> None:
    """Only our two families, each embedded, none drawn letter by letter."""
    assert b"/Type3" not in pdf
    fonts = set(fonts_in(pdf))
    assert fonts
    for name, is_embedded in fonts:
        assert is_embedded, name
        assert name.split("+")[-1].startswith(("BeVietnamPro", "NotoSans")), name


def fonts_in(pdf: bytes) -> Iterator[tuple[str, bool]]:
    """The name of every font that writes something, and whether it travels in the file."""
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            for written in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
                font = pdfium.FPDFTextObj_GetFont(written.raw)
                name = ctypes.create_string_buffer(200)
                pdfium.FPDFFont_GetBaseFontName(font, name, len(name))
                yield name.value.decode(), pdfium.FPDFFont_GetIsEmbedded(font) == 1


def require_margin(sheet: Sheet, margin_mm: float) -> None:
    """No ink where a printer leaves white; a tinted ground may reach the edge."""
    ground = Image.new("RGB", sheet.image.size, sheet.image.getpixel((1, 1)))
    ink = (
        ImageChops.difference(sheet.image, ground)
        .convert("L")
        .point(lambda light: 255 if light > HIDDEN else 0)
    )
    box = ink.getbbox()
    assert box, "an empty page"
    dots = DOTS / 25.4
    edges = (box[0], box[1], ink.width - box[2], ink.height - box[3])
    assert min(edges) >= margin_mm * dots - 1, [round(edge / dots, 1) for edge in edges]
    for line in sheet.lines:
        assert Box(0, 0, *sheet.size).holds(line), line


def require_room(sheet: Sheet) -> None:
    """No line of text meets another, and none runs over an edge of what is drawn."""
    for one, other in combinations(sheet.lines, 2):
        if one.meets(other):
            near = [letter for letter in sheet.letters if one.meets(letter.box)]
            near += [letter for letter in sheet.letters if other.meets(letter.box)]
            met = [pair for pair in combinations(near, 2) if pair[0].meets(pair[1])]
            assert not met, met
    for line in sheet.lines:
        for shape in sheet.shapes:
            crossed = line.meets(shape) and not shape.holds(line)
            assert not crossed, (line, shape)
            is_rule = min(shape.right - shape.left, shape.top - shape.bottom) < TOUCH_MM
            assert not (is_rule and cut_by(line, shape)), (line, shape)


def cut_by(line: Box, rule: Box) -> bool:
    """Whether a thin line goes through the letters."""
    inside = Box(
        line.left + TOUCH_MM, line.bottom + TOUCH_MM, line.right - TOUCH_MM, line.top - TOUCH_MM
    )
    return (
        rule.left < inside.right
        and rule.right > inside.left
        and rule.bottom < inside.top
        and rule.top > inside.bottom
    )


def require_contrast(sheet: Sheet) -> None:
    """Every line is read in black and white, by old eyes."""
    for line in sheet.lines:
        darkest, lightest = sheet.pixels_of(line).convert("L").getextrema()
        assert contrast(float(darkest), float(lightest)) >= LEAST_CONTRAST, line  # type: ignore[arg-type]  # one band gives two numbers


def contrast(dark: float, light: float) -> float:
    """The ratio of WCAG 2 between two greys of 0 to 255."""
    return (luminance(light) + 0.05) / (luminance(dark) + 0.05)


def luminance(grey: float) -> float:
    share = grey / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def by_zxing(image: Image.Image) -> list[str]:
    codes = zxingcpp.read_barcodes(image.convert("L"), formats=QR_ONLY)
    return sorted(code.text for code in codes)


def by_opencv(image: Image.Image) -> list[str]:
    """The same by a decoder that shares no line with the other."""
    grey = np.asarray(image.convert("L"))
    told, texts, _places, _straight = cv2.QRCodeDetector().detectAndDecodeMulti(grey)
    found = sorted(text for text in texts if text) if told else []
    if found:
        return found
    text, _place, _code = cv2.QRCodeDetector().detectAndDecode(grey)
    return [text] if text else []


def require_codes(sheet: Sheet, *payloads: str) -> None:
    """One decoder reads exactly these codes from every distance, the other as a hand moves."""
    wanted = sorted(payloads)
    for dots, image in zip(CODE_DOTS, sheet.seen, strict=True):
        assert by_zxing(image) == wanted, dots
        assert any(by_opencv(moved(image, by)) == wanted for by in HAND), dots


def moved(image: Image.Image, by: float) -> Image.Image:
    return image.resize((round(image.width * by), round(image.height * by)))


def sent(png: bytes, width: int, quality: int) -> Image.Image:
    """A picture as a chat hands it on: made narrower, pressed into a JPEG."""
    with Image.open(BytesIO(png)) as opened:
        whole = opened.convert("RGB")
    small = whole.resize(
        (width, round(whole.height * width / whole.width)), Image.Resampling.LANCZOS
    )
    out = BytesIO()
    small.save(out, "JPEG", quality=quality)
    return Image.open(out)
