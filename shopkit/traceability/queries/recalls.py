"""Recalls: whether one stands, what it reaches, and how often that has changed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from shopkit.accounts.models import RoleGrant
from shopkit.catalog.models.products import Product
from shopkit.errors import NotFound
from shopkit.scope import COMMUNE, LEADER, OFFICER, Who
from shopkit.shops.models.shops import Shop
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.recalls import Recall, RecalledBatch, RecallVersion
from shopkit.traceability.queries.lineage import made_from


def recall_version(session: Session) -> int:
    """A number that rises with every recall and every end of one."""
    return session.scalar(select(RecallVersion.number)) or 0


def standing_recall_or_none(session: Session, batch: Batch) -> Recall | None:
    """The recall that reaches this batch now: its own before one of what it was made from."""
    return session.scalars(
        select(Recall)
        .join(RecalledBatch, RecalledBatch.recall_id == Recall.id)
        .where(RecalledBatch.batch_id == batch.id, Recall.ended_at.is_(None))
        .order_by((Recall.batch_id == batch.id).desc(), Recall.recalled_at, Recall.id)
        .limit(1)
    ).one_or_none()


def own_recall_or_none(session: Session, batch: Batch) -> Recall | None:
    """The standing recall that was called for this very batch."""
    return session.scalars(
        select(Recall).where(Recall.batch_id == batch.id, Recall.ended_at.is_(None))
    ).one_or_none()


def recalls_of(session: Session, batch: Batch) -> Sequence[Recall]:
    """Every recall that reached this batch, the latest first."""
    return session.scalars(
        select(Recall)
        .join(RecalledBatch, RecalledBatch.recall_id == Recall.id)
        .where(RecalledBatch.batch_id == batch.id)
        .order_by(Recall.recalled_at.desc(), Recall.id.desc())
    ).all()


def reached_by(session: Session, recall: Recall) -> Sequence[Batch]:
    """The batches that a recall reaches, its own first."""
    return session.scalars(
        select(Batch)
        .join(RecalledBatch, RecalledBatch.batch_id == Batch.id)
        .where(RecalledBatch.recall_id == recall.id)
        .order_by((Batch.id == recall.batch_id).desc(), Batch.made_on, Batch.id)
    ).all()


def concerned_by(session: Session, recall: Recall) -> list[Batch]:
    """What a recall reaches, then all else that holds something of its batch."""
    reached = reached_by(session, recall)
    known = {one.id for one in reached}
    others = made_from(session, reached[0]).others
    return [*reached, *(one for one in others if one.id not in known)]


def reached_by_others(session: Session, recall: Recall) -> set[UUID]:
    """Of the batches of this shop, those that another standing recall reaches."""
    return set(
        session.scalars(
            select(RecalledBatch.batch_id)
            .join(Recall, Recall.id == RecalledBatch.recall_id)
            .where(
                RecalledBatch.shop_id == recall.shop_id,
                Recall.id != recall.id,
                Recall.ended_at.is_(None),
            )
        )
    )


def recall_of(session: Session, batch: Batch, recall_id: UUID) -> Recall:
    """A recall of this batch, standing or ended."""
    found = session.scalars(
        select(Recall).where(Recall.id == recall_id, Recall.batch_id == batch.id)
    ).one_or_none()
    if found is None:
        raise NotFound(str(recall_id))
    return found


def recalls_in_place(
    session: Session, who: Who, *, since: datetime
) -> Sequence[tuple[Recall, Batch, Product, Shop]]:
    """The recalls of an officer's communes: those that stand, and those that ended since a day.

    A recall is a matter of public safety: it is seen whether or not the shop agreed to reports.
    """
    rows = session.execute(
        select(Recall, Batch, Product, Shop)
        .join(Batch, Batch.id == Recall.batch_id)
        .join(Product, Product.id == Batch.product_id)
        .join(Shop, Shop.id == Recall.shop_id)
        .where(
            Shop.commune_code.in_(who.codes(COMMUNE, OFFICER, LEADER)),
            or_(Recall.ended_at.is_(None), Recall.ended_at >= since),
        )
        .order_by(Recall.ended_at.is_not(None), Recall.recalled_at.desc(), Recall.id)
    ).all()
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def standing_recall_count(session: Session, who: Who) -> int:
    """How many recalls stand in an officer's communes now."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Recall)
            .join(Shop, Shop.id == Recall.shop_id)
            .where(
                Shop.commune_code.in_(who.codes(COMMUNE, OFFICER, LEADER)),
                Recall.ended_at.is_(None),
            )
        )
        or 0
    )


def officers_of(session: Session, commune_code: str) -> Sequence[UUID]:
    """The accounts of the officers of a commune; none while the shop lies nowhere."""
    return session.scalars(
        select(RoleGrant.account_id)
        .where(
            RoleGrant.role == OFFICER,
            RoleGrant.scope_kind == COMMUNE,
            RoleGrant.scope_code == commune_code,
            RoleGrant.scope_code != "",
            RoleGrant.ended_at.is_(None),
        )
        .order_by(RoleGrant.account_id)
        .distinct()
    ).all()


def reach_counts(session: Session, recalls: Sequence[Recall]) -> dict[UUID, int]:
    """How many batches each of these recalls reaches."""
    rows = session.execute(
        select(RecalledBatch.recall_id, func.count())
        .where(RecalledBatch.recall_id.in_([recall.id for recall in recalls]))
        .group_by(RecalledBatch.recall_id)
        .order_by(RecalledBatch.recall_id)
    ).all()
    return {row[0]: row[1] for row in rows}
