"""Makes photos of a stall's payment code as a cheap phone takes them, at three difficulties.

Everything follows from the seed. The severities were set once so that zxing-cpp alone reads
about 79, 75 and 32 of 80, before the reader was tuned; they are not touched afterwards.
"""

from dataclasses import dataclass
from io import BytesIO

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from qr_labels.drawing.stand import Stand, content_of
from qr_labels.drawing.stand_layout import compose
from qr_labels.drawing.stand_painting import picture
from qr_labels.payload import vietqr
from qr_labels.symbol.one import symbol

Pixels = NDArray[np.float32]
Span = tuple[float, float]


@dataclass(frozen=True)
class Severity:
    """Ranges from which each photo draws its faults.

    Defocus (radius) and shake are in modules, curl in pixels of the photo.
    """

    module_px: Span
    tilt_degrees: Span
    roll_degrees: Span
    curl: Span
    defocus: Span
    motion: Span
    contrast: Span
    shade: Span
    shadow_chance: float
    glare_chance: float
    glare: Span
    noise: Span
    jpeg: tuple[int, int]
    second_code_chance: float


MILD = Severity(
    module_px=(4.5, 9),
    tilt_degrees=(0, 25),
    roll_degrees=(-30, 30),
    curl=(0, 0.5),
    defocus=(0.1, 0.45),
    motion=(0, 0.4),
    contrast=(0.6, 1),
    shade=(0, 0.35),
    shadow_chance=0.2,
    glare_chance=0.1,
    glare=(0.3, 0.8),
    noise=(0.004, 0.015),
    jpeg=(70, 95),
    second_code_chance=0.15,
)
MEDIUM = Severity(
    module_px=(3.2, 7),
    tilt_degrees=(5, 38),
    roll_degrees=(-180, 180),
    curl=(0, 1.2),
    defocus=(0.25, 0.62),
    motion=(0, 0.7),
    contrast=(0.4, 0.9),
    shade=(0.1, 0.6),
    shadow_chance=0.4,
    glare_chance=0.25,
    glare=(0.4, 1.0),
    noise=(0.008, 0.03),
    jpeg=(50, 85),
    second_code_chance=0.15,
)
STRONG = Severity(
    module_px=(2.3, 6),
    tilt_degrees=(10, 46),
    roll_degrees=(-180, 180),
    curl=(0, 2.2),
    defocus=(0.43, 0.92),
    motion=(0.1, 1.1),
    contrast=(0.25, 0.8),
    shade=(0.2, 0.75),
    shadow_chance=0.5,
    glare_chance=0.4,
    glare=(0.5, 1.3),
    noise=(0.015, 0.05),
    jpeg=(35, 75),
    second_code_chance=0.1,
)
LEVELS = {"mild": MILD, "medium": MEDIUM, "strong": STRONG}
PHOTO = (1280, 960)
STAND_PX = 1100

_BINS = ("970436", "970422", "970415", "970405", "970418", "970407", "970432")
_HOLDERS = (
    "NGUYỄN THỊ MẪU",
    "TRẦN THỊ THỬ",
    "HỘ KINH DOANH RAU SẠCH MẪU",
    "HỢP TÁC XÃ NÔNG NGHIỆP THỬ NGHIỆM",
)
_BANKS = ("Ngân hàng Thử", "Ngân hàng Nông thôn Mẫu", "MB", "Ngân hàng Ví dụ")
_PURPOSES = ("DH 1234", "MUA RAU", "THANH TOAN HOA DON 77", "BAN 5")
_FORMATS = ("a5", "a6", "card", "png")


@dataclass(frozen=True)
class StallPhoto:
    """A JPEG and the texts of all codes in it."""

    jpeg: bytes
    texts: tuple[str, ...]


def photo(level: str, seed: int, number: int) -> StallPhoto:
    """The photo of this number; the same for ever."""
    severity = LEVELS[level]
    rng = np.random.default_rng([seed, list(LEVELS).index(level), number])
    drawn = [_stand(rng)]
    if rng.random() < severity.second_code_chance:
        drawn.append(_stand(rng))
    scene = _background(rng)
    module = _between(rng, severity.module_px)
    for place, (image, _, modules) in enumerate(drawn):
        scene = _put(scene, image, module / modules, place, len(drawn), severity, rng)
    scene = _light(scene, severity, rng)
    scene = _blur(scene, module, severity, rng)
    return StallPhoto(_sensor(scene, severity, rng), tuple(text for _, text, _ in drawn))


def _between(rng: np.random.Generator, span: Span) -> float:
    return float(rng.uniform(*span))


def _stand(rng: np.random.Generator) -> tuple[Pixels, str, float]:
    """A drawn stand in linear light, its text, and the pixels of one module."""
    dynamic = rng.random() < 0.4
    payment = vietqr.Payment(
        bin=str(rng.choice(_BINS)),
        account="".join(str(digit) for digit in rng.integers(0, 10, rng.integers(9, 15))),
        amount=int(rng.integers(1, 900)) * 1000 if dynamic else None,
        purpose=str(rng.choice(_PURPOSES)) if dynamic else None,
    )
    stand = Stand(payment, str(rng.choice(_HOLDERS)), str(rng.choice(_BANKS)))
    text = vietqr.encode(payment)
    drawn = symbol(text)
    page = compose(content_of(stand), drawn, str(rng.choice(_FORMATS)))
    dots = STAND_PX / page.width
    image = np.asarray(picture(page, dots_per_unit=dots), np.float32) / 255
    [side] = [item.side for item in page.items if hasattr(item, "symbol")]
    return image**2.2, text, float(side * dots // drawn.modules)


def _background(rng: np.random.Generator) -> Pixels:
    """A table with goods on it: soft patches, boards, and a clutter of boxes and lines."""
    height, width = PHOTO
    coarse = rng.uniform(0.05, 0.7, (6, 5, 3)).astype(np.float32)
    scene = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    fine = rng.normal(0, 0.05, (height // 4, width // 4, 1)).astype(np.float32)
    scene += cv2.resize(fine, (width, height))[..., None]
    scene = np.ascontiguousarray(scene)
    for _ in range(int(rng.integers(12, 40))):
        corner = rng.integers(0, (width, height))
        size = rng.integers(8, 260, 2)
        shade = tuple(float(part) for part in rng.uniform(0, 0.9, 3))
        end = (int(corner[0] + size[0]), int(corner[1] + size[1]))
        start = (int(corner[0]), int(corner[1]))
        if rng.random() < 0.5:
            cv2.rectangle(scene, start, end, shade, -1 if rng.random() < 0.6 else 3)
        else:
            cv2.line(scene, start, end, shade, int(rng.integers(1, 9)), cv2.LINE_AA)
    return np.clip(scene, 0.01, 1).astype(np.float32)


def _put(
    scene: Pixels,
    image: Pixels,
    scale: float,
    place: int,
    places: int,
    severity: Severity,
    rng: np.random.Generator,
) -> Pixels:
    """Hang a stand in the scene, tilted in space, rolled and curled."""
    height, width = PHOTO
    rows, columns = image.shape[:2]
    paper = _curled(image, _between(rng, severity.curl) / scale * 4, rng)
    corners = np.array(
        [[-columns, -rows], [columns, -rows], [columns, rows], [-columns, rows]], np.float64
    )
    corners *= scale / 2
    if places == 2:
        corners *= 0.8
    tilt = np.radians(_between(rng, severity.tilt_degrees))
    towards = rng.uniform(0, 2 * np.pi)
    roll = np.radians(_between(rng, severity.roll_degrees))
    axis = np.array([np.cos(towards), np.sin(towards), 0]) * tilt
    turned = np.c_[corners, np.zeros(4)]
    turned = turned @ cv2.Rodrigues(np.array([0, 0, roll]))[0].T @ cv2.Rodrigues(axis)[0].T
    distance = 1400
    flat = turned[:, :2] * (distance / (distance + turned[:, 2:]))
    middle = np.array([width / 2, height * (0.5 if places == 1 else 0.27 + 0.46 * place)])
    flat += middle + rng.uniform(-0.06, 0.06, 2) * (width, height)
    source = np.array([[0, 0], [columns, 0], [columns, rows], [0, rows]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, flat.astype(np.float32))
    # Shrunk by area first: the lens sees no aliases.
    warped = cv2.warpPerspective(
        cv2.GaussianBlur(paper, (0, 0), max(0.3, 0.45 / scale)),
        matrix,
        (width, height),
        flags=cv2.INTER_LINEAR,
    )
    mask = cv2.warpPerspective(np.ones((rows, columns), np.float32), matrix, (width, height))
    return np.asarray(scene * (1 - mask[..., None]) + warped * mask[..., None], np.float32)


def _curled(image: Pixels, depth: float, rng: np.random.Generator) -> Pixels:
    """Paper that bends: its points wander by `depth` pixels along one slow wave."""
    rows, columns = image.shape[:2]
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    phase, waves = rng.uniform(0, 2 * np.pi), rng.uniform(0.4, 1.1)
    across = rng.random() < 0.5
    along = (x / columns if across else y / rows) * 2 * np.pi * waves + phase
    shift = (np.sin(along) * depth / 4).astype(np.float32)
    moved = (x, y + shift) if across else (x + shift, y)
    return np.asarray(
        cv2.remap(image, *moved, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32
    )


def _light(scene: Pixels, severity: Severity, rng: np.random.Generator) -> Pixels:
    """Uneven light, a hard shadow, a lamp mirrored in plastic, haze."""
    height, width = PHOTO
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    towards = rng.uniform(0, 2 * np.pi)
    ramp = (x / width - 0.5) * np.cos(towards) + (y / height - 0.5) * np.sin(towards)
    scene = scene * (1 - _between(rng, severity.shade) * (ramp + 0.5))[..., None]
    if rng.random() < severity.shadow_chance:
        side = rng.uniform(0, 2 * np.pi)
        edge = (x / width - 0.5) * np.cos(side) + (y / height - 0.5) * np.sin(side)
        soft = 1 / (1 + np.exp(-(edge - rng.uniform(-0.15, 0.15)) / rng.uniform(0.003, 0.03)))
        scene = scene * (1 - rng.uniform(0.3, 0.7) * soft)[..., None]
    if rng.random() < severity.glare_chance:
        middle = rng.uniform(0.3, 0.7, 2) * (width, height)
        radius = rng.uniform(0.04, 0.13) * width
        spot = np.exp(-((x - middle[0]) ** 2 + (y - middle[1]) ** 2) / (2 * radius**2))
        scene = scene + (_between(rng, severity.glare) * spot)[..., None]
    contrast = _between(rng, severity.contrast)
    haze = rng.uniform(0.15, 0.6) * (1 - contrast)
    return np.asarray(scene * contrast + haze, np.float32)


def _blur(scene: Pixels, module: float, severity: Severity, rng: np.random.Generator) -> Pixels:
    """Out of focus (a disk, as a lens blurs) and shaken."""
    radius = _between(rng, severity.defocus) * module
    size = 2 * int(np.ceil(radius)) + 1
    fine = 8
    grid = (np.arange(size * fine) + 0.5) / fine - size / 2
    disk = (grid[:, None] ** 2 + grid[None, :] ** 2 <= radius**2).astype(np.float32)
    kernel = disk.reshape(size, fine, size, fine).sum((1, 3))
    scene = cv2.filter2D(scene, -1, kernel / kernel.sum())
    length = _between(rng, severity.motion) * module
    angle = rng.uniform(0, np.pi)
    steps = np.linspace(-length / 2, length / 2, 4 * int(np.ceil(length)) + 1)
    size = 2 * int(np.ceil(length / 2)) + 3
    shake = np.zeros((size, size), np.float32)
    for step in steps:
        spot = np.array([np.sin(angle), np.cos(angle)]) * step + size // 2
        low = np.floor(spot).astype(int)
        part = spot - low
        for down, right in ((0, 0), (0, 1), (1, 0), (1, 1)):
            weight = abs(1 - down - part[0]) * abs(1 - right - part[1])
            shake[low[0] + down, low[1] + right] += weight
    return np.asarray(cv2.filter2D(scene, -1, shake / shake.sum()), np.float32)


def _sensor(scene: Pixels, severity: Severity, rng: np.random.Generator) -> bytes:
    """Noise that grows with light, tone curve, sharpening by some phones, JPEG."""
    noise = _between(rng, severity.noise)
    scene = scene + rng.normal(0, 1, scene.shape).astype(np.float32) * (
        noise * np.sqrt(np.clip(scene, 0.02, 1))
    )
    tones = np.clip(scene, 0, 1) ** (1 / 2.2)
    if rng.random() < 0.4:
        soft = cv2.GaussianBlur(tones, (0, 0), 1.2)
        tones = np.clip(tones + rng.uniform(0.3, 1) * (tones - soft), 0, 1)
    out = BytesIO()
    image = Image.fromarray((tones * 255).astype(np.uint8))
    image.save(out, "JPEG", quality=int(rng.integers(*severity.jpeg)))
    return out.getvalue()
