"""What is asked of the records of a commune, and where the answers are laid."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    or_,
    type_coerce,
)
from sqlalchemy.orm import Session

from shopkit.adoption.models.facts import Fact
from shopkit.adoption.rules.cells import Cell
from shopkit.adoption.rules.elements import ELEMENTS, STRENGTH
from shopkit.adoption.rules.evaluate import Known, Record

NOWHERE = UUID(int=0)
Key = tuple[str, str, str]
Villages = Collection[UUID] | None


@dataclass
class Place:
    """All records of one village, by kind."""

    records: dict[str, list[Record]] = field(default_factory=dict)
    memo: dict[object, dict[Key, Cell]] = field(default_factory=dict)

    def of(self, kind: str) -> list[Record]:
        return self.records.get(kind, [])

    def add(self, record: Record) -> None:
        self.records.setdefault(record.kind, []).append(record)


@dataclass
class Asked:
    """Which commune, which of its villages, and what was recorded until when."""

    session: Session
    commune_code: str
    villages: Villages = None
    recorded_until: datetime | None = None
    one_by_one: bool = False
    heirs: dict[UUID | None, UUID | None] = field(default_factory=dict)
    places: dict[UUID, Place] = field(default_factory=dict)
    people: dict[UUID, Record] = field(default_factory=dict)
    households: dict[UUID, Record] = field(default_factory=dict)
    alike: dict[tuple[UUID | None, str, date, date | None], int] = field(default_factory=dict)
    by_account: dict[UUID, list[Record]] = field(default_factory=dict)

    def here(self, commune: Any, village: Any) -> ColumnElement[bool]:
        """The condition that a record lies in the villages that were asked for."""
        lies: ColumnElement[bool] = commune == self.commune_code
        if self.villages is None:
            return lies
        wanted = set(self.villages)
        wanted |= {closed for closed, heir in self.heirs.items() if closed and heir in wanted}
        inside: ColumnElement[bool] = village.in_(sorted(wanted - {NOWHERE}))
        return and_(lies, or_(inside, village.is_(None)) if NOWHERE in wanted else inside)

    def place(self, village_id: UUID | None) -> Place:
        village_id = self.heirs.get(village_id, village_id) or NOWHERE
        return self.places.setdefault(village_id, Place())


def facts_about(asked: Asked, subjects: Select[Any]) -> dict[UUID, list[tuple[str, UUID, Known]]]:
    """What is known of subjects: by subject, with element and record, oldest first.

    `subjects` selects the fact's subject beside its columns. What was taken back or replaced, as
    far as that was recorded in time, is left out.
    """
    rows = asked.session.execute(
        subjects.add_columns(
            Fact.subject_id,
            Fact.element,
            Fact.source_id,
            Fact.valid_on,
            Fact.recorded_at,
            type_coerce(Fact.id, String).label("id"),
            Fact.evidence,
            Fact.word,
            Fact.number,
            Fact.about,
            Fact.related_id,
            type_coerce(Fact.supersedes_id, String).label("supersedes_id"),
            Fact.is_void,
        ).order_by(Fact.valid_on, Fact.recorded_at, Fact.id)
    ).all()
    if asked.recorded_until is not None:
        rows = [row for row in rows if row.recorded_at <= asked.recorded_until]
    replaced = {row.supersedes_id for row in rows if row.supersedes_id is not None}
    found: dict[UUID, list[tuple[str, UUID, Known]]] = {}
    for row in rows:
        if row.is_void or row.id in replaced:
            continue
        known = Known(
            row.valid_on,
            row.recorded_at,
            row.id,
            STRENGTH[row.evidence],
            row.word,
            row.number,
            row.about,
            row.related_id,
            row.evidence,
        )
        line = (row.element, row.source_id or UUID(str(row.id)), known)
        found.setdefault(row.subject_id, []).append(line)
    return found


def give_facts(record: Record, lines: Iterable[tuple[str, UUID, Known]]) -> None:
    """Lay facts on a record and on what is below it, which is made where it is missing."""
    made: dict[tuple[str, UUID], Record] = {
        (one.kind, one.id): one for some in record.below.values() for one in some
    }
    for element, source_id, known in lines:
        told = ELEMENTS.get(element)
        if told is None:
            continue
        target = record
        if told.on_record:
            key = (told.kind, source_id)
            if key not in made:
                made[key] = Record(told.kind, source_id, record)
                record.below.setdefault(told.kind, []).append(made[key])
            target = made[key]
            if known.about:
                target.about = known.about
        target.facts.setdefault(element, []).append(known)


def is_recorded(asked: Asked, at: datetime) -> bool:
    return asked.recorded_until is None or at <= asked.recorded_until
