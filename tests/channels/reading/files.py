"""Files of other programs as tests write them, read as the application reads them."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from shopkit.catalog.rules.record import Record
from shopkit.channels.actions.bringing import Table
from shopkit.channels.rules.reading.found import Found, Meant, Terms, Unfit
from shopkit.channels.rules.reading.manner import Families
from shopkit.channels.rules.reading.shelf import recognised
from shopkit.imports.rules.columns import Layout
from shopkit.sheets.reading import unroll
from shopkit.sheets.rolls import Roll

UNASKED = Meant()
SAMPLES = Path(__file__).parents[4] / "shared" / "samples"


def csv_of(headings: Sequence[str], *rows: Sequence[object]) -> bytes:
    lines = [headings, *rows]
    return "\r\n".join(",".join(quoted(cell) for cell in line) for line in lines).encode()


def quoted(cell: object) -> str:
    return '"' + str("" if cell is None else cell).replace('"', '""') + '"'


def products_in(content: bytes, meant: Meant = UNASKED) -> tuple[str, list[Found | str]]:
    """The layout a file is recognised as, and its products or why there is none."""
    with TemporaryDirectory() as folder:
        return read_roll(unroll(content, Path(folder)), meant)


def read_roll(roll: Roll, meant: Meant) -> tuple[str, list[Found | str]]:
    heads = [roll.block(at, 0)[:120] if one.blocks else [] for at, one in enumerate(roll.sheets)]
    known = recognised(heads)
    assert known, "no layout was recognised"
    manner, sheet, heading = known
    table = Table(manner, roll, Layout(sheet, heading))
    terms = Terms(manner.code, meant, table.columns.units, manner.has_markup)
    families = Families()
    for line in table.lines():
        families.hear(manner.belongs(line))
    found: list[Found | str] = []
    for lines in families.gathered(table.lines()):
        try:
            found.append(manner.record(lines, terms))
        except Unfit as problem:
            found.append(problem.why)
    return manner.code, found


def records_in(content: bytes, meant: Meant = UNASKED) -> list[Record]:
    """The products of a file of which each must be readable."""
    found = products_in(content, meant)[1]
    assert all(isinstance(one, Found) for one in found), found
    return [one.record for one in found if isinstance(one, Found)]
