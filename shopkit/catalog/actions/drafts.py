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
from shopkit.catalog.models.products import DETAILS, TEXT, TITLE, Product


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
    for part, is_other in (
        (TITLE, title != product.title),
        (TEXT, description != product.description),
        (DETAILS, told_points(product) != (list(bullets), list(hashtags))),
    ):
        if is_other:
            refuse_if_changed(product, part, version)
    rename(session, product, title=title, version=product.version, now=now)
    describe(session, product, description=description, version=product.version, now=now)
    if told_points(product) != (list(bullets), list(hashtags)):
        product.bullets, product.hashtags = list(bullets), list(hashtags)
        note_change(session, product, DETAILS, "product.detailed", now)


def told_points(product: Product) -> tuple[list[str], list[str]]:
    return product.bullets, product.hashtags
