"""Photos made fit for pages, and pictures that are refused."""

from io import BytesIO

import pytest
from PIL import Image

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
    packed,
    packed_refusal,
    square_word,
    unpacked,
)
from shopkit.catalog.rules.pictures import MASTER_BYTES, SIZES, develop, resize
from tests.catalog import shots

ALL = (CARD, THUMB, SHARE, OG)


def opened(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    image.load()
    return image


def master(content: bytes) -> Image.Image:
    return opened(develop(content, ()).files[MASTER])


def looks_like(colour: object, wanted: tuple[int, int, int], within: int = 30) -> bool:
    assert isinstance(colour, tuple)
    return all(abs(part - want) <= within for part, want in zip(colour, wanted, strict=True))


def refusal_of(content: bytes) -> Flaw:
    with pytest.raises(PictureRefused) as refused:
        develop(content, ())
    return refused.value.flaw


# How a camera stores a scene so that turning by this note shows it upright.
STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("orientation", sorted(STORED))
def test_a_photo_stands_upright_however_the_phone_was_held(orientation: int) -> None:
    how = STORED[orientation]
    stored = shots.scene() if how is None else shots.scene().transpose(how)
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = master(shots.encoded(stored, "JPEG", quality=90, exif=exif.tobytes()))
    assert image.size == (1200, 900)
    assert looks_like(image.getpixel((20, 20)), (220, 20, 20))
    assert looks_like(image.getpixel((1180, 20)), (20, 200, 20))
    assert looks_like(image.getpixel((20, 880)), (20, 20, 220))


def test_a_turned_heic_is_turned_once() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    stored = shots.scene().transpose(Image.Transpose.ROTATE_90)
    image = master(shots.encoded(stored, "HEIF", quality=80, exif=exif.tobytes()))
    assert image.size == (1200, 900)
    assert looks_like(image.getpixel((20, 20)), (220, 20, 20), within=45)


def test_nothing_of_place_phone_or_comment_is_in_any_file() -> None:
    sent = shots.with_place()
    secrets = (b"PhoneMakerXYZ", b"secret comment", b"xmpmeta", b"Exif", b"EXIF", b"ICC_PROFILE")
    assert all(secret in sent for secret in secrets[:3])
    for content in develop(sent, ALL).files.values():
        assert not any(secret in content for secret in secrets)
        assert not opened(content).getexif()


@pytest.mark.parametrize("form", ["PNG", "WEBP", "HEIF"])
def test_other_formats_lose_their_notes_too(form: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "PhoneMakerXYZ"
    sent = shots.encoded(shots.scene(), form, exif=exif.tobytes())
    assert b"PhoneMakerXYZ" in sent
    assert not any(b"PhoneMakerXYZ" in content for content in develop(sent, ALL).files.values())


@pytest.mark.parametrize("image", [shots.scene(3000, 2000), shots.noise(3000, 2000)])
def test_every_size_keeps_to_its_weight_and_side(image: Image.Image) -> None:
    developed = develop(shots.encoded(image, "JPEG", quality=92), ALL)
    assert (developed.width, developed.height) == (2000, 1333)
    assert len(developed.files[MASTER]) <= MASTER_BYTES
    for name, size in SIZES.items():
        content = developed.files[name]
        assert len(content) <= size.most_bytes
        assert max(opened(content).size) <= size.side_px
    assert opened(developed.files[CARD]).format == "WEBP"
    assert opened(developed.files[SHARE]).format == "JPEG"


def test_sizes_made_later_from_the_master_are_the_same_sizes() -> None:
    first = develop(shots.jpeg(), ())
    later = resize(first.files[MASTER], (THUMB, SHARE))
    assert list(later.files) == [THUMB, SHARE]
    assert opened(later.files[THUMB]).size == (240, 240)
    assert opened(later.files[SHARE]).size == (1200, 900)


def test_a_small_photo_is_not_enlarged() -> None:
    developed = develop(shots.jpeg(300, 200), ALL)
    assert (developed.width, developed.height) == (300, 200)
    assert opened(developed.files[SHARE]).size == (300, 200)
    assert opened(developed.files[THUMB]).size == (200, 200)
    assert developed.found["side"] == 200


def test_colours_for_print_become_colours_for_screens() -> None:
    image = master(shots.encoded(shots.scene().convert("CMYK"), "JPEG", quality=95))
    assert image.mode == "RGB"
    assert looks_like(image.getpixel((20, 20)), (220, 20, 20), within=60)


def test_a_colour_profile_is_applied_and_left_out() -> None:
    image = master(shots.red_called_green())
    assert looks_like(image.getpixel((300, 300)), (20, 220, 20))
    assert "icc_profile" not in image.info


def test_a_colour_profile_that_makes_no_sense_is_passed_over() -> None:
    image = master(shots.jpeg(icc_profile=b"nonsense" * 20))
    assert looks_like(image.getpixel((20, 20)), (220, 20, 20))


def test_a_broken_note_of_the_camera_does_not_lose_the_photo() -> None:
    image = master(shots.jpeg(exif=b"Exif\0\0II*\0\xff\xff\xff\xff"))
    assert image.size == (1200, 900)


def test_holes_in_a_picture_become_white() -> None:
    clear = Image.new("RGBA", (600, 600), (0, 0, 0, 0))
    assert looks_like(master(shots.encoded(clear, "PNG")).getpixel((9, 9)), (255, 255, 255))
    palette = shots.scene(600, 600).quantize(16)
    corner = palette.getpixel((5, 5))
    sent = shots.encoded(palette, "PNG", transparency=corner)
    assert looks_like(master(sent).getpixel((5, 5)), (255, 255, 255))


@pytest.mark.parametrize(("level", "shown"), [(0, 0), (32768, 128), (65535, 255)])
def test_a_picture_of_sixteen_bits_keeps_its_brightness(level: int, shown: int) -> None:
    deep = Image.new("I;16", (2000, 600), level)
    assert looks_like(master(shots.encoded(deep, "PNG")).getpixel((9, 9)), (shown,) * 3, within=3)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA"])
def test_every_way_of_writing_pixels_is_read(mode: str) -> None:
    assert master(shots.encoded(shots.scene().convert(mode), "PNG")).size == (1200, 900)


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_of_a_moving_picture_the_first_frame_is_taken_and_the_seller_is_told(form: str) -> None:
    developed = develop(shots.moving(form), ALL)
    assert Note.FIRST_FRAME in developed.notes
    image = opened(developed.files[MASTER])
    assert looks_like(image.getpixel((20, 20)), (220, 20, 20), within=60)


def test_a_photo_with_a_second_picture_inside_is_not_called_moving() -> None:
    stereo = shots.encoded(
        shots.scene(), "MPO", save_all=True, append_images=[shots.scene(300, 300)]
    )
    assert develop(stereo, ()).notes == ()


@pytest.mark.parametrize(
    "content",
    [
        b"<!doctype html><script>alert(1)</script>",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
        b"<?php system($_GET[0]);",
        b"%PDF-1.7 not a photo",
        b"PK\x03\x04 a parcel",
        bytes(range(256)) * 40,
        b"\xff\xd8",
        shots.encoded(shots.scene(300, 300), "BMP"),
        shots.encoded(shots.scene(300, 300), "TIFF"),
    ],
)
def test_what_is_no_photo_is_refused(content: bytes) -> None:
    assert refusal_of(content) is Flaw.UNKNOWN


def test_nothing_at_all_is_refused() -> None:
    assert refusal_of(b"") is Flaw.EMPTY


def test_a_file_too_heavy_is_refused_before_it_is_opened() -> None:
    assert refusal_of(shots.jpeg() + bytes(MOST_BYTES)) is Flaw.TOO_HEAVY


@pytest.mark.parametrize("side", [9_000, 12_000, 14_000])
def test_a_few_kilobytes_of_many_megapixels_are_refused(side: int) -> None:
    bomb = shots.flat_png(side, side)
    assert len(bomb) < 30_000
    assert refusal_of(bomb) is Flaw.TOO_MANY_PIXELS


def test_the_large_mode_of_cheap_cameras_is_taken() -> None:
    wide = shots.encoded(Image.new("RGB", (8160, 6120), (90, 120, 60)), "JPEG", quality=60)
    developed = develop(wide, ())
    assert (developed.width, developed.height) == (2000, 1500)


@pytest.mark.parametrize("size", [(1, 1), (99, 4000)])
def test_a_sliver_is_refused(size: tuple[int, int]) -> None:
    assert refusal_of(shots.encoded(Image.new("RGB", size), "PNG")) is Flaw.TOO_SMALL


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_photo_cut_off_on_the_way_is_never_taken_by_half(form: str) -> None:
    whole = shots.encoded(shots.scene(600, 450), form)
    assert develop(whole, ()).files[MASTER]
    for tenth in range(1, 10):
        with pytest.raises(BREAKS):
            develop(whole[: len(whole) * tenth // 10], ())


# In the child these end the process, which the darkroom calls broken.
BREAKS = (PictureRefused, OSError, ValueError, SyntaxError, EOFError, RuntimeError)


def test_a_developed_photo_survives_the_way_between_the_processes() -> None:
    files = {MASTER: b"\n\0one", CARD: b"{}\n"}
    sent = Developed(files, 12, 9, (Note.FIRST_FRAME,), {"blur": 1.5, "border": ""}, "00ff")
    assert unpacked(packed(sent)) == sent
    with pytest.raises(PictureRefused) as refused:
        unpacked(packed_refusal(PictureRefused(Flaw.TOO_SMALL)))
    assert refused.value.flaw is Flaw.TOO_SMALL


def test_a_square_is_cut_from_the_photo_or_laid_on_white() -> None:
    sent = develop(shots.jpeg(), ()).files[MASTER]
    cut = opened(resize(sent, [square_word(300, 0, 900)]).files[SQUARE])
    assert (cut.format, cut.size) == ("JPEG", (900, 900))
    assert looks_like(cut.getpixel((890, 10)), (20, 200, 20))
    whole = opened(resize(sent, [square_word(0, -150, 1200)]).files[SQUARE])
    assert whole.size == (1200, 1200)
    assert looks_like(whole.getpixel((5, 5)), (255, 255, 255))
    assert looks_like(whole.getpixel((5, 170)), (220, 20, 20))


def test_a_large_square_is_brought_to_what_channels_take() -> None:
    sent = develop(shots.jpeg(2000, 2000), ()).files[MASTER]
    assert opened(resize(sent, [square_word(0, 0, 2000)]).files[SQUARE]).size == (1600, 1600)


@pytest.mark.parametrize("size", [(1200, 900), (900, 1600), (300, 200), (2000, 400)])
def test_the_picture_of_a_link_has_its_fixed_sides_and_shows_the_whole_photo(
    size: tuple[int, int],
) -> None:
    content = develop(shots.jpeg(*size), (OG,)).files[OG]
    image = opened(content)
    assert (image.format, image.size) == ("JPEG", (1200, 630))
    assert len(content) <= 200_000


def test_an_enormous_note_of_the_camera_is_left_out() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Maker" * 12_000
    sent = shots.jpeg(exif=exif.tobytes())
    assert not any(b"MakerMaker" in one for one in develop(sent, ALL).files.values())


def test_a_long_picture_is_taken_and_a_strip_is_refused() -> None:
    tall = shots.encoded(Image.new("RGB", (400, 8000), (10, 90, 40)), "PNG")
    developed = develop(tall, (CARD, THUMB, OG))
    assert (developed.width, developed.height) == (100, 2000)
    for strip in ((10_000, 100), (10_000, 1), (1, 10_000)):
        content = shots.encoded(Image.new("RGB", strip), "PNG")
        assert refusal_of(content) is Flaw.TOO_SMALL
