"""Embedded fonts: every letter is drawn, or the text is refused."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from unicodedata import category, normalize
from unicodedata import name as unicode_name

import fontpkg_be_vietnam_pro
import fontpkg_noto_sans
from PIL import ImageFont
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

WEIGHTS = {
    400: "Regular",
    500: "Medium",
    600: "SemiBold",
    700: "Bold",
    800: "ExtraBold",
}
FALLBACK_FILE = fontpkg_noto_sans.ROOT / "files" / "NotoSans[wdth,wght].ttf"

ASCENT = 0.93
"""Height of small letters with two marks (ễ) above the baseline, in em; Ễ reaches higher."""
DESCENT = 0.24
CAP_HEIGHT = 0.74
EM = 1000

UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""Unicode categories."""

SIZE_STEP = 0.97
BALANCING_STEP = 0.96
BREAKS = re.compile("[ \\t\\r\\n]+")


class GlyphMissing(ValueError):
    """No embedded font can draw this character; it is named, never dropped."""

    def __init__(self, character: str, text: str) -> None:
        named = unicode_name(character, "no name")
        super().__init__(f"no font here draws U+{ord(character):04X} ({named}) in {text[:60]!r}")
        self.character = character
        self.text = text


class TextDoesNotFit(ValueError):
    """The text is too long for its place even at the smallest readable size."""

    def __init__(self, text: str, width: float, lines: int, smallest: float) -> None:
        super().__init__(
            f"{text[:60]!r} does not fit {lines} line(s) of width {width:.1f} at size {smallest:g}"
        )
        self.text = text
        self.width = width
        self.lines = lines


@dataclass(frozen=True)
class TextRun:
    """Characters in a row that one font draws."""

    text: str
    font_name: str
    path: Path


@dataclass(frozen=True)
class Fitted:
    """Text broken into lines and the size at which they fit."""

    lines: tuple[str, ...]
    size: float


@dataclass(frozen=True)
class _Face:
    name: str
    path: Path
    drawn: frozenset[int]


@cache
def _face(name: str, path: Path) -> _Face:
    # ASCII keeps its codes in the first subset, so that a file can be searched and checked.
    font = TTFont(name, str(path), asciiReadable=True)
    pdfmetrics.registerFont(font)
    return _Face(name, path, frozenset(font.face.charToGlyph))


def font_name(weight: int = 400) -> str:
    """The registered name of the main font, for ReportLab."""
    return _faces(weight)[0].name


@cache
def _faces(weight: int) -> tuple[_Face, _Face]:
    style = WEIGHTS[weight]
    folder = fontpkg_be_vietnam_pro.ROOT / "files"
    main = _face(f"BeVietnamPro-{style}", folder / f"BeVietnamPro-{style}.ttf")
    return main, _face("NotoSans", FALLBACK_FILE)


@lru_cache(maxsize=2048)
def text_runs(text: str, weight: int = 400) -> tuple[TextRun, ...]:
    """The text, composed (NFC), cut where the font changes; raises GlyphMissing."""
    composed = normalize("NFC", text)
    runs: list[TextRun] = []
    for character in composed:
        face = _face_for(character, weight, composed)
        if runs and runs[-1].font_name == face.name:
            runs[-1] = TextRun(runs[-1].text + character, face.name, face.path)
        else:
            runs.append(TextRun(character, face.name, face.path))
    return tuple(runs)


def _face_for(character: str, weight: int, text: str) -> _Face:
    # Fonts map control and direction signs to nothing: what cannot be seen is not drawn either.
    is_seen = category(character) not in UNSEEN
    for face in _faces(weight):
        if is_seen and ord(character) in face.drawn:
            return face
    raise GlyphMissing(character, text)


def text_width(text: str, size: float, weight: int = 400) -> float:
    """The advance width, in the unit of `size`; raises GlyphMissing."""
    return sum(
        float(pdfmetrics.stringWidth(run.text, run.font_name, size))
        for run in text_runs(text, weight)
    )


@lru_cache(maxsize=4096)
def reach(text: str, weight: int = 400) -> tuple[float, float]:
    """How far the ink of a line goes below and above its baseline, in em; raises GlyphMissing."""
    boxes = [_sized(run.path).getbbox(run.text, anchor="ls") for run in text_runs(text, weight)]
    depth = max((float(box[3]) for box in boxes), default=0.0)
    return max(0.0, depth) / EM, max((-float(box[1]) for box in boxes), default=0.0) / EM


@cache
def _sized(path: Path) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), EM)


def fit_text(
    text: str,
    width: float,
    *,
    largest: float,
    smallest: float,
    weight: int = 400,
    lines: int = 1,
) -> Fitted:
    """The largest size, and the line breaks, at which the text fits; all of it is kept.

    Width and sizes share one unit. Raises TextDoesNotFit and GlyphMissing.
    """
    size = largest
    while True:
        broken = broken_lines(text, width, size, weight)
        if broken is not None and len(broken) <= lines:
            return Fitted(broken, size)
        if size <= smallest:
            raise TextDoesNotFit(text, width, lines, smallest)
        size = max(smallest, size * SIZE_STEP)


def broken_lines(text: str, width: float, size: float, weight: int = 400) -> tuple[str, ...] | None:
    """The text broken at spaces to this width, or None when one word alone is wider."""
    lines: list[str] = []
    for word in filter(None, BREAKS.split(normalize("NFC", text))):
        if text_width(word, size, weight) > width:
            return None
        if lines and text_width(f"{lines[-1]} {word}", size, weight) <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return tuple(lines)


def balanced_lines(
    text: str, width: float, size: float, weight: int = 400
) -> tuple[str, ...] | None:
    """Broken like `broken_lines`, into as few lines, but of about one length."""
    lines = broken_lines(text, width, size, weight)
    while lines is not None and len(lines) > 1:
        width *= BALANCING_STEP
        narrower = broken_lines(text, width, size, weight)
        if narrower is None or len(narrower) > len(lines):
            break
        lines = narrower
    return lines
