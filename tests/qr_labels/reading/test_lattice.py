"""Laying the grid of a symbol over its picture."""

import numpy as np
import pytest
from PIL import Image, ImageFilter

from qr_labels.payload import vietqr
from qr_labels.reading.blurred import recovered
from qr_labels.reading.finders import corner_patterns, likely_places
from qr_labels.reading.lattice import Place, agreement, fitted, perspective, placed, sampled
from qr_labels.reading.patterns import format_of, patterns
from qr_labels.symbol.one import symbol
from tests.qr_labels.reading.scenes import noisy, scene

PAYS = vietqr.encode(vietqr.Payment("970436", "1012345678"))
VERSION, MODULES, SIDE = 5, 37, 225
CORNERS = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])


def true_corners(side: float = SIDE) -> np.ndarray:
    """Where scene() puts a code that is not turned."""
    module = side / (MODULES + 8)
    return np.array([320, 240]) - side / 2 + module * 4 + CORNERS * module * MODULES


def never() -> bool:
    return False


def test_a_perspective_takes_its_corners_where_they_were_asked() -> None:
    asked = np.array([[10.0, 20.0], [200.0, 35.0], [180.0, 210.0], [25.0, 160.0]])
    assert np.allclose(placed(perspective(37, asked), CORNERS * 37), asked)


def test_corners_on_one_line_have_no_perspective_and_no_agreement() -> None:
    line = np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 2.0], [3.0, 3.0]])
    assert agreement(np.zeros((9, 9), np.float32), line, 5) in (-1.0, 0.0)
    assert recovered(np.zeros((9, 9), np.float32), Place(line, 5, 0), never) is None


def test_brightness_between_pixels_is_between_theirs_and_the_edge_goes_on() -> None:
    picture = np.array([[0, 10], [20, 30]], np.float32)
    points = np.array([[0.5, 0.5], [1.0, 1.0], [-50.0, -50.0], [99.0, 99.0]])
    assert np.allclose(sampled(picture, points), [0, 15, 0, 30], atol=0.1)


@pytest.mark.parametrize("version", [2, 5, 7, 10])
def test_known_modules_are_those_of_every_symbol(version: int) -> None:
    known = patterns(version)
    for level in ("L", "H"):
        for length in range(1, 400, 4):
            drawn = symbol("7" * length + "a", level=level)
            if drawn.version == version:
                break
        dark = np.array(
            [[drawn.is_dark(x, y) for x in range(drawn.size)] for y in range(drawn.size)]
        )
        inner = known.grid[1:-1, 1:-1]
        assert np.array_equal(inner[inner != 0] > 0, dark[inner != 0])
        values = np.where(dark.reshape(-1)[known.formats], 1.0, -1.0).astype(np.float32)
        assert format_of(values) == (level, drawn.mask)


def test_corners_a_module_off_are_pulled_into_place() -> None:
    picture = np.asarray(scene(PAYS, side=SIDE, defocus=1), np.float32)
    off = true_corners() + np.array([[3, -2], [-3, 2], [5, 5], [-2, -3]])
    place = fitted(picture, off, VERSION)
    assert place.agreement > 0.9 > agreement(picture, off, VERSION)
    assert np.allclose(place.corners, true_corners(), atol=1.5)


def test_only_the_right_version_agrees() -> None:
    picture = np.asarray(scene(PAYS, side=SIDE, defocus=1), np.float32)
    scores = {version: agreement(picture, true_corners(), version) for version in range(2, 11)}
    assert max(scores, key=lambda version: scores[version]) == VERSION
    assert sorted(scores.values())[-2] < 0.7 * scores[VERSION]


@pytest.mark.parametrize(("turned", "side"), [(0, 120), (25, 200), (130, 340), (45, 460)])
def test_corner_patterns_are_found_at_any_angle_and_size(turned: float, side: int) -> None:
    picture = noisy(scene(PAYS, side=side, turned=turned, defocus=side / 150), 6)
    peaks = corner_patterns(picture)
    # The centre of each lies this far from the middle of the code.
    distance = (MODULES / 2 - 3.5) * 2**0.5 * side / (MODULES + 8)
    away = [abs(np.hypot(peak.x - 320, peak.y - 240) - distance) for peak in peaks]
    assert sum(off < side / (MODULES + 8) for off in away) == 3
    best = likely_places(picture, np.asarray(picture, np.float32))[0]
    assert best.version == VERSION
    assert np.hypot(*(np.array(best.centre) - (320, 240))) < 0.06 * side


def test_an_empty_table_has_no_corner_patterns() -> None:
    assert corner_patterns(noisy(Image.new("L", (640, 480), 130), 20)) == []
    assert corner_patterns(Image.new("L", (20, 20), 130)) == []


@pytest.mark.parametrize("depth", [0.0, 3.0, 5.0])
def test_bent_paper_is_followed(depth: float) -> None:
    flat = np.asarray(scene(PAYS, side=300, defocus=2), np.float32)
    y, x = np.mgrid[0:480, 0:640]
    wave = np.sin((x - 150) / 340 * np.pi) * depth
    bent = sampled(flat, np.stack([x + 0.5, y + 0.5 + wave], -1).reshape(-1, 2)).reshape(480, 640)
    solved = recovered(bent, fitted(bent, true_corners(300), VERSION), never)
    assert solved is not None
    assert (solved.text, solved.is_certain) == (PAYS, True)


def test_nothing_is_reckoned_out_of_noise() -> None:
    rng = np.random.default_rng(3)
    for _ in range(3):
        picture = rng.normal(128, 50, (480, 640)).astype(np.float32)
        assert recovered(picture, Place(true_corners(), VERSION, 0.5), never) is None


def test_a_symbol_with_another_text_painted_over_half_of_it_is_not_believed() -> None:
    other = vietqr.encode(vietqr.Payment("970436", "1012345679", purpose="CHO EM"))
    left = scene(PAYS, side=SIDE)
    right = scene(other, side=SIDE)
    left.paste(right.crop((320, 0, 640, 480)), (320, 0))
    blurred = np.asarray(left.filter(ImageFilter.GaussianBlur(1)), np.float32)
    assert recovered(blurred, Place(true_corners(), VERSION, 0.9), never) is None


def test_work_stops_when_the_time_is_up() -> None:
    picture = np.asarray(scene(PAYS, side=SIDE), np.float32)
    place = Place(true_corners(), VERSION, 1.0)
    assert recovered(picture, place, lambda: True) is None
    assert recovered(picture, place, never) is not None
