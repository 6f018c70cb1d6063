"""Reads every code in a photo of a stall: quickly when it is clear, harder when it is not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import thread_time
from typing import Literal

import numpy as np
import zxingcpp
from PIL import Image, ImageFilter

from qr_labels.payload import trace, vietqr
from qr_labels.payload.vietqr import Reading
from qr_labels.reading.blurred import recovered
from qr_labels.reading.finders import likely_places
from qr_labels.reading.lattice import Place, Reals, fitted
from qr_labels.reading.opening import Opened, PhotoUnreadable, opened
from qr_labels.symbol.proof import QR_ONLY

__all__ = ["Found", "Kind", "PhotoUnreadable", "Photographed", "examine", "read"]

Kind = Literal["payment", "trace", "gs1", "link", "other"]
Corners = tuple[tuple[float, float], ...]

SECONDS = 0.8
MOST_CODES = 40
"""Codes reported, and places looked at closely, in one photo."""

SEARCH_PIXELS = 1_300_000
"""The harder search works on a picture of at most this size."""

NOISE_RADIUS = 0.7
LEAST_AGREEMENT = 0.4
CERTAIN_AGREEMENT = 0.6
"""Corner, timing and alignment patterns that agree so well are a code, whether read or not."""

CUTOUT_MODULE_PX = 8.0
SHARPENING = ImageFilter.UnsharpMask(radius=3, percent=200, threshold=0)


@dataclass(frozen=True)
class Found:
    """One code of a photo.

    `corners` are clockwise from the code's own top left, in pixels of the photo held upright.
    `payment` is what decode() makes of a payment code, valid or not, and None for other kinds.
    """

    text: str
    kind: Kind
    corners: Corners
    payment: Reading | None = None


@dataclass(frozen=True)
class Photographed:
    """What a photo shows: the codes that could be read, and where others are that could not."""

    found: tuple[Found, ...]
    unread: tuple[Corners, ...]


def read(photo: bytes | Path | Image.Image, *, seconds: float = SECONDS) -> list[Found]:
    """All codes in a photo, each text once; [] when there is none. Raises PhotoUnreadable.

    `seconds` of processor time are spent on searching at most, and usually far fewer.
    """
    return list(examine(photo, seconds=seconds).found)


def examine(photo: bytes | Path | Image.Image, *, seconds: float = SECONDS) -> Photographed:
    """Like read(), and says where codes are that nobody could read. Raises PhotoUnreadable."""
    ends_at = thread_time() + seconds
    seen = opened(photo)
    search = _Search(seen, ends_at)
    search.look(seen.picture, 1.0)
    search.look_closely()
    if not search.found:
        search.look_sharpened()
    return Photographed(tuple(search.found.values()), tuple(search.unread))


def kind_of(text: str) -> tuple[Kind, Reading | None]:
    """What a code's text is for; a payment code comes with its reading."""
    reading = vietqr.decode(text)
    if reading.kind != "not_emv":
        return "payment", reading
    traced = trace.parse(text)
    if traced.valid:
        return ("gs1" if traced.kind == "digital_link" else "trace"), None
    is_link = text.strip().casefold().startswith(("http://", "https://"))
    return ("link" if is_link else "other"), None


class _Search:
    """Codes of one photo, gathered pass by pass until the time is up."""

    def __init__(self, seen: Opened, ends_at: float) -> None:
        self._seen = seen
        self._ends_at = ends_at
        self.found: dict[str, Found] = {}
        self.unread: list[Corners] = []
        self._given_up: list[Place] = []

    def is_over(self) -> bool:
        return thread_time() > self._ends_at

    def look(self, picture: Image.Image, scale: float, left: float = 0, top: float = 0) -> bool:
        """Take in what zxing-cpp reads; `scale` pixels of the photo's picture are one here."""
        before = len(self.found)
        for code in zxingcpp.read_barcodes(picture, formats=QR_ONLY):
            corners = [(p.x * scale + left, p.y * scale + top) for p in _points(code.position)]
            self._add(code.text, corners)
        return len(self.found) > before

    def look_closely(self) -> None:
        """Search for codes too blurred, noisy or dim to be followed, and work each one out."""
        picture = self._seen.picture
        shrunk = max(1.0, (picture.width * picture.height / SEARCH_PIXELS) ** 0.5)
        if shrunk > 1:
            size = (round(picture.width / shrunk), round(picture.height / shrunk))
            picture = picture.resize(size, Image.Resampling.BOX)
        smooth = picture.filter(ImageFilter.GaussianBlur(NOISE_RADIUS))
        brightness = np.asarray(smooth, np.float32)
        for rough in likely_places(smooth, brightness):
            if self.is_over():
                return
            if self._covers(rough, shrunk):
                continue
            place = fitted(brightness, rough.corners, rough.version)
            if place.agreement < LEAST_AGREEMENT or self._covers(place, shrunk):
                continue
            if not self._work_out(picture, brightness, place, shrunk):
                self._given_up.append(place)
                if place.agreement >= CERTAIN_AGREEMENT:
                    self.unread.append(self._in_photo(place.corners * shrunk))

    def look_sharpened(self) -> None:
        """The whole picture once more, sharpened and, when it is small, enlarged."""
        picture = self._seen.picture
        if self.is_over():
            return
        enlarged = 2 if picture.width * picture.height <= SEARCH_PIXELS else 1
        size = (picture.width * enlarged, picture.height * enlarged)
        large = picture.resize(size, Image.Resampling.BICUBIC)
        self.look(large.filter(SHARPENING), 1 / enlarged)

    def _work_out(
        self, picture: Image.Image, brightness: Reals, place: Place, shrunk: float
    ) -> bool:
        """Cut the place out and sharpen it; if that is not enough, reckon its modules."""
        cut, scale, left, top = _cutout(picture, place)
        if self.look(cut, scale * shrunk, left * shrunk, top * shrunk):
            return True
        solved = recovered(brightness, place, self.is_over)
        if solved is None:
            return False
        reading = vietqr.decode(solved.text)
        if not (solved.is_certain or reading.valid):
            return False
        self._add(solved.text, (place.corners * shrunk).tolist())
        return True

    def _add(self, text: str, corners: Sequence[Sequence[float]]) -> None:
        if text and text not in self.found and len(self.found) < MOST_CODES:
            kind, reading = kind_of(text)
            self.found[text] = Found(text, kind, self._in_photo(np.array(corners)), reading)

    def _in_photo(self, corners: "np.ndarray[tuple[int, int], np.dtype[np.float64]]") -> Corners:
        scaled = (corners * self._seen.scale).tolist()
        return tuple((round(x, 1), round(y, 1)) for x, y in scaled)

    def _covers(self, place: Place, shrunk: float) -> bool:
        """Whether the middle of this place lies where a code was read, or given up."""
        x, y = place.centre
        if any(_holds(other.corners.tolist(), x, y) for other in self._given_up):
            return True
        scale = shrunk * self._seen.scale
        return any(_holds(one.corners, x * scale, y * scale) for one in self.found.values())


def _holds(corners: Sequence[Sequence[float]], x: float, y: float) -> bool:
    sides = zip(corners, [*corners[1:], corners[0]], strict=True)
    turns = [(x1 - x0) * (y - y0) - (y1 - y0) * (x - x0) for (x0, y0), (x1, y1) in sides]
    return all(turn > 0 for turn in turns) or all(turn < 0 for turn in turns)


def _points(position: zxingcpp.Position) -> Iterator[zxingcpp.Point]:
    yield position.top_left
    yield position.top_right
    yield position.bottom_right
    yield position.bottom_left


def _cutout(picture: Image.Image, place: Place) -> tuple[Image.Image, float, float, float]:
    """The place with its quiet zone, enlarged and sharpened; pixels of the picture to one of
    these, and where its left upper corner was."""
    quiet = 5 * place.module_px
    left, top = (int(edge) for edge in place.corners.min(axis=0) - quiet)
    right, bottom = (int(edge) + 1 for edge in place.corners.max(axis=0) + quiet)
    left, top = max(left, 0), max(top, 0)
    right, bottom = min(right, picture.width), min(bottom, picture.height)
    scale = min(1.0, place.module_px / CUTOUT_MODULE_PX)
    size = (max(1, round((right - left) / scale)), max(1, round((bottom - top) / scale)))
    cut = picture.crop((left, top, right, bottom)).resize(size, Image.Resampling.BICUBIC)
    return cut.filter(SHARPENING), scale, left, top
