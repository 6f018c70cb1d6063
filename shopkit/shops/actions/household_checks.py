"""The trial run of a list of households: what each row would bring."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.imports.models import Import
from shopkit.imports.rules.columns import Fate, Given, Outcome
from shopkit.imports.rules.values import Value
from shopkit.sheets.cells import Cell
from shopkit.shops.actions import lists as shared
from shopkit.shops.actions.list_values import by_name
from shopkit.shops.actions.lists import DOUBLE, KNOWN, NO_HEAD, NO_NAME, NotHere
from shopkit.shops.actions.twins import packed_twins
from shopkit.shops.queries.lists import (
    Known,
    known_households,
    known_people,
)
from shopkit.shops.rules import lists as rules
from shopkit.shops.rules.register import NAME_LENGTH, PERSON_NAME_LENGTH, is_without_marks
from shopkit.shops.rules.twins import Seen, Shelf, Why, is_same_row, is_surely

NEW, MEMBER, CHANGE, CHANGE_MEMBER = "new", "member", "change", "change_member"
# In a village many people share a name; a list of members asks only where more agrees.
ENOUGH_FOR_MEMBERS = frozenset({Why.NAME_AND_PHONE, Why.NAME_AND_YEAR})


@dataclass(slots=True)
class Home:
    """The household that the rows below belong to."""

    id: UUID
    key: str
    village_id: UUID
    code: str
    name: str


@dataclass(slots=True)
class Above:
    """A household of the same list that rows below may repeat; `kept` is what becomes of it."""

    number: int
    seen: Seen
    key: str
    kept: dict[str, Value] = field(default_factory=dict)
    repeated: list[int] = field(default_factory=list)


class HouseholdCheck:
    """One trial run of a list of households, with or without their members."""

    def __init__(self, session: Session, brought: Import, places: shared.Places) -> None:
        self.brought, self.places, self.told = brought, places, places.told
        households = known_households(session, brought.commune_code)
        people = known_people(session, brought.commune_code)
        self.by_key = {one.list_key: one for one in households if one.list_key}
        self.by_name = by_name(households)
        self.people: dict[tuple[UUID | None, str], list[Known]] = defaultdict(list)
        for one in people:
            self.people[one.household_id, one.name].append(one)
        self.shelf = Shelf(one.seen for one in households)
        self.people_shelf = Shelf(one.seen for one in people)
        self.claimed: set[UUID] = set()
        self.counts: Counter[tuple[UUID, str]] = Counter()
        self.here: dict[tuple[UUID, str], list[Above]] = defaultdict(list)
        self.members: set[tuple[UUID, str, int | None]] = set()
        self.home: Home | None = None

    def __call__(self, rows: Sequence[Given]) -> Iterator[Outcome]:
        # All rows of a portion first: a row may fill in what an earlier one leaves empty.
        yield from [self.outcome_of(row) for row in rows]

    def outcome_of(self, row: Given) -> Outcome:
        try:
            return self.look_at(row.number, row.values)
        except NotHere as problem:
            return Outcome(row.number, problem.fate, problem.reason, problem.column)

    def warnings(self, head: Sequence[Sequence[Cell]]) -> list[str]:
        return [*shared.warnings_of(self.told), *self.repeated_rows()]

    def repeated_rows(self) -> Iterator[str]:
        """The rows that are another row once more: its number, theirs and the name."""
        for one in (one for some in self.here.values() for one in some):
            if one.repeated:
                numbers = ",".join(str(number) for number in one.repeated)
                yield f"{shared.SAME_ROWS}:{one.number}:{numbers}:{one.kept.get('name', '')}"

    def look_at(self, number: int, values: dict[str, Value]) -> Outcome:
        section = shared.section_of(values)
        if section:
            self.places.section, self.home = section, None
            return Outcome(number, Fate.LEFT_OUT, shared.SECTION)
        head = rules.plain_name(rules.told(values, rules.HEAD), NAME_LENGTH)
        name = rules.plain_name(rules.told(values, rules.NAME), PERSON_NAME_LENGTH)
        left_out = shared.left_out_or_none(number, values, head or name)
        if left_out:
            return left_out
        if not rules.is_name(head or name):
            raise NotHere(NO_NAME, rules.HEAD if not name else rules.NAME)
        if self.is_member(values, head, name):
            return self.member(number, values, name)
        return self.household(number, values, head or name)

    def is_member(self, values: dict[str, Value], head: str, name: str) -> bool:
        """Whether a row tells of somebody else of the household above it."""
        relation = rules.folded(rules.told(values, rules.RELATION))
        if relation:
            return relation != "ch" and not relation.startswith(("chu ho", "la chu ho"))
        code = rules.code_of(values)
        if code and self.home and code == self.home.code:
            return True
        if head and name and self.home:
            return rules.folded(head) == self.home.name and rules.folded(name) != self.home.name
        return False

    def member(self, number: int, values: dict[str, Value], name: str) -> Outcome:
        """Somebody of the household that was named last."""
        home = self.home
        if home is None:
            raise NotHere(NO_HEAD, rules.RELATION)
        shared.note_marks(name, self.told)
        gender, year = shared.gender_and_year(values, self.told)
        phone = shared.phone_in(values, self.told)
        folded = rules.folded(name)
        if (home.id, folded, year) in self.members:
            return Outcome(number, Fate.LEFT_OUT, DOUBLE)
        self.members.add((home.id, folded, year))
        known = next(iter(self.people.get((home.id, folded), ())), None)
        if known:
            return self.known_member(number, known, name, gender, year, phone)
        key = rules.key_by(home.key, folded, str(year or ""))
        made = shared.row_id(self.brought, key)
        seen = Seen(made, home.village_id, folded, phone, year)
        twins = [
            twin for twin in self.people_shelf.twins_of(seen) if twin.why in ENOUGH_FOR_MEMBERS
        ]
        self.people_shelf.put(seen)
        self.told[shared.TWINS] += bool(twins)
        values_kept: dict[str, Value] = {
            "what": MEMBER,
            "id": made.hex,
            "household_id": home.id.hex,
            "village_id": home.village_id.hex,
            "name": name,
            "list_key": key,
            "phone": phone,
            "gender": gender,
            "birth_year": year,
            "twins": packed_twins(twins),
        }
        return Outcome(number, Fate.GOOD, values=values_kept)

    def known_member(
        self,
        number: int,
        known: Known,
        name: str,
        gender: str,
        year: int | None,
        phone: str | None,
    ) -> Outcome:
        """Somebody the register knows: left as she is, unless the list knows more or otherwise."""
        is_same = (
            (phone is None or phone == known.phone)
            and (year is None or year == known.birth_year)
            and (not gender or gender == known.more[0])
        )
        if is_same:
            return Outcome(number, Fate.KNOWN, KNOWN)
        kept: dict[str, Value] = {
            "what": CHANGE_MEMBER,
            "id": known.id.hex,
            "name": name,
            "phone": phone,
            "gender": gender,
            "birth_year": year,
        }
        return Outcome(number, Fate.GOOD, values=kept)

    def household(self, number: int, values: dict[str, Value], name: str) -> Outcome:
        """A household of its own: new, known, changed, or the same as a row above."""
        village_id = self.places.village_of(values)
        shared.note_marks(name, self.told)
        gender, year = shared.gender_and_year(values, self.told)
        phone = shared.phone_in(values, self.told)
        folded, code = rules.folded(name), rules.code_of(values)
        seen = Seen(self.brought.id, village_id, folded, phone, year)
        above = self.here[village_id, folded]
        double = next((one for one in above if is_same_row(seen, one.seen)), None)
        if double:
            self.home = self.home_of(double.key, village_id, code, folded)
            fill_in(double, number, name, seen, gender, rules.groups_in(values))
            return Outcome(number, Fate.LEFT_OUT, DOUBLE)
        self.counts[village_id, folded] += 1
        key = rules.key_by("code", code) if code else self.occurrence_key(village_id, folded)
        first = Above(number, seen, key, {"name": name})
        above.append(first)
        known = self.known_or_none(seen, key)
        groups = rules.groups_in(values)
        house_number = rules.told(values, rules.NUMBER)[:20]
        if known:
            self.claimed.add(known.id)
            self.home = Home(known.id, key, village_id, code, folded)
            outcome = self.known_household(number, known, seen, groups, house_number, name)
            first.kept = outcome.values or first.kept
            return outcome
        made = shared.row_id(self.brought, key)
        self.home = Home(made, key, village_id, code, folded)
        twins = self.twins_of(Seen(made, village_id, folded, phone, year))
        kept: dict[str, Value] = {
            "what": NEW,
            "id": made.hex,
            "village_id": village_id.hex,
            "name": name,
            "list_key": key,
            "phone": phone,
            "number": house_number,
            "gender": gender,
            "birth_year": year,
            "groups": " ".join(groups),
            "head_id": shared.row_id(self.brought, key + "/head").hex,
            "head_key": rules.key_by(key, "head"),
            "twins": twins,
        }
        self.members.add((made, folded, year))
        first.kept = kept
        return Outcome(number, Fate.GOOD, values=kept)

    def home_of(self, key: str, village_id: UUID, code: str, folded: str) -> Home:
        known = self.by_key.get(key)
        return Home(
            known.id if known else shared.row_id(self.brought, key), key, village_id, code, folded
        )

    def twins_of(self, seen: Seen) -> str:
        """The households that a new one may be the same as; they wait for a person."""
        twins = self.shelf.twins_of(seen)
        self.shelf.put(seen)
        self.people_shelf.put(seen)
        self.told[shared.TWINS] += bool(twins)
        return packed_twins(twins)

    def occurrence_key(self, village_id: UUID, folded: str) -> str:
        """Households of one name in one village are told apart by their order in the list."""
        return rules.key_by(village_id.hex, folded, str(self.counts[village_id, folded]))

    def known_or_none(self, seen: Seen, key: str) -> Known | None:
        """The household of the register that a row surely means."""
        by_key = self.by_key.get(key)
        near = self.by_name.get((seen.village_id, seen.name), ())
        free = [one for one in near if one.id not in self.claimed]
        same = next((one for one in free if is_same_row(seen, one.seen)), None)
        if same:
            return same
        if by_key in free and by_key and is_surely(seen, by_key.seen):
            return by_key
        surely = next((one for one in free if is_surely(seen, one.seen)), None)
        if surely:
            return surely
        return by_key if by_key and by_key.id not in self.claimed else None

    def known_household(
        self,
        number: int,
        known: Known,
        seen: Seen,
        groups: Iterable[str],
        house_number: str,
        name: str,
    ) -> Outcome:
        """A household of the register: left as it is, unless the list says otherwise."""
        added = [group for group in groups if group not in known.more[1:]]
        is_same = (
            not added
            and (seen.phone is None or seen.phone == known.phone)
            and (not house_number or house_number == known.more[0])
            and (seen.village_id, seen.name) == (known.village_id, known.name)
        )
        if is_same:
            return Outcome(number, Fate.KNOWN, KNOWN)
        kept: dict[str, Value] = {
            "what": CHANGE,
            "id": known.id.hex,
            "village_id": seen.village_id.hex if seen.village_id else "",
            "name": name,
            "phone": seen.phone,
            "number": house_number,
            "groups": " ".join(added),
        }
        return Outcome(number, Fate.GOOD, values=kept)


def fill_in(
    first: Above, number: int, name: str, again: Seen, gender: str, groups: Iterable[str]
) -> None:
    """Make one of two rows: the spelling with marks, and what either of them knows."""
    first.repeated.append(number)
    kept = first.kept
    if is_better_spelt(name, str(kept["name"])):
        kept["name"] = name
    told = {"phone": again.phone, "birth_year": again.birth_year, "gender": gender}
    for column, value in told.items():
        kept[column] = kept.get(column) or value
    kept["groups"] = " ".join(dict.fromkeys([*str(kept.get("groups", "")).split(), *groups]))
    first.seen = replace(
        first.seen,
        phone=first.seen.phone or again.phone,
        birth_year=first.seen.birth_year or again.birth_year,
    )


def is_better_spelt(name: str, other: str) -> bool:
    """Whether a name has its marks, or small letters, where the other has none."""
    if name.isascii() != other.isascii():
        return other.isascii()
    return is_without_marks(other) and not is_without_marks(name)
