"""Taking in the products that a file brought, portion by portion; doing it again adds nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.catalog.actions.products import ShopFull, TitleUnreadable
from shopkit.catalog.actions.records import FieldUnfit, GtinTaken, SkuTaken, keep_records
from shopkit.catalog.rules.record import Record
from shopkit.channels.actions.bringing import (
    CHANGED,
    PHOTOS,
    SHOW,
    Others,
    records_before,
    shop_of,
)
from shopkit.channels.models.brought import LOST, WANTED, WantedPhoto
from shopkit.channels.queries.bringing import wanted_of
from shopkit.channels.rules.bringing import merged, unpacked
from shopkit.channels.rules.fetching import why_not
from shopkit.channels.rules.reading.states import ON_SHOW
from shopkit.clock import local_day
from shopkit.db.base import new_id
from shopkit.db.bulk import insert_rows
from shopkit.errors import Refusal
from shopkit.imports.actions.specs import Kept
from shopkit.imports.models import Import
from shopkit.imports.rules.columns import Fate, Given, Outcome
from shopkit.shops.models.shops import Shop

SHOWN = "shown"
REASONS: dict[type[Refusal], str] = {
    SkuTaken: "sku_taken",
    GtinTaken: "gtin_taken",
    ShopFull: "shop_full",
    TitleUnreadable: "title_missing",
    FieldUnfit: "unfit",
}


@dataclass(frozen=True)
class Coming:
    """A product on its way in: what the file told, and the photos it named."""

    number: int
    told: Record
    wants: tuple[str, ...]


def keep(session: Session, brought: Import, rows: Sequence[Given], now: datetime) -> Kept:
    """Take one portion; what the shop has meanwhile as the file tells it is known."""
    shop = shop_of(session, brought)
    kept = Kept(more={CHANGED: 0, SHOWN: 0, PHOTOS: 0})
    # All at once: the lists of words and names are then gone through once for a portion.
    keep_some(session, shop, brought, [coming_of(row) for row in rows], kept, now)
    return kept


def coming_of(row: Given) -> Coming:
    told = unpacked(str(row.values["record"]))
    photos = row.values.get("photos")
    return Coming(row.number, told, tuple(str(photos).split("\n")) if photos else ())


def keep_some(
    session: Session,
    shop: Shop,
    brought: Import,
    coming: Sequence[Coming],
    kept: Kept,
    now: datetime,
) -> None:
    found = records_before(session, shop, [one.told for one in coming], local_day(now))
    # The number of another product is no sign of this one; keeping it is then refused for that.
    before = [None if isinstance(one, Others) else one for one in found]
    wants_show = bool(brought.wishes.get(SHOW))
    photos: list[tuple[UUID, Coming]] = []
    for is_shown in (True, False):
        chosen = [
            (one, known)
            for one, known in zip(coming, before, strict=True)
            if (wants_show and one.told.state == ON_SHOW) == is_shown
        ]
        if not chosen:
            continue
        done = keep_records(
            session,
            shop,
            [whole(known, one.told) for one, known in chosen],
            now=now,
            known=[UUID(known.id) if known else None for _one, known in chosen],
            is_shown=is_shown,
        )
        for (one, _known), outcome in zip(chosen, done.outcomes, strict=True):
            if isinstance(outcome, UUID):
                photos.append((outcome, one))
            else:
                kept.failed.append(Outcome(one.number, Fate.FAILED, reason_of(outcome)))
        kept.added_count += done.added
        kept.known_count += done.same
        kept.more[CHANGED] += done.changed
        kept.more[SHOWN] += (
            sum(known is None and one.told.price_vnd is not None for one, known in chosen)
            * is_shown
        )
    kept.more[PHOTOS] += note_photos(session, shop, brought, photos, now)


def whole(known: Record | None, told: Record) -> Record:
    """What is to be kept: what is known with the file's news, or what the file told."""
    if known:
        return merged(known, told)
    return replace(told, id="", code="") if told.id or told.code else told


def reason_of(refusal: Refusal) -> str:
    return REASONS.get(type(refusal), "unfit")


def note_photos(
    session: Session,
    shop: Shop,
    brought: Import,
    coming: Sequence[tuple[UUID, Coming]],
    now: datetime,
) -> int:
    """Note which photos lie elsewhere; returns how many are new."""
    wanting = [(place, one) for place, one in coming if one.wants]
    if not wanting:
        return 0
    named = wanted_of(session, [place for place, _one in wanting])
    rows = [
        photo
        for place, one in wanting
        for photo in photo_rows(shop, brought, place, one, named.get(place, set()), now)
    ]
    if rows:
        insert_rows(session.connection(), WantedPhoto, rows)
    return len(rows)


def photo_rows(
    shop: Shop, brought: Import, product_id: UUID, one: Coming, named: set[str], now: datetime
) -> Iterator[dict[str, Any]]:
    for position, address in enumerate(one.wants):
        if address in named:
            continue
        why = why_not(address)
        yield {
            "id": new_id(),
            "product_id": product_id,
            "shop_id": shop.id,
            "commune_code": shop.commune_code,
            "import_id": brought.id,
            "position": position,
            "address": address,
            "noted_at": now,
            "state": LOST if why else WANTED,
            "why": why or None,
        }
