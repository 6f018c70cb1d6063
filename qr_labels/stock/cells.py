"""Which cell of which page each label takes."""

from collections.abc import Collection, Iterator

from qr_labels.stock.label_stock import Stock


def pages_of_cells(
    stock: Stock, count: int, *, start_cell: int = 0, skip: Collection[int] = ()
) -> Iterator[tuple[int, ...]]:
    """For each page the cells, from 0, that `count` labels take in order.

    `start_cell` is the first free cell of the first page; `skip` are spoiled cells, counted
    on through the pages (with 65 cells to a page, 65 is the first of page two). Every page
    drawn has at least one label; a page whose cells are all spoiled comes as ().
    """
    if not 0 <= start_cell < stock.cells:
        raise ValueError(f"the start cell is 0 to {stock.cells - 1}, given {start_cell}")
    spoiled = frozenset(skip)
    first = 0
    while count > 0:
        free = (
            cell
            for cell in range(start_cell if first == 0 else 0, stock.cells)
            if first + cell not in spoiled
        )
        taken = tuple(free)[:count]
        count -= len(taken)
        first += stock.cells
        yield taken
