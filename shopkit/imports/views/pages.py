"""The pages of one import: its columns, the trial run, the result, the rows that failed."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from flask import flash, make_response, redirect, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.errors import NotFound
from shopkit.imports.actions import bringing
from shopkit.imports.actions.shelf import layout_of, roll_of
from shopkit.imports.actions.specs import Spec
from shopkit.imports.forms import columns_form, pointed_out
from shopkit.imports.models import CHECKED, CHECKING, TAKEN, TAKING, UPLOADED, Import
from shopkit.imports.rules.columns import NO_HEADING, Layout
from shopkit.imports.views import running, showing
from shopkit.imports.views.blueprint import bp, files, own_import, spec_of
from shopkit.sheets.cells import Above, Cell, text_of
from shopkit.sheets.writing import Sheet, Value, workbook
from shopkit.web.forms import Form
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db

__all__ = ["bp"]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.route("/<uuid:import_id>")
def look(import_id: UUID) -> Response:
    """Where the import stands: what a trial run found, or what was taken."""
    brought = own_import(import_id)
    if brought.state == UPLOADED:
        return to(".columns", import_id=brought.id)
    waiting = running.waiting_page_or_none(brought)
    if waiting:
        return waiting
    spec = spec_of(brought)
    shown = spec.shown(db.session, files(), brought)
    if brought.state == CHECKED:
        return show(spec.checked_page, **checked(brought, spec), **shown)
    is_taken = brought.state == TAKEN
    words = spec.words
    return show(spec.result_page, brought=brought, words=words, is_taken=is_taken, **shown)


def checked(brought: Import, spec: Spec) -> dict[str, Any]:
    """What the page of a trial run shows."""
    layout = layout_of(brought)
    names = bringing.names_of(files(), brought, layout)
    warnings = [one["warning"] for one in brought.findings if "warning" in one]
    return {
        "brought": brought,
        "words": spec.words,
        "found": [
            (spec.words.column(name), names.get(at, "")) for name, at in layout.columns.items()
        ],
        "warnings": [spec.words.warning(word) for word in warnings],
        "problems": showing.problems_of(files(), spec, brought, layout),
    }


@bp.route("/<uuid:import_id>/columns", methods=["GET", "POST"])
def columns(import_id: UUID) -> Response:
    """Which column of the file is which, as guessed; to be corrected by select boxes."""
    brought = own_import(import_id)
    spec = spec_of(brought)
    if brought.state in (CHECKING, TAKING, TAKEN) or brought.rows_file is None:
        return to(".look", import_id=brought.id)
    layout = layout_to_show(spec, brought)
    words = {one.name: spec.words.column(one.name) for one in spec.wanted.columns}
    choices = showing.column_choices(files(), brought, layout)
    form = columns_form(words, spec.wanted.missing({}), choices, layout.columns)
    if form.validate_on_submit():
        chosen = bringing.with_columns(layout, pointed_out(form))
        if is_enough(spec, form, chosen):
            bringing.point_out(db.session, files(), spec, brought, chosen, now=clock.now())
            return running.try_it(brought)
    return show("imports/columns.html", form=form, **around(brought, spec, layout))


def is_enough(spec: Spec, form: Form, chosen: Layout) -> bool:
    """Whether all that is needed was pointed out; the form says what is not."""
    missing = spec.wanted.missing(chosen.columns)
    for name in missing:
        form.refuse(name, _("Chọn cột này trong tệp."))
    if len(set(chosen.columns.values())) < len(chosen.columns):
        first = next(iter(form.values()))
        form.refuse(first, _("Mỗi cột trong tệp chỉ chọn một lần."))
        return False
    return not missing


def layout_to_show(spec: Spec, brought: Import) -> Layout:
    """The layout that was kept, or the one for another sheet or heading row that was asked for."""
    kept = layout_of(brought)
    sheet = request.values.get("sheet", kept.sheet, type=int)
    heading = request.values.get("heading", kept.heading, type=int)
    if (sheet, heading) == (kept.sheet, kept.heading):
        return kept
    return bringing.looked_at(files(), spec, brought, max(0, sheet), max(NO_HEADING, heading))


def around(brought: Import, spec: Spec, layout: Layout) -> dict[str, Any]:
    """What the page of columns shows around its select boxes."""
    samples = showing.samples_of(files(), brought, layout)
    return {
        "brought": brought,
        "words": spec.words,
        "needed": spec.wanted.missing({}),
        "table": layout,
        "sheets": [sheet.name for sheet in roll_of(files(), brought.rows_file).sheets],
        "heads": showing.heading_choices(files(), brought, layout.sheet),
        "names": bringing.names_of(files(), brought, layout),
        "samples": list(showing.table_of(samples)),
    }


@bp.route("/<uuid:import_id>/take", methods=["POST"])
def take(import_id: UUID) -> Response:
    return running.take(own_import(import_id))


@bp.route("/<uuid:import_id>/drop", methods=["POST"])
def drop(import_id: UUID) -> Response:
    """Give it up, or remove what is left of it."""
    brought = own_import(import_id)
    bringing.drop(db.session, files(), brought, now=clock.now())
    flash(_("Đã xóa tệp."), "good")
    if brought.state == TAKEN:
        return to(".look", import_id=brought.id)
    return redirect(spec_of(brought).words.begin_url(), code=303)


@bp.route("/<uuid:import_id>/failed.xlsx")
def failed(import_id: UUID) -> Response:
    """The rows that were not taken, with the reason first and their own columns after it."""
    brought = own_import(import_id)
    if brought.failed_file is None:
        raise NotFound(import_id)
    rows = roll_of(files(), brought.failed_file).rows(0)
    head = [text_of(cell) for cell in next(rows)[3:]]
    lines = failed_lines(spec_of(brought), rows)
    sheet = Sheet(_("Chưa lấy được"), [_("Lý do"), _("Dòng"), *head], lines)
    answer = make_response(workbook([sheet], made_at=brought.made_at))
    answer.headers["Content-Type"] = XLSX
    answer.headers["Content-Disposition"] = 'attachment; filename="chua-lay-duoc.xlsx"'
    return answer


def failed_lines(spec: Spec, rows: Iterator[list[Cell]]) -> Iterator[Sequence[Value]]:
    for reason, column, number, *cells in rows:
        said = showing.sentence(spec, text_of(reason), text_of(column))
        yield [said, text_of(number), *(value_of(cell) for cell in cells)]


def value_of(cell: Cell) -> Value:
    """The cell as it is written; one merged with the cell above has nothing of its own."""
    return None if isinstance(cell, Above) else cell
