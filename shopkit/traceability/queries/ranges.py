"""Finding the labels that scanned or typed codes stand on."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.errors import NotFound, Refusal
from shopkit.shops.models.shops import Shop
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.labels import Label, LabelRun
from shopkit.traceability.rules.ranges import Span, span_over


class AcrossRuns(Refusal):
    """The codes stand on labels of different runs, so nothing lies between them."""


class BatchCode(Refusal):
    """The code is the one of a whole batch; no single label is meant."""


@dataclass(frozen=True)
class Between:
    """The labels of a run from one scanned code to another."""

    run: LabelRun
    span: Span


def labels_between(session: Session, shop: Shop, codes: Iterable[str]) -> Between:
    """The labels from the first to the last of these codes, in whichever order they came.

    A code of somebody else is answered like one that was never given out: NotFound.
    """
    wanted = sorted(set(codes))
    found = session.execute(
        select(Label.code, Label.run_id, Label.position).where(
            Label.code.in_(wanted), Label.shop_id == shop.id
        )
    ).all()
    missing = set(wanted) - {row.code for row in found}
    if missing:
        of_a_batch = session.scalar(
            select(Batch.id).where(Batch.trace_code.in_(missing), Batch.shop_id == shop.id).limit(1)
        )
        raise BatchCode if of_a_batch else NotFound(str(len(missing)))
    run_ids = {row.run_id for row in found}
    if len(run_ids) != 1:
        raise AcrossRuns(len(run_ids))
    run = session.get_one(LabelRun, run_ids.pop())
    return Between(run, span_over(row.position for row in found))
