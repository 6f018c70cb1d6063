"""Changing several parts of a product at once, beside others who change it too."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shopkit.catalog.actions.products import describe, rename, set_price
from shopkit.catalog.models.products import PRICE, TEXT, TITLE, Product
from shopkit.catalog.rules.merging import merged
from shopkit.errors import Conflict
from shopkit.journal.write import write

PART_OF = {"title": TITLE, "price_vnd": PRICE, "price_unit": PRICE, "description": TEXT}


class PartsClash(Conflict):
    """Somebody else gave the same fields other values since the page was made."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(", ".join(names))
        self.names = names


def revise(
    session: Session,
    product: Product,
    *,
    values: Mapping[str, Any],
    was: Mapping[str, Any],
    version: int,
    is_sure: bool,
    now: datetime,
) -> tuple[str, ...]:
    """Let the product hold what she changed; gives the fields that others changed beside her.

    `was` is what her page showed. Raises PartsClash, TitleUnreadable and PriceDoubtful.
    """
    standing = {name: getattr(product, name) for name in PART_OF}
    outcome = merged(
        values, was, standing, lambda name: product.is_changed_since(PART_OF[name], version)
    )
    if outcome.clashes:
        raise PartsClash(outcome.clashes)
    is_changed = outcome.values != standing
    fill(session, product, outcome.values, is_sure=is_sure, now=now)
    if is_changed and outcome.kept:
        parts = ",".join(sorted({PART_OF[name] for name in outcome.kept}))
        write(session, product, "product.parallel_edit", now=now, details={"parts": parts})
    return outcome.kept if is_changed else ()


def fill(
    session: Session, product: Product, values: Mapping[str, Any], *, is_sure: bool, now: datetime
) -> None:
    """Give the product these values, each by its own door; what is the same changes nothing."""
    rename(session, product, title=values["title"], version=product.version, now=now)
    if values["price_vnd"] is not None:
        set_price(
            session,
            product,
            price_vnd=values["price_vnd"],
            price_unit=values["price_unit"],
            version=product.version,
            sure=values["price_vnd"] if is_sure else None,
            now=now,
        )
    describe(session, product, description=values["description"], version=product.version, now=now)
