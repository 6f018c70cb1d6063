"""Finding a place by what people call it today or called it before, and reading it by its code."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, case, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from shopkit.errors import NotFound
from shopkit.places.models import Commune, OldUnit, Province, Village
from shopkit.places.rules import Asked, asked, is_unit_code, is_written_alike

EXACT, BEGINS_THE_TEXT, BEGINS_THE_NAME, IN_THE_NAME, AROUND, BEGINS_AROUND, SCATTERED = range(7)
PROVINCE_DIGITS, COMMUNE_DIGITS = 2, 5
MOST_FOUND = 100
MOST_REASONS = 3
# More than are shown, so that marks and kinds can still decide who comes first.
LOOKED_AT = 200


@dataclass
class Found:
    """A commune of today that may be meant, and why.

    `formerly` are old units of the typed name that went into it; where one was divided, all its
    parts are found. `districts` are old districts, where only those agree with what was typed.
    """

    commune: Commune
    province: Province
    is_by_today: bool
    formerly: list[OldUnit] = field(default_factory=list)
    districts: list[str] = field(default_factory=list)

    @property
    def code(self) -> str:
        return self.commune.code

    @property
    def label(self) -> str:
        return f"{self.commune.name}, {self.province.name}"

    @property
    def because(self) -> str:
        """The old names by which it was found, in names alone; empty where today's name says it."""
        units = [f"{unit.name}, {unit.district}" for unit in self.formerly]
        return "; ".join((units or self.districts)[:MOST_REASONS])

    @property
    def must_be_asked(self) -> bool:
        """Whether only the person knows if this part of a divided unit is hers."""
        return any(unit.is_divided for unit in self.formerly)


class Hit(NamedTuple):
    """One line of the lists that holds the typed words; `old_code` is empty for one of today."""

    rank: int
    code: str
    name: str
    search_text: str
    sort_key: str
    old_code: str = ""
    district: str = ""


def communes_matching(
    session: Session, text: str, *, province: str | None = None, limit: int = 20
) -> list[Found]:
    """The communes somebody may mean, best first; marks and old names welcome, nothing guessed."""
    wanted = asked(text)
    if wanted is None or (province and not is_unit_code(province, PROVINCE_DIGITS)):
        return []
    hits = [*_hits_today(session, wanted, province), *_hits_before(session, wanted, province)]
    if any(hit.rank < SCATTERED for hit in hits):
        hits = [hit for hit in hits if hit.rank < SCATTERED]
    hits.sort(key=lambda hit: _place_in_line(hit, wanted))
    kept = _kept(hits, min(limit, MOST_FOUND))
    found = _communes_of_today(session, kept)
    old_units = _old_units(session, hits, set(kept))
    for hit in hits:
        if hit.code in found:
            _tell_why(found[hit.code], hit, old_units)
    for one in found.values():
        _say_no_more_than_needed(one)
    return list(found.values())


def _hits_today(session: Session, wanted: Asked, province: str | None) -> list[Hit]:
    """Communes by a name they bear or bore since July 2025."""
    rank = _rank(wanted, Commune.bare_text, Commune.search_text)
    lines = select(rank, Commune.code, Commune.name, Commune.search_text, Commune.sort_key).where(
        *(_has(Commune.search_text, word) for word in wanted.words)
    )
    if province:
        lines = lines.where(Commune.province_code == province)
    lines = lines.order_by(rank, Commune.sort_key, Commune.code).limit(LOOKED_AT)
    return [Hit(*line) for line in session.execute(lines)]


def _hits_before(session: Session, wanted: Asked, province: str | None) -> list[Hit]:
    """Communes by the units of January 2025 that went into them."""
    rank = _rank(wanted, OldUnit.bare_text, OldUnit.search_text)
    lines = select(
        rank,
        OldUnit.new_code,
        OldUnit.name,
        OldUnit.search_text,
        OldUnit.sort_key,
        OldUnit.code,
        OldUnit.district,
    ).where(*(_has(OldUnit.search_text, word) for word in wanted.words))
    if province:
        here = select(Commune.code).where(Commune.province_code == province)
        lines = lines.where(OldUnit.new_code.in_(here))
    lines = lines.order_by(rank, OldUnit.sort_key, OldUnit.code, OldUnit.new_code).limit(LOOKED_AT)
    return [Hit(*line) for line in session.execute(lines)]


def _has(column: InstrumentedAttribute[str], words: str) -> ColumnElement[bool]:
    """The words follow each other in the line, the last may be unfinished; none holds a % or _."""
    return (literal(" ") + column + " ").contains(f" {words}")


def _rank(
    wanted: Asked, name: InstrumentedAttribute[str], around: InstrumentedAttribute[str]
) -> ColumnElement[int]:
    """How well a line agrees: its name first, then its district and province, then loose words."""
    wholes = wanted.wholes
    return case(
        (name.in_(wholes), EXACT),
        (or_(*(literal(f"{whole} ").like(name + " %") for whole in wholes)), BEGINS_THE_TEXT),
        (or_(*(name.startswith(whole) for whole in wholes)), BEGINS_THE_NAME),
        (or_(*(_has(name, whole) for whole in wholes)), IN_THE_NAME),
        (or_(*(_has(around, f"{whole} ") for whole in wholes)), AROUND),
        (or_(*(_has(around, whole) for whole in wholes)), BEGINS_AROUND),
        else_=SCATTERED,
    )


def _place_in_line(hit: Hit, wanted: Asked) -> tuple[int, bool, bool, bool, bool, str, str, str]:
    return (
        hit.rank,
        hit.search_text not in wanted.wholes,
        not is_written_alike(wanted, hit.name),
        not hit.search_text.startswith(wanted.kind),
        bool(hit.old_code),
        hit.sort_key,
        hit.old_code,
        hit.code,
    )


def _kept(hits: list[Hit], limit: int) -> list[str]:
    """The codes to show: the first ones, and every part of an old unit one of them is part of."""
    codes = list(dict.fromkeys(hit.code for hit in hits))
    kept = set(codes[:limit])
    named = {hit.old_code for hit in hits if hit.code in kept and _is_by_old_name(hit)}
    parts = {hit.code for hit in hits if hit.old_code in named}
    return [code for code in codes if code in kept | parts]


def _is_by_old_name(hit: Hit) -> bool:
    return bool(hit.old_code) and hit.rank < AROUND


def _communes_of_today(session: Session, codes: list[str]) -> dict[str, Found]:
    by_code = communes(session, codes)
    home = {province.code: province for province in provinces(session)}
    return {
        code: Found(by_code[code], home[by_code[code].province_code], is_by_today=False)
        for code in codes
    }


def _old_units(
    session: Session, hits: list[Hit], codes: set[str]
) -> dict[tuple[str, str], OldUnit]:
    named = {hit.old_code for hit in hits if hit.code in codes and _is_by_old_name(hit)}
    units = session.scalars(select(OldUnit).where(OldUnit.code.in_(named)))
    return {(unit.code, unit.new_code): unit for unit in units}


def _tell_why(found: Found, hit: Hit, old_units: dict[tuple[str, str], OldUnit]) -> None:
    if not hit.old_code:
        found.is_by_today |= hit.rank < AROUND
    elif _is_by_old_name(hit):
        found.formerly.append(old_units[hit.old_code, hit.code])
    elif hit.district not in found.districts:
        found.districts.append(hit.district)


def _say_no_more_than_needed(found: Found) -> None:
    if found.is_by_today:
        found.formerly = [unit for unit in found.formerly if unit.is_divided]
    if found.is_by_today or found.formerly:
        found.districts = []


def provinces(session: Session) -> Sequence[Province]:
    """All provinces and cities of today, in Vietnamese order."""
    return session.scalars(
        select(Province).where(Province.valid_to.is_(None)).order_by(Province.sort_key)
    ).all()


def province(session: Session, code: str, *, on: date | None = None) -> Province:
    """A province as it is today, or as it was on a day."""
    if not is_unit_code(code, PROVINCE_DIGITS):
        raise NotFound(code)
    version = select(Province).where(Province.code == code, *_stands(Province, on))
    found = session.scalars(version).one_or_none()
    if found is None:
        raise NotFound(code)
    return found


def commune(session: Session, code: str, *, on: date | None = None) -> Commune:
    """A commune as it is today, or as it was on a day."""
    if not is_unit_code(code, COMMUNE_DIGITS):
        raise NotFound(code)
    version = select(Commune).where(Commune.code == code, *_stands(Commune, on))
    found = session.scalars(version).one_or_none()
    if found is None:
        raise NotFound(code)
    return found


def current_commune(session: Session, code: str) -> Commune | None:
    """The commune that bears a code today, or None."""
    return communes(session, [code]).get(code)


def communes(session: Session, codes: Iterable[str]) -> dict[str, Commune]:
    """Communes of today by code; a code that is none is left out."""
    asked_for = [code for code in codes if is_unit_code(code, COMMUNE_DIGITS)]
    found = session.scalars(
        select(Commune).where(Commune.code.in_(asked_for), Commune.valid_to.is_(None))
    )
    return {one.code: one for one in found}


def communes_of(session: Session, province_code: str) -> Sequence[Commune]:
    """The communes of a province today, in Vietnamese order."""
    return session.scalars(
        select(Commune)
        .where(Commune.province_code == province_code, Commune.valid_to.is_(None))
        .order_by(Commune.sort_key, Commune.code)
    ).all()


def villages_of(
    session: Session, commune_code: str, *, on: date | None = None
) -> Sequence[Village]:
    """The villages of a commune that stand today, or stood on a day, in Vietnamese order."""
    return session.scalars(
        select(Village)
        .where(Village.commune_code == commune_code, *_stands(Village, on))
        .order_by(Village.sort_key, Village.id)
    ).all()


def village(session: Session, commune_code: str, village_id: UUID) -> Village:
    """A village of this commune, open or closed; that of another commune does not exist here."""
    found = session.get(Village, village_id)
    if found is None or found.commune_code != commune_code:
        raise NotFound(str(village_id))
    return found


def place_label(
    session: Session, commune_code: str, village_id: UUID | None = None, *, on: date | None = None
) -> str:
    """A place as an address ends: "Thôn 3, Xã Hoằng Lộc, Tỉnh Thanh Hóa"."""
    here = commune(session, commune_code, on=on)
    names = [here.name, province(session, here.province_code, on=on).name]
    if village_id:
        names.insert(0, village(session, commune_code, village_id).name)
    return ", ".join(names)


def _stands(
    kind: type[Province | Commune | Village], on: date | None
) -> tuple[ColumnElement[bool], ...]:
    """The condition that a version stands today, or stood on a day."""
    if on is None:
        return (kind.valid_to.is_(None),)
    return kind.valid_from <= on, or_(kind.valid_to.is_(None), kind.valid_to >= on)
