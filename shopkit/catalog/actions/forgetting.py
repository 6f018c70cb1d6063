"""How the catalog forgets a seller: goods leave the shelves, photos, papers and her words go."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from shopkit.catalog.actions.products import hide
from shopkit.catalog.models.papers import Paper
from shopkit.catalog.models.products import Photo, Product
from shopkit.catalog.models.variants import Variant
from shopkit.catalog.models.words import ProductWord
from shopkit.shops.rules.subjects import Subject

# What she wrote about goods; their kind, weight and prices tell nothing of her.
HER_WORDS: dict[str, Any] = {
    "description": "",
    "bullets": [],
    "story": "",
    "directions": "",
    "maker_name": "",
    "maker_address": "",
    "maker_phone": None,
    "maker_email": "",
    "attributes": [],
    "hashtags": [],
    "looked": {},
    "came_as": None,
}
# What goods must still be told by until their term.
OF_GOODS: dict[str, Any] = {
    "title": "",
    "sort_key": "",
    "search_text": "",
    "brand": "",
    "origin": "",
    "ingredients": "",
    "storage": "",
    "sku": None,
    "option_names": [],
}


def forget(session: Session, subject: Subject, *, now: datetime) -> None:
    """Everything but the name and nature of goods that were sold and must stay traceable."""
    ids = list(subject.shop_ids)
    for product in session.scalars(select(Product).where(Product.shop_id.in_(ids))).all():
        hide(session, product, now=now)
    session.flush()
    blank(session, Product.shop_id.in_(ids), HER_WORDS)
    sold = Product.id.in_(list(subject.kept.product_ids))
    blank(session, Product.shop_id.in_(ids) & ~sold, OF_GOODS)
    session.execute(update(Variant).where(Variant.shop_id.in_(ids)).values(photo_id=None, sku=None))
    session.execute(delete(ProductWord).where(ProductWord.shop_id.in_(ids)))
    session.execute(delete(Photo).where(Photo.shop_id.in_(ids)))
    # Straight to the table: a paper notes what it said before it changes.
    session.connection().execute(
        update(Paper)
        .where(Paper.shop_id.in_(ids))
        .values(number="", title="", issuer="", files=[], weight_bytes=0, removed_at=now)
    )
    session.expire_all()


def blank(session: Session, which: Any, values: dict[str, Any]) -> None:
    session.execute(
        update(Product)
        .where(which)
        .values(**values, version=Product.version + 1)
        .execution_options(synchronize_session=False)
    )
