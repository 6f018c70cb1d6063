"""Proposing a period for everybody to read, and publishing it with a second person."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.adoption.models.publishing import (
    DROPPED,
    PROPOSED,
    PUBLISHED,
    Publication,
    PublishedCell,
)
from shopkit.adoption.queries.approved import Approved, approved
from shopkit.adoption.queries.publishing import (
    Out,
    edition_count,
    out,
    place_on,
    proposed_or_none,
    published_count,
)
from shopkit.adoption.rules.content import content_of
from shopkit.adoption.rules.periods import Period, period_of
from shopkit.adoption.rules.suppression import HIDDEN, PARTS, TOLD, WHOLE, Place, ShownCell
from shopkit.clock import local_day
from shopkit.db.base import new_id
from shopkit.db.bulk import insert_rows
from shopkit.errors import Conflict, Refusal
from shopkit.journal.write import write
from shopkit.scope import Who
from shopkit.shops.rules.two_people import refuse_first


class NothingApproved(Refusal):
    """No report of the period is approved, so that there is nothing to publish."""


class AlreadyProposed(Refusal):
    """The period waits for its second person already."""


class ApprovedAnew(Refusal):
    """A report was approved or opened again since it was proposed: propose it again."""


def propose_publication(
    session: Session, who: Who, commune_code: str, period: Period, *, now: datetime
) -> Publication:
    """Work out what may be told of a period, and ask a second person to publish it."""
    if proposed_or_none(session, commune_code, period.code):
        raise AlreadyProposed(period.code)
    worked_out = out(session, commune_code, period)
    if worked_out.approved.is_empty:
        raise NothingApproved(period.code)
    made = Publication(
        commune_code=commune_code,
        period=period.code,
        edition=edition_count(session, commune_code, period.code) + 1,
        content=content(session, commune_code, worked_out, now),
        basis=basis_of(session, commune_code, worked_out.approved),
        proposed_at=now,
        proposed_by_id=who.account_id,
    )
    session.add(made)
    session.flush()
    insert_rows(session.connection(), PublishedCell, cell_rows(made, worked_out))
    write(session, made, "publication.proposed", now=now, details={"period": period.code})
    return made


def content(
    session: Session, commune_code: str, worked_out: Out, now: datetime
) -> dict[str, object]:
    here, province = place_on(session, commune_code, worked_out.approved.period.last)
    return content_of(
        place={"code": here.code, "name": here.name, "province": province.name},
        worked_out=worked_out.approved,
        indicators=worked_out.indicators,
        shown=worked_out.shown,
        on=local_day(now),
    )


def basis_of(session: Session, commune_code: str, found: Approved) -> str:
    """What changes when a report is approved or opened again, or anything else is published."""
    at = found.approved_at.isoformat(timespec="seconds") if found.approved_at else ""
    count = published_count(session, commune_code)
    return f"{at} {len(found.reported)} {int(found.is_whole)} {count}"


def cell_rows(made: Publication, worked_out: Out) -> list[dict[str, object]]:
    """Every number that was told or kept, for those who publish later."""
    rows = []
    for table in worked_out.tables:
        for place, shown in worked_out.shown[table.code].items():
            row = cell_row(made, table.code, place, shown)
            cell = table.cells[place]
            if row["told"] or row["kept"]:
                row |= {part: getattr(cell, part) for part in PARTS}
                rows.append(row)
    return rows


def cell_row(made: Publication, code: str, place: Place, shown: ShownCell) -> dict[str, object]:
    states = {part: getattr(shown, part).state for part in PARTS}
    return {
        "id": new_id(),
        "commune_code": made.commune_code,
        "publication_id": made.id,
        "period": made.period,
        "indicator": code,
        "village_id": village_of(place),
        "breakdown": place.breakdown,
        "key": place.key,
        "told": "".join(part[0] for part in PARTS if states[part] == TOLD),
        "kept": "".join(part[0] for part in PARTS if states[part] == HIDDEN),
    }


def village_of(place: Place) -> UUID | None:
    return None if place.village == WHOLE else UUID(place.village)


def publish(session: Session, who: Who, proposed: Publication, *, now: datetime) -> None:
    """Publish what somebody else proposed; from now on everybody may read it, for good."""
    refuse_unless_open(proposed)
    refuse_first(who, proposed.proposed_by_id)
    period, code = period_of(proposed.period), proposed.commune_code
    stands = period and basis_of(session, code, approved(session, code, period))
    if proposed.basis != stands:
        raise ApprovedAnew(proposed.period)
    settle(session, who, proposed, PUBLISHED, now=now)


def drop(
    session: Session, who: Who, proposed: Publication, *, reason: str = "", now: datetime
) -> None:
    """Take a proposal away, whoever made it."""
    refuse_unless_open(proposed)
    proposed.answer = reason
    settle(session, who, proposed, DROPPED, now=now)


def refuse_unless_open(proposed: Publication) -> None:
    if proposed.state != PROPOSED:
        raise Conflict(proposed.state)


def settle(session: Session, who: Who, proposed: Publication, state: str, *, now: datetime) -> None:
    proposed.state, proposed.answered_at, proposed.answered_by_id = state, now, who.account_id
    session.flush()
    write(session, proposed, f"publication.{state}", now=now, details={"period": proposed.period})
