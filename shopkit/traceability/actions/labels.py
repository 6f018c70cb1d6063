"""Opening batches, and making their labels as work that survives a crash."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from qr_labels.drawing.labels import Label as LabelWords
from qr_labels.drawing.pages import Sheets
from qr_labels.payload.serials import codes
from qr_labels.runs import print_run
from qr_labels.stock.catalogue import stock as stock_by_key
from shopkit.catalog.models.products import Product
from shopkit.db.files import Files
from shopkit.errors import Refusal
from shopkit.jobs.actions import enqueue
from shopkit.jobs.models import Job
from shopkit.journal.write import write
from shopkit.shops.models import Shop
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.labels import Label, LabelFile, LabelRun
from shopkit.traceability.queries.labels import codes_of
from shopkit.traceability.rules.batches import RUNS_A_DAY, Cut

LABEL_RUN = "label_run"


class BatchClosed(Refusal):
    """Nothing can be labelled from a closed batch."""


class ShopUnnamed(Refusal):
    """A label names who answers for the goods, so the shop needs its name first."""


def order_labels(
    session: Session,
    batch: Batch,
    *,
    count: int,
    stock: str,
    owner_id: UUID,
    now: datetime,
) -> tuple[LabelRun, Job]:
    """Ask for labels of a batch; a job makes the codes and the files."""
    if batch.closed_at:
        raise BatchClosed(batch.code)
    if not session.get_one(Shop, batch.shop_id).name:
        raise ShopUnnamed
    run = LabelRun(
        shop_id=batch.shop_id,
        commune_code=batch.commune_code,
        batch_id=batch.id,
        count=count,
        stock=stock_by_key(stock).key,
        asked_at=now,
    )
    session.add(run)
    session.flush()
    job = enqueue(
        session,
        LABEL_RUN,
        run.id,
        owner_id=owner_id,
        shop_id=batch.shop_id,
        commune_code=batch.commune_code,
        total=Cut(count).step_count,
        a_day=RUNS_A_DAY,
        now=now,
    )
    write(session, run, "labels.ordered", now=now)
    return run, job


def steps(session: Session, run_id: UUID) -> int:
    return Cut(session.get_one(LabelRun, run_id).count).step_count


def sheets_of(
    batch: Batch, product: Product, shop: Shop, codes: Sequence[str], *, address: str, stock: str
) -> Sheets:
    """What is printed for these codes of a batch."""
    words = LabelWords(
        title=product.title,
        maker=shop.name,
        lot=batch.code,
        made_on=batch.made_on,
        best_before=batch.best_before,
        host=address.split("://", 1)[1].split("/", 1)[0].lower(),
    )
    return Sheets(codes=codes, address=address, content=words, stock=stock_by_key(stock))


def check_fits(session: Session, batch: Batch, *, address: str, stock: str, files: Files) -> None:
    """Draw one label, so that a paper too small is told at once and not by a failed job."""
    product = session.get_one(Product, batch.product_id)
    shop = session.get_one(Shop, batch.shop_id)
    sheets = sheets_of(batch, product, shop, [batch.trace_code], address=address, stock=stock)
    with TemporaryDirectory(dir=files.drafts()) as folder:
        print_run(sheets, Path(folder) / "tem.pdf", check="all")


class LabelWork:
    """The steps of a label run; `address` is what stands before each code."""

    def __init__(self, address: str) -> None:
        self.address = address

    def make(self, session: Session, files: Files, run_id: UUID, step: int) -> list[str] | str:
        """Draw a portion of codes, or draw and check one file; changes no record."""
        run = session.get_one(LabelRun, run_id)
        cut = Cut(run.count)
        if step < cut.portion_count:
            return codes(len(cut.portion(step)))
        _number, positions = cut.file(step)
        with TemporaryDirectory(dir=files.drafts()) as folder:
            return files.take(self.draw(session, run, positions, Path(folder)))

    def draw(self, session: Session, run: LabelRun, positions: range, folder: Path) -> Path:
        batch = session.get_one(Batch, run.batch_id)
        sheets = sheets_of(
            batch,
            session.get_one(Product, batch.product_id),
            session.get_one(Shop, run.shop_id),
            codes_of(session, run, positions),
            address=self.address,
            stock=run.stock,
        )
        return print_run(sheets, folder / "tem.pdf", check="all")[0]

    @staticmethod
    def keep(session: Session, run_id: UUID, step: int, made: list[str] | str) -> None:
        """Note what a step made."""
        run = session.get_one(LabelRun, run_id)
        cut = Cut(run.count)
        if isinstance(made, str):
            number, positions = cut.file(step)
            session.add(LabelFile(run_id=run.id, number=number, name=made, count=len(positions)))
            return
        session.execute(
            insert(Label),
            [
                {
                    "code": code,
                    "commune_code": run.commune_code,
                    "shop_id": run.shop_id,
                    "batch_id": run.batch_id,
                    "run_id": run.id,
                    "position": position,
                    "state": "generated",
                }
                for position, code in zip(cut.portion(step), made, strict=True)
            ],
        )


def finish(session: Session, run_id: UUID, *, now: datetime) -> None:
    """All files are there and every symbol in them has been read back."""
    run = session.get_one(LabelRun, run_id)
    run.ready_at = now
    write(session, run, "labels.ready", now=now)
