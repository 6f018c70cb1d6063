"""Taking over a list of products that somebody else made."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from shopkit.catalog.actions.products import MOST_PRODUCTS, ShopFull, actor_id, index
from shopkit.catalog.actions.words import learn_words
from shopkit.catalog.models.products import (
    DRAFT,
    IMPORTED,
    LONGEST_TEXT,
    LONGEST_TITLE,
    PUBLISHED,
    Product,
)
from shopkit.catalog.queries.products import count_of, gtins_of
from shopkit.catalog.rules.listing import Fault, ListRow, cleaned, looks_garbled
from shopkit.journal.models import IMPORTED as FROM_A_LIST
from shopkit.journal.write import write
from shopkit.shops.models.shops import Shop
from shopkit.shops.rules.shops import new_code


@dataclass
class Report:
    """What became of a list: every row is in exactly one of `added`, `known` and `refused`.

    `doubtful` are rows that were added though their letters look garbled.
    """

    added: int = 0
    known: int = 0
    refused: list[tuple[int, str, Fault]] = field(default_factory=list)
    doubtful: list[tuple[int, str]] = field(default_factory=list)


def import_products(
    session: Session,
    shop: Shop,
    rows: Iterable[ListRow],
    *,
    now: datetime,
    is_shown: bool = False,
) -> Report:
    """Add the products of a list that the shop does not have yet, by their trade item number.

    They have no photo and no price: they become drafts, or with `is_shown` listings that ask
    buyers to ask for the price. Doing it again adds nothing. Raises ShopFull when the list holds
    more than a shop may.
    """
    report = Report()
    had, seen = gtins_of(session, shop), set[str]()
    room = MOST_PRODUCTS - count_of(session, shop)
    for row in rows:
        clean = cleaned(row, LONGEST_TITLE, LONGEST_TEXT)
        if isinstance(clean, ListRow) and clean.gtin in seen:
            clean = Fault.GTIN_TWICE
        if isinstance(clean, Fault):
            report.refused.append((row.number, row.name, clean))
            continue
        seen.add(clean.gtin)
        if clean.gtin in had:
            report.known += 1
            continue
        if report.added == room:
            raise ShopFull
        take(session, shop, clean, now=now, is_shown=is_shown)
        report.added += 1
        if looks_garbled(clean.name):
            report.doubtful.append((clean.number, clean.name))
    return report


def take(session: Session, shop: Shop, row: ListRow, *, now: datetime, is_shown: bool) -> Product:
    product = Product(
        shop_id=shop.id,
        commune_code=shop.commune_code,
        code=new_code(),
        description=row.description,
        gtin=row.gtin,
        source=IMPORTED,
        state=PUBLISHED if is_shown else DRAFT,
        made_at=now,
        changed_at=now,
        published_at=now if is_shown else None,
        entered_by_id=actor_id(session),
    )
    index(product, row.name)
    session.add(product)
    learn_words(session, product)
    event = "product.published" if is_shown else "product.drafted"
    write(session, product, event, now=now, evidence=FROM_A_LIST)
    return product
