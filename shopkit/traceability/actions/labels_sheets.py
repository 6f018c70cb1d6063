"""One sheet of a run once more, with the codes it has."""

from dataclasses import replace
from pathlib import Path

from sqlalchemy.orm import Session

from qr_labels.drawing.pages import Sheets
from qr_labels.runs import print_run
from shopkit.errors import Refusal
from shopkit.traceability.actions.labels import sheets_of
from shopkit.traceability.actions.labels_work import printed_codes
from shopkit.traceability.models.labels import LabelRun
from shopkit.traceability.queries.labels import labels_at, layout_of
from shopkit.traceability.rules.states import UNIT, VOID


class SheetVoid(Refusal):
    """Every label of the sheet is void, and a void code is not printed again."""


def sheet_again(session: Session, run: LabelRun, sheet: int, *, address: str) -> Sheets:
    """A sheet as it was printed, with the places of void labels left blank.

    Raises SheetMissing and SheetVoid.
    """
    layout = layout_of(run)
    positions = layout.positions_on(sheet)
    codes, void = list(printed_codes(session, run, positions)), set()
    if run.level == UNIT:
        labels = labels_at(session, run, positions)
        codes = [label.code for label in labels if label.state != VOID]
        void = {layout.cell_of(label.position) for label in labels if label.state == VOID}
    if not codes:
        raise SheetVoid(sheet)
    return replace(
        sheets_of(session, run, codes, address=address),
        start_cell=layout.cell_of(positions.start),
        skip=void,
        pages_before=sheet - 1,
        labels_before=positions.start,
        pages_in_all=layout.sheet_count,
    )


def drawn(sheets: Sheets, folder: Path) -> bytes:
    """The finished file, every symbol read back."""
    return print_run(sheets, folder / "to.pdf", check="all")[0].read_bytes()
