"""What is found in a photo: blur, light, border, ground, and where the thing is."""

import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from shopkit.catalog.rules.found import (
    GRAVE,
    Worry,
    has_white_ground,
    is_square_of,
    proposed,
    squares,
    worries,
)
from shopkit.catalog.rules.looking import look
from tests.catalog.rules.test_likeness import goods


def detailed(seed: int = 1) -> Image.Image:
    """Goods with fine print, as a sharp photo has."""
    image = goods(seed)
    draw = ImageDraw.Draw(image)
    for line in range(40):
        draw.line((250, 180 + line * 6, 550, 180 + line * 6), fill=(20, 20, 20), width=2)
    return image


def worries_of(image: Image.Image) -> tuple[Worry, ...]:
    return worries(look(image)[0])


def test_a_good_photo_is_left_in_peace() -> None:
    assert worries_of(detailed()) == ()


@pytest.mark.parametrize("seed", range(6))
def test_a_shaken_photo_is_called_very_blurred(seed: int) -> None:
    shaken = detailed(seed).filter(ImageFilter.GaussianBlur(5))
    assert Worry.VERY_BLURRED in worries_of(shaken)


def test_a_slightly_soft_photo_may_be_blurred_and_is_not_grave() -> None:
    soft = {"blur": 45.0, "light": 120, "dark": 0, "burnt": 0, "white_ground": 0, "side": 900}
    assert worries(soft | {"border": ""}) == (Worry.MAYBE_BLURRED,)
    assert Worry.MAYBE_BLURRED not in GRAVE


def test_a_photo_taken_at_night_is_called_dark() -> None:
    assert Worry.DARK in worries_of(ImageEnhance.Brightness(detailed()).enhance(0.15))


def test_a_photo_in_the_glare_is_called_burnt_out() -> None:
    glare = detailed()
    glare.paste((255, 255, 255), (100, 60, 700, 420))
    assert Worry.BURNT in worries_of(glare)


def test_goods_on_a_white_ground_are_neither_burnt_out_nor_bordered() -> None:
    found, _ = look(goods(4, is_on_white=True))
    assert has_white_ground(found)
    assert not {Worry.BURNT, Worry.WHITE_BORDER} & set(worries(found))


@pytest.mark.parametrize(
    ("edge", "colour", "worry"),
    [
        (30, "white", Worry.WHITE_BORDER),
        (30, "black", Worry.BLACK_BORDER),
        ((0, 60), "black", Worry.BLACK_BORDER),
        ((60, 0), "white", Worry.WHITE_BORDER),
    ],
)
def test_a_border_is_found(edge: int | tuple[int, int], colour: str, worry: Worry) -> None:
    framed = ImageOps.expand(detailed(), edge, colour)
    assert worry in worries_of(framed)
    assert not has_white_ground(look(framed)[0])


def test_goods_in_the_dark_have_no_black_border() -> None:
    dark = Image.new("RGB", (800, 600), "black")
    ImageDraw.Draw(dark).ellipse((200, 100, 600, 500), fill=(200, 150, 90))
    assert look(dark)[0]["border"] == ""


def test_a_photo_under_five_hundred_pixels_is_called_small() -> None:
    assert Worry.SMALL in worries_of(detailed().resize((600, 450)))


def test_a_photo_never_measured_is_not_blamed() -> None:
    assert worries({}) == ()


@pytest.mark.parametrize(("x", "y", "size"), [(250, 450, (1600, 900)), (1350, 450, (1600, 900))])
def test_the_square_is_proposed_where_the_thing_is(x: int, y: int, size: tuple[int, int]) -> None:
    for turned in (False, True):
        image = Image.new("RGB", size, (200, 190, 180))
        draw = ImageDraw.Draw(image)
        draw.ellipse((x - 180, y - 250, x + 180, y + 250), fill=(120, 40, 30))
        draw.rectangle((x - 90, y - 80, x + 90, y + 80), fill=(250, 250, 220))
        if turned:
            image = image.transpose(Image.Transpose.TRANSPOSE)
        left, top, side = proposed(look(image)[0], *image.size)
        assert side == 900
        start = top if turned else left
        assert start <= x - 180
        assert x + 180 <= start + side


def test_the_ready_made_squares_lie_along_the_long_side_and_the_whole_is_kept() -> None:
    assert squares(1600, 900) == {
        "start": (0, 0, 900),
        "middle": (350, 0, 900),
        "end": (700, 0, 900),
        "whole": (0, -350, 1600),
    }
    assert squares(900, 1600)["end"] == (0, 700, 900)
    assert squares(800, 800) == {"whole": (0, 0, 800)}


@pytest.mark.parametrize(
    ("square", "is_one"),
    [
        ((350, 0, 900), True),
        ((0, -350, 1600), True),
        ((100, 100, 400), True),
        ((701, 0, 900), False),
        ((0, 1, 900), False),
        ((0, 0, 50), False),
        ((0, 0, 0), False),
        ((999_999_999, 0, 900), False),
        ((0, 0, 999_999_999), False),
    ],
)
def test_only_squares_of_the_photo_can_be_cut(square: tuple[int, int, int], is_one: bool) -> None:
    assert is_square_of(square, 1600, 900) is is_one
