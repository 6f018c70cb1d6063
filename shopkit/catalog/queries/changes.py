"""Who changed a product last, and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from shopkit.accounts.models import Account
from shopkit.catalog.models.products import Product
from shopkit.journal.write import entries_of

TOLD_AS = {
    "title": "product.renamed",
    "price_vnd": "product.priced",
    "price_unit": "product.priced",
    "description": "product.described",
}
# What a file or a form of many parts changes is told in one line.
WHOLE = "product.changed"


@dataclass(frozen=True)
class Change:
    """When something was changed, and the name of who did it, empty where nobody is known."""

    at: datetime
    by: str


def last_change(session: Session, product: Product, fields: Iterable[str]) -> Change:
    """The newest change of one of these fields, as the journal tells it."""
    wanted = {TOLD_AS[name] for name in fields} | {WHOLE}
    for entry in entries_of(session, [product.id]):
        if entry.event in wanted:
            actor = session.get(Account, entry.actor_id) if entry.actor_id else None
            return Change(entry.at, actor.name if actor else "")
    return Change(product.changed_at, "")
