"""Keeping what a seller saw on her first photo."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from shopkit.catalog.actions.products import note_change, refuse_if_changed
from shopkit.catalog.models.products import Product
from shopkit.catalog.rules.quality_measures import EYE_QUESTIONS, LOOKED_AT, NO, VIDEO, YES

LOOK = "look"


def note_look(
    session: Session,
    product: Product,
    *,
    photo_id: str,
    seen: Collection[str],
    has_video: bool,
    version: int,
    now: datetime,
) -> None:
    """Keep what is wrong with this photo by her own eyes, and whether a film goes with it."""
    answers = {question: YES if question in seen else NO for question in EYE_QUESTIONS}
    looked = {**answers, LOOKED_AT: photo_id, VIDEO: YES if has_video else NO}
    if looked == product.looked:
        return
    refuse_if_changed(product, LOOK, version)
    product.looked = looked
    note_change(session, product, LOOK, "product.looked_at", now)
