"""Working out a line of the language over records and what is known of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from shopkit.adoption.rules.cells import Cell
from shopkit.adoption.rules.elements import (
    ELEMENTS,
    STRENGTH,
    VERIFIED_FROM,
    Conditions,
    asks_of_period,
)
from shopkit.adoption.rules.language import (
    Aggregate,
    Call,
    Compared,
    Joined,
    Less,
    Literal,
    Look,
    Name,
    Node,
    Not,
    Window,
    Within,
    Words,
)
from shopkit.adoption.rules.periods import QUARTER, period_on

FIRST_DAY = date(1900, 1, 1)
# What rests on no fact of its own, such as a line of the register: nobody's bare word.
BEYOND = 3


class Known(NamedTuple):
    """One fact as it is read: sorted by day, then by when it was recorded."""

    valid_on: date
    recorded_at: datetime
    # As the database hands it over: it is only compared.
    id: Any
    strength: int
    word: str
    number: int | None
    about: str
    related_id: UUID | None
    evidence: str


@dataclass(slots=True, eq=False)
class Record:
    """One record with what is known of it, what is below it and what it belongs to."""

    kind: str
    id: UUID
    owner: "Record | None" = None
    about: str = ""
    says: dict[str, object] = field(default_factory=dict)
    facts: dict[str, list[Known]] = field(default_factory=dict)
    below: dict[str, list["Record"]] = field(default_factory=dict)
    strength: int = BEYOND
    # How many alike records this one stands for.
    times: int = 1
    # What was found out of it before, by question and day.
    memo: dict[object, Any] = field(default_factory=dict)

    def owner_of(self, kind: str) -> "Record | None":
        found = self.owner
        while found is not None and found.kind != kind:
            found = found.owner
        return found


class AsOf(NamedTuple):
    """The day up to which is counted, and the first day of the period."""

    first: date
    day: date
    least: int = 0


class Proof(NamedTuple):
    """That a condition holds: how well it is known, and by which facts."""

    strength: int
    facts: tuple[Known, ...] = ()


class Value(NamedTuple):
    """An answer and the facts that it was read from; None where nothing is known."""

    value: object
    facts: tuple[Known, ...] = ()


SURE = Proof(BEYOND)
Test = Callable[[Record, AsOf], Proof | None]
Ask = Callable[[Record, AsOf], Value]


def strength_of(facts: Sequence[Known]) -> int:
    """A chain of facts is as strong as its weakest."""
    return min((fact.strength for fact in facts), default=BEYOND)


def span(window: Window, as_of: AsOf) -> tuple[date, date]:
    """The first and last day of a window, both within."""
    match window.unit:
        case "period":
            return as_of.first, as_of.day
        case "days":
            return days_before(as_of.day, window.length - 1), as_of.day
        case "months":
            return months_before(as_of.day, window.length) + timedelta(days=1), as_of.day
        case "until":
            return FIRST_DAY, days_before(as_of.day, window.length)
        case _:
            return FIRST_DAY, as_of.day


def days_before(day: date, count: int) -> date:
    return max(FIRST_DAY, day - timedelta(days=min(count, (day - FIRST_DAY).days)))


def months_before(day: date, count: int) -> date:
    """The same day so many months before, or the last of a shorter month."""
    months = day.year * 12 + day.month - 1 - count
    if months < FIRST_DAY.year * 12:
        return FIRST_DAY
    first = date(months // 12, months % 12 + 1, 1)
    next_month = (first + timedelta(days=31)).replace(day=1)
    return min(first.replace(day=1) + timedelta(days=day.day - 1), next_month - timedelta(days=1))


def whole_months(since: date, day: date) -> int:
    """How many months have passed in full from one day to another."""
    months = (day.year - since.year) * 12 + day.month - since.month
    return months if months_before(day, months) >= since else months - 1


class Compiler:
    """Turns trees into closures, once; `conditions` are those that have names."""

    def __init__(self, conditions: Conditions) -> None:
        self.conditions = conditions
        self.named: dict[tuple[str, str], Test] = {}

    def test(self, node: Node, kind: str) -> Test:
        match node:
            case Name():
                return self.flag(node, kind)
            case Look():
                return has(node)
            case Within() if node.what == "of":
                return self.of(node)
            case Within():
                return self.any(node)
            case Call():
                return called(node)
            case Compared():
                return self.compared(node, kind)
            case Joined():
                return joined(node.word, [self.test(part, kind) for part in node.parts])
            case Not():
                return denied(self.test(node.part, kind))
            case _:
                raise TypeError(node)

    def flag(self, node: Name, kind: str) -> Test:
        key = (kind, node.name)
        if key not in self.conditions:
            name = node.name
            return lambda record, as_of: SURE if said(record, name, as_of) else None
        if key not in self.named:
            meant = self.conditions[key]
            of_period = asks_of_period(meant, self.conditions, kind)
            self.named[key] = remembered(self.test(meant, kind), of_period=of_period)
        return self.named[key]

    def condition(self, node: Node | None, kind: str) -> Test:
        return self.test(node, kind) if node is not None else lambda _record, _as_of: SURE

    def any(self, node: Within) -> Test:
        kind, test = node.kind, self.condition(node.condition, node.kind)

        def found(record: Record, as_of: AsOf) -> Proof | None:
            proofs = [
                proof
                for one in record.below.get(kind, ())
                if (proof := test(one, as_of)) is not None
            ]
            return best(proofs)

        return found

    def of(self, node: Within) -> Test:
        kind, test = node.kind, self.condition(node.condition, node.kind)

        def found(record: Record, as_of: AsOf) -> Proof | None:
            owner = record.owner_of(kind)
            return test(owner, as_of) if owner is not None else None

        return found

    def compared(self, node: Compared, kind: str) -> Test:
        left, right = self.ask(node.left, kind), self.ask(node.right, kind)
        holds = SIGNS[node.sign]

        def found(record: Record, as_of: AsOf) -> Proof | None:
            one, other = left(record, as_of), right(record, as_of)
            if one.value is None or other.value is None or not holds(one.value, other.value):
                return None
            facts = one.facts + other.facts
            return Proof(strength_of(facts), facts)

        return found

    def ask(self, node: Node, kind: str) -> Ask:
        match node:
            case Literal():
                fixed = Value(node.value)
                return lambda _record, _as_of: fixed
            case Words():
                among = Value(node.values)
                return lambda _record, _as_of: among
            case Name():
                name = node.name
                return lambda record, as_of: Value(said(record, name, as_of))
            case Look():
                return latest(node)
            case Within() if node.what == "quarters":
                return self.quarters(node)
            case Within():
                return self.number_of(node)
            case Call():
                return months_since(node)
            case Less():
                return less(self.ask(node.left, kind), self.ask(node.right, kind))
            case _:
                raise TypeError(node)

    def number_of(self, node: Within) -> Ask:
        kind, test = node.kind, self.condition(node.condition, node.kind)

        def counted(record: Record, as_of: AsOf) -> Value:
            proofs = [
                proof
                for one in record.below.get(kind, ())
                if (proof := test(one, as_of)) is not None
            ]
            return Value(len(proofs), tuple(fact for proof in proofs for fact in proof.facts))

        return counted

    def quarters(self, node: Within) -> Ask:
        """In how many of the last closed quarters a record of the kind met the condition."""
        kind, test = node.kind, self.condition(node.condition, node.kind)
        count = node.count

        def counted(record: Record, as_of: AsOf) -> Value:
            spans = closed_quarters(as_of.day, count)
            seen: dict[tuple[date, date], Known] = {}
            for one in record.below.get(kind, ()):
                proof = test(one, as_of)
                for fact in proof.facts if proof else ():
                    for quarter in spans:
                        if quarter[0] <= fact.valid_on <= quarter[1]:
                            seen.setdefault(quarter, fact)
            return Value(len(seen), tuple(seen.values()))

        return counted


def said(record: Record, name: str, as_of: AsOf) -> object:
    """What a record says of itself; some of it depends on the day."""
    found = record.about if name == "about" else record.says.get(name)
    return found(as_of) if callable(found) else found


def remembered(test: Test, *, of_period: bool) -> Test:
    """Asks a record only once for each day and strength, however many lines ask."""

    def asked(record: Record, as_of: AsOf) -> Proof | None:
        key = (test, as_of if of_period else as_of[1:])
        if key not in record.memo:
            record.memo[key] = test(record, as_of)
        found: Proof | None = record.memo[key]
        return found

    return asked


def best(proofs: Sequence[Proof]) -> Proof | None:
    if not proofs:
        return None
    if len(proofs) == 1:
        return proofs[0]
    facts = tuple(fact for proof in proofs for fact in proof.facts)
    return Proof(max(proof.strength for proof in proofs), facts)


def joined(word: str, tests: Sequence[Test]) -> Test:
    if word == "or":
        return lambda record, as_of: best(
            [proof for test in tests if (proof := test(record, as_of)) is not None]
        )

    def all_hold(record: Record, as_of: AsOf) -> Proof | None:
        strength = BEYOND
        facts: tuple[Known, ...] = ()
        for test in tests:
            proof = test(record, as_of)
            if proof is None:
                return None
            strength, facts = min(strength, proof.strength), facts + proof.facts
        return Proof(strength, facts)

    return all_hold


def denied(test: Test) -> Test:
    return lambda record, as_of: SURE if test(record, as_of) is None else None


def readable(facts: list[Known], window: Window, least: str | None, as_of: AsOf) -> list[Known]:
    """The facts of a window that are known well enough, oldest first."""
    first, last = span(window, as_of)
    floor = as_of.least if least is None else STRENGTH[least]
    return [fact for fact in facts if first <= fact.valid_on <= last and fact.strength >= floor]


def has(node: Look) -> Test:
    element, window, least = node.element, node.window, node.least

    def found(record: Record, as_of: AsOf) -> Proof | None:
        facts = record.facts.get(element)
        seen = readable(facts, window, least, as_of) if facts else []
        return Proof(max(fact.strength for fact in seen), (seen[-1],)) if seen else None

    return found


def latest(node: Look) -> Ask:
    element, window, least = node.element, node.window, node.least
    is_number = ELEMENTS[element].value == "number"

    def asked(record: Record, as_of: AsOf) -> Value:
        facts = record.facts.get(element)
        seen = readable(facts, window, least, as_of) if facts else []
        if not seen:
            return Value(None)
        last = seen[-1]
        return Value(last.number if is_number else last.word, (last,))

    return asked


def less(left: Ask, right: Ask) -> Ask:
    def asked(record: Record, as_of: AsOf) -> Value:
        one, other = left(record, as_of), right(record, as_of)
        if not isinstance(one.value, int) or not isinstance(other.value, int):
            return Value(None)
        return Value(one.value - other.value, one.facts + other.facts)

    return asked


def closed_quarters(day: date, count: int) -> list[tuple[date, date]]:
    """The last quarters whose last day is on or before a day."""
    quarter = period_on(day, QUARTER)
    if quarter.last > day:
        quarter = quarter.before
    found = []
    for _number in range(min(count, 40)):
        found.append((quarter.first, quarter.last))
        quarter = quarter.before
    return found


def days_of(record: Record, name: str, as_of: AsOf) -> Sequence[Known]:
    found = said(record, name, as_of)
    return found if isinstance(found, list | tuple) else ()


def months_since(node: Call) -> Ask:
    name = node.arguments[0]
    assert isinstance(name, Name)

    def asked(record: Record, as_of: AsOf) -> Value:
        days = days_of(record, name.name, as_of)
        if not days:
            return Value(None)
        return Value(whole_months(days[0].valid_on, as_of.day), (days[0],))

    return asked


def called(node: Call) -> Test:
    """`due`: a day and so many more fall into the period; `followed`: and something came of it."""
    names = [part.name if isinstance(part, Name) else part.value for part in node.arguments]

    def found(record: Record, as_of: AsOf) -> Proof | None:
        begun, wait = days_of(record, str(names[0]), as_of), timedelta(days=int(names[1]))
        due = [one for one in begun if as_of.first <= one.valid_on + wait <= as_of.day]
        unless = names[2] if node.what == "due" and len(names) > 2 else None
        unless = names[5] if node.what == "followed" and len(names) > 5 else unless
        if unless is not None:
            stops = days_of(record, str(unless), as_of)
            due = [one for one in due if not any(s.valid_on < one.valid_on for s in stops)]
        if not due:
            return None
        if node.what == "due":
            return Proof(strength_of(due), tuple(due))
        then = days_of(record, str(names[2]), as_of)
        first, last = timedelta(days=int(names[3])), timedelta(days=int(names[4]))
        came = [
            later
            for later in then
            if any(one.valid_on + first <= later.valid_on <= one.valid_on + last for one in due)
        ]
        return Proof(max(fact.strength for fact in came), tuple(came)) if came else None

    return found


SIGNS: Mapping[str, Callable[[object, object], bool]] = {
    "=": lambda one, other: one == other,
    "!=": lambda one, other: one != other,
    "in": lambda one, other: isinstance(other, tuple) and one in other,
    "<": lambda one, other: isinstance(one, int) and isinstance(other, int) and one < other,
    "<=": lambda one, other: isinstance(one, int) and isinstance(other, int) and one <= other,
    ">": lambda one, other: isinstance(one, int) and isinstance(other, int) and one > other,
    ">=": lambda one, other: isinstance(one, int) and isinstance(other, int) and one >= other,
}


class Hit(NamedTuple):
    """A record that is counted: what it adds, and what shows it."""

    record: Record
    amount: int
    proof: Proof


@dataclass(frozen=True)
class Measure:
    """One aggregate, ready to be asked."""

    kind: str
    what: str
    test: Test
    value: Ask | None
    property: str = ""
    """What of each record is summed, where it is a property that some records lack."""

    def is_told(self, records: Iterable[Record]) -> bool:
        """Whether any record tells what is summed; where none does, the sum is no 0."""
        return not self.property or any(self.property in record.says for record in records)

    def hits(self, records: Iterable[Record], as_of: AsOf) -> list[Hit]:
        found = []
        for record in records:
            proof = self.test(record, as_of)
            if proof is None:
                continue
            if self.value is None:
                found.append(Hit(record, record.times, proof))
                continue
            value = self.value(record, as_of)
            if isinstance(value.value, int):
                strength = min(proof.strength, strength_of(value.facts))
                found.append(Hit(record, value.value, Proof(strength, proof.facts + value.facts)))
        return found


def measure(aggregate: Aggregate, compiler: Compiler) -> Measure:
    value = compiler.ask(aggregate.value, aggregate.kind) if aggregate.value is not None else None
    test = compiler.condition(aggregate.condition, aggregate.kind)
    summed = aggregate.value.name if isinstance(aggregate.value, Name) else ""
    return Measure(aggregate.kind, aggregate.what, test, value, summed)


def cell_of(hits: Sequence[Hit], *, is_sum: bool) -> Cell:
    """What was counted, how much of it is verified, and of sums who is in it."""
    total = sum(hit.amount for hit in hits)
    verified = sum(
        hit.amount for hit in hits if min(hit.proof.strength, hit.record.strength) >= VERIFIED_FROM
    )
    if not is_sum:
        return Cell(total, None, verified)
    shares: dict[UUID, int] = {}
    for hit in hits:
        giver = hit.record.owner_of("business") or hit.record
        shares[giver.id] = shares.get(giver.id, 0) + hit.amount
    return Cell(total, None, verified, len(shares), max(shares.values(), default=0))
