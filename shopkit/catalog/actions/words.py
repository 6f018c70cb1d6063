"""Keeping the words by which products are found, in the transaction that names them."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, delete, update
from sqlalchemy.orm import Session

from shopkit.catalog.models.products import Product
from shopkit.catalog.models.words import ProductWord
from shopkit.catalog.rules.words import LONGEST_NAME_KEY, words_of
from shopkit.db.bulk import insert_columns

COLUMNS = ("word", "name_key", "product_id", "written", "state")


class Named(NamedTuple):
    """A product as the list of words needs it; `found_by` is its folded name where known."""

    id: UUID
    title: str
    sort_key: str
    state: str
    found_by: str | None = None


def learn_words(session: Session, product: Product) -> None:
    """Let a product be found by its name."""
    add_words(
        session,
        product.shop_id,
        [Named(product.id, product.title, product.sort_key, product.state)],
    )


def forget_words(session: Session, product: Product) -> None:
    """Let a product no longer be found by the name it has now."""
    session.execute(delete(ProductWord).where(*words_in_the_list(product)))


def move_words(session: Session, product: Product) -> None:
    """Let a product be found in the state it has now."""
    session.execute(
        update(ProductWord).where(*words_in_the_list(product)).values(state=product.state)
    )


def words_in_the_list(product: Product) -> tuple[ColumnElement[bool], ...]:
    # By its words, because the list is kept in their order and in no other.
    return (
        ProductWord.shop_id == product.shop_id,
        ProductWord.word.in_([word for word, _ in words_of(product.title)]),
        ProductWord.name_key == product.sort_key[:LONGEST_NAME_KEY],
        ProductWord.product_id == product.id,
    )


def add_words(session: Session, shop_id: UUID, named: Iterable[Named]) -> None:
    """Let many products of a shop be found."""
    # Sorted, so that neighbours in the list are written together.
    rows = sorted(
        (word, one.sort_key[:LONGEST_NAME_KEY], one.id, written, one.state)
        for one in named
        for word, written in words_of(one.title, one.found_by)
    )
    if rows:
        columns = dict(zip(COLUMNS, map(list, zip(*rows, strict=True)), strict=True))
        shops = [shop_id] * len(rows)
        insert_columns(session.connection(), ProductWord, {"shop_id": shops, **columns})
