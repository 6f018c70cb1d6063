"""The page of a run of labels: its files, what became of the labels, single sheets."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from flask import current_app, flash
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.errors import NotFound
from shopkit.jobs.queries import latest_job_or_none
from shopkit.shops.models.shops import Shop
from shopkit.traceability.actions import labels as ordering
from shopkit.traceability.actions import labels_sheets, states
from shopkit.traceability.forms.labels import ReplaceForm, UseForm
from shopkit.traceability.models.labels import Label, LabelRun
from shopkit.traceability.queries import labels as queries
from shopkit.traceability.queries import pins
from shopkit.traceability.queries.batches import batch as batch_of
from shopkit.traceability.rules.batches import label_address
from shopkit.traceability.rules.labels import (
    MOST_REPLACED,
    Layout,
    SheetMissing,
    StartCellOutside,
)
from shopkit.traceability.rules.ranges import Span
from shopkit.traceability.rules.states import (
    ACTIVE,
    GENERATED,
    PRINTED,
    SOLD,
    STATES,
    UNIT,
    VOID,
)
from shopkit.traceability.views.batches import maker_shop
from shopkit.traceability.views.blueprint import bp
from shopkit.traceability.views.labels import REFUSED
from shopkit.web.kept import kept_file
from shopkit.web.language import LazyText, ngettext
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy
from shopkit.web.pages import show, to
from shopkit.web.state import db, parts, who

STATE_WORDS = {
    GENERATED: lazy("Chưa in"),
    PRINTED: lazy("Đã in"),
    ACTIVE: lazy("Đã kích hoạt"),
    SOLD: lazy("Đã bán"),
    VOID: lazy("Đã hủy"),
}
NOT_REPLACED: dict[type[Exception], LazyText] = {
    **REFUSED,
    ordering.NothingToReplace: lazy("Tem hủy nào cũng đã có tem thay."),
    StartCellOutside: lazy("Một tờ loại này không có nhiều tem như vậy."),
}
MARK_WORDS = {
    PRINTED: lazy("Đã in"),
    ACTIVE: lazy("Kích hoạt"),
    SOLD: lazy("Đã bán"),
    VOID: lazy("Hủy"),
    states.AGAIN: lazy("In lại"),
}


def run_in_hand(own: Shop, run_id: UUID) -> LabelRun:
    """A finished run of hers whose labels have codes of their own; others do not exist here."""
    run = queries.label_run(db.session, own, run_id)
    if run.ready_at is None or run.level != UNIT:
        raise NotFound(str(run_id))
    return run


@bp.route("/label-runs/<uuid:run_id>")
def label_run(run_id: UUID) -> Response:
    own = maker_shop()
    run = queries.label_run(db.session, own, run_id)
    is_unit = run.level == UNIT
    known = queries.states_of(db.session, run) if is_unit and run.ready_at else {}
    return show(
        "traceability/label_run.html",
        run=run,
        batch=batch_of(db.session, own, run.batch_id),
        files=queries.files_of(db.session, run) if run.ready_at else [],
        job=latest_job_or_none(db.session, ordering.LABEL_RUN, run.id),
        is_unit=is_unit,
        states=[(state, STATE_WORDS[state], known.get(state, 0)) for state in STATES],
        known=known,
        marks=queries.marks_of(db.session, run, 10),
        mark_words=MARK_WORDS,
        paper=queries.layout_of(run),
        is_roll=queries.stock_of(run).kind == "roll",
        pin_lists=pins.pin_lists_of(db.session, run) if run.has_pins else [],
    )


@bp.route("/label-runs/<uuid:run_id>/tem-<int:number>.pdf")
def label_file(run_id: UUID, number: int) -> Response:
    """One finished file; none is given out before every symbol has been read back."""
    run = queries.label_run(db.session, maker_shop(), run_id)
    if run.ready_at is None:
        raise NotFound(str(run_id))
    kept = queries.file_of(db.session, run, number - 1)
    response = kept_file(parts().files, kept.name, "application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="tem-{number}.pdf"'
    return response


def pdf(content: bytes, name: str) -> Response:
    response = current_app.response_class(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@bp.route("/label-runs/<uuid:run_id>/use", methods=["GET", "POST"])
def label_use(run_id: UUID) -> Response:
    """How many were printed, spoiled and put on goods."""
    own = maker_shop()
    run = queries.label_run(db.session, own, run_id)
    printed = run.count if run.printed_count is None else run.printed_count
    form = UseForm(
        printed=printed,
        spoiled=run.spoiled_count,
        affixed=run.affixed_count,
        affixed_on=run.affixed_on or clock.today(),
    )
    if form.validate_on_submit():
        try:
            states.record_use(db.session, run, **form.values(), now=clock.now())
        except states.RunNotReady:
            form.refuse("printed", _("Tem còn đang làm. Chờ làm xong rồi ghi."))
        except states.CountsTooHigh as problem:
            form.refuse("printed", too_high(problem.limit, run))
        except states.SpoiledKnown:
            form.refuse("spoiled", _("Số này ít hơn số tem đã hủy hoặc đã kích hoạt từng tem."))
        else:
            flash(_("Đã ghi số tem."))
            return to(".label_run", run_id=run.id)
    return show("traceability/label_use.html", form=form, run=run)


def too_high(limit: int, run: LabelRun) -> str:
    if limit == run.count:
        return ngettext(
            "Lần này chỉ làm %(num)s tem. Xem lại các số.",
            "Lần này chỉ làm %(num)s tem. Xem lại các số.",
            limit,
        )
    return ngettext(
        "Tem hỏng và tem đã dán cộng lại nhiều hơn %(num)s tem đã in. Xem lại các số.",
        "Tem hỏng và tem đã dán cộng lại nhiều hơn %(num)s tem đã in. Xem lại các số.",
        limit,
    )


@dataclass(frozen=True)
class Cell:
    """One place on a sheet, and the label on it, if there is one."""

    number: int
    label: Label | None = None


def cells_of(labels: Sequence[Label], layout: Layout) -> list[Cell]:
    by_cell = {layout.cell_of(label.position): label for label in labels}
    return [Cell(number, by_cell.get(number)) for number in range(layout.cells)]


def sheet_of_run(run: LabelRun, sheet: int) -> range:
    try:
        return queries.layout_of(run).positions_on(sheet)
    except SheetMissing as problem:
        raise NotFound(str(sheet)) from problem


@bp.route("/label-runs/<uuid:run_id>/sheets/<int:sheet>")
def label_sheet(run_id: UUID, sheet: int) -> Response:
    """One sheet as it lies before her, to tick what is spoiled or to print it once more."""
    own = maker_shop()
    run = queries.label_run(db.session, own, run_id)
    positions = sheet_of_run(run, sheet)
    if run.ready_at is None:
        raise NotFound(str(run_id))
    layout, stock = queries.layout_of(run), queries.stock_of(run)
    labels = queries.labels_at(db.session, run, positions)
    return show(
        "traceability/label_sheet.html",
        run=run,
        sheet=sheet,
        paper=layout,
        columns=stock.cols,
        cells=cells_of(labels, layout),
        state_words=STATE_WORDS,
        is_unit=run.level == UNIT,
    )


@bp.route("/label-runs/<uuid:run_id>/sheets/<int:sheet>/again", methods=["POST"])
def print_again(run_id: UUID, sheet: int) -> Response:
    """Note that a sheet is printed once more, then hand it out."""
    run = queries.label_run(db.session, maker_shop(), run_id)
    positions = sheet_of_run(run, sheet)
    if run.ready_at is None:
        raise NotFound(str(run_id))
    states.note_reprint(db.session, run, Span(positions.start, positions.stop - 1), now=clock.now())
    return to(".sheet_file", run_id=run.id, sheet=sheet)


@bp.route("/label-runs/<uuid:run_id>/sheets/to-<int:sheet>.pdf")
def sheet_file(run_id: UUID, sheet: int) -> Response:
    """One sheet once more, with the codes it has; void ones stay blank."""
    run = queries.label_run(db.session, maker_shop(), run_id)
    sheet_of_run(run, sheet)
    if run.ready_at is None:
        raise NotFound(str(run_id))
    address = label_address(parts().config.public_address)
    try:
        sheets = labels_sheets.sheet_again(db.session, run, sheet, address=address)
    except labels_sheets.SheetVoid as problem:
        raise NotFound(str(sheet)) from problem
    with TemporaryDirectory(dir=parts().files.drafts()) as folder:
        return pdf(labels_sheets.drawn(sheets, Path(folder)), f"to-{sheet}.pdf")


@bp.route("/label-runs/<uuid:run_id>/replace", methods=["GET", "POST"])
def replace_labels(run_id: UUID) -> Response:
    """New labels in place of void ones: which, and where on the sheet they begin."""
    own = maker_shop()
    run = queries.label_run(db.session, own, run_id)
    codes = queries.replaceable(db.session, run)[:MOST_REPLACED]
    form = ReplaceForm()
    if form.validate_on_submit():
        try:
            made, _job = ordering.replace_labels(
                db.session,
                run,
                start_cell=form.start_cell.data or 0,
                owner_id=who().account_id,
                now=clock.now(),
            )
        except tuple(NOT_REPLACED) as problem:
            form.refuse("start_cell", NOT_REPLACED[type(problem)])
        else:
            return to(".label_run", run_id=made.id)
    return show("traceability/label_replace.html", form=form, run=run, codes=codes)
