"""What stands behind a code that somebody looks up, and what may be told of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.orm import Session

from shopkit.accounts.queries import has_consent
from shopkit.accounts.rules.purposes import PUBLIC_ADDRESS, PUBLIC_NAME
from shopkit.catalog.models.papers import Paper
from shopkit.catalog.models.products import Photo, Product
from shopkit.catalog.queries.papers import standing_papers
from shopkit.catalog.queries.products import cover_or_none
from shopkit.db.engine import Database
from shopkit.errors import NotFound
from shopkit.places.queries import place_label
from shopkit.shops.models.shops import Shop
from shopkit.shops.queries.shops import village_names
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.events import BatchEvent
from shopkit.traceability.models.labels import Label, LabelPin, LabelRun
from shopkit.traceability.models.looks import CodeLook
from shopkit.traceability.models.places import ProductionPlace
from shopkit.traceability.models.recall_mark import mark_path_or_none, read_mark
from shopkit.traceability.models.recalls import Recall
from shopkit.traceability.queries.codes import gtin_or_none, own_code
from shopkit.traceability.queries.events import events_with_origin
from shopkit.traceability.queries.information import told_of_product
from shopkit.traceability.queries.places import place_of_batch
from shopkit.traceability.queries.recalls import standing_recall_or_none
from shopkit.traceability.rules.states import VOID, is_shown

VERSION = "SELECT number FROM recall_version"
# Built once: every scan of a label asks one of these.
_label, _run, _batch, _look = (kind.__table__.c for kind in (Label, LabelRun, Batch, CodeLook))
LOOKS = (_look.count, _look.early_count, _look.first_at)
LABEL = (
    select(_label.batch_id, _label.shop_id, _label.state, _run.needs_activation, _run.has_pins)
    .add_columns(*LOOKS, _batch.recalled_at)
    .join(LabelRun.__table__, _run.id == _label.run_id)
    .join(Batch.__table__, _batch.id == _label.batch_id)
    .outerjoin(CodeLook.__table__, _look.code == _label.code)
    .where(_label.code == bindparam("code"))
)
WHOLE_BATCH = (
    select(_batch.id, _batch.shop_id, *LOOKS)
    .outerjoin(CodeLook.__table__, _look.code == _batch.trace_code)
    .where(_batch.trace_code == bindparam("code"))
)


@dataclass(frozen=True)
class Sticker:
    """A code as it was printed, and how often it was looked up so far."""

    code: str
    batch_id: UUID
    shop_id: UUID
    is_unit: bool
    is_void: bool = False
    is_asleep: bool = False
    has_number: bool = False
    count: int = 0
    first_at: datetime | None = None


@dataclass(frozen=True)
class Story:
    """What everybody may be told of a batch."""

    batch: Batch
    product: Product
    shop: Shop
    cover: Photo | None
    place: str | None
    recall: Recall | None
    made_at: ProductionPlace | None = None
    owner_name: str = ""
    address: str = ""
    events: Sequence[BatchEvent] = ()
    papers: Sequence[Paper] = ()
    place_names: dict[UUID, str] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    gtin: str | None = None


def recall_number(database: Database) -> int:
    """The version of all recalls, read past the session, because each page behind a code asks.

    On SQLite it is the mark beside the file, which changes in the same moment.
    """
    path = mark_path_or_none(database.engine)
    if path:
        return read_mark(path)
    connection = database.engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(VERSION)
        row = cursor.fetchone()
        cursor.close()
    finally:
        connection.close()
    return int(row[0]) if row else 0


def sticker(session: Session | Connection, code: str) -> Sticker:
    """The label or the batch that a code was printed for; a label asleep is found too.

    Of a recalled batch no label sleeps: whoever holds one has to be warned.
    """
    label = session.execute(LABEL, {"code": code}).one_or_none()
    is_asleep = (
        label is not None
        and label.recalled_at is None
        and not is_shown(label[2], needs_activation=label[3])
    )
    # Asked also when the label is asleep: such an answer takes as long as that of no code at all.
    batch = None
    if label is None or is_asleep:
        batch = session.execute(WHOLE_BATCH, {"code": code}).one_or_none()
    if label is not None:
        seen = (label[5] or 0) + (label[6] or 0)
        return Sticker(
            code, label[0], label[1], True, label[2] == VOID, is_asleep, label[4], seen, label[7]
        )
    if batch is None:
        raise NotFound(code)
    return Sticker(code, batch[0], batch[1], False, count=batch[2] or 0, first_at=batch[4])


def number_uses(session: Session, code: str) -> tuple[int, datetime | None]:
    """How often the number under the scratch layer was given, and when first."""
    pin = session.get(LabelPin, code)
    return (pin.success_count, pin.first_success_at) if pin else (0, None)


def story_of(session: Session, batch_id: UUID, *, on: date) -> Story:
    """What is told of a batch on a day: only what was made public, and what a label must say."""
    batch, product, shop = session.execute(
        select(Batch, Product, Shop)
        .join(Product, Product.id == Batch.product_id)
        .join(Shop, Shop.id == Batch.shop_id)
        .where(Batch.id == batch_id)
    ).one()
    shows_address = has_consent(session, shop.id, PUBLIC_ADDRESS.code)
    events = events_with_origin(session, batch)
    places = places_named(session, {batch.place_id, *(event.place_id for event in events)})
    made_at = places.get(batch.place_id) if batch.place_id else None
    return Story(
        batch,
        product,
        shop,
        # The photo of a product that was on show at least once; a draft's is nobody's but hers.
        cover=cover_or_none(session, product) if product.published_at else None,
        place=place_of(session, shop, batch),
        recall=standing_recall_or_none(session, batch),
        made_at=made_at,
        owner_name=shop.owner_name if has_consent(session, shop.id, PUBLIC_NAME.code) else "",
        address=address_of(session, shop, made_at) if shows_address else "",
        events=events,
        papers=standing_papers(session, shop.id, product.id, on=on),
        place_names={place_id: place.name for place_id, place in places.items()},
        told=told_of_product(session, product),
        codes=(
            own_code(session, product),
            place_of_batch(session, shop, batch).code,
            batch.code,
        ),
        gtin=gtin_or_none(session, product),
    )


def places_named(session: Session, ids: set[UUID | None]) -> dict[UUID, ProductionPlace]:
    found = session.scalars(
        select(ProductionPlace).where(ProductionPlace.id.in_([one for one in ids if one]))
    )
    return {place.id: place for place in found}


def address_of(session: Session, shop: Shop, made_at: ProductionPlace | None) -> str:
    """Where to find her, as far as she told: the place of making, else her village."""
    if made_at and made_at.address:
        return made_at.address
    names = village_names(session, [shop])
    return names.get(shop.village_id, "") if shop.village_id else ""


def place_of(session: Session, shop: Shop, batch: Batch) -> str | None:
    """Where the shop stands; a commune that is no more goes by its name of the making day."""
    if not shop.is_placed:
        return None
    try:
        return place_label(session, shop.commune_code)
    except NotFound:
        return place_label(session, shop.commune_code, on=batch.made_on)
