"""Bringing a table, and saying which of its columns is which."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.db.engine import after_commit
from shopkit.db.files import Files
from shopkit.errors import Refusal
from shopkit.imports.actions.shelf import beginnings, layout_of, packed, remove, roll_of
from shopkit.imports.actions.specs import Spec
from shopkit.imports.models import (
    CHECKED,
    CHECKING,
    DROPPED,
    TAKEN,
    TAKING,
    UPLOADED,
    Import,
    RememberedColumns,
)
from shopkit.imports.queries import keeper_of, remembered_or_none
from shopkit.imports.rules.columns import NO_HEADING, Layout
from shopkit.imports.rules.guessing import (
    by_name,
    guess,
    guess_at,
    headings,
    is_sure,
    is_worth_remembering,
    recalled,
    signature,
)
from shopkit.journal.write import write

LONGEST_NAME = 200


class AlreadyTaken(Refusal):
    """The rows were taken, or work on them goes on; the columns stand."""


def bring(
    session: Session,
    files: Files,
    spec: Spec,
    *,
    import_id: UUID,
    rows_file: str,
    name: str,
    owner_id: UUID,
    shop_id: UUID | None = None,
    commune_code: str = "",
    subject_id: UUID | None = None,
    family: str = "",
    now: datetime,
) -> Import:
    """Note a table whose rows were read, with the columns as they were remembered or guessed."""
    brought = Import(
        id=import_id,
        kind=spec.kind,
        owner_id=owner_id,
        shop_id=shop_id,
        commune_code=commune_code,
        subject_id=subject_id,
        family=family,
        name=name[:LONGEST_NAME],
        rows_file=rows_file,
        made_at=now,
    )
    heads = beginnings(roll_of(files, rows_file))
    layout = guess(heads, spec.wanted)
    names = headings(heads[layout.sheet], layout.heading, layout.height)
    known = remembered_or_none(session, brought, signature(names))
    columns = recalled(known.columns, names) if known else None
    brought.layout = packed(with_columns(layout, columns or layout.columns))
    session.add(brought)
    session.flush()
    write(session, brought, "import.brought", now=now, details={"kind": spec.kind})
    return brought


def with_columns(layout: Layout, columns: Mapping[str, int]) -> Layout:
    return Layout(layout.sheet, layout.heading, layout.height, dict(columns), layout.is_day_first)


def is_understood(session: Session, files: Files, spec: Spec, brought: Import) -> bool:
    """Whether nobody needs to point out columns: they are sure, or were pointed out before."""
    layout = layout_of(brought)
    names = names_of(files, brought, layout)
    if remembered_or_none(session, brought, signature(names)):
        return not spec.wanted.missing(layout.columns)
    return is_sure(layout, names, spec.wanted)


def names_of(files: Files, brought: Import, layout: Layout) -> dict[int, str]:
    """The headings of the table, by column."""
    heads = beginnings(roll_of(files, brought.rows_file))
    if layout.sheet >= len(heads):
        return {}
    return headings(heads[layout.sheet], layout.heading, layout.height)


def looked_at(files: Files, spec: Spec, brought: Import, sheet: int, heading: int) -> Layout:
    """The columns as they would be if the headings lay in this row of this sheet."""
    heads = beginnings(roll_of(files, brought.rows_file))
    sheet = min(sheet, len(heads) - 1)
    if heading == NO_HEADING:
        return Layout(sheet, heading)
    heading = min(heading, len(heads[sheet]) - 1)
    found = [
        guess_at(heads[sheet], Layout(sheet, heading, height), spec.wanted) for height in (1, 2)
    ]
    return max(found, key=lambda one: one.score).layout


def point_out(
    session: Session, files: Files, spec: Spec, brought: Import, layout: Layout, *, now: datetime
) -> None:
    """Keep which columns mean what, for this file and for the next one like it."""
    if brought.state in (CHECKING, TAKING, TAKEN, DROPPED):
        raise AlreadyTaken(brought.state)
    brought.layout = packed(layout)
    brought.state = UPLOADED
    session.flush()
    names = names_of(files, brought, layout)
    if is_worth_remembering(names):
        remember(session, brought, layout, names, now=now)


def remember(
    session: Session, brought: Import, layout: Layout, names: Mapping[int, str], *, now: datetime
) -> None:
    """Keep the headings that were pointed out, for the next file that has them."""
    known = remembered_or_none(session, brought, signature(names))
    if known is None:
        known = RememberedColumns(
            keeper=keeper_of(brought),
            commune_code=brought.commune_code,
            kind=brought.kind,
            family=brought.family,
            signature=signature(names),
            heard_at=now,
        )
        session.add(known)
    known.columns, known.heard_at = by_name(layout.columns, names), now
    session.flush()


def drop(session: Session, files: Files, brought: Import, *, now: datetime) -> None:
    """Give an import up and remove its files; what was taken stays taken."""
    if brought.state == TAKING:
        raise AlreadyTaken(brought.state)
    let_go(session, files, brought.rows_file, brought.records_file, brought.failed_file)
    brought.rows_file = brought.records_file = brought.failed_file = None
    if brought.state in (UPLOADED, CHECKING, CHECKED):
        brought.state, brought.ended_at = DROPPED, now
        write(session, brought, "import.dropped", now=now, details={"kind": brought.kind})
    session.flush()


def let_go(session: Session, files: Files, *names: str | None) -> None:
    """Remove files once it is certain that nobody needs them any more."""
    after_commit(session, lambda: remove(files, names))
