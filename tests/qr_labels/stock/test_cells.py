import pytest
from hypothesis import given
from hypothesis import strategies as st

from qr_labels.stock.catalogue import stock
from qr_labels.stock.cells import pages_of_cells

TOMY = stock("tomy-145-a")


@given(st.integers(1, 500), st.integers(0, 64), st.sets(st.integers(0, 300), max_size=80))
def test_every_label_gets_the_next_free_cell_and_no_spoiled_one(
    count: int, start: int, skip: set[int]
) -> None:
    pages = list(pages_of_cells(TOMY, count, start_cell=start, skip=skip))
    taken = [page * 65 + cell for page, cells in enumerate(pages) for cell in cells]
    wanted = [cell for cell in range(start, 10_000) if cell not in skip][:count]
    assert taken == wanted


def test_a_roll_has_as_many_labels_a_page_as_stand_side_by_side() -> None:
    assert list(pages_of_cells(stock("roll-35x22-2"), 3)) == [(0, 1), (0,)]


@pytest.mark.parametrize("start", [-1, 65])
def test_a_start_cell_off_the_page_is_refused(start: int) -> None:
    with pytest.raises(ValueError, match="0 to 64"):
        next(pages_of_cells(TOMY, 1, start_cell=start))
