"""Making the codes and the files of a run, as work that survives a crash."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from qr_labels.payload.serials import codes
from qr_labels.runs import print_run
from shopkit.db.files import Files
from shopkit.journal.write import write
from shopkit.traceability.actions.labels import sheets_of
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.labels import Label, LabelFile, LabelPin, LabelRun, PinList
from shopkit.traceability.queries.labels import codes_of, cut_of
from shopkit.traceability.rules.labels import Piece
from shopkit.traceability.rules.pins import new_pins, pin_hash
from shopkit.traceability.rules.states import GENERATED, LOT

PIN_LISTS = "pins"


@dataclass(frozen=True)
class Drawn:
    """The codes of one step; with scratch numbers also their hashes and the list in clear."""

    codes: list[str]
    hashes: tuple[str, ...] = ()
    pin_list: str = ""


def pin_lists(files: Files) -> Files:
    """The lists for print shops, in a folder of their own."""
    return files.shelf(PIN_LISTS)


def steps(session: Session, run_id: UUID) -> int:
    return cut_of(session.get_one(LabelRun, run_id)).step_count


class LabelWork:
    """The steps of a label run; `address` stands before each code, `key` is the house's own."""

    def __init__(self, address: str, key: str) -> None:
        self.address = address
        self.key = key

    def make(self, session: Session, files: Files, run_id: UUID, step: int) -> Drawn | str:
        """Draw a portion of codes, or draw and check one file; changes no record."""
        run = session.get_one(LabelRun, run_id)
        cut = cut_of(run)
        if step < cut.portion_count:
            drawn = Drawn(codes(len(cut.portion(step)), run.code_length))
            return self.with_pins(files, drawn) if run.has_pins else drawn
        with TemporaryDirectory(dir=files.drafts()) as folder:
            return files.take(self.draw(session, run, cut.file(step), Path(folder)))

    def with_pins(self, files: Files, drawn: Drawn) -> Drawn:
        pins = new_pins(len(drawn.codes))
        hashes = tuple(
            pin_hash(self.key, code, pin) for code, pin in zip(drawn.codes, pins, strict=True)
        )
        lines = "".join(f"{code},{pin}\n" for code, pin in zip(drawn.codes, pins, strict=True))
        return replace(drawn, hashes=hashes, pin_list=pin_lists(files).put(lines.encode()))

    def draw(self, session: Session, run: LabelRun, piece: Piece, folder: Path) -> Path:
        sheets = replace(
            sheets_of(
                session, run, printed_codes(session, run, piece.positions), address=self.address
            ),
            start_cell=run.start_cell if piece.number == 0 else 0,
            pages_before=piece.sheets_before,
            labels_before=piece.positions.start,
            pages_in_all=cut_of(run).layout.sheet_count,
        )
        return print_run(sheets, folder / "tem.pdf", check="all")[0]

    @staticmethod
    def keep(session: Session, run_id: UUID, step: int, made: Drawn | str) -> None:
        """Note what a step made."""
        run = session.get_one(LabelRun, run_id)
        cut = cut_of(run)
        if isinstance(made, Drawn):
            keep_codes(session, run, cut.portion(step), made)
            if made.pin_list:
                session.add(PinList(run_id=run.id, number=step, name=made.pin_list))
            return
        piece = cut.file(step)
        session.add(
            LabelFile(run_id=run.id, number=piece.number, name=made, count=len(piece.positions))
        )


def printed_codes(session: Session, run: LabelRun, positions: range) -> Sequence[str]:
    """The codes on these labels: their own, or so many times the one of the batch."""
    if run.level == LOT:
        return [session.get_one(Batch, run.batch_id).trace_code] * len(positions)
    return codes_of(session, run, positions)


def keep_codes(session: Session, run: LabelRun, positions: range, drawn: Drawn) -> None:
    same = {
        "commune_code": run.commune_code,
        "shop_id": run.shop_id,
        "batch_id": run.batch_id,
        "run_id": run.id,
        "state": GENERATED,
    }
    # Past the session, which would spend twice the time on rows that nobody reads back.
    connection = session.connection()
    connection.execute(
        insert(Label),
        [
            same | {"code": code, "position": position}
            for position, code in zip(positions, drawn.codes, strict=True)
        ],
    )
    if drawn.hashes:
        connection.execute(
            insert(LabelPin),
            [
                {"code": code, "run_id": run.id, "pin_hash": kept, "tries": 0, "success_count": 0}
                for code, kept in zip(drawn.codes, drawn.hashes, strict=True)
            ],
        )


def finish(session: Session, run_id: UUID, *, now: datetime) -> None:
    """All files are there and every symbol in them has been read back."""
    run = session.get_one(LabelRun, run_id)
    run.ready_at = now
    product_id = session.get_one(Batch, run.batch_id).product_id
    details = {"product": str(product_id), "count": str(run.count)}
    write(session, run, "labels.ready", now=now, details=details)
