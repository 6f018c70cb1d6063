from dataclasses import replace

import pytest

from qr_labels.stock.catalogue import stock, stocks
from qr_labels.stock.label_stock import CERTAINTIES, Stock, StockImpossible, custom


@pytest.mark.parametrize("known", stocks(), ids=lambda known: known.key)
def test_every_label_of_every_known_stock_lies_inside_its_page_and_on_no_other(
    known: Stock,
) -> None:
    corners = [known.cell_corner(cell) for cell in range(known.cells)]
    assert len(set(corners)) == known.rows * known.cols
    for left, top in corners:
        assert left >= 0
        assert top >= 0
        assert left + known.label_w_mm <= known.page_w_mm + 0.01
        assert top + known.label_h_mm <= known.page_h_mm + 0.01
    assert known.certainty in CERTAINTIES
    assert known.sources
    assert known.note


def test_cells_count_row_by_row_from_the_top_left() -> None:
    tomy = stock("tomy-145-a")
    assert tomy.cell_corner(0) == (10, 12)
    assert tomy.cell_corner(4) == (10 + 4 * 38, 12)
    assert tomy.cell_corner(5) == (10, 33)
    assert tomy.cell_corner(64) == (10 + 4 * 38, 12 + 12 * 21)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"top_mm": 30.0}, "page_h_mm"),
        ({"left_mm": 25.0}, "page_w_mm"),
        ({"cols": 6}, "page_w_mm"),
        ({"pitch_x_mm": 37.0}, "page_w_mm"),
        ({"pitch_y_mm": -21.0}, "pitch_y_mm"),
        ({"label_w_mm": float("nan")}, "label_w_mm"),
        ({"page_w_mm": float("inf")}, "page_w_mm"),
        ({"page_h_mm": 5_000.0}, "page_h_mm"),
        ({"label_h_mm": 1.0}, "label_h_mm"),
        ({"rows": 0}, "rows"),
        ({"rows": 10_000, "cols": 10_000}, "rows"),
        ({"kind": "roll"}, "rows"),
    ],
)
def test_impossible_measurements_are_refused_by_name(change: dict[str, object], field: str) -> None:
    with pytest.raises(StockImpossible) as refused:
        replace(stock("tomy-145-a"), **change)  # type: ignore[arg-type] # wrong on purpose
    assert refused.value.field == field


def test_a_preset_that_is_303_mm_high_cannot_be_a4() -> None:
    with pytest.raises(StockImpossible, match=r"need 303\.00 mm"):
        custom(
            label_w_mm=38, label_h_mm=21, rows=13, cols=5, left_mm=5, top_mm=12,
            gap_x_mm=2, gap_y_mm=1.5, page_w_mm=210, page_h_mm=297,
        )  # fmt: skip


def test_stock_by_ones_own_ruler_is_a_sheet_with_a_page_and_a_roll_without() -> None:
    roll = custom(label_w_mm=35, label_h_mm=22, cols=2, gap_x_mm=2)
    assert (roll.kind, roll.page_w_mm, roll.page_h_mm) == ("roll", 72, 22)
    sheet = custom(label_w_mm=35, label_h_mm=22, cols=5, rows=12, page_w_mm=210, page_h_mm=297)
    assert (sheet.kind, sheet.cells, sheet.certainty) == ("sheet", 60, "own")


def test_labels_without_margins_lose_what_a_desktop_printer_cannot_reach() -> None:
    assert stock("40-up-52.5x29.7").unprinted_mm() == pytest.approx((4, 4, 4, 4))
    assert stock("avery-l7160").unprinted_mm() == (0, 0, 0, 0)


def test_a_roll_wider_than_the_head_is_blank_at_both_sides() -> None:
    assert stock("roll-35x22-3").unprinted_mm() == pytest.approx((2.5, 0, 2.5, 0))
    assert stock("roll-50x30").unprinted_mm() == (0, 0, 0, 0)
