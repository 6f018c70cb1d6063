"""What must be known before money is taken: lines told before, and the requests memos name."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.money import BY_FEED, BankLine, Placement
from shopkit.payments.models.requests import PaymentRequest
from shopkit.payments.rules.matching import Asked
from shopkit.payments.rules.money import Told

# SQLite takes 32,766 values in one statement; both engines are quick with this many.
MOST_VALUES = 800
# So many are asked for in one question; more of them in one question each for every way.
FEW = 60
SHORTEST_REFERENCE = 6
# A statement books late what a feed tells at once: over a weekend with a holiday.
SAME_MONEY_WITHIN = timedelta(days=5)

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Marked:
    """Money that was told, with its fingerprint."""

    told: Told
    fingerprint: str

    @property
    def source_id(self) -> str:
        """The number it is kept under: the teller's, or one made of what it says."""
        if self.told.source_id:
            return self.told.source_id
        return f"={self.fingerprint[:40]}:{self.told.occurrence}"


@dataclass(frozen=True, slots=True)
class Placed:
    """How much stands placed on a request, and whether some of it is no longer kept."""

    paid_vnd: int = 0
    is_erased: bool = False


NOTHING = Placed()


@dataclass(frozen=True, slots=True)
class Kept:
    """A line that is kept already, as far as telling it again matters."""

    id: UUID
    source: str
    source_id: str
    also_id: str
    fingerprint: str
    reference: str
    amount_vnd: int | None
    came_at: datetime


@dataclass
class KnownLines:
    """The lines of an account that what is told now may be."""

    source: str
    by_number: dict[str, Kept] = field(default_factory=dict)
    by_reference: dict[str, list[Kept]] = field(default_factory=dict)
    by_fingerprint: dict[str, list[Kept]] = field(default_factory=dict)
    claimed: set[UUID] = field(default_factory=set)
    numbered: Counter[str] = field(default_factory=Counter)

    def has_number(self, one: Marked) -> bool:
        return one.source_id in self.by_number

    def line_of(self, one: Marked) -> Kept | None:
        """The line that is this money, or None when nobody told of it before."""
        if self.has_number(one):
            return self.by_number[one.source_id]
        numbered = self.by_bank_number(one)
        if numbered:
            self.numbered[one.fingerprint] += 1
            return numbered
        before = one.told.occurrence - 1 - self.numbered[one.fingerprint]
        for kept in self.by_fingerprint.get(one.fingerprint, ()):
            if self.may_be(kept, one):
                if before <= 0:
                    return kept
                before -= 1
        return None

    def by_bank_number(self, one: Marked) -> Kept | None:
        for kept in self.by_reference.get(one.told.reference, ()):
            is_equal = kept.amount_vnd in (None, one.told.amount_vnd)
            is_near = abs(kept.came_at - one.told.came_at) <= SAME_MONEY_WITHIN
            if is_equal and is_near and kept.also_id in ("", one.source_id):
                return kept
        return None

    def may_be(self, kept: Kept, one: Marked) -> bool:
        """Whether a line of the same day, amount and memo can be this very payment."""
        if kept.id in self.claimed:
            return False
        if kept.source != self.source:
            is_free = self.source != BY_FEED or kept.also_id in ("", one.source_id)
            return is_free and not are_two(kept.reference, one.told.reference)
        # A feed numbers its payments; a statement may number them.
        if self.source == BY_FEED:
            return False
        return not (kept.reference and one.told.reference and kept.reference != one.told.reference)


def are_two(one: str, other: str) -> bool:
    """Whether two numbers of banks are of one kind and differ, so that they name two payments."""
    is_one_kind = len(one) == len(other) and one[:2] == other[:2]
    return bool(one and other) and is_one_kind and one != other


def known_lines(
    session: Session, account: PaymentAccount, told: Sequence[Marked], source: str
) -> KnownLines:
    """What is kept of an account that some of this may be."""
    if len(told) <= FEW:
        return known_of_few(session, account, told, source)
    known = KnownLines(source)
    numbers = [one.source_id for one in told]
    same_source = BankLine.source == source
    for kept in kept_where(session, account, BankLine.source_id.in_, numbers, same_source):
        known.by_number[kept.source_id] = kept
    if source == BY_FEED:
        for kept in kept_where(session, account, BankLine.also_id.in_, numbers):
            known.by_number[kept.also_id] = kept
    look_by_words(session, account, [one for one in told if not known.has_number(one)], known)
    return known


def references_of(told: Sequence[Marked]) -> set[str]:
    """The numbers of banks that are long enough to name one payment."""
    return {one.told.reference for one in told if len(one.told.reference) >= SHORTEST_REFERENCE}


def known_of_few(
    session: Session, account: PaymentAccount, told: Sequence[Marked], source: str
) -> KnownLines:
    """The same by one question instead of four, which is what a delivery of a feed waits for."""
    known = KnownLines(source)
    numbers = {one.source_id for one in told}
    references = references_of(told)
    ways = [
        BankLine.source_id.in_(sorted(numbers)) & (BankLine.source == source),
        BankLine.reference.in_(sorted(references)) & (BankLine.source != source),
        BankLine.fingerprint.in_(sorted({one.fingerprint for one in told})),
    ]
    if source == BY_FEED:
        ways.append(BankLine.also_id.in_(sorted(numbers)))
    # The account stands in each way, because SQLite looks for an index for each of them alone.
    is_own = BankLine.account_id == account.id
    kept = [Kept(*row) for row in session.execute(asked_of(or_(*(is_own & way for way in ways))))]
    for one in kept:
        if one.source == source and one.source_id in numbers:
            known.by_number[one.source_id] = one
    for one in kept:
        if source == BY_FEED and one.also_id in numbers:
            known.by_number[one.also_id] = one
    note_words(kept, [one for one in told if not known.has_number(one)], known)
    return known


def note_words(kept: Sequence[Kept], told: Sequence[Marked], known: KnownLines) -> None:
    """Sort out which of these lines are found by a bank's number, and which by what they say."""
    references = references_of(told)
    prints = {one.fingerprint for one in told}
    for line in kept:
        if line.source != known.source and line.reference in references:
            known.by_reference.setdefault(line.reference, []).append(line)
        if line.fingerprint in prints:
            known.by_fingerprint.setdefault(line.fingerprint, []).append(line)
    for one in told:
        found = known.by_bank_number(one)
        if found:
            known.claimed.add(found.id)


def asked_of(
    is_wanted: ColumnElement[bool],
) -> Select[UUID, str, str, str, str, str, int | None, datetime]:
    """The lines for which something is so, in the order they were told."""
    return (
        select(
            BankLine.id,
            BankLine.source,
            BankLine.source_id,
            BankLine.also_id,
            BankLine.fingerprint,
            BankLine.reference,
            BankLine.amount_vnd,
            BankLine.came_at,
        )
        .where(is_wanted)
        .order_by(BankLine.told_at, BankLine.id)
    )


def look_by_words(
    session: Session, account: PaymentAccount, told: Sequence[Marked], known: KnownLines
) -> None:
    """Find what a feed and a statement both tell of, and what a file tells without a number."""
    numbers = references_of(told)
    others = BankLine.source != known.source
    for kept in kept_where(session, account, BankLine.reference.in_, sorted(numbers), others):
        known.by_reference.setdefault(kept.reference, []).append(kept)
    prints = {one.fingerprint for one in told}
    for kept in kept_where(session, account, BankLine.fingerprint.in_, sorted(prints)):
        known.by_fingerprint.setdefault(kept.fingerprint, []).append(kept)
    for one in told:
        found = known.by_bank_number(one)
        if found:
            known.claimed.add(found.id)


def kept_where(
    session: Session,
    account: PaymentAccount,
    is_one_of: Callable[[Sequence[str]], ColumnElement[bool]],
    values: Sequence[str],
    *where: ColumnElement[bool],
) -> Iterator[Kept]:
    """The lines of an account with one of these values, in the order they were told."""
    for some in portions(values, MOST_VALUES):
        wanted = asked_of(and_(BankLine.account_id == account.id, is_one_of(some), *where))
        yield from (Kept(*row) for row in session.execute(wanted))


def portions(values: Iterable[Value], size: int) -> Iterator[list[Value]]:
    """The values in lists of at most `size`."""
    portion: list[Value] = []
    for value in values:
        portion.append(value)
        if len(portion) == size:
            yield portion
            portion = []
    if portion:
        yield portion


def requests_named(
    session: Session, shop_id: UUID, codes: Iterable[str]
) -> dict[str, tuple[Asked, int]]:
    """The requests of a shop with these codes, locked, each with its version."""
    named: dict[str, tuple[Asked, int]] = {}
    for some in portions(sorted(set(codes)), MOST_VALUES):
        rows = session.execute(
            select(
                PaymentRequest.id,
                PaymentRequest.account_id,
                PaymentRequest.code,
                PaymentRequest.amount_vnd,
                PaymentRequest.state,
                PaymentRequest.expires_at,
                PaymentRequest.version,
            )
            .where(PaymentRequest.shop_id == shop_id, PaymentRequest.code.in_(some))
            .order_by(PaymentRequest.id)
            .with_for_update()
        ).all()
        placed = placed_on(session, [row.id for row in rows])
        for row in rows:
            asked = Asked(
                id=row.id,
                account_id=row.account_id,
                code=row.code,
                amount_vnd=row.amount_vnd,
                paid_vnd=placed.get(row.id, NOTHING).paid_vnd,
                state=row.state,
                expires_at=row.expires_at,
                is_erased=placed.get(row.id, NOTHING).is_erased,
            )
            named[row.code] = (asked, row.version)
    return named


def paid_on(session: Session, request_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How much stands placed on each of these requests."""
    rows = session.execute(
        select(Placement.request_id, func.sum(Placement.amount_vnd))
        .where(Placement.request_id.in_(request_ids), Placement.undone_at.is_(None))
        .group_by(Placement.request_id)
    )
    return {request_id: int(total or 0) for request_id, total in rows}


def placed_on(session: Session, request_ids: Sequence[UUID]) -> dict[UUID, Placed]:
    """What stands placed on each of these requests."""
    rows = session.execute(
        select(
            Placement.request_id,
            func.sum(Placement.amount_vnd),
            func.count(BankLine.redacted_at),
        )
        .join(BankLine, BankLine.id == Placement.line_id)
        .where(Placement.request_id.in_(request_ids), Placement.undone_at.is_(None))
        .group_by(Placement.request_id)
    )
    return {found: Placed(int(paid or 0), erased > 0) for found, paid, erased in rows}
