"""Finding products by the words of their names, marks optional, among very many.

All words of the question must be in the name; the last may be only begun. First come names that
hold every word whole and, where marks were typed, with these very marks; each part by name.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, not_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from shopkit.catalog.models.products import Product
from shopkit.catalog.models.words import ProductWord
from shopkit.catalog.rules.words import LONGEST_WORD, has_marks, written_words
from shopkit.text.search import search_text

PAGE = 50
MOST_WORDS = 8
MOST_BEGUN = 200
# Up to so many, the finds are fetched and sorted; beyond, names are walked through in order.
FEW = 2_000
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
    count, exact_count = question.count(), question.exact_count()
    first = (page - 1) * PAGE
    products = list(question.exact(exact_count, first, PAGE))
    if len(products) < PAGE:
        skip = max(0, first - exact_count)
        rest = count - exact_count
        products += question.others(rest, skip, PAGE - len(products))
    return Hits(count, products)


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
        first, *rest = self.terms
        if not rest and len(first.stands_for) == 1 and self.are_alone(first):
            return first.row_count
        return self.session.scalar(self.counted(is_exact=False)) or 0

    def are_alone(self, term: Term) -> bool:
        """Whether no name holds the word twice in two writings, so that rows are products."""
        twice = (
            select(ProductWord.product_id)
            .where(*self.there(ProductWord), ProductWord.word == term.stands_for[0])
            .group_by(ProductWord.product_id)
            .having(func.count() > 1)
        )
        return self.session.scalar(twice.limit(1)) is None

    def exact_count(self) -> int:
        return self.session.scalar(self.counted(is_exact=True)) or 0

    def counted(self, *, is_exact: bool) -> Select[int]:
        ids = self.ids(is_exact=is_exact).subquery()
        return select(func.count()).select_from(ids)

    def ids(self, *, is_exact: bool) -> Select[UUID]:
        """The products that hold all words, each once."""
        first, *rest = self.terms
        rarest = aliased(ProductWord)
        wanted = select(rarest.product_id).where(
            *self.there(rarest), self.fits(rarest, first, is_exact)
        )
        for term in rest:
            wanted = wanted.where(self.holds(rarest.shop_id, rarest.product_id, term, is_exact))
        return wanted.distinct()

    def fits(self, table: type[ProductWord], term: Term, is_exact: bool) -> ColumnElement[bool]:
        if not is_exact:
            return table.word.in_(term.stands_for)
        if self.has_marks:
            return and_(table.word == term.word, table.written == term.written)
        return table.word == term.word

    def holds(
        self,
        shop_id: InstrumentedAttribute[UUID],
        product_id: InstrumentedAttribute[UUID],
        term: Term,
        is_exact: bool,
    ) -> ColumnElement[bool]:
        """Whether a product's name holds a word: one look into the key each."""
        other = aliased(ProductWord)
        return (
            select(1)
            .where(
                other.shop_id == shop_id,
                self.fits(other, term, is_exact),
                other.product_id == product_id,
            )
            .exists()
        )

    def exact(self, count: int, skip: int, most: int) -> Sequence[Product]:
        if skip >= count:
            return ()
        if count <= FEW:
            wanted = select(Product).where(Product.id.in_(self.ids(is_exact=True)))
        else:
            wanted = self.walk().where(self.all_held(is_exact=True))
        return self.slice(wanted, skip, most)

    def others(self, count: int, skip: int, most: int) -> Sequence[Product]:
        if skip >= count:
            return ()
        if count <= FEW:
            apart = self.ids(is_exact=False).except_(self.ids(is_exact=True))
            wanted = select(Product).where(Product.id.in_(apart))
        else:
            wanted = self.walk().where(
                self.all_held(is_exact=False), not_(self.all_held(is_exact=True))
            )
        return self.slice(wanted, skip, most)

    def walk(self) -> Select[Product]:
        shops: ColumnElement[bool] = Product.shop_id.in_(self.shop_ids)
        if len(self.shop_ids) == 1:
            shops = Product.shop_id == self.shop_ids[0]
        return select(Product).where(shops, Product.state.in_(self.states))

    def all_held(self, *, is_exact: bool) -> ColumnElement[bool]:
        return and_(
            *(self.holds(Product.shop_id, Product.id, term, is_exact) for term in self.terms)
        )

    def slice(self, wanted: Select[Product], skip: int, most: int) -> Sequence[Product]:
        ordered = wanted.order_by(Product.sort_key, Product.id)
        return self.session.scalars(ordered.limit(most).offset(skip)).all()
