from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qr_labels.drawing.arrangement import (
    CODE_WEIGHT,
    SMALLEST_DIGITS_MM,
    SMALLEST_TEXT_MM,
    Arrangement,
    LabelFull,
    arrange,
)
from qr_labels.drawing.columns import STAR_STEP, Box, Line
from qr_labels.drawing.fonts import CAP_HEIGHT, DESCENT, GlyphMissing, text_width
from qr_labels.drawing.labels import Label
from qr_labels.payload.own_codes import NOT_GS1
from qr_labels.stock.catalogue import stock, stocks
from qr_labels.stock.label_stock import Stock, custom
from qr_labels.symbol.errors import SymbolTooSmall
from qr_labels.symbol.one import Device, smallest_module_mm

CODE = "NNNN-NNNN-NNN"
FULL = Label(
    title="Mật ong bạc hà Mèo Vạc",
    maker="HKD Nguyễn Thị Mẫu, Hà Giang",
    lot="L261122A",
    made_on=date(2026, 11, 22),
    best_before=date(2028, 11, 22),
    host="shopkit.vn/t",
    ocop_stars=4,
)
PLAIN = Label(title="Mật ong", lot="L261122A")


def arranged(label: Label, known: Stock, modules: int = 33) -> Arrangement:
    return arrange(label, known, modules=modules, code=CODE, device=device_of(known))


def device_of(known: Stock) -> Device:
    return "203dpi" if known.kind == "roll" else "phone"


def ink(line: Line) -> Box:
    """What a line covers, stacked marks left aside."""
    low = line.baseline - DESCENT * line.size
    wide = text_width(line.text, line.size, line.weight)
    return Box(line.x, low, wide, (CAP_HEIGHT + DESCENT) * line.size)


def overlap(one: Box, other: Box) -> bool:
    return (
        one.x + one.width > other.x + 0.01
        and other.x + other.width > one.x + 0.01
        and one.y + one.height > other.y + 0.01
        and other.y + other.height > one.y + 0.01
    )


def assert_sound(drawn: Arrangement, known: Stock, device: Device) -> None:
    symbol = drawn.symbol
    assert symbol.width == symbol.height
    assert symbol.x >= 1 - 0.13
    assert symbol.y >= 1 - 0.13
    assert symbol.x + symbol.width <= known.label_w_mm - 1 + 0.01
    assert symbol.y + symbol.height <= known.label_h_mm - 1 + 0.01
    left, top, right, bottom = known.unprinted_mm()
    for line in (*drawn.lines, drawn.code):
        box = ink(line)
        assert not overlap(box, symbol), line
        assert box.x >= max(1, left) - 0.01, line
        assert box.x + box.width <= known.label_w_mm - max(1, right) + 0.01, line
        assert line.baseline >= max(1, bottom) - 0.01, line
        assert line.baseline + CAP_HEIGHT * line.size <= known.label_h_mm - max(1, top), line
        assert line.size >= SMALLEST_TEXT_MM[device] - 1e-9
    for stars in drawn.stars:
        row = Box(stars.x, stars.y, stars.count * stars.size * STAR_STEP, stars.size)
        assert not overlap(row, symbol)
        assert row.x + row.width <= known.label_w_mm - max(1, right) + 0.2
    boxes = [ink(line) for line in drawn.lines]
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            # Lines may share the height of a descender, no more.
            lower, upper = sorted((one, other), key=lambda box: box.y)
            assert lower.y + lower.height * 0.8 <= upper.y + upper.height * 0.3 or not overlap(
                one, other
            )
    assert drawn.code.size * CAP_HEIGHT >= SMALLEST_DIGITS_MM - 1e-6


@pytest.mark.parametrize("known", stocks(), ids=lambda known: known.key)
def test_on_every_known_stock_all_stands_inside_the_label_and_clear_of_the_symbol(
    known: Stock,
) -> None:
    drawn = arranged(PLAIN, known)
    assert_sound(drawn, known, device_of(known))


@pytest.mark.parametrize(
    "key", ["tomy-145-a", "avery-l7160", "avery-l7651", "roll-40x30", "roll-50x30", "roll-100x150"]
)
def test_a_full_label_says_everything_it_was_given(key: str) -> None:
    known = stock(key)
    drawn = arranged(FULL, known)
    assert_sound(drawn, known, device_of(known))
    said = " ".join(line.text for line in drawn.lines).replace("\u00a0", " ")
    for word in (FULL.title, FULL.maker, "Lô L261122A", "NSX 22/11/2026", "HSD 22/11/2028"):
        assert word in said
    assert FULL.host in said
    assert NOT_GS1 in said
    assert drawn.code.text == CODE
    assert [stars.count for stars in drawn.stars] == [4]


@settings(max_examples=40, deadline=None)
@given(
    st.floats(20, 110),
    st.floats(16, 110),
    st.text("Mật ongđĐẾ ", max_size=60),
    st.sampled_from([33, 37, 45]),
)
@example(31.0, 59.0, "MMMMMMMM", 45)  # moved up to a whole dot, towards the words
def test_any_label_is_sound_or_refused(
    width: float, height: float, title: str, modules: int
) -> None:
    own = custom(label_w_mm=width, label_h_mm=height)
    try:
        drawn = arrange(Label(title, lot="L1"), own, modules=modules, code=CODE, device="203dpi")
    except (LabelFull, SymbolTooSmall):
        return
    assert_sound(drawn, own, "203dpi")
    assert drawn.symbol.width >= modules * smallest_module_mm("203dpi") - 1e-9


def test_the_title_is_the_largest_of_the_words() -> None:
    for key in ("tomy-145-a", "avery-l7160", "roll-50x30"):
        drawn = arranged(FULL, stock(key))
        title = max(drawn.lines, key=lambda line: line.size)
        assert title.text in FULL.title


@pytest.mark.parametrize("key", ["roll-35x22-2", "roll-40x30", "roll-50x30", "roll-70x50"])
def test_on_a_roll_modules_and_places_are_whole_dots(key: str) -> None:
    symbol = arranged(PLAIN, stock(key)).symbol
    for length in (symbol.width / 33, symbol.x, symbol.y):
        assert length / 0.125 == pytest.approx(round(length / 0.125), abs=1e-9)
    assert symbol.width / 33 >= 0.5


def test_a_label_too_small_for_its_symbol_is_refused_with_the_limit() -> None:
    low = stock("avery-l4732")
    with pytest.raises(SymbolTooSmall) as refused:
        arrange(PLAIN, low, modules=45, code=CODE, device="phone")
    assert refused.value.limit_mm == pytest.approx(45 * 0.396)
    assert refused.value.asked_mm == pytest.approx(low.label_h_mm - 2)


def test_words_that_do_not_fit_are_refused_not_cut() -> None:
    with pytest.raises(LabelFull, match="shorten it or take a larger label"):
        arranged(Label("Mật ong bạc hà " * 20), stock("tomy-145-a"))
    with pytest.raises(LabelFull):
        arranged(Label("M" * 60), stock("tomy-145-a"))


def test_words_longer_than_any_label_are_refused_at_once() -> None:
    for field in ("title", "maker", "lot", "host", "best_before"):
        with pytest.raises(ValueError, match=f"{field} is at most 300 characters"):
            Label(**{"title": "A", field: "ong " * 100_000})


def test_a_letter_no_font_has_is_refused() -> None:
    with pytest.raises(GlyphMissing):
        arranged(Label("Mật ong ★"), stock("tomy-145-a"))


def test_a_code_of_gs1_carries_no_mark_of_an_own_code() -> None:
    drawn = arranged(Label("Mật ong", not_gs1=False), stock("avery-l7160"))
    assert NOT_GS1 not in [line.text for line in drawn.lines]


def test_dates_are_day_month_year_and_texts_stay_as_given() -> None:
    label = Label("A", made_on=date(2026, 4, 2), best_before="30 tháng kể từ NSX")
    assert [fact.replace("\u00a0", " ") for fact in label.facts()] == [
        "NSX 02/04/2026",
        "HSD 30 tháng kể từ NSX",
    ]


def test_the_word_of_a_date_is_not_said_twice() -> None:
    label = Label("A", lot="Lô 7", made_on="NSX: 020426", best_before="NSX 30 tháng trước HSD")
    assert [fact.replace("\u00a0", " ") for fact in label.facts()] == [
        "Lô 7",
        "NSX: 020426",
        "HSD NSX 30 tháng trước HSD",
    ]


@pytest.mark.parametrize("stars", [-1, 6])
def test_stars_are_none_to_five(stars: int) -> None:
    with pytest.raises(ValueError, match="0 to 5"):
        Label("A", ocop_stars=stars)


def test_the_code_under_a_symbol_is_no_wider_than_the_symbol() -> None:
    drawn = arranged(FULL, stock("avery-l7160"))
    assert drawn.code.baseline < drawn.symbol.y
    wide = text_width(drawn.code.text, drawn.code.size, CODE_WEIGHT)
    assert drawn.code.x >= drawn.symbol.x
    assert drawn.code.x + wide <= drawn.symbol.x + drawn.symbol.width
