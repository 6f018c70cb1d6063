"""How runs lie on sheets and are cut into files; which papers there are."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qr_labels.stock.catalogue import stocks
from shopkit.traceability.rules.labels import (
    CODES_A_STEP,
    LABELS_A_FILE,
    MOST_LABELS,
    CountOutOfRange,
    Cut,
    Layout,
    SheetMissing,
    StartCellOutside,
)

CELLS = sorted({one.cells for one in stocks()})


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    cells = draw(st.sampled_from(CELLS))
    count = draw(st.integers(1, MOST_LABELS))
    return Layout(count, cells, draw(st.integers(0, cells - 1)))


@given(layouts(), st.booleans())
def test_a_run_is_cut_so_that_each_label_is_in_one_portion_and_one_file(
    layout: Layout, has_own_codes: bool
) -> None:
    cut = Cut(layout, has_own_codes)
    portions = [cut.portion(step) for step in range(cut.portion_count)]
    files = [cut.file(step) for step in range(cut.portion_count, cut.step_count)]
    assert [piece.number for piece in files] == list(range(cut.file_count))
    assert bool(portions) is has_own_codes
    for pieces, most in (
        (portions, CODES_A_STEP),
        ([piece.positions for piece in files], LABELS_A_FILE),
    ):
        if pieces:
            assert pieces[0].start == 0
            assert pieces[-1].stop == layout.count
        assert all(one.stop == other.start for one, other in pairwise(pieces))
        assert all(0 < len(piece) <= most for piece in pieces)


@given(layouts())
def test_every_file_but_the_last_ends_with_a_full_sheet(layout: Layout) -> None:
    cut = Cut(layout)
    files = [cut.file(step) for step in range(cut.portion_count, cut.step_count)]
    for piece, later in pairwise(files):
        assert (piece.positions.stop + layout.start_cell) % layout.cells == 0
        assert later.sheets_before == (later.positions.start + layout.start_cell) // layout.cells


@given(layouts(), st.data())
def test_each_label_lies_on_the_sheet_that_says_so(layout: Layout, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, layout.count - 1))
    sheet = layout.sheet_of(position)
    assert position in layout.positions_on(sheet)
    assert 1 <= sheet <= layout.sheet_count
    assert 0 <= layout.cell_of(position) < layout.cells


def test_the_first_label_lies_where_the_sheet_begins() -> None:
    layout = Layout(30, 21, 19)
    assert (layout.sheet_of(0), layout.cell_of(0)) == (1, 19)
    assert layout.positions_on(1) == range(2)
    assert layout.positions_on(3) == range(23, 30)


@pytest.mark.parametrize("sheet", [0, -1, 3])
def test_a_sheet_that_the_run_has_not_is_refused(sheet: int) -> None:
    with pytest.raises(SheetMissing):
        Layout(30, 21).positions_on(sheet)


@pytest.mark.parametrize("count", [0, -1, MOST_LABELS + 1, 10_000_000])
def test_a_count_out_of_range_is_refused(count: int) -> None:
    with pytest.raises(CountOutOfRange):
        Layout(count, 21)


@pytest.mark.parametrize("start_cell", [-1, 21])
def test_a_start_cell_outside_of_the_sheet_is_refused(start_cell: int) -> None:
    with pytest.raises(StartCellOutside):
        Layout(5, 21, start_cell)


def test_every_paper_ever_offered_is_still_known() -> None:
    """Runs name their paper by this key for good; one that is missing could not be opened."""
    offered = (
        "avery-l7160 avery-l7161 avery-l7162 avery-l7163 avery-l7164 avery-l7165 avery-l7651"
        " avery-l7654 avery-l4732 65-up-38x21.2 24-up-63.5x33.9 24-up-64.6x33.8 24-up-70x35"
        " 24-up-70x37 21-up-70x42.3 40-up-48.5x25.4 40-up-52.5x29.7 33-up-70x25.4 tomy-145-a"
        " tomy-145-b roll-35x22-2 roll-35x22-2-w72 roll-35x22-3 roll-40x30 roll-50x25 roll-50x30"
        " roll-55x30 roll-60x40 roll-70x50 roll-100x50 roll-100x150"
    )
    assert set(offered.split()) <= {one.key for one in stocks()}
