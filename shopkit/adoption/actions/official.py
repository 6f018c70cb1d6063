"""Taking in what organisations published; it is kept apart and never added to our own figures."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.adoption.actions.periods import actor_id
from shopkit.adoption.models.targets import OfficialFigure
from shopkit.adoption.rules import official as rules
from shopkit.adoption.rules.indicators import indicators_on
from shopkit.clock import local_day
from shopkit.errors import Refusal
from shopkit.imports.actions.specs import Kept
from shopkit.imports.models import Import
from shopkit.imports.rules.columns import Fate, Given, Outcome
from shopkit.journal.models import IMPORTED
from shopkit.journal.write import write
from shopkit.places.queries import commune as commune_named
from shopkit.scope import COMMUNE, PROVINCE
from shopkit.sheets.cells import Cell

OFFICIAL = "official_figures"
KEPT = (
    "indicator", "numerator_hundredths", "denominator", "operator", "as_of", "organisation",
    "document", "document_on",
)  # fmt: skip


class SourceMissing(Refusal):
    """An official figure without its organisation and document is nobody's figure."""


class DayAfterDocument(Refusal):
    """A document cannot tell of a day that came after it."""


class OwnFigure(Refusal):
    """The commune's own figures are computed; nobody types them."""


class FigureKnown(Refusal):
    """The same figure of the same document is here already."""


def take_official(
    session: Session,
    commune_code: str,
    *,
    indicator: str,
    numerator_hundredths: int,
    denominator: int | None,
    operator: str = "=",
    as_of: date,
    organisation: str,
    document: str,
    document_on: date,
    import_id: UUID | None = None,
    province_code: str = "",
    now: datetime,
) -> OfficialFigure:
    """Keep a published figure with who published it, in which document and when.

    It is one of the commune, or of the whole province where that is told instead.
    """
    if not (organisation and document):
        raise SourceMissing(indicator)
    if as_of > document_on:
        raise DayAfterDocument(indicator)
    if not province_code and rules.is_own(organisation, commune_named(session, commune_code).name):
        raise OwnFigure(indicator)
    if known(session, commune_code, indicator, as_of, document):
        raise FigureKnown(indicator)
    taken = OfficialFigure(
        commune_code=commune_code,
        unit_kind=PROVINCE if province_code else COMMUNE,
        unit_code=province_code or commune_code,
        indicator=indicator,
        as_of=as_of,
        numerator_hundredths=numerator_hundredths,
        denominator=denominator,
        operator=operator,
        organisation=organisation,
        document=document,
        document_on=document_on,
        import_id=import_id,
        entered_at=now,
        entered_by_id=actor_id(session),
    )
    session.add(taken)
    session.flush()
    details = {"indicator": indicator, "as_of": as_of.isoformat()}
    write(session, taken, "official_figure.taken", now=now, evidence=IMPORTED, details=details)
    return taken


def known(session: Session, commune_code: str, indicator: str, as_of: date, document: str) -> bool:
    """Whether the commune holds this figure of this document already."""
    return (
        session.scalar(
            select(OfficialFigure.id).where(
                OfficialFigure.commune_code == commune_code,
                OfficialFigure.indicator == indicator,
                OfficialFigure.as_of == as_of,
                OfficialFigure.document == document,
                OfficialFigure.removed_at.is_(None),
            )
        )
        is not None
    )


def remove_official(session: Session, figure: OfficialFigure, *, now: datetime) -> None:
    """Take a figure out that was taken in by mistake; the journal keeps that it was there."""
    figure.removed_at = now
    session.flush()
    details = {"indicator": figure.indicator, "as_of": figure.as_of.isoformat()}
    write(session, figure, "official_figure.removed", now=now, evidence=IMPORTED, details=details)


class OfficialCheck:
    """One trial run over a file of published figures."""

    def __init__(self, session: Session, brought: Import) -> None:
        self.session, self.brought = session, brought
        self.today = local_day(brought.made_at)
        self.codes = {one.code for one in indicators_on(self.today)}
        self.commune = commune_named(session, brought.commune_code).name
        self.seen: set[tuple[str, date, str]] = set()

    def __call__(self, rows: Sequence[Given]) -> Iterator[Outcome]:
        for row in rows:
            read = rules.read_row(row.values, self.codes, self.today)
            if isinstance(read, str):
                yield Outcome(row.number, Fate.FAILED, read)
            elif rules.is_own(read["organisation"], self.commune):
                yield Outcome(row.number, Fate.FAILED, rules.OWN_FIGURE)
            elif self.is_known(read):
                yield Outcome(row.number, Fate.KNOWN, Fate.KNOWN)
            else:
                yield Outcome(row.number, Fate.GOOD, values=read)

    def is_known(self, read: dict[str, Any]) -> bool:
        key = (read["indicator"], read["as_of"], read["document"])
        if key in self.seen or known(self.session, self.brought.commune_code, *key):
            return True
        self.seen.add(key)
        return False

    def warnings(self, _head: Sequence[Sequence[Cell]]) -> list[str]:
        return []


def keep(session: Session, brought: Import, records: Sequence[Given], now: datetime) -> Kept:
    """Keep one portion; a figure that is here already is passed over."""
    added = 0
    for row in records:
        values: dict[str, Any] = dict(row.values)
        values["as_of"] = rules.day_of(values["as_of"])
        values["document_on"] = rules.day_of(values["document_on"])
        key = (values["indicator"], values["as_of"], values["document"])
        if known(session, brought.commune_code, *key):
            continue
        take_official(session, brought.commune_code, **values, import_id=brought.id, now=now)
        added += 1
    return Kept(added, known_count=len(records) - added)
