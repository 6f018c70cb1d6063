"""Reading the codes of a photo."""

import time
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from qr_labels.drawing.stand import Stand, draw_stand
from qr_labels.payload import vietqr
from qr_labels.reading.photos import PhotoUnreadable, examine, kind_of, read
from qr_labels.symbol.one import symbol
from tests.qr_labels.reading.scenes import code_picture, encoded, noisy, scene

PAYMENT = vietqr.Payment("970436", "1012345678")
PAYS = vietqr.encode(PAYMENT)
TRACES = "HTTPS://SHOPKIT.VN/T/7K3QX9MZP2A"


def texts(photo: bytes | Image.Image) -> set[str]:
    return {found.text for found in read(photo)}


def test_a_stand_is_read_with_what_it_pays() -> None:
    stand = Stand(PAYMENT, "NGUYỄN THỊ MẪU", "Vietcombank")
    [found] = read(draw_stand(stand, "png"))
    assert (found.text, found.kind) == (PAYS, "payment")
    assert found.payment is not None
    assert found.payment.payment == PAYMENT


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (PAYS, "payment"),
        (PAYS[:-4] + "0000", "payment"),
        (TRACES, "trace"),
        ("7K3QX9MZP2A", "trace"),
        ("https://shop.example/01/09521000500013", "gs1"),
        ("https://shop.example/", "link"),
        ("HTTP://SHOP.EXAMPLE/T/7K3QX9MZP2B", "link"),
        ("WIFI:S:cho;P:12345678;;", "other"),
    ],
)
def test_each_code_is_told_for_what_it_is(text: str, kind: str) -> None:
    assert kind_of(text)[0] == kind
    [found] = read(code_picture(text))
    assert (found.text, found.kind) == (text, kind)
    assert (found.payment is not None) == (kind == "payment")


@pytest.mark.parametrize("turned", [0, 33, 90, 200])
def test_a_code_is_read_however_the_phone_was_held(turned: float) -> None:
    assert texts(scene(PAYS, turned=turned)) == {PAYS}


def test_a_sticker_beside_the_original_is_seen() -> None:
    other = vietqr.encode(vietqr.Payment("970422", "0000000001"))
    assert texts(scene(PAYS, other)) == {PAYS, other}


def test_the_same_code_twice_is_one() -> None:
    assert len(read(scene(PAYS, PAYS))) == 1


def test_corners_lie_on_the_code_in_pixels_of_the_upright_photo() -> None:
    picture = Image.new("L", (900, 600), 255)
    picture.paste(code_picture(PAYS, 450), (300, 100))
    quiet = 450 * 4 / 45
    wanted = [(300 + quiet, 100 + quiet), (750 - quiet, 100 + quiet)]
    wanted += [(750 - quiet, 550 - quiet), (300 + quiet, 550 - quiet)]
    [found] = read(picture)
    assert np.allclose(found.corners, wanted, atol=6)
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = picture.transpose(Image.Transpose.ROTATE_90)
    [turned] = read(encoded(lying, "JPEG", exif=exif))
    assert np.allclose(turned.corners, wanted, atol=6)


def test_a_large_photo_is_shrunk_and_its_corners_are_not() -> None:
    picture = Image.new("L", (4000, 3000), 200)
    picture.paste(code_picture(PAYS, 900), (2000, 1000))
    [found] = read(encoded(picture))
    assert np.allclose(found.corners[0], (2080, 1080), atol=12)


def test_a_light_code_on_dark_ground_is_read() -> None:
    inverted = Image.eval(scene(PAYS), lambda light: 255 - light)
    assert texts(inverted) == {PAYS}


def test_a_transparent_code_stands_on_white() -> None:
    ink = Image.eval(code_picture(PAYS), lambda light: 255 - light)
    picture = Image.new("LA", ink.size, (0, 0))
    picture.putalpha(ink)
    assert texts(encoded(picture, "PNG")) == {PAYS}


@pytest.mark.parametrize("turned", [10, 40, 75])
@pytest.mark.parametrize("side", [150, 200, 230])
def test_a_code_that_a_plain_reader_gives_up_is_reckoned_from_its_modules(
    side: int, turned: float
) -> None:
    modules = symbol(PAYS).modules
    picture = noisy(scene(PAYS, side=side, turned=turned, defocus=0.55 * side / modules), 3)
    assert not zxingcpp.read_barcodes(picture), "too easy to prove anything"
    assert texts(picture) == {PAYS}


def test_a_code_that_nobody_can_read_is_pointed_at() -> None:
    picture = scene(PAYS, side=230)
    spoiled = picture.copy()
    grain = noisy(Image.new("L", (90, 90), 128), 200)
    spoiled.paste(grain, (285, 205))
    seen = examine(spoiled)
    assert seen.found == ()
    [corners] = seen.unread
    middle = np.mean(corners, axis=0)
    assert np.allclose(middle, (320, 240), atol=10)
    assert examine(picture).unread == ()


def test_a_photo_without_codes_has_none() -> None:
    seen = examine(noisy(Image.new("L", (640, 480), 120), 40))
    assert (seen.found, seen.unread) == ((), ())


@pytest.mark.parametrize("side", [1, 2, 7, 30])
def test_a_picture_too_small_for_a_code_has_none(side: int) -> None:
    assert read(Image.new("L", (side, side), 90)) == []


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"hello", "not_an_image"),
        (b"%PDF-1.7\n", "not_an_image"),
        (b"GIF89a" + bytes(20), "not_an_image"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_an_image"),
        (encoded(code_picture(PAYS), "BMP"), "not_an_image"),
        (encoded(code_picture(PAYS), "JPEG")[:-2000], "truncated"),
        (encoded(code_picture(PAYS), "PNG")[:-200], "truncated"),
        (encoded(Image.new("1", (30_000, 30_000)), "PNG"), "too_large"),
        (encoded(Image.new("L", (9000, 8000)), "JPEG"), "too_large"),
        (encoded(Image.new("L", (20_001, 1)), "PNG"), "too_large"),
        (encoded(Image.new("L", (9000, 1000)), "WEBP"), "too_large"),
        (bytes(25 * 2**20), "too_large"),
    ],
    ids=str,
)
def test_what_cannot_be_looked_at_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(PhotoUnreadable) as refusal:
        read(data)
    assert refusal.value.reason == reason


def test_a_jpeg_of_endless_scans_is_refused_before_it_is_decoded() -> None:
    progressive = encoded(code_picture(PAYS), "JPEG", progressive=True)
    scan = progressive.rindex(b"\xff\xda")
    again = progressive[:-2] + progressive[scan:-2] * 200 + b"\xff\xd9"
    with pytest.raises(PhotoUnreadable) as refusal:
        read(again)
    assert refusal.value.reason == "too_large"


def test_a_file_is_read_from_its_path_and_a_missing_one_refused(tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(encoded(scene(PAYS)))
    assert [found.text for found in read(photo)] == [PAYS]
    with pytest.raises(PhotoUnreadable, match=r"absent\.jpg"):
        read(tmp_path / "absent.jpg")


@pytest.mark.parametrize("module", [2, 3, 6])
def test_a_picture_full_of_corner_patterns_takes_no_longer_than_allowed(module: int) -> None:
    ring = np.full((9, 9), 255, np.uint8)
    ring[1:8, 1:8], ring[2:7, 2:7], ring[3:6, 3:6] = 0, 255, 0
    tile = ring.repeat(module, 0).repeat(module, 1)
    wall = np.tile(tile, (1200 // len(tile), 1600 // len(tile)))
    before = time.thread_time()
    read(Image.fromarray(wall))
    # 0.8 s are spent at most, plus the step under way; the machine may be busy.
    assert time.thread_time() - before < 2


SEEDS = [
    encoded(code_picture(TRACES, 132), format, **options)
    for format, options in (
        ("PNG", {}),
        ("JPEG", {"quality": 60}),
        ("JPEG", {"progressive": True}),
        ("WEBP", {}),
    )
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.sampled_from(SEEDS),
    cuts=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=12)), min_size=1, max_size=4),
)
def test_damaged_files_are_read_or_refused_and_nothing_else(
    seed: bytes, cuts: list[tuple[float, bytes]]
) -> None:
    data = seed
    for place, patch in cuts:
        start = int(place * len(data))
        data = data[:start] + patch + data[start + len(patch) :]
    before = time.thread_time()
    with suppress(PhotoUnreadable):
        assert len(read(data, seconds=0.3)) <= 1
    assert time.thread_time() - before < 2


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_at_all_are_refused(data: bytes) -> None:
    with pytest.raises(PhotoUnreadable):
        read(data)


def test_reading_leaves_the_given_picture_as_it_was() -> None:
    picture = scene(PAYS).convert("RGB")
    before = picture.tobytes()
    read(picture)
    assert picture.tobytes() == before
    assert picture.mode == "RGB"


def test_a_picture_opened_elsewhere_is_read_too() -> None:
    with Image.open(BytesIO(encoded(scene(PAYS)))) as picture:
        assert texts(picture) == {PAYS}
