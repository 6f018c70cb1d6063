"""Taking a draft of a listing, edited or as it came."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from shopkit.catalog.actions.products import (
    describe,
    note_change,
    refuse_if_changed,
    rename,
)
from shopkit.catalog.models.products import TEXT, TITLE, Product
from shopkit.catalog.rules.parts import BULLETS, HASHTAGS


def take_draft(
    session: Session,
    product: Product,
    *,
    title: str,
    description: str,
    bullets: Sequence[str],
    hashtags: Sequence[str],
    version: int,
    now: datetime,
) -> None:
    """Let the product be called and told as she agreed; all of it or, when refused, nothing."""
    told = {BULLETS: list(bullets), HASHTAGS: list(hashtags)}
    others = {part: words for part, words in told.items() if words != getattr(product, part)}
    for part, is_other in (
        (TITLE, title != product.title),
        (TEXT, description != product.description),
        *((part, True) for part in others),
    ):
        if is_other:
            refuse_if_changed(product, part, version)
    rename(session, product, title=title, version=product.version, now=now)
    describe(session, product, description=description, version=product.version, now=now)
    for part, words in others.items():
        setattr(product, part, words)
        note_change(session, product, part, "product.changed", now)
