"""Finding batches, runs and codes."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

from shopkit.catalog.models.products import Product
from shopkit.errors import NotFound
from shopkit.jobs.models import UNFINISHED, Job
from shopkit.scope import OFFICER, TRAINER, Who
from shopkit.shops.models.shops import Shop
from shopkit.shops.queries.shops import agreed_to_report, shop_or_none, within
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.labels import LabelRun
from shopkit.traceability.models.places import ProductionPlace

PAGE = 30
MOST_OFFERED = 200


def batches_of(session: Session, shop: Shop) -> Sequence[Batch]:
    """The batches of a shop, newest first."""
    return session.scalars(
        select(Batch)
        .where(Batch.shop_id == shop.id)
        .order_by(Batch.made_on.desc(), Batch.opened_at.desc(), Batch.id.desc())
    ).all()


def page_of_batches(session: Session, shop: Shop, *, page: int = 1) -> tuple[Sequence[Batch], int]:
    """One page of the batches of a shop, newest first, and how many batches there are."""
    found = session.scalars(
        select(Batch)
        .where(Batch.shop_id == shop.id)
        .order_by(Batch.made_on.desc(), Batch.opened_at.desc(), Batch.id.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    counted = select(func.count()).select_from(Batch).where(Batch.shop_id == shop.id)
    return found, session.scalar(counted) or 0


def batch(session: Session, shop: Shop, batch_id: UUID) -> Batch:
    found = session.scalars(
        select(Batch).where(Batch.id == batch_id, Batch.shop_id == shop.id)
    ).one_or_none()
    if found is None:
        raise NotFound(str(batch_id))
    return found


def batch_of_day_or_none(session: Session, product: Product, made_on: date) -> Batch | None:
    """The first open batch of a product that was made on a day."""
    return session.scalars(
        select(Batch)
        .where(
            Batch.product_id == product.id,
            Batch.made_on == made_on,
            Batch.closed_at.is_(None),
        )
        .order_by(Batch.opened_at, Batch.id)
        .limit(1)
    ).first()


def locked(session: Session, batch: Batch) -> Batch:
    """The batch as it stands now, held until the transaction ends, so that others wait."""
    session.flush()
    session.refresh(batch, with_for_update=True)
    return batch


def hold_shop(session: Session, shop_id: UUID) -> None:
    """Let whatever else links or calls back batches of this shop wait until the transaction ends.

    Taken before any batch is held, so that two who hold several never wait for each other.
    """
    session.scalars(select(Shop.id).where(Shop.id == shop_id).with_for_update()).one()


def is_printing(session: Session, batch: Batch) -> bool:
    """Whether labels of this batch are being made just now."""
    unfinished = (
        select(LabelRun.id)
        .join(Job, Job.record_id == LabelRun.id)
        .where(
            LabelRun.batch_id == batch.id,
            LabelRun.ready_at.is_(None),
            Job.state.in_(UNFINISHED),
        )
    )
    return session.scalars(unfinished.limit(1)).first() is not None


def batch_to_look_after(session: Session, who: Who, batch_id: UUID) -> tuple[Batch, Shop, bool]:
    """Her own batch, or one of a shop in her place for a trainer or officer who has come to see.

    The last value tells whether it is her own.
    """
    own = shop_or_none(session, who)
    found = session.get(Batch, batch_id)
    if found and own and own.is_maker and found.shop_id == own.id:
        return found, own, True
    return *batch_in_reach(session, who, batch_id), False


def batch_in_reach(session: Session, who: Who, batch_id: UUID) -> tuple[Batch, Shop]:
    """A batch of a shop in a trainer's or officer's place that agreed to be seen, and the shop."""
    found = session.execute(
        select(Batch, Shop)
        .join(Shop, Shop.id == Batch.shop_id)
        .where(Batch.id == batch_id, within(who, TRAINER, OFFICER), agreed_to_report())
    ).one_or_none()
    if found is None:
        raise NotFound(str(batch_id))
    return found[0], found[1]


def batches_in_reach(
    session: Session, who: Who, *, limit: int = 100
) -> Sequence[tuple[Batch, Product, Shop]]:
    """The latest open batches of the shops of her places that agreed to be seen."""
    rows = session.execute(
        select(Batch, Product, Shop)
        .join(Shop, Shop.id == Batch.shop_id)
        .join(Product, Product.id == Batch.product_id)
        .where(within(who, TRAINER, OFFICER), agreed_to_report(), Batch.closed_at.is_(None))
        .order_by(Batch.made_on.desc(), Batch.opened_at.desc(), Batch.id.desc())
        .limit(limit)
    ).all()
    return [(row[0], row[1], row[2]) for row in rows]


def open_batches_of(session: Session, shop: Shop) -> list[Batch]:
    """The newest batches of a shop that can be put together with others."""
    return list(
        session.scalars(
            select(Batch)
            .where(
                Batch.shop_id == shop.id,
                Batch.closed_at.is_(None),
                Batch.recalled_at.is_(None),
            )
            .order_by(Batch.made_on.desc(), Batch.opened_at.desc(), Batch.id.desc())
            .limit(MOST_OFFERED)
        )
    )


def sources_offered(session: Session, shop: Shop, batch: Batch) -> list[Batch]:
    """The newest batches that may have gone into this one: made before it, not called back."""
    return list(
        session.scalars(
            select(Batch)
            .where(
                Batch.shop_id == shop.id,
                Batch.id != batch.id,
                Batch.made_on <= batch.made_on,
                Batch.recalled_at.is_(None),
                Batch.erased_on.is_(None),
            )
            .order_by(Batch.made_on.desc(), Batch.opened_at.desc(), Batch.id.desc())
            .limit(MOST_OFFERED)
        )
    )


def places_of(
    session: Session, shop: Shop, *, with_closed: bool = False
) -> Sequence[ProductionPlace]:
    """The places of a shop that are in use; for what happened before, those of the past too."""
    return session.scalars(
        select(ProductionPlace)
        .where(
            ProductionPlace.shop_id == shop.id,
            true() if with_closed else ProductionPlace.closed_at.is_(None),
        )
        .order_by(ProductionPlace.opened_at, ProductionPlace.id)
    ).all()


def place_names(session: Session, ids: set[UUID]) -> dict[UUID, str]:
    rows = session.execute(
        select(ProductionPlace.id, ProductionPlace.name)
        .where(ProductionPlace.id.in_(ids))
        .order_by(ProductionPlace.id)
    )
    return {row[0]: row[1] for row in rows}
