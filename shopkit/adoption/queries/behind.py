"""The list behind a figure: who is in it, how that is known, and the line of the journal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.adoption.models.facts import Fact
from shopkit.adoption.queries.asked import Place
from shopkit.adoption.queries.figures import WHOLE, switched_off
from shopkit.adoption.queries.records import records_of
from shopkit.adoption.rules.counting import KEYS, hits_of
from shopkit.adoption.rules.elements import STRENGTH
from shopkit.adoption.rules.evaluate import AsOf, Hit, Known, Record
from shopkit.adoption.rules.indicators import Ready, ready_on
from shopkit.adoption.rules.periods import Period
from shopkit.catalog.models.products import Product
from shopkit.db.bulk import one_of
from shopkit.errors import NotFound
from shopkit.places.models import Village
from shopkit.scope import COMMUNE, LEADER, OFFICER, TRAINER, VILLAGE, VILLAGE_HEAD, Who
from shopkit.shops.models.branches import Branch
from shopkit.shops.models.register import Household, Person
from shopkit.shops.models.shops import Business, Shop
from shopkit.text.order import sort_key

NUMERATOR, DENOMINATOR = "numerator", "denominator"
NAMED = (Household, Person, Business, Shop, Branch, Village)
# What has no name of its own goes by whose it is.
BELONGS_TO = ("person", "product", "business", "branch", "village", "household")


@dataclass(frozen=True)
class Line:
    """One subject of a figure, the evidence it counts with, and what shows it.

    Of several facts the one that was recorded first stands here. `amount` is what it adds.
    """

    kind: str
    id: UUID
    name: str
    village_id: UUID
    evidence: str
    amount: int
    fact_id: UUID | None
    entry_id: UUID | None
    valid_on: date | None
    recorded_at: datetime | None
    facts: tuple[UUID, ...] = ()

    @property
    def is_verified(self) -> bool:
        return not self.evidence or STRENGTH[self.evidence] >= STRENGTH["TV"]


def behind_cell(
    session: Session,
    who: Who,
    code: str,
    period: Period,
    village_id: UUID = WHOLE,
    breakdown: str = "",
    key: str = "",
    *,
    today: date,
    part: str = NUMERATOR,
    commune_code: str = "",
) -> list[Line]:
    """Who stands behind a figure, by name; only for those who look after that place.

    An officer, leader or trainer reaches her commune, a village head her village; for anybody else
    there is no such figure.
    """
    commune_code, village_id = in_reach(session, who, village_id, commune_code)
    day = period.day_for(today)
    ready = next((one for one in ready_on(day) if one.indicator.code == code), None)
    if ready is None or ready.indicator.switch in switched_off(session, commune_code) - {""}:
        raise NotFound(code)
    as_of = AsOf(period.first, day, STRENGTH[ready.indicator.least_evidence])
    villages = None if village_id == WHOLE else {village_id}
    places = records_of(session, commune_code, villages, one_by_one=True)
    lines: list[tuple[UUID, Hit]] = []
    for lies_in, place in places.items():
        if villages is None or lies_in in villages:
            found = hits_in(ready, place, as_of, part, breakdown, key)
            lines += [(lies_in, hit) for hit in found]
    return named(session, lines)


def in_reach(session: Session, who: Who, village_id: UUID, commune_code: str) -> tuple[str, UUID]:
    """The commune whose figure she may open; raises NotFound."""
    communes = who.codes(COMMUNE, OFFICER, LEADER, TRAINER)
    if communes and (not commune_code or commune_code in communes):
        return commune_code or communes[0], village_id
    own = {UUID(code) for code in who.codes(VILLAGE, VILLAGE_HEAD)}
    if village_id not in own:
        raise NotFound(str(village_id))
    found = session.scalar(select(Village.commune_code).where(Village.id == village_id))
    if found is None or (commune_code and found != commune_code):
        raise NotFound(str(village_id))
    return found, village_id


def hits_in(
    ready: Ready, place: Place, as_of: AsOf, part: str, breakdown: str, key: str
) -> list[Hit]:
    measures = ready.numerator if part == NUMERATOR else ready.denominator
    hits = hits_of(measures, place.records, as_of)
    if not breakdown:
        return hits
    if breakdown not in ready.indicator.breakdowns:
        raise NotFound(breakdown)
    return [hit for hit in hits if key in set(KEYS[breakdown](hit, as_of))]


def named(session: Session, lines: Sequence[tuple[UUID, Hit]]) -> list[Line]:
    subjects = {hit.record.id: subject_of(hit.record) for _village, hit in lines}
    names = names_of(session, {one.id for one in subjects.values()})
    entries = entries_of(session, (hit for _village, hit in lines))
    found = [
        line_of(village_id, hit, subjects[hit.record.id], names, entries)
        for village_id, hit in lines
        for _number in range(hit.record.times)
    ]
    return sorted(found, key=lambda line: (sort_key(line.name), line.id, line.fact_id or line.id))


def subject_of(record: Record) -> Record:
    """Whose a record is: an order is a business's, an attendance a person's."""
    found: Record | None = record
    while found is not None and found.kind not in BELONGS_TO:
        found = found.owner
    return found or record


def line_of(
    village_id: UUID,
    hit: Hit,
    subject: Record,
    names: dict[UUID, str],
    entries: dict[UUID, UUID | None],
) -> Line:
    facts = sorted(hit.proof.facts, key=lambda fact: (fact.recorded_at, fact.id))
    deciding = [fact for fact in facts if fact.strength == hit.proof.strength]
    shown = deciding[0] if deciding else None
    return Line(
        kind=subject.kind,
        id=subject.id,
        name=names.get(subject.id, ""),
        village_id=village_id,
        evidence=shown.evidence if shown else "",
        amount=hit.amount,
        fact_id=id_of(shown) if shown else None,
        entry_id=entries.get(id_of(shown)) if shown else None,
        valid_on=shown.valid_on if shown else None,
        recorded_at=shown.recorded_at if shown else None,
        facts=tuple(id_of(fact) for fact in facts),
    )


def id_of(fact: Known) -> UUID:
    return fact.id if isinstance(fact.id, UUID) else UUID(fact.id)


def entries_of(session: Session, hits: Iterable[Hit]) -> dict[UUID, UUID | None]:
    """The line of the journal that each fact was read from."""
    wanted = {id_of(fact) for hit in hits for fact in hit.proof.facts}
    found: dict[UUID, UUID | None] = {}
    for condition in one_of(Fact.id, wanted):
        for row in session.execute(select(Fact.id, Fact.entry_id).where(condition)):
            found[row.id] = row.entry_id
    return found


def names_of(session: Session, ids: Iterable[UUID]) -> dict[UUID, str]:
    wanted = set(ids)
    names: dict[UUID, str] = {}
    model: Any
    for model in NAMED:
        for condition in one_of(model.id, wanted - set(names)):
            for row in session.execute(select(model.id, model.name).where(condition)):
                names[row.id] = row.name
    for condition in one_of(Product.id, wanted - set(names)):
        for row in session.execute(select(Product.id, Product.title).where(condition)):
            names[row.id] = row.title
    return names
