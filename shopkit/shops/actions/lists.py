"""What trial runs of all lists of the register share: which village a row means, what is said."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.imports.models import Import
from shopkit.imports.rules.columns import Fate, Layout, Outcome
from shopkit.imports.rules.values import Value
from shopkit.places.models import OldUnit
from shopkit.places.queries import commune
from shopkit.sheets.cells import Cell, text_of
from shopkit.sheets.rolls import Roll
from shopkit.shops.queries.lists import gazetteer
from shopkit.shops.rules import lists as rules
from shopkit.shops.rules.register import is_without_marks
from shopkit.shops.rules.village_names import Answer, Gazetteer, How, is_heading, key_of

HOUSEHOLD_LIST, BUSINESS_LIST, BRANCH_LIST = "households", "businesses", "branches"
SOURCE, SINCE, VILLAGE_OF_ALL, ASKED = "source", "since", "village", "villages_asked"
POINTED = "v:"
NOWHERE = "-"
SECTION, SUM, FOOTER, NO_NAME = "section", "sum", "footer", "no_name"
DIVIDED, OTHER_COMMUNE, DOUBLE, KNOWN, NO_HEAD = (
    "old_commune_divided",
    "other_commune",
    "double_in_file",
    "known",
    "no_head",
)
CHANGED, PEOPLE = "changed", "people"
# What is said above the trial run, each with how often it was met.
WITHOUT_MARKS, PHONES_UNREAD, TWINS = "without_marks", "phones_unread", "twins"
OLD_NAMES, MERGED = "old_names", "merged"
SECOND_PHONES, DAYS_ODD, YEARS_ODD = "second_phones", "days_odd", "years_odd"
SAME_ROWS = "same_rows"
HEAD_ROWS = 60
# A line that only names a village has at most its number beside it.
MOST_IN_HEADING = 3
LONGEST_ASKED = 80
MOST_ASKED = 60


class NotHere(Exception):
    """A row that is not taken: why, which column, and whether it is a mistake at all."""

    def __init__(self, reason: str, column: str = "", fate: Fate = Fate.FAILED) -> None:
        super().__init__(reason)
        self.reason, self.column, self.fate = reason, column, fate


@dataclass(frozen=True)
class Communes:
    """How lists may name this commune and the old ones it was made of, folded."""

    own: frozenset[str]
    divided: frozenset[str]

    def divided_in(self, text: str) -> str:
        """The divided old commune that a title speaks of, or nothing."""
        padded = f" {rules.folded(text)} "
        return next((name for name in sorted(self.divided) if f" {name} " in padded), "")


def communes_of(session: Session, code: str) -> Communes:
    here = commune(session, code)
    own = {here.bare_text, rules.folded(here.name)}
    divided: set[str] = set()
    for old in session.scalars(select(OldUnit).where(OldUnit.new_code == code)):
        names = {old.bare_text, rules.folded(old.name)}
        own |= names
        if old.is_divided:
            divided.add(rules.folded(old.name))
    return Communes(frozenset(own), frozenset(divided))


class Places:
    """Which village each row of one list means; remembers the headings between the rows."""

    def __init__(
        self, session: Session, brought: Import, head: Sequence[str], has_column: bool
    ) -> None:
        pointed = {
            name.removeprefix(POINTED): told
            for name, told in brought.wishes.items()
            if name.startswith(POINTED)
        }
        self.nowhere = {name for name, told in pointed.items() if told == NOWHERE}
        known = {name: UUID(told) for name, told in pointed.items() if told != NOWHERE}
        self.names: Gazetteer = gazetteer(session, brought.commune_code, known)
        self.communes = communes_of(session, brought.commune_code)
        self.title = " ".join(head)
        self.is_divided = bool(self.communes.divided_in(self.title))
        whole = brought.wishes.get(VILLAGE_OF_ALL, "")
        self.of_all = UUID(whole) if whole else None
        self.section = "" if has_column else self.named_in_title(head)
        self.told: Counter[str] = Counter()

    def named_in_title(self, head: Sequence[str]) -> str:
        """The one village that the lines above the table or the name of the sheet speak of."""
        padded = f" {' '.join(key_of(line) for line in head)} "
        found = [name for name in self.names.open if f" {name} " in padded]
        longest = [
            one for one in found if not any(one != other and one in other for other in found)
        ]
        return longest[0] if len(longest) == 1 else ""

    def answer(self, values: Mapping[str, Value]) -> Answer:
        """The village of a row, by its own cell, the heading above it, or the whole list's."""
        typed = rules.told(values, rules.VILLAGE) or self.section
        if self.of_divided(values):
            return self.names.find(typed) if key_of(typed) in self.names.pointed_out else NO_WAY
        if not typed:
            return Answer(How.POINTED_OUT, self.of_all) if self.of_all else Answer(How.MISSING)
        return self.names.find(typed)

    def of_divided(self, values: Mapping[str, Value]) -> bool:
        """Whether a row comes from an old commune that went to several: nobody is moved unasked."""
        cell = rules.folded(rules.told(values, rules.OLD_COMMUNE))
        if not cell:
            return self.is_divided
        return any(cell in (name, bare_of(name)) for name in self.communes.divided)

    def village_of(self, values: Mapping[str, Value]) -> UUID:
        """The village of a row; raises NotHere with what is to be done."""
        cell = rules.folded(rules.told(values, rules.OLD_COMMUNE))
        if cell and cell not in self.communes.own and f"xa {cell}" not in self.communes.own:
            raise NotHere(OTHER_COMMUNE, rules.OLD_COMMUNE)
        answer = self.answer(values)
        if answer.village_id is None:
            is_divided = self.of_divided(values)
            raise NotHere(DIVIDED if is_divided else answer.how.value, rules.VILLAGE)
        if answer.how == How.MERGED:
            self.told[MERGED] += 1
        elif answer.how == How.BY_OLD_NAME:
            self.told[OLD_NAMES] += 1
        return answer.village_id


NO_WAY = Answer(How.UNKNOWN)


def bare_of(name: str) -> str:
    """The name of an old commune without the word for its kind."""
    for kind in ("xa ", "phuong ", "thi tran "):
        if name.startswith(kind):
            return name.removeprefix(kind)
    return name


def head_lines(roll: Roll, layout: Layout) -> list[str]:
    """The lines above the headings, and the name of the sheet."""
    lines = [roll.sheets[layout.sheet].name]
    for number, row in enumerate(roll.rows(layout.sheet)):
        if number >= min(layout.heading, HEAD_ROWS):
            break
        lines.append(" ".join(text for cell in row if (text := text_of(cell))))
    return [line for line in lines if line]


def section_of(values: Mapping[str, Value]) -> str:
    """The village that a line of its own names, where it holds nothing else."""
    filled = {name: rules.told(values, name) for name, value in values.items() if value is not None}
    texts = list(dict.fromkeys(text for text in filled.values() if text))
    if len(texts) > MOST_IN_HEADING:
        return ""
    if len(texts) == 1 and is_heading(texts[0]):
        return texts[0]
    numbering = [text for text in texts if len(rules.folded(text)) <= 4]
    rest = [text for text in texts if text not in numbering]
    return rest[0] if len(rest) == 1 and numbering and is_heading(rest[0]) else ""


def is_counting(values: Mapping[str, Value]) -> bool:
    """Whether a row only counts the columns: (1) (2) (3), A B C."""
    texts = [rules.told(values, name).strip("() ") for name, value in values.items() if value]
    return len(texts) > 1 and all(len(text) <= 2 and text.isalnum() for text in texts)


def left_out_or_none(number: int, values: Mapping[str, Value], name: str) -> Outcome | None:
    """Rows that speak of nobody: sums, signatures, numbers of columns."""
    first = name or next((text for one in values if (text := rules.told(values, one))), "")
    if rules.is_sum(first):
        return Outcome(number, Fate.LEFT_OUT, SUM)
    if is_counting(values) or (rules.is_footer(first) and not rules.told(values, rules.VILLAGE)):
        return Outcome(number, Fate.LEFT_OUT, FOOTER)
    return None


def row_id(brought: Import, key: str) -> UUID:
    """The id of what a row becomes, the same whenever this file is tried or taken."""
    return uuid5(brought.id, key)


def phone_in(values: Mapping[str, Value], told: Counter[str]) -> str | None:
    """The phone number of a row; one that cannot be called is counted and left out."""
    typed = rules.told(values, rules.PHONE)
    if not typed:
        return None
    phone = rules.phone_of(typed)
    told[PHONES_UNREAD] += phone is None
    told[SECOND_PHONES] += rules.has_second_phone(typed)
    return phone


def gender_and_year(values: Mapping[str, Value], told: Counter[str]) -> tuple[str, int | None]:
    """Gender and year of birth of a row; a day or a year that cannot be is counted."""
    for name in (rules.BIRTH, rules.FEMALE, rules.MALE):
        typed = rules.told(values, name)
        told[DAYS_ODD] += rules.has_impossible_day(typed)
        told[YEARS_ODD] += rules.has_impossible_year(typed)
    return rules.gender_and_year(values)


def note_marks(name: str, told: Counter[str]) -> None:
    told[WITHOUT_MARKS] += is_without_marks(name)


def warnings_of(told: Counter[str]) -> list[str]:
    """What is to be said above a trial run, each as a word and how often."""
    return [f"{word}:{count}" for word, count in sorted(told.items()) if count]


@dataclass(frozen=True)
class Unplaced:
    """A village name of a list that needs a person: how often it stands there, what is like it."""

    key: str
    typed: str
    count: int
    how: str
    likeliest: UUID | None


def unplaced(
    session: Session, brought: Import, roll: Roll, layout: Layout
) -> tuple[list[Unplaced], bool]:
    """The names that no village of the commune bears, and whether rows have no village at all."""
    places = Places(session, brought, head_lines(roll, layout), rules.VILLAGE in layout.columns)
    at, old_at = (layout.columns.get(name) for name in (rules.VILLAGE, rules.OLD_COMMUNE))
    counts: Counter[str] = Counter()
    first: dict[str, tuple[str, str]] = {}
    has_missing = False
    for row in roll.rows(layout.sheet, layout.first_row):
        if not any(text_of(cell) for cell in row):
            continue
        places.section = heading_in(row) or places.section
        typed = cell_text(row, at) or places.section
        values: dict[str, Value] = {
            rules.VILLAGE: typed or None,
            rules.OLD_COMMUNE: cell_text(row, old_at) or None,
        }
        answer, key = places.answer(values), key_of(typed)
        if answer.is_found or key in places.nowhere or len(typed) > LONGEST_ASKED:
            continue
        if not key:
            has_missing = has_missing or at is None
            continue
        counts[key] += 1
        how = DIVIDED if places.of_divided(values) else answer.how.value
        first.setdefault(key, (typed, how))
    found = [
        Unplaced(key, first[key][0], count, first[key][1], places.names.likeliest(first[key][0]))
        for key, count in counts.most_common(MOST_ASKED)
    ]
    return found, has_missing


def cell_text(row: Sequence[Cell], at: int | None) -> str:
    return text_of(row[at]) if at is not None and at < len(row) else ""


def heading_in(row: Sequence[Cell]) -> str:
    """The village that a line of its own names."""
    texts = list(dict.fromkeys(text for cell in row if (text := text_of(cell))))
    if len(texts) > MOST_IN_HEADING:
        return ""
    rest = [text for text in texts if len(rules.folded(text)) > 4 or is_heading(text)]
    return rest[0] if len(rest) == 1 and is_heading(rest[0]) else ""


def point_out_villages(
    session: Session, brought: Import, told: Iterable[tuple[str, UUID | None]], whole: UUID | None
) -> None:
    """Keep what a person said of the names in a list; a name of no village fails its rows."""
    wishes = dict(brought.wishes)
    for key, village_id in told:
        wishes[POINTED + key] = village_id.hex if village_id else NOWHERE
    if whole:
        wishes[VILLAGE_OF_ALL] = whole.hex
    wishes[ASKED] = "yes"
    brought.wishes = wishes
    session.flush()
