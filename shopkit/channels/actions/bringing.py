"""Products from a file: what it would bring, and taking it in."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import islice
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.catalog.queries.records import records_of
from shopkit.catalog.rules.fitting import misfit_of
from shopkit.catalog.rules.record import Record
from shopkit.channels.queries.bringing import gtins_of, known_of, skus_of
from shopkit.channels.rules.bringing import (
    forms_gone,
    merged,
    packed,
    prices_changed,
    without_repeats,
)
from shopkit.channels.rules.reading.found import Found, Line, Meant, Terms, Unfit
from shopkit.channels.rules.reading.manner import Columns, Families, Manner, columns_of
from shopkit.channels.rules.reading.shelf import MANNERS, recognised
from shopkit.channels.rules.reading.table import TABLE, begins_like_sums
from shopkit.channels.rules.reading.usual import usual_in
from shopkit.channels.rules.reading.values import has_price, looks_foreign
from shopkit.clock import local_day
from shopkit.db.files import Files
from shopkit.imports.actions.bringing import AlreadyTaken
from shopkit.imports.actions.shelf import beginnings, layout_of, roll_of
from shopkit.imports.actions.shelf import packed as packed_layout
from shopkit.imports.actions.tally import Tally
from shopkit.imports.models import CHECKED, UPLOADED, Import
from shopkit.imports.rules.columns import Fate, Layout, Outcome, Wanted
from shopkit.imports.rules.guessing import guess, headings
from shopkit.sheets.cells import Cell, text_of
from shopkit.sheets.rolls import Roll
from shopkit.shops.models.shops import Shop
from shopkit.text.search import search_text

PRODUCTS = "products"
KEPT = ("record", "photos")
AT_ONCE = 1_000
PRICES_LOOKED_AT = 2_000
MONEY, RATE, SHOW = "money", "rate", "show"
KNOWN, HEADING_AGAIN, EMPTY, SUM = "known", "heading_again", "empty", "sum"
NEW, CHANGED, FORMS, PHOTOS, GONE = "new", "changed", "forms", "photos", "gone"
# A reason with the name of another product behind this sign; so many are named at most.
OTHERS_NUMBER = "gtin_other:"
MOST_NAMED = 20
# A note of a price that changes carries the product, the price before, and the new one.
PRICE_CHANGED = "price_changed:"
PRICES_SHOWN = 10
# A note of a column without a place carries its heading behind this sign.
STRANGE = "strange:"


def manner_of(brought: Import) -> Manner:
    """The layout that the file was recognised as, or she chose."""
    return MANNERS.get(brought.family) or MANNERS[TABLE]


def meant_by(brought: Import) -> Meant:
    rate = brought.wishes.get(RATE, "1")
    return Meant(brought.wishes.get(MONEY, ""), Decimal(rate))


def shop_of(session: Session, brought: Import) -> Shop:
    """The shop that a file is for; it was checked when the file was brought."""
    return session.get_one(Shop, brought.shop_id)


@dataclass(frozen=True)
class Others:
    """A trade item number that another product of the shop has, by that product's name."""

    title: str


class Table:
    """The lines of a brought table by field, however often they are gone through."""

    def __init__(self, manner: Manner, roll: Roll, layout: Layout) -> None:
        self.manner, self.roll, self.layout = manner, roll, layout
        top = list(islice(roll.rows(layout.sheet, max(0, layout.heading)), 2))
        self.names = headings(top, min(0, layout.heading), layout.height)
        self.columns = self._columns()

    def _columns(self) -> Columns:
        if self.manner.code != TABLE:
            return columns_of(self.manner, self.names)
        places = tuple((at, name) for name, at in self.layout.columns.items())
        used = set(self.layout.columns.values())
        strange = {at: name for at, name in self.names.items() if at not in used}
        units = {"weight": "kg" if self._says("weight", "kg") else "g"}
        return Columns(places, units, strange, self.manner.many)

    def _says(self, field: str, unit: str) -> bool:
        heading = self.names.get(self.layout.columns.get(field, -1), "")
        return unit in heading.casefold()

    def lines(self, heard: Callable[[int, str], None] | None = None) -> Iterator[Line]:
        """The lines that may be products; `heard` is told of each that is none, and why."""
        first = self.layout.first_row
        for number, row in enumerate(self.roll.rows(self.layout.sheet, first), first + 1):
            if not any(cell is not None for cell in row):
                continue
            line = self.columns.line(number, row)
            reason = self.reason_apart(line, row)
            if not reason:
                yield line
            elif heard:
                heard(number, reason)

    def reason_apart(self, line: Line, row: Sequence[Cell]) -> str:
        if not line.cells:
            return EMPTY
        if self.is_heading_again(row):
            return HEADING_AGAIN
        if "title" not in line and "key" not in line and begins_like_sums(row):
            return SUM
        return self.manner.apart(line)

    def is_heading_again(self, row: Sequence[Cell]) -> bool:
        """Whether the row holds its own headings."""
        told = [(at, cell) for at, cell in enumerate(row[:12]) if cell is not None]
        if len(told) < 2 or not isinstance(told[0][1], str):
            return False
        return all(self.names.get(at) == text_of(cell) for at, cell in told)

    def filled(self) -> Mapping[str, int]:
        """How many cells of the columns without a place tell something, by heading.

        What stands there by rule, and a title said again, are nothing that is lost.
        """
        counts = dict.fromkeys(self.columns.strange, 0)
        is_known = self.manner.code != TABLE
        usual = {at: usual_in(self.names[at]) for at in counts if is_known}
        title_at = next((at for at, name in self.columns.places if name == "title"), None)
        title: Cell = None
        for row in self.roll.rows(self.layout.sheet, self.layout.first_row):
            if title_at is not None and title_at < len(row):
                title = row[title_at] or title
            for at in counts:
                cell = row[at] if at < len(row) else None
                if cell is None or (usual and (cell == title or usual[at](cell))):
                    continue
                counts[at] += 1
        return {self.names[at]: count for at, count in counts.items() if count}


class ProductTrial:
    """One pass over a product file; products whose lines belong together are read together."""

    def __init__(self, session: Session, brought: Import, roll: Roll, layout: Layout) -> None:
        self.session = session
        self.shop = shop_of(session, brought)
        self.day = local_day(brought.made_at)
        self.manner = manner_of(brought)
        self.table = Table(self.manner, roll, layout)
        self.terms = Terms(
            self.manner.code, meant_by(brought), self.table.columns.units, self.manner.has_markup
        )
        self.tally = Tally()
        self.failed: list[Outcome] = []
        self.more = dict.fromkeys((NEW, CHANGED, FORMS, PHOTOS, GONE), 0)
        self.prices: list[tuple[str, int, int]] = []
        self.others: set[str] = set()
        self.notes: dict[str, int] = {}
        self.seen: set[tuple[str, str]] = set()

    def records(self) -> Iterator[list[Cell]]:
        """The products that are new or changed, as they are to be kept."""
        waiting: list[Found] = []
        for lines in self.groups():
            found = self.read(lines)
            if found:
                waiting.append(found)
            if len(waiting) == AT_ONCE:
                yield from self.told_apart(waiting)
                waiting = []
        yield from self.told_apart(waiting)

    def groups(self) -> Iterator[list[Line]]:
        lines = self.table.lines(self.left_out)
        if self.manner.is_alone:
            return ([line] for line in lines)
        families = Families()
        for line in self.table.lines():
            families.hear(self.manner.belongs(line))
        return families.gathered(lines)

    def left_out(self, number: int, reason: str) -> None:
        self.tally.note(Outcome(number, Fate.LEFT_OUT, reason))

    def read(self, lines: list[Line]) -> Found | None:
        """The product of these lines, or None once it was said what is wrong with it."""
        numbers = tuple(line.number for line in lines)
        try:
            found = self.manner.record(lines, self.terms)
            misfit = misfit_of(found.record)
            if misfit:
                raise Unfit("unfit", misfit)
            found = self.without_repeats(found)
            self.refuse_twice(found.record)
        except Unfit as problem:
            for number in numbers:
                self.fail(Outcome(number, Fate.FAILED, problem.why, problem.field))
            return None
        for note in found.notes:
            self.notes[note] = self.notes.get(note, 0) + 1
        return found

    def without_repeats(self, found: Found) -> Found:
        """A SKU that several forms of one product have stays with the first, and that is said."""
        record = without_repeats(found.record)
        if record == found.record:
            return found
        return replace(found, record=record, notes=(*found.notes, "sku_repeated"))

    def fail(self, outcome: Outcome) -> None:
        self.tally.note(outcome)
        self.failed.append(outcome)

    def refuse_twice(self, record: Record) -> None:
        """The same code twice in a file is a mistake: which of the two is meant is not guessed."""
        own = [("sku", sku) for sku in skus_of(record)]
        own += [("gtin", gtin) for gtin in gtins_of(record)]
        own += [("name", record.came_as or "")]
        if len(set(own)) < len(own):
            raise Unfit("sku_twice", "sku")
        for kind, name in own:
            if (kind, name) in self.seen:
                raise Unfit(f"{kind}_twice", kind)
        self.seen.update(own)

    def told_apart(self, founds: Sequence[Found]) -> Iterator[list[Cell]]:
        """Of these products those that the shop does not have as they are."""
        before = records_before(self.session, self.shop, [one.record for one in founds], self.day)
        for found, known in zip(founds, before, strict=True):
            first = found.numbers[0]
            if isinstance(known, Others):
                self.fail_for_number(found, known)
                continue
            self.tally.row_count += len(found.numbers) - 1
            whole = merged(known, found.record) if known else found.record
            if whole == known:
                self.tally.note(Outcome(first, Fate.KNOWN, KNOWN))
                continue
            self.tally.note(Outcome(first, Fate.GOOD))
            if known:
                self.more[GONE] += forms_gone(known, whole)
                if len(self.prices) < PRICES_SHOWN:
                    self.prices += prices_changed(known, whole)
            self.more[CHANGED if known else NEW] += 1
            self.more[FORMS] += len(found.record.forms)
            self.more[PHOTOS] += len(found.wants)
            yield [first, packed(found.record), "\n".join(found.wants) or None]

    def fail_for_number(self, found: Found, others: Others) -> None:
        """Say whose trade item number it is, for the first few such products."""
        if len(self.others) < MOST_NAMED:
            self.others.add(others.title)
        is_named = others.title in self.others
        reason = f"{OTHERS_NUMBER}{others.title}" if is_named else "gtin_taken"
        for number in found.numbers:
            self.fail(Outcome(number, Fate.FAILED, reason, "gtin"))

    def warnings(self, _head: Sequence[Sequence[Cell]]) -> list[str]:
        """What could not be kept, with how often; columns without a place by their headings."""
        found = [
            f"{PRICE_CHANGED}{title}|{before}|{now}"
            for title, before, now in self.prices[:PRICES_SHOWN]
        ]
        found += [f"{note}|{count}" for note, count in sorted(self.notes.items())]
        strange = sorted(self.table.filled().items(), key=lambda one: -one[1])
        return found + [f"{STRANGE}{name}|{count}" for name, count in strange]


def records_before(
    session: Session, shop: Shop, records: Sequence[Record], day: date
) -> list[Record | Others | None]:
    """The products of the shop that these are about, in the same order.

    A trade item number alone tells a product only if the name is the same too.
    """
    known = known_of(session, shop, records)
    sure = [known.product_of(record) for record in records]
    places = [
        place or known.holder_of_number(record) for place, record in zip(sure, records, strict=True)
    ]
    ids: set[UUID] = {place for place in places if place}
    if not ids:
        return [None] * len(records)
    found = {
        UUID(one.id): one
        for one in records_of(session, shop, address="", on=day, states=(), ids=ids)
    }
    return [
        known_or_others(found.get(place), record, is_sure=place == certain) if place else None
        for place, certain, record in zip(places, sure, records, strict=True)
    ]


def known_or_others(known: Record | None, told: Record, *, is_sure: bool) -> Record | Others | None:
    if known is None or is_sure or search_text(known.title) == search_text(told.title):
        return known
    return Others(known.title)


def recognise(files: Files, brought: Import) -> bool:
    """Note which program's file this is, by its headings; False where it is any other table."""
    found = recognised(beginnings(roll_of(files, brought.rows_file)))
    if found is None:
        brought.family = TABLE
        return False
    manner, sheet, heading = found
    brought.family = manner.code
    brought.layout = packed_layout(Layout(sheet, heading))
    return True


def choose_manner(
    session: Session, files: Files, brought: Import, code: str, wanted: Wanted
) -> None:
    """Read the file as she says; for any other table its columns are guessed anew."""
    if brought.state not in (UPLOADED, CHECKED):
        raise AlreadyTaken(brought.state)
    heads = beginnings(roll_of(files, brought.rows_file))
    known = recognised(heads)
    if code == TABLE:
        layout = guess(heads, wanted)
    elif known:
        layout = Layout(known[1], known[2])
    else:
        layout = Layout(layout_of(brought).sheet, max(0, layout_of(brought).heading))
    brought.family, brought.layout, brought.state = code, packed_layout(layout), UPLOADED
    session.flush()


def say_money(session: Session, brought: Import, *, money: str, rate: Decimal | None) -> None:
    """Keep what the prices of this file are; the trial run is made anew."""
    if brought.state not in (UPLOADED, CHECKED):
        raise AlreadyTaken(brought.state)
    brought.wishes = {**brought.wishes, MONEY: money, RATE: str(rate or 1)}
    brought.state = UPLOADED
    session.flush()


def wish_shown(session: Session, brought: Import, *, is_shown: bool) -> None:
    """Keep whether new products that are complete go on show."""
    brought.wishes = {**brought.wishes, SHOW: "1" if is_shown else ""}
    session.flush()


def seems_foreign(files: Files, brought: Import) -> list[str]:
    """A few prices of the file that can hardly be dong, if that goes for most of them."""
    table = Table(manner_of(brought), roll_of(files, brought.rows_file), layout_of(brought))
    strange: list[str] = []
    priced = 0
    for line in islice(table.lines(), PRICES_LOOKED_AT):
        cell = line.get("price")
        if cell is None or not has_price(cell):
            continue
        priced += 1
        if looks_foreign(cell):
            strange.append(text_of(cell))
    return strange[:3] if len(strange) * 2 > priced else []
