"""Lists of household businesses: what a file would bring, and taking it in."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.imports.actions.specs import Kept
from shopkit.imports.models import Import
from shopkit.imports.rules.columns import Fate, Given, Outcome
from shopkit.imports.rules.values import Value
from shopkit.sheets.cells import Cell
from shopkit.shops.actions import lists as shared
from shopkit.shops.actions.bulk import NewBusiness, bring_businesses
from shopkit.shops.actions.businesses import change_business
from shopkit.shops.actions.list_values import by_name, text, told_twins, uuid_in
from shopkit.shops.actions.lists import CHANGED, DOUBLE, KNOWN, NO_NAME, NotHere
from shopkit.shops.actions.twins import ask_of_many, packed_twins
from shopkit.shops.models.shops import Business
from shopkit.shops.queries.lists import (
    Known,
    known_businesses,
    known_people,
    list_keys_of,
)
from shopkit.shops.rules import lists as rules
from shopkit.shops.rules.register import NAME_LENGTH, PERSON_NAME_LENGTH, sector_of
from shopkit.shops.rules.twins import Seen, Shelf, is_surely

KEPT = (
    "what",
    "id",
    "village_id",
    "name",
    "list_key",
    "owner_name",
    "owner_gender",
    "kind",
    "sector",
    "phone",
    "legal_basis",
    "owner_id",
    "household_id",
    "twins",
)
NEW, CHANGE = "new", "change"
KIND_WORDS = (
    ("cooperative", ("hop tac xa", "htx", "to hop tac")),
    ("company", ("cong ty", "tnhh", "doanh nghiep", "dntn", "co phan")),
)


class BusinessCheck:
    """One trial run of a list of household businesses."""

    def __init__(self, session: Session, brought: Import, places: shared.Places) -> None:
        self.brought, self.places, self.told = brought, places, places.told
        known = known_businesses(session, brought.commune_code)
        self.by_key = {one.list_key: one for one in known if one.list_key}
        self.by_name = by_name(known)
        self.shelf = Shelf(one.seen for one in known)
        self.owners = by_name(known_people(session, brought.commune_code))
        self.claimed: set[UUID] = set()
        self.counts: Counter[tuple[UUID, str, str]] = Counter()
        self.here: dict[tuple[UUID, str], list[tuple[Seen, str]]] = defaultdict(list)
        self.codes: set[str] = set()

    def __call__(self, rows: Sequence[Given]) -> Iterator[Outcome]:
        for row in rows:
            try:
                yield self.look_at(row.number, row.values)
            except NotHere as problem:
                yield Outcome(row.number, problem.fate, problem.reason, problem.column)

    def warnings(self, head: Sequence[Sequence[Cell]]) -> list[str]:
        return shared.warnings_of(self.told)

    def look_at(self, number: int, values: dict[str, Value]) -> Outcome:
        section = shared.section_of(values)
        if section:
            self.places.section = section
            return Outcome(number, Fate.LEFT_OUT, shared.SECTION)
        owner = rules.plain_name(rules.told(values, rules.OWNER), PERSON_NAME_LENGTH)
        name = rules.told(values, rules.NAME)[:NAME_LENGTH] or owner
        left_out = shared.left_out_or_none(number, values, name)
        if left_out:
            return left_out
        if not rules.is_name(name):
            raise NotHere(NO_NAME, rules.NAME)
        return self.business(number, values, name, owner)

    def business(self, number: int, values: dict[str, Value], name: str, owner: str) -> Outcome:
        """A business: new, known, changed, or the same as a row above."""
        village_id = self.places.village_of(values)
        shared.note_marks(name, self.told)
        phone = shared.phone_in(values, self.told)
        folded, folded_owner = rules.folded(name), rules.folded(owner)
        seen = Seen(self.brought.id, village_id, folded, phone)
        code = rules.code_of(values)
        if self.is_double(seen, folded_owner, code):
            return Outcome(number, Fate.LEFT_OUT, DOUBLE)
        self.counts[village_id, folded, folded_owner] += 1
        occurrence = str(self.counts[village_id, folded, folded_owner])
        parts = ("code", code) if code else (village_id.hex, folded, folded_owner, occurrence)
        key = rules.key_by(*parts)
        told = self.told_by(values, owner) | {"name": name, "phone": phone}
        known = self.known_or_none(seen, folded_owner, key)
        if known:
            self.claimed.add(known.id)
            return self.known_business(number, known, seen, told)
        made = shared.row_id(self.brought, key)
        twins = self.shelf.twins_of(Seen(made, village_id, folded, phone))
        self.shelf.put(Seen(made, village_id, folded, phone))
        self.told[shared.TWINS] += bool(twins)
        kept = told | self.owner_in_register(village_id, folded_owner, phone)
        kept |= {
            "what": NEW,
            "id": made.hex,
            "village_id": village_id.hex,
            "list_key": key,
            "twins": packed_twins(twins),
        }
        return Outcome(number, Fate.GOOD, values=kept)

    def told_by(self, values: dict[str, Value], owner: str) -> dict[str, Value]:
        """What a row says beside name, place and phone."""
        gender, _year = rules.gender_and_year(values)
        document = rules.told(values, rules.DOCUMENT)
        return {
            "owner_name": owner,
            "owner_gender": gender or gender_by_title(rules.told(values, rules.OWNER)),
            "kind": kind_of(rules.told(values, rules.KIND), rules.told(values, rules.NAME)),
            "sector": sector_of(rules.told(values, rules.SECTOR)),
            "legal_basis": (document or self.brought.wishes.get(shared.SOURCE, ""))[:200],
        }

    def is_double(self, seen: Seen, owner: str, code: str) -> bool:
        """Whether a row above is the same: by its code, or by name, village, owner and phone."""
        if code:
            is_known = code in self.codes
            self.codes.add(code)
            return is_known
        assert seen.village_id is not None
        above = self.here[seen.village_id, seen.name]
        if any(is_surely(seen, one) or (owner and owner == by) for one, by in above):
            return True
        above.append((seen, owner))
        return False

    def known_or_none(self, seen: Seen, owner: str, key: str) -> Known | None:
        """The business of the register that a row surely means."""
        by_key = self.by_key.get(key)
        if by_key and by_key.id not in self.claimed:
            return by_key
        near = self.by_name.get((seen.village_id, seen.name), ())
        return next(
            (
                one
                for one in near
                if one.id not in self.claimed
                and (is_surely(seen, one.seen) or (owner and owner == rules.folded(one.more[0])))
            ),
            None,
        )

    def owner_in_register(
        self, village_id: UUID, owner: str, phone: str | None
    ) -> dict[str, Value]:
        """The person of the register who surely is the owner: the only one, or with her phone."""
        near = self.owners.get((village_id, owner), ()) if owner else ()
        with_phone = [one for one in near if phone is not None and one.phone == phone]
        if len(with_phone) != 1:
            return {}
        found = with_phone[0]
        home = found.household_id.hex if found.household_id else None
        return {"owner_id": found.id.hex, "household_id": home}

    def known_business(
        self, number: int, known: Known, seen: Seen, told: dict[str, Value]
    ) -> Outcome:
        """A business of the register: left as it is, unless the list says otherwise."""
        named = ("owner_name", "owner_gender", "sector", "legal_basis")
        is_same = all(
            not told[name] or told[name] == before
            for name, before in zip(named, known.more, strict=True)
        )
        is_same = is_same and (seen.phone is None or seen.phone == known.phone)
        if is_same and (seen.village_id, seen.name) == (known.village_id, known.name):
            return Outcome(number, Fate.KNOWN, KNOWN)
        place = seen.village_id.hex if seen.village_id else None
        kept = told | {"what": CHANGE, "id": known.id.hex, "village_id": place}
        return Outcome(number, Fate.GOOD, values=kept)


def kind_of(typed: str, name: str) -> str:
    """The kind of a business by its own column, else by its name."""
    padded = f" {rules.folded(typed or name)} "
    found = (kind for kind, known in KIND_WORDS if any(f" {word} " in padded for word in known))
    return next(found, "household")


def gender_by_title(typed: str) -> str:
    """What "Bà" or "Ông" before a name tells."""
    first = rules.folded(typed).partition(" ")[0]
    return {"ba": "f", "chi": "f", "ong": "m", "anh": "m"}.get(first, "")


def keep(session: Session, brought: Import, records: Sequence[Given], now: datetime) -> Kept:
    """Take one portion; what a list has brought before is known by its keys."""
    rows = [record.values for record in records]
    kept = Kept(more={CHANGED: 0})
    told = [one for one in rows if one["what"] == NEW]
    known = list_keys_of(
        session, Business, brought.commune_code, (text(one, "list_key") for one in told)
    )
    fresh = [one for one in told if text(one, "list_key") not in known]
    kept.known_count += len(told) - len(fresh)
    kept.added_count += len(fresh)
    businesses = [
        NewBusiness(
            id=UUID(text(one, "id")),
            village_id=uuid_in(one, "village_id"),
            name=text(one, "name"),
            list_key=text(one, "list_key"),
            owner_name=text(one, "owner_name"),
            owner_gender=text(one, "owner_gender"),
            kind=text(one, "kind"),
            sector=text(one, "sector"),
            phone=text(one, "phone") or None,
            legal_basis=text(one, "legal_basis"),
            household_id=uuid_in(one, "household_id"),
            owner_id=uuid_in(one, "owner_id"),
        )
        for one in fresh
    ]
    bring_businesses(session, brought.commune_code, businesses, now=now)
    ask_of_many(session, Business, brought.commune_code, told_twins(fresh), now=now)
    for one in rows:
        if one["what"] == CHANGE:
            keep_change(session, one, now)
            kept.more[CHANGED] += 1
    return kept


def keep_change(session: Session, told: dict[str, Value], now: datetime) -> None:
    """A business that the list knows otherwise than the register."""
    business = session.get(Business, UUID(text(told, "id")))
    if business is None or business.closed_at or business.erased_at or business.merged_into_id:
        return
    change_business(
        session,
        business,
        village_id=uuid_in(told, "village_id") or business.village_id,
        name=text(told, "name") or business.name,
        owner_name=text(told, "owner_name") or business.owner_name,
        owner_gender=text(told, "owner_gender") or business.owner_gender,
        kind=business.kind,
        sector=text(told, "sector") or business.sector,
        phone=text(told, "phone") or business.phone,
        legal_basis=text(told, "legal_basis") or business.legal_basis,
        now=now,
    )
