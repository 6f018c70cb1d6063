"""Keeping the upload sheet of a seller's own shop, and filling a copy of it."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.catalog.queries.records import records_of
from shopkit.catalog.rules.record import Record
from shopkit.channels.models.handed_over import Template
from shopkit.channels.queries.files import is_reachable
from shopkit.channels.queries.template import ANSWER, BLANK, ids_of_part, known_in, templates_of
from shopkit.channels.rules.template import (
    ANSWER_KEYS,
    MOST_ROWS,
    NAME_KEY,
    REASON_KEY,
    Judged,
    Reason,
    judged,
    reasons_in,
    rows_of,
)
from shopkit.channels.rules.template_fill import KeyedRow, filled
from shopkit.channels.rules.template_sheet import Place, find_place
from shopkit.db.files import Files
from shopkit.journal.write import write
from shopkit.shops.models.shops import Shop

SHELF = "templates"
KEPT_UNKNOWN = timedelta(days=1)
KEPT_REMOVED = timedelta(days=30)
MOST_REASONS = 500


@dataclass(frozen=True)
class Arrived:
    """A sheet that was sent: where its keys lie, and what the channel wrote into it."""

    content: bytes
    place: Place
    answered: list[dict[str, str]]


@dataclass(frozen=True)
class Filling:
    """What a sheet is filled with, which listings stay out, and whether all found room."""

    rows: list[KeyedRow]
    taken: list[Record]
    left_out: list[Judged]
    is_cut: bool


def shelf(files: Files) -> Files:
    """The sheets, apart from all others so that a sweep knows what is whose."""
    return files.shelf(SHELF)


def read_sheet(content: bytes) -> Arrived:
    """Find the keys of a sheet; raises SheetRefused and NoKeyRow. Slow, so before any writing."""
    place, rows = find_place(content, NAME_KEY, ANSWER_KEYS)
    return Arrived(content, place, [row for row in rows if row.get(REASON_KEY)][:MOST_REASONS])


def keep_sheet(
    session: Session,
    files: Files,
    shop: Shop,
    arrived: Arrived,
    *,
    channel: str,
    name: str,
    now: datetime,
) -> Template:
    """Keep a sheet in place of the one before; one with answers of the channel stands beside it."""
    kind = ANSWER if arrived.answered else BLANK
    for old in templates_of(session, shop, channel, kind):
        old.removed_at = now
    kept = Template(
        shop_id=shop.id,
        commune_code=shop.commune_code,
        channel=channel,
        name=name,
        file=shelf(files).put(arrived.content),
        keys=told_of(session, shop, arrived, kind),
        weight_bytes=len(arrived.content),
        brought_at=now,
    )
    session.add(kept)
    session.flush()
    write(session, kept, "channel_template.brought", now=now, details={"channel": channel})
    return kept


def told_of(session: Session, shop: Shop, arrived: Arrived, kind: str) -> dict[str, Any]:
    """What is remembered of a sheet, so that its pages need not open it again."""
    reasons: list[Reason] = []
    if arrived.answered:
        reasons = reasons_in(arrived.answered, known_in(session, shop, arrived.answered))
    return {
        "kind": kind,
        "place": asdict(arrived.place),
        "reasons": [asdict(reason) for reason in reasons],
    }


def place_of(template: Template) -> Place:
    return Place(**template.keys["place"])


def filling_of(
    session: Session,
    shop: Shop,
    *,
    address: str,
    on: date,
    part: int = 1,
) -> Filling:
    """What one part of the listings on show would fill a sheet with."""
    rows: list[KeyedRow] = []
    taken: list[Record] = []
    left_out: list[Judged] = []
    is_cut = False
    ids = ids_of_part(session, shop, part)
    for record in records_of(session, shop, address=address, on=on, ids=ids):
        verdict = judged(record, on)
        if verdict.is_out:
            left_out.append(verdict)
            continue
        more = list(rows_of(record, has_addresses=is_reachable(address)))
        if len(rows) + len(more) > MOST_ROWS:
            is_cut = True
            break
        rows += more
        taken.append(record)
    return Filling(rows, taken, left_out, is_cut)


def filled_sheet(files: Files, template: Template, rows: Iterable[KeyedRow]) -> bytes:
    """A copy of the sheet with these rows in it."""
    return filled(shelf(files).read(template.file), place_of(template), list(rows))


def remove_sheet(session: Session, template: Template, *, now: datetime) -> None:
    if template.removed_at is None:
        template.removed_at = now
        session.flush()
        details = {"channel": template.channel}
        write(session, template, "channel_template.removed", now=now, details=details)


def sweep_sheets(session: Session, files: Files, *, now: datetime) -> int:
    """Forget sheets long removed, and the files of none; returns how many files went."""
    removed = select(Template).where(Template.removed_at < now - KEPT_REMOVED)
    for template in session.scalars(removed):
        session.delete(template)
    session.flush()
    return shelf(files).sweep(set(names_in_use(session)), now - KEPT_UNKNOWN)


def names_in_use(session: Session) -> Iterator[str]:
    yield from session.scalars(select(Template.file))
