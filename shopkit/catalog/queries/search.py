"""Finding products by the words of their names, marks optional, among very many.

All words of the question must be in the name; the last may be only begun. First come names that
hold every word whole and, where marks were typed, with these very marks; each part by name.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, and_, func, not_, select
from sqlalchemy.orm import Session

from shopkit.catalog.models.products import Product
from shopkit.catalog.models.words import ProductWord
from shopkit.catalog.rules.words import LONGEST_WORD, has_marks, written_words
from shopkit.text.search import search_text

PAGE = 50
MOST_WORDS = 8
MOST_BEGUN = 200
END = "\U0010fffd"
# The bare table: a question asks it under several names, which is dear with records.
WORDS = ProductWord.__table__


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
    first = (page - 1) * PAGE
    ids = question.exact(first, PAGE) if first < count else []
    if len(ids) < PAGE and first + len(ids) < count and not question.is_plain:
        # Exact ones end on this page, or ended on one before: only then they must be counted.
        exact_count = first + len(ids) if ids or not first else question.exact_count()
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
        self.terms = sorted(self.terms_of(pairs), key=lambda term: term.row_count)

    @property
    def is_hopeless(self) -> bool:
        return not self.terms or not self.terms[0].row_count

    @property
    def is_plain(self) -> bool:
        """Whether every find is exact: no marks were typed, and no longer word begins so."""
        return not self.has_marks and all(one.stands_for == (one.word,) for one in self.terms)

    def terms_of(self, pairs: Sequence[tuple[str, str]]) -> Iterator[Term]:
        """Words told whole are counted together, then the last one, which may be only begun."""
        if not pairs:
            return
        *whole, (begun, written) = pairs
        here = WORDS.c.word
        counts = self.row_counts(here.in_([word for word, _ in whole])) if whole else {}
        for word, as_written in whole:
            there = (word,) if word in counts else ()
            yield Term(word, as_written, there, counts.get(word, 0))
        # The end takes a place of its own, and no column holds more than the longest word.
        counts = self.row_counts(here >= begun, here < begun[: LONGEST_WORD - 1] + END)
        yield Term(begun, written, tuple(counts), sum(counts.values()))

    def row_counts(self, *which: ColumnElement[bool]) -> dict[str, int]:
        here = WORDS.c.word
        counted = select(here, func.count()).where(*self.there(WORDS), *which).group_by(here)
        rows = self.session.execute(counted.limit(MOST_BEGUN))
        return {row[0]: row[1] for row in rows}

    def there(self, table: FromClause) -> tuple[ColumnElement[bool], ...]:
        if len(self.shop_ids) == 1:
            return (table.c.shop_id == self.shop_ids[0], table.c.state.in_(self.states))
        return (table.c.shop_id.in_(self.shop_ids), table.c.state.in_(self.states))

    def count(self) -> int:
        return self.counted(is_exact=False)

    def exact_count(self) -> int:
        return self.counted(is_exact=True)

    def counted(self, *, is_exact: bool) -> int:
        rarest = WORDS.alias()
        # By name first: in the order of the key doubles stand together and need not be sorted.
        found = select(rarest.c.shop_id, rarest.c.name_key, rarest.c.product_id)
        ids = found.where(*self.wanted(rarest, is_exact)).distinct().subquery()
        return self.session.scalar(select(func.count()).select_from(ids)) or 0

    def wanted(self, rarest: FromClause, is_exact: bool) -> list[ColumnElement[bool]]:
        """The rarest word is looked up, the others are looked for beside each of its rows."""
        first, *rest = self.terms
        beside = [self.holds(rarest, term, is_exact) for term in rest]
        return [*self.there(rarest), self.fits(rarest, first, is_exact), *beside]

    def fits(self, table: FromClause, term: Term, is_exact: bool) -> ColumnElement[bool]:
        if not is_exact:
            # One word alone is asked for by itself: then its rows come in the order of names.
            one = len(term.stands_for) == 1
            return table.c.word == term.stands_for[0] if one else table.c.word.in_(term.stands_for)
        if self.has_marks:
            return and_(table.c.word == term.word, table.c.written == term.written)
        return table.c.word == term.word

    def holds(self, row: FromClause, term: Term, is_exact: bool) -> ColumnElement[bool]:
        """Whether the name of a row's product holds another word: one look into the key."""
        other = WORDS.alias()
        return (
            select(1)
            .where(
                other.c.shop_id == row.c.shop_id,
                self.fits(other, term, is_exact),
                other.c.name_key == row.c.name_key,
                other.c.product_id == row.c.product_id,
            )
            .exists()
        )

    def exact(self, skip: int, most: int) -> list[UUID]:
        rarest = WORDS.alias()
        return self.slice(rarest, self.wanted(rarest, is_exact=True), skip, most)

    def others(self, skip: int, most: int) -> list[UUID]:
        rarest = WORDS.alias()
        is_exact = and_(*(self.holds(rarest, term, is_exact=True) for term in self.terms))
        wanted = [*self.wanted(rarest, is_exact=False), not_(is_exact)]
        return self.slice(rarest, wanted, skip, most)

    def slice(
        self, rarest: FromClause, wanted: list[ColumnElement[bool]], skip: int, most: int
    ) -> list[UUID]:
        rows = self.session.execute(
            select(rarest.c.name_key, rarest.c.product_id)
            .where(*wanted)
            .distinct()
            .order_by(rarest.c.name_key, rarest.c.product_id)
            .limit(most)
            .offset(skip)
        )
        return [product_id for _, product_id in rows]

    def products(self, ids: list[UUID]) -> list[Product]:
        found = self.session.scalars(select(Product).where(Product.id.in_(ids)))
        known = {product.id: product for product in found}
        return [known[product_id] for product_id in ids]
