"""Finding products by the words of their names, marks optional, among very many.

All words of the question must be in the name; the last may be only begun. First come names that
hold every word whole and, where marks were typed, with these very marks; each part by name.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, not_, select
from sqlalchemy.orm import Session, aliased

from shopkit.catalog.models.products import Product
from shopkit.catalog.models.words import ProductWord
from shopkit.catalog.rules.words import LONGEST_WORD, has_marks, written_words
from shopkit.text.search import search_text

PAGE = 50
MOST_WORDS = 8
MOST_BEGUN = 200
END = "\U0010fffd"


@dataclass(frozen=True)
class Hits:
    """How many products were found, and those of one page."""

    count: int
    products: Sequence[Product]


@dataclass(frozen=True)
class Term:
    """A word of the question: what it may stand for, how it was written, how many rows it has."""

    word: str
    written: str
    stands_for: tuple[str, ...]
    row_count: int


def found_products(
    session: Session,
    shop_ids: Sequence[UUID],
    *,
    text: str,
    states: Collection[str],
    page: int = 1,
) -> Hits:
    """What these shops have under such a name; `page` counts from 1."""
    question = Question(session, shop_ids, states, text)
    if question.is_hopeless:
        return Hits(0, ())
    count = question.count()
    exact_count = count if question.is_plain else question.exact_count()
    first = (page - 1) * PAGE
    ids = question.exact(first, PAGE) if first < exact_count else []
    if len(ids) < PAGE and count > exact_count:
        ids += question.others(max(0, first - exact_count), PAGE - len(ids))
    return Hits(count, question.products(ids))


class Question:
    """A question made ready: the rarest word is looked up, the others are checked."""

    def __init__(
        self, session: Session, shop_ids: Sequence[UUID], states: Collection[str], text: str
    ) -> None:
        self.session, self.shop_ids, self.states = session, list(shop_ids), list(states)
        folded = [word[:LONGEST_WORD] for word in search_text(text).split()[:MOST_WORDS]]
        written = written_words(text)[:MOST_WORDS]
        pairs = list(zip(folded, written, strict=False))
        self.has_marks = has_marks(pairs)
        self.terms = sorted(
            (self.term(*pair, is_last=at == len(pairs)) for at, pair in enumerate(pairs, 1)),
            key=lambda term: term.row_count,
        )

    @property
    def is_hopeless(self) -> bool:
        return not self.terms or not self.terms[0].row_count

    @property
    def is_plain(self) -> bool:
        """Whether every find is exact: no marks were typed, and no longer word begins so."""
        return not self.has_marks and all(one.stands_for == (one.word,) for one in self.terms)

    def term(self, word: str, written: str, *, is_last: bool) -> Term:
        counted = (
            select(ProductWord.word, func.count())
            .where(*self.there(ProductWord))
            .group_by(ProductWord.word)
        )
        if is_last:
            begun = (ProductWord.word >= word, ProductWord.word < word + END)
            rows = self.session.execute(counted.where(*begun).limit(MOST_BEGUN)).all()
        else:
            rows = self.session.execute(counted.where(ProductWord.word == word)).all()
        return Term(word, written, tuple(row[0] for row in rows), sum(row[1] for row in rows))

    def there(self, table: type[ProductWord]) -> tuple[ColumnElement[bool], ...]:
        if len(self.shop_ids) == 1:
            return (table.shop_id == self.shop_ids[0], table.state.in_(self.states))
        return (table.shop_id.in_(self.shop_ids), table.state.in_(self.states))

    def count(self) -> int:
        return self.counted(is_exact=False)

    def exact_count(self) -> int:
        return self.counted(is_exact=True)

    def counted(self, *, is_exact: bool) -> int:
        rarest = aliased(ProductWord)
        ids = select(rarest.product_id).where(*self.wanted(rarest, is_exact)).distinct()
        return self.session.scalar(select(func.count()).select_from(ids.subquery())) or 0

    def wanted(self, rarest: type[ProductWord], is_exact: bool) -> list[ColumnElement[bool]]:
        """The rarest word is looked up, the others are looked for beside each of its rows."""
        first, *rest = self.terms
        beside = [self.holds(rarest, term, is_exact) for term in rest]
        return [*self.there(rarest), self.fits(rarest, first, is_exact), *beside]

    def fits(self, table: type[ProductWord], term: Term, is_exact: bool) -> ColumnElement[bool]:
        if not is_exact:
            # One word alone is asked for by itself: then its rows come in the order of names.
            one = len(term.stands_for) == 1
            return table.word == term.stands_for[0] if one else table.word.in_(term.stands_for)
        if self.has_marks:
            return and_(table.word == term.word, table.written == term.written)
        return table.word == term.word

    def holds(self, row: type[ProductWord], term: Term, is_exact: bool) -> ColumnElement[bool]:
        """Whether the name of a row's product holds another word: one look into the key."""
        other = aliased(ProductWord)
        return (
            select(1)
            .where(
                other.shop_id == row.shop_id,
                self.fits(other, term, is_exact),
                other.name_key == row.name_key,
                other.product_id == row.product_id,
            )
            .exists()
        )

    def exact(self, skip: int, most: int) -> list[UUID]:
        rarest = aliased(ProductWord)
        return self.slice(rarest, self.wanted(rarest, is_exact=True), skip, most)

    def others(self, skip: int, most: int) -> list[UUID]:
        rarest = aliased(ProductWord)
        is_exact = and_(*(self.holds(rarest, term, is_exact=True) for term in self.terms))
        wanted = [*self.wanted(rarest, is_exact=False), not_(is_exact)]
        return self.slice(rarest, wanted, skip, most)

    def slice(
        self, rarest: type[ProductWord], wanted: list[ColumnElement[bool]], skip: int, most: int
    ) -> list[UUID]:
        rows = self.session.execute(
            select(rarest.name_key, rarest.product_id)
            .where(*wanted)
            .distinct()
            .order_by(rarest.name_key, rarest.product_id)
            .limit(most)
            .offset(skip)
        )
        return [product_id for _, product_id in rows]

    def products(self, ids: list[UUID]) -> list[Product]:
        found = self.session.scalars(select(Product).where(Product.id.in_(ids)))
        known = {product.id: product for product in found}
        return [known[product_id] for product_id in ids]
