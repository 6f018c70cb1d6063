"""Lines of text in embedded fonts: every letter is drawn, or an empty box stands for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category, normalize

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from qr_labels.drawing.fonts import GlyphMissing, text_runs, text_width

INK, GREY = "#111111", "#55595d"
PLAIN, STRONG = 400, 700
LEADING = 1.42
"""Line distance in type sizes: keeps Ễ off the line above."""

# Joiners and variation signs only change how their neighbours look.
WITHOUT_LOOKS = ("Cf", "Cc", "Cs", "Mn", "Me")
BOX_WIDTH, BOX_HEIGHT, BOX_LINE = 0.62, 0.7, 0.05


@dataclass(frozen=True)
class Span:
    """Letters that are drawn, or one that no font has."""

    text: str
    is_drawn: bool = True


@lru_cache(maxsize=8192)
def spans(text: str, weight: int = PLAIN) -> tuple[Span, ...]:
    """The text, composed, cut where a letter has no glyph; what has no looks is left out."""
    composed = normalize("NFC", text)
    try:
        text_runs(composed, weight)
    except GlyphMissing:
        return tuple(_cut(composed, weight))
    return (Span(composed),) if composed else ()


def _cut(text: str, weight: int) -> Iterator[Span]:
    drawn = ""
    for letter in text:
        if _has_glyph(letter, weight):
            drawn += letter
            continue
        if category(letter) in WITHOUT_LOOKS:
            continue
        if drawn:
            yield Span(drawn)
        drawn = ""
        yield Span(letter, is_drawn=False)
    if drawn:
        yield Span(drawn)


@lru_cache(maxsize=4096)
def _has_glyph(letter: str, weight: int) -> bool:
    try:
        text_runs(letter, weight)
    except GlyphMissing:
        return False
    return True


def undrawn_in(text: str) -> set[str]:
    """The letters for which an empty box is drawn."""
    return {span.text for span in spans(text) if not span.is_drawn}


def width_of(text: str, size: float, weight: int = PLAIN) -> float:
    """The advance width, in the unit of `size`."""
    return sum(
        text_width(span.text, size, weight) if span.is_drawn else BOX_WIDTH * size
        for span in spans(text, weight)
    )


def wrapped(text: str, width: float, size: float, weight: int = PLAIN) -> list[str]:
    """The text in lines of this width; its own line ends stay, a word too wide is divided."""
    return [
        line
        for paragraph in normalize("NFC", text).splitlines() or [""]
        for line in _broken(paragraph, width, size, weight)
    ]


def _broken(paragraph: str, width: float, size: float, weight: int) -> list[str]:
    # Only plain spaces part words: one that does not break holds an amount and its sign together.
    lines: list[str] = []
    for word in filter(None, paragraph.replace("\t", " ").split(" ")):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(joined, size, weight) <= width:
            lines[-1] = joined
        else:
            lines += _divided(word, width, size, weight)
    return lines or [""]


def _divided(word: str, width: float, size: float, weight: int) -> list[str]:
    if width_of(word, size, weight) <= width:
        return [word]
    parts = [""]
    for letter in word:
        if parts[-1] and width_of(parts[-1] + letter, size, weight) > width:
            # A price and its unit, the parts of an address: better there than inside a word.
            parts[-1], rest = _ended(parts[-1])
            parts.append(rest)
        parts[-1] += letter
    return parts


def _ended(part: str) -> tuple[str, str]:
    """A part up to its last stroke or gap, and what goes onto the next line."""
    cut = max(part.rfind("/"), part.rfind("\N{NO-BREAK SPACE}")) + 1
    return (part[:cut], part[cut:]) if cut else (part, "")


def put(
    canvas: Canvas,
    text: str,
    x: float,
    baseline: float,
    *,
    size: float,
    weight: int = PLAIN,
    colour: str = INK,
) -> None:
    """Write one line, its left end at `x`; all measures in millimetres from the lower left."""
    canvas.setFillColor(HexColor(colour))
    for span in spans(text, weight):
        if span.is_drawn:
            _write(canvas, span.text, x, baseline, size, weight)
            x += text_width(span.text, size, weight)
        else:
            _draw_box(canvas, x, baseline, size)
            x += BOX_WIDTH * size


def _write(canvas: Canvas, text: str, x: float, baseline: float, size: float, weight: int) -> None:
    line = canvas.beginText(x * mm, baseline * mm)
    for run in text_runs(text, weight):
        line.setFont(run.font_name, size * mm)
        line.textOut(run.text)
    canvas.drawText(line)


def _draw_box(canvas: Canvas, x: float, baseline: float, size: float) -> None:
    canvas.setStrokeColor(HexColor(INK))
    canvas.setLineWidth(BOX_LINE * size * mm)
    inset = 0.06 * size
    width, height = (BOX_WIDTH * size - 2 * inset) * mm, BOX_HEIGHT * size * mm
    canvas.rect((x + inset) * mm, baseline * mm, width, height, stroke=1, fill=0)
