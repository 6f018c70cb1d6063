"""Lists of branches and their members: what a file would bring, and taking it in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.imports.actions.specs import Kept
from shopkit.imports.models import Import
from shopkit.imports.rules.columns import Fate, Given, Outcome
from shopkit.imports.rules.values import Value
from shopkit.sheets.cells import Cell
from shopkit.shops.actions import lists as shared
from shopkit.shops.actions.branches import add_member, change_branch, open_branch
from shopkit.shops.actions.households import add_person
from shopkit.shops.actions.list_values import by_name, since_of, text, uuid_in, year_in
from shopkit.shops.actions.lists import CHANGED, KNOWN, NO_NAME, PEOPLE, NotHere
from shopkit.shops.models.branches import Branch
from shopkit.shops.models.register import Person
from shopkit.shops.queries.lists import (
    known_branches,
    known_members,
    known_people,
    list_keys_of,
)
from shopkit.shops.rules import lists as rules
from shopkit.shops.rules.register import NAME_LENGTH, PERSON_NAME_LENGTH
from shopkit.shops.rules.twins import Seen, is_surely

KEPT = (
    "what",
    "branch_id",
    "organisation",
    "branch",
    "branch_key",
    "branch_village_id",
    "promised",
    "person_id",
    "name",
    "person_key",
    "village_id",
    "phone",
    "gender",
    "birth_year",
    "is_leader",
)
NEW, MEMBER, BOTH, CHANGE = "new", "member", "both", "change"
NO_ORGANISATION, NO_BRANCH = "no_organisation", "no_branch"
LEADERS = ("truong", "to truong", "chi hoi truong", "bi thu", "nhom truong", "chu tich")


@dataclass(slots=True)
class Group:
    """The branch that the rows below belong to."""

    key: str
    organisation: str
    name: str
    village_id: UUID | None
    known: Branch | None
    is_told: bool = False


class BranchCheck:
    """One trial run of a list of branches, with or without their members."""

    def __init__(self, session: Session, brought: Import, places: shared.Places) -> None:
        self.brought, self.places, self.told = brought, places, places.told
        found = known_branches(session, brought.commune_code)
        self.known = {(one.organisation, one.search_text): one for one in found}
        self.people = by_name(known_people(session, brought.commune_code))
        self.members = known_members(session, brought.commune_code)
        self.groups: dict[str, Group] = {}
        self.group: Group | None = None
        self.here: set[tuple[str, str, str]] = set()

    def __call__(self, rows: Sequence[Given]) -> Iterator[Outcome]:
        for row in rows:
            try:
                yield self.look_at(row.number, row.values)
            except NotHere as problem:
                yield Outcome(row.number, problem.fate, problem.reason, problem.column)

    def warnings(self, head: Sequence[Sequence[Cell]]) -> list[str]:
        return shared.warnings_of(self.told)

    def look_at(self, number: int, values: dict[str, Value]) -> Outcome:
        branch = rules.told(values, rules.BRANCH)[:NAME_LENGTH]
        name = rules.plain_name(rules.told(values, rules.NAME), PERSON_NAME_LENGTH)
        left_out = shared.left_out_or_none(number, values, branch or name)
        if left_out:
            return left_out
        group = self.group_of(values, branch)
        kept: dict[str, Value] = {}
        if not group.is_told:
            kept = self.told_of(group, values)
            group.is_told = True
        if name:
            kept |= self.member(group, values, name)
        elif not kept and not branch:
            raise NotHere(NO_NAME, rules.NAME)
        if not kept:
            return Outcome(number, Fate.KNOWN, KNOWN)
        what = BOTH if "name" in kept and "branch" in kept else MEMBER if "name" in kept else NEW
        common: dict[str, Value] = {"what": what, "branch_key": group.key}
        common["branch_id"] = group.known.id.hex if group.known else None
        return Outcome(number, Fate.GOOD, values=kept | common)

    def group_of(self, values: dict[str, Value], branch: str) -> Group:
        """The branch of a row: its own, or the one above where the cell is empty."""
        if not branch:
            if self.group is None:
                raise NotHere(NO_BRANCH, rules.BRANCH)
            return self.group
        organisation = rules.organisation_of(rules.told(values, rules.ORGANISATION))
        organisation = organisation or rules.organisation_of(branch)
        organisation = organisation or rules.organisation_of(self.places.title)
        if not organisation:
            raise NotHere(NO_ORGANISATION, rules.ORGANISATION)
        village_id = self.village_of(values, branch)
        folded = rules.folded(branch)
        key = rules.key_by(organisation, folded)
        known = self.known.get((organisation, folded))
        made = Group(key, organisation, branch, village_id, known)
        self.group = self.groups.setdefault(key, made)
        return self.group

    def village_of(self, values: dict[str, Value], branch: str) -> UUID | None:
        """The village of a branch by its cell, or by its own name; one of the commune has none."""
        if rules.told(values, rules.VILLAGE):
            return self.places.village_of(values)
        named = self.places.named_in_title([branch])
        return self.places.names.find(named).village_id if named else None

    def told_of(self, group: Group, values: dict[str, Value]) -> dict[str, Value]:
        """What the row tells of the branch itself; nothing where the register knows it."""
        promised = values.get(rules.PROMISED)
        count = promised if isinstance(promised, int) else 0
        known = group.known
        if known and (not count or known.promised_count == count):
            return {}
        return {
            "organisation": group.organisation,
            "branch": group.name,
            "branch_village_id": group.village_id.hex if group.village_id else None,
            "promised": count,
        }

    def member(self, group: Group, values: dict[str, Value], name: str) -> dict[str, Value]:
        """Somebody of the branch; nothing where the register has her in it."""
        if not rules.is_name(name):
            raise NotHere(NO_NAME, rules.NAME)
        gender, year = shared.gender_and_year(values, self.told)
        phone = shared.phone_in(values, self.told)
        shared.note_marks(name, self.told)
        folded = rules.folded(name)
        if (group.key, folded, phone or str(year or "")) in self.here:
            return {}
        self.here.add((group.key, folded, phone or str(year or "")))
        village_id = group.village_id or self.village_of(values, "")
        seen = Seen(self.brought.id, village_id, folded, phone, year)
        near = self.people.get((village_id, folded), ())
        key = rules.key_by(group.key, folded, phone or str(year or ""))
        found = next(
            (one for one in near if is_surely(seen, one.seen) or one.list_key == key), None
        )
        if found and group.known and (group.known.id, found.id) in self.members:
            return {}
        role = rules.folded(rules.told(values, rules.ROLE))
        return {
            "name": name,
            "person_id": found.id.hex if found else None,
            "person_key": key,
            "village_id": village_id.hex if village_id else None,
            "phone": phone,
            "gender": gender,
            "birth_year": year,
            "is_leader": 1 if any(word in role for word in LEADERS) and "pho" not in role else 0,
        }


def keep(session: Session, brought: Import, records: Sequence[Given], now: datetime) -> Kept:
    """Take one portion; a branch or a person that is there already stays one."""
    kept = Kept(more={CHANGED: 0, PEOPLE: 0})
    known = {
        one.list_key or rules.key_by(one.organisation, one.search_text): one
        for one in known_branches(session, brought.commune_code)
    }
    keys = [text(record.values, "person_key") for record in records]
    people = list_keys_of(session, Person, brought.commune_code, [key for key in keys if key])
    for record in records:
        values = record.values
        branch = branch_of(session, brought, values, known, kept, now)
        if values["what"] in (MEMBER, BOTH) and branch is not None:
            person = person_of(session, brought, values, people, now)
            since = since_of(brought)
            is_leader = bool(values.get("is_leader"))
            add_member(session, branch, person, since=since, is_leader=is_leader, now=now)
            kept.more[PEOPLE] += 1
    return kept


def branch_of(
    session: Session,
    brought: Import,
    values: dict[str, Value],
    known: dict[str, Branch],
    kept: Kept,
    now: datetime,
) -> Branch | None:
    """The branch of a row, opened or set right where the row says so."""
    told = uuid_in(values, "branch_id")
    branch = session.get(Branch, told) if told else known.get(text(values, "branch_key"))
    if values["what"] == MEMBER:
        return branch
    promised = values.get("promised")
    count = promised if isinstance(promised, int) else 0
    if branch is not None:
        place = branch.village_id
        kept.more[CHANGED] += count > 0 and change_branch(
            session, branch, name=branch.name, village_id=place, promised_count=count, now=now
        )
        return branch
    branch = open_branch(
        session,
        commune_code=brought.commune_code,
        organisation=text(values, "organisation"),
        name=text(values, "branch"),
        village_id=uuid_in(values, "branch_village_id"),
        promised_count=count,
        since=since_of(brought),
        list_key=text(values, "branch_key"),
        now=now,
    )
    known[text(values, "branch_key")] = branch
    kept.added_count += 1
    return branch


def person_of(
    session: Session,
    brought: Import,
    values: dict[str, Value],
    people: dict[str, UUID],
    now: datetime,
) -> Person:
    """The person of a row: the register's own, else a new one of the list."""
    told = uuid_in(values, "person_id") or people.get(text(values, "person_key"))
    found = session.get(Person, told) if told else None
    if found is not None and not found.merged_into_id and not found.erased_at:
        return found
    made = add_person(
        session,
        commune_code=brought.commune_code,
        village_id=uuid_in(values, "village_id"),
        name=text(values, "name"),
        gender=text(values, "gender"),
        birth_year=year_in(values),
        phone=text(values, "phone") or None,
        list_key=text(values, "person_key"),
        now=now,
    )
    people[text(values, "person_key")] = made.id
    return made
