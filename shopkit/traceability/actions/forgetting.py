"""What stays of a maker who is erased: goods sold until their term, under the shop's name alone."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from shopkit.shops.models.shops import Shop
from shopkit.shops.rules.subjects import Kept, Subject
from shopkit.traceability.actions.retention import erase_records, forgettable
from shopkit.traceability.models.changes import RecordChange
from shopkit.traceability.models.events import BatchEvent
from shopkit.traceability.models.labels import LabelFile, LabelRun, PinList
from shopkit.traceability.models.looks import SuspicionReport
from shopkit.traceability.models.places import ProductFacts, ProductionPlace
from shopkit.traceability.queries.retention import batches_with_records, keep_until

# What a label says about who is responsible besides the name of the shop.
PERSONAL = frozenset({"address", "phone", "producer_address", "responsible"})


def kept_of(session: Session, subject: Subject, today: date) -> Kept:
    """Which shops and products of hers have batches whose term still runs, and until when."""
    until, shops, products = [], set(), set()
    for shop in shops_of(session, subject):
        over = {batch.id for batch in forgettable(session, shop, today)}
        for batch in batches_with_records(session, shop.id):
            if batch.id not in over:
                until.append(keep_until(batch, today=today))
                shops.add(shop.id)
                products.add(batch.product_id)
    return Kept(max(until, default=None), frozenset(shops), frozenset(products))


def forget(session: Session, subject: Subject, *, now: datetime) -> None:
    """Erase what no law keeps; of the rest addresses, photos and what buyers wrote go."""
    for shop in shops_of(session, subject):
        for batch in forgettable(session, shop, now.date()):
            erase_records(session, batch, now=now)
    session.flush()
    ids = list(subject.shop_ids)
    # Straight to the tables: these records refuse to be changed, and note what they said before.
    connection = session.connection()
    runs = select(LabelRun.id).where(LabelRun.shop_id.in_(ids))
    for files in (LabelFile, PinList):
        connection.execute(delete(files).where(files.run_id.in_(runs)))
    for kind, values in BLANK:
        connection.execute(update(kind).where(kind.shop_id.in_(ids)).values(**values))
    keep_only_goods(session, subject)
    for mended in (ProductionPlace, ProductFacts):
        connection.execute(
            delete(RecordChange).where(
                RecordChange.shop_id.in_(ids), RecordChange.record_kind == mended.__tablename__
            )
        )
    session.expire_all()


BLANK: tuple[tuple[Any, dict[str, Any]], ...] = (
    (ProductionPlace, {"name": "", "address": ""}),
    (BatchEvent, {"photo": None, "place_words": ""}),
    (SuspicionReport, {"contact": "", "photo": None}),
)


def keep_only_goods(session: Session, subject: Subject) -> None:
    """What labels and product records say about a person or her address goes."""
    ids = list(subject.shop_ids)
    connection = session.connection()
    labels = select(LabelRun.id, LabelRun.words).where(LabelRun.shop_id.in_(ids))
    for run_id, words in connection.execute(labels).all():
        values = {"words": goods_only(words)}
        connection.execute(update(LabelRun).where(LabelRun.id == run_id).values(**values))
    facts = select(ProductFacts.id, ProductFacts.product_id, ProductFacts.told)
    for facts_id, product_id, told in connection.execute(
        facts.where(ProductFacts.shop_id.in_(ids))
    ).all():
        left = goods_only(told) if product_id in subject.kept.product_ids else {}
        connection.execute(
            update(ProductFacts).where(ProductFacts.id == facts_id).values(told=left)
        )


def goods_only(told: dict[str, str] | None) -> dict[str, str] | None:
    return {key: word for key, word in told.items() if key not in PERSONAL} if told else told


def shops_of(session: Session, subject: Subject) -> list[Shop]:
    return list(
        session.scalars(select(Shop).where(Shop.id.in_(subject.shop_ids)).order_by(Shop.id))
    )
