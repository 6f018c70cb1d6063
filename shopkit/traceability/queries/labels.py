"""Finding label runs, their files and their codes."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qr_labels.stock.catalogue import stock as stock_by_key
from qr_labels.stock.label_stock import Stock
from shopkit.errors import NotFound
from shopkit.shops.models.shops import Shop
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.labels import Label, LabelFile, LabelMark, LabelPin, LabelRun
from shopkit.traceability.rules.labels import Cut, Layout
from shopkit.traceability.rules.ranges import Span
from shopkit.traceability.rules.states import UNIT, VOID, is_shown


@dataclass(frozen=True)
class LabelState:
    """What is known of one label's code; `is_shown` says whether buyers find it already.

    A run that asks for activation hides its codes until they are active; a void one is shown,
    as void.
    """

    state: str
    is_shown: bool
    run_id: UUID
    position: int
    has_pin: bool
    is_recalled: bool

    @property
    def takes_pin(self) -> bool:
        """Whether its number may be tried: what is void or called back says so and nothing else."""
        return self.is_shown and self.has_pin and not self.is_recalled and self.state != VOID


def label_state_or_none(session: Session, code: str) -> LabelState | None:
    """What became of a label; None for a code of a whole batch and for one never given out."""
    found = session.execute(
        select(
            Label.state,
            Label.run_id,
            Label.position,
            LabelRun.needs_activation,
            LabelPin.code,
            Batch.recalled_at,
        )
        .join(LabelRun, LabelRun.id == Label.run_id)
        .join(Batch, Batch.id == Label.batch_id)
        .outerjoin(LabelPin, LabelPin.code == Label.code)
        .where(Label.code == code)
    ).one_or_none()
    if found is None:
        return None
    state, run_id, position, needs_activation, pin_code, recalled_at = found
    shown = is_shown(state, needs_activation=needs_activation)
    has_pin, is_recalled = pin_code is not None, recalled_at is not None
    return LabelState(state, shown, run_id, position, has_pin, is_recalled)


def runs_of_batch(session: Session, batch: Batch) -> Sequence[LabelRun]:
    return session.scalars(
        select(LabelRun)
        .where(LabelRun.batch_id == batch.id)
        .order_by(LabelRun.asked_at.desc(), LabelRun.id.desc())
    ).all()


def last_stock_or_none(session: Session, shop: Shop) -> str | None:
    """The label stock she printed on last, so that it need not be chosen again."""
    return session.scalar(
        select(LabelRun.stock)
        .where(LabelRun.shop_id == shop.id)
        .order_by(LabelRun.asked_at.desc(), LabelRun.id.desc())
        .limit(1)
    )


def label_run(session: Session, shop: Shop, run_id: UUID) -> LabelRun:
    found = session.scalars(
        select(LabelRun).where(LabelRun.id == run_id, LabelRun.shop_id == shop.id)
    ).one_or_none()
    if found is None:
        raise NotFound(str(run_id))
    return found


def files_of(session: Session, run: LabelRun) -> Sequence[LabelFile]:
    return session.scalars(
        select(LabelFile).where(LabelFile.run_id == run.id).order_by(LabelFile.number)
    ).all()


def file_of(session: Session, run: LabelRun, number: int) -> LabelFile:
    found = session.get(LabelFile, (run.id, number))
    if found is None:
        raise NotFound(f"{run.id}/{number}")
    return found


def codes_of(session: Session, run: LabelRun, positions: range) -> Sequence[str]:
    """The codes of a run at these positions, in the order of the sheet."""
    return session.scalars(
        select(Label.code)
        .where(
            Label.run_id == run.id,
            Label.position >= positions.start,
            Label.position < positions.stop,
        )
        .order_by(Label.position)
    ).all()


def labels_at(session: Session, run: LabelRun, positions: range) -> Sequence[Label]:
    return session.scalars(
        select(Label)
        .where(
            Label.run_id == run.id,
            Label.position >= positions.start,
            Label.position < positions.stop,
        )
        .order_by(Label.position)
    ).all()


def states_of(session: Session, run: LabelRun, span: Span | None = None) -> dict[str, int]:
    """How many labels of a run, or of a part of it, are in each state."""
    counted = select(Label.state, func.count()).where(Label.run_id == run.id).group_by(Label.state)
    if span is not None:
        counted = counted.where(Label.position >= span.first, Label.position <= span.last)
    return dict(session.execute(counted).all())


def marks_of(session: Session, run: LabelRun, limit: int = 50) -> Sequence[LabelMark]:
    """What was said about the labels of a run, newest first."""
    return session.scalars(
        select(LabelMark)
        .where(LabelMark.run_id == run.id)
        .order_by(LabelMark.at.desc(), LabelMark.id.desc())
        .limit(limit)
    ).all()


def issued_count(session: Session) -> int:
    """How many labels with a code of their own were ever asked for in this house."""
    asked = session.scalar(select(func.sum(LabelRun.count)).where(LabelRun.level == UNIT))
    return asked or 0


def stock_of(run: LabelRun) -> Stock:
    return stock_by_key(run.stock)


def layout_of(run: LabelRun) -> Layout:
    return Layout(run.count, stock_of(run).cells, run.start_cell)


def cut_of(run: LabelRun) -> Cut:
    return Cut(layout_of(run), run.level == UNIT)


def replaceable(session: Session, run: LabelRun) -> list[str]:
    """The void codes of a run that no later label stands for yet, in the order of the sheets."""
    void = session.scalars(
        select(Label.code)
        .where(Label.run_id == run.id, Label.state == VOID)
        .order_by(Label.position)
    )
    replaced = replaced_codes(session, run)
    return [code for code in void if code not in replaced]


def replaced_codes(session: Session, run: LabelRun) -> set[str]:
    """The codes of a run's batch that later labels stand for."""
    later = session.scalars(
        select(LabelRun.replaces).where(
            LabelRun.batch_id == run.batch_id, LabelRun.replaces.is_not(None)
        )
    )
    return {code for codes in later for code in codes or []}
