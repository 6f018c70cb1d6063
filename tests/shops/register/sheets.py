"""Spreadsheets as communes keep them, and bringing one the whole way without a browser."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter
from sqlalchemy.orm import Session

from shopkit.db.base import new_id
from shopkit.db.files import Files
from shopkit.imports.actions.bringing import bring
from shopkit.imports.actions.checking import check, keep_checked
from shopkit.imports.actions.shelf import unrolled
from shopkit.imports.actions.specs import Spec
from shopkit.imports.actions.taking import begin_taking
from shopkit.imports.actions.work import take_at_once
from shopkit.imports.models import Import
from shopkit.scope import OFFICER
from shopkit.shops.actions.lists import SINCE, SOURCE
from shopkit.shops.views.bringing import HOUSEHOLDS
from tests import make
from tests.conftest import NOW
from tests.make import HOANG_LOC

Rows = Iterable[Sequence[Any]]


def xlsx(rows: Rows, *, merged: Iterable[tuple[str, str]] = (), name: str = "Sheet1") -> bytes:
    """A workbook of one sheet; `merged` are ranges with what stands in them."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet(name)
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(number, column, value)
    for where, value in merged:
        sheet.merge_range(where, value)
    book.close()
    return out.getvalue()


def brought(
    session: Session, files: Files, content: bytes, spec: Spec = HOUSEHOLDS, **wishes: str
) -> Import:
    """A list that an officer sent, not tried yet."""
    import_id = new_id()
    made = bring(
        session,
        files,
        spec,
        import_id=import_id,
        rows_file=unrolled(files, content, import_id),
        name="danh-sach.xlsx",
        owner_id=make.staff(session, OFFICER).id,
        commune_code=HOANG_LOC,
        now=NOW,
    )
    made.wishes = {SOURCE: "Danh sách hộ của xã", SINCE: "2026-11-01"} | wishes
    session.flush()
    return made


def tried(
    session: Session, files: Files, content: bytes, spec: Spec = HOUSEHOLDS, **wishes: str
) -> Import:
    made = brought(session, files, content, spec, **wishes)
    keep_checked(session, made, check(session, files, spec, made), now=NOW)
    return made


def taken(
    session: Session, files: Files, content: bytes, spec: Spec = HOUSEHOLDS, **wishes: str
) -> Import:
    """A list the whole way into the register."""
    made = tried(session, files, content, spec, **wishes)
    begin_taking(session, made)
    take_at_once(session, files, spec, made, now=NOW)
    session.flush()
    return made


def reasons(made: Import) -> dict[str, int]:
    """Why rows were not taken, with how many."""
    return {
        one["reason"]: one["count"]
        for one in made.findings
        if one.get("fate") not in (None, "good")
    }


def warnings(made: Import) -> list[str]:
    return [one["warning"] for one in made.findings if "warning" in one]
