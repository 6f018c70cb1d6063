"""Asking for labels of a batch, and for labels in place of spoiled ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from sqlalchemy.orm import Session

from qr_labels.drawing.labels import Label as LabelWords
from qr_labels.drawing.pages import Sheets, fitted
from qr_labels.payload.serials import length_for
from qr_labels.runs import print_run
from qr_labels.stock.catalogue import stock as stock_by_key
from shopkit.catalog.models.products import Product
from shopkit.db.files import Files
from shopkit.errors import Refusal
from shopkit.jobs.actions import enqueue
from shopkit.jobs.models import Job
from shopkit.journal.write import write
from shopkit.shops.models.shops import Shop
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.labels import LabelRun
from shopkit.traceability.queries.batches import locked
from shopkit.traceability.queries.labels import (
    issued_count,
    replaceable,
    stock_of,
)
from shopkit.traceability.rules.labels import MOST_REPLACED, RUNS_A_DAY, Cut, Layout
from shopkit.traceability.rules.states import UNIT

LABEL_RUN = "label_run"


class BatchClosed(Refusal):
    """Nothing can be labelled from a closed batch."""


class BatchRecalled(Refusal):
    """What is being called back gets no new labels."""


class ShopUnnamed(Refusal):
    """A label names who answers for the goods, so the shop needs its name first."""


class NothingToReplace(Refusal):
    """None of these labels is void, or each already has its replacement."""


@dataclass(frozen=True)
class Order:
    """What she asked for: so many labels on this stock, the first `start_cell` cells used up.

    `level` says whether each label has a code of its own. Scratch numbers and activation are
    for labels with a code of their own only.
    """

    count: int
    stock: str
    level: str = UNIT
    start_cell: int = 0
    needs_activation: bool = False
    has_pins: bool = False
    replaces: tuple[str, ...] = ()

    @property
    def cut(self) -> Cut:
        """Raises CountOutOfRange and StartCellOutside."""
        layout = Layout(self.count, stock_by_key(self.stock).cells, self.start_cell)
        return Cut(layout, self.level == UNIT)


def order_labels(
    session: Session,
    batch: Batch,
    order: Order,
    *,
    owner_id: UUID,
    now: datetime,
    words: LabelWords | None = None,
) -> tuple[LabelRun, Job]:
    """Ask for labels of a batch; a job makes the codes and the files.

    `words` are those that were found to fit, and are kept; without them the labels say what the
    batch knows when they are drawn.
    """
    cut = order.cut
    check_batch(session, batch)
    run = new_run(session, batch, order, words, now)
    session.add(run)
    session.flush()
    job = enqueue(
        session,
        LABEL_RUN,
        run.id,
        owner_id=owner_id,
        shop_id=batch.shop_id,
        commune_code=batch.commune_code,
        total=cut.step_count,
        a_day=RUNS_A_DAY,
        now=now,
    )
    write(session, run, "labels.ordered", now=now)
    return run, job


def check_batch(session: Session, batch: Batch) -> None:
    locked(session, batch)  # nobody closes it or calls it back between the look and the order
    if batch.closed_at:
        raise BatchClosed(batch.code)
    if batch.recalled_at:
        raise BatchRecalled(batch.code)
    if not session.get_one(Shop, batch.shop_id).name:
        raise ShopUnnamed


def new_run(
    session: Session, batch: Batch, order: Order, words: LabelWords | None, now: datetime
) -> LabelRun:
    is_unit = order.level == UNIT
    return LabelRun(
        shop_id=batch.shop_id,
        commune_code=batch.commune_code,
        batch_id=batch.id,
        count=order.count,
        stock=stock_by_key(order.stock).key,
        start_cell=order.start_cell,
        level=order.level,
        needs_activation=order.needs_activation and is_unit,
        has_pins=order.has_pins and is_unit,
        code_length=length_for(issued_count(session) + order.count),
        words=kept_words(words) if words else None,
        replaces=list(order.replaces) or None,
        asked_at=now,
    )


def replace_labels(
    session: Session, run: LabelRun, *, start_cell: int, owner_id: UUID, now: datetime
) -> tuple[LabelRun, Job]:
    """Ask for new labels, with new codes, in place of the void ones that have none yet.

    The void codes stay void; what the new labels say is what the old ones said.
    """
    codes = replaceable(session, run)[:MOST_REPLACED]
    if not codes:
        raise NothingToReplace(run.id)
    order = Order(
        count=len(codes),
        stock=stock_of(run).key,
        start_cell=start_cell,
        needs_activation=run.needs_activation,
        has_pins=run.has_pins,
        replaces=tuple(codes),
    )
    batch = session.get_one(Batch, run.batch_id)
    words = read_words(run.words) if run.words else None
    return order_labels(session, batch, order, owner_id=owner_id, now=now, words=words)


def words_of(session: Session, batch: Batch, host: str) -> LabelWords:
    """What a label of this batch says."""
    product = session.get_one(Product, batch.product_id)
    shop = session.get_one(Shop, batch.shop_id)
    return LabelWords(
        title=product.title,
        maker=shop.name,
        lot=batch.code,
        made_on=batch.made_on,
        best_before=batch.best_before,
        host=host,
    )


def kept_words(words: LabelWords) -> dict[str, str]:
    """The words as they are kept with a run; days as they are printed."""
    days = {"made_on": words.made_on, "best_before": words.best_before}
    shown = {
        name: day if isinstance(day, str) else f"{day:%d/%m/%Y}"
        for name, day in days.items()
        if day
    }
    kept = {"title": words.title, "maker": words.maker, "lot": words.lot, "host": words.host}
    return {name: text for name, text in (kept | shown).items() if text}


def read_words(kept: dict[str, str]) -> LabelWords:
    return LabelWords(
        title=kept.get("title", ""),
        maker=kept.get("maker", ""),
        lot=kept.get("lot", ""),
        made_on=kept.get("made_on"),
        best_before=kept.get("best_before"),
        host=kept.get("host", ""),
    )


def host_of(address: str) -> str:
    return address.split("://", 1)[1].split("/", 1)[0].lower()


def one_label(session: Session, batch: Batch, *, address: str, stock: str) -> Sheets:
    """A label of this batch with all its words, to be looked at."""
    words = words_of(session, batch, host_of(address))
    return Sheets([batch.trace_code], address, words, stock_by_key(stock))


def check_fits(sheets: Sheets, files: Files) -> tuple[Sheets, tuple[str, ...]]:
    """The label with as much as fits, drawn and read back, and the names of what is left out.

    Raises LabelFull and SymbolTooSmall, so that a paper too small is told at once and not by a
    failed job.
    """
    fitting, left_out = fitted(sheets)
    with TemporaryDirectory(dir=files.drafts()) as folder:
        print_run(fitting, Path(folder) / "tem.pdf", check="all")
    return fitting, left_out


def sheets_of(session: Session, run: LabelRun, codes: Sequence[str], *, address: str) -> Sheets:
    """What is printed for these codes of a run."""
    if run.words:
        return Sheets(codes, address, read_words(run.words), stock_of(run))
    batch = session.get_one(Batch, run.batch_id)
    sheets = Sheets(codes, address, words_of(session, batch, host_of(address)), stock_of(run))
    return fitted(sheets)[0]
