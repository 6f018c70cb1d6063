"""Keeping the words by which products are found, in the transaction that names them."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, delete, insert, update
from sqlalchemy.orm import Session

from shopkit.catalog.models.products import Product
from shopkit.catalog.models.words import ProductWord
from shopkit.catalog.rules.words import words_of


def learn_words(session: Session, product: Product) -> None:
    """Let a product be found by its name."""
    add_words(session, product.shop_id, [(product.id, product.title, product.state)])


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
        ProductWord.product_id == product.id,
    )


def add_words(session: Session, shop_id: UUID, named: Iterable[tuple[UUID, str, str]]) -> None:
    """Let many products of a shop be found: each with its name and its state."""
    rows = [
        {
            "shop_id": shop_id,
            "word": word,
            "written": written,
            "state": state,
            "product_id": product_id,
        }
        for product_id, title, state in named
        for word, written in words_of(title)
    ]
    if rows:
        # Sorted, so that neighbours in the list are written together.
        rows.sort(key=lambda row: (row["word"], row["written"]))
        session.connection().execute(insert(ProductWord), rows)
