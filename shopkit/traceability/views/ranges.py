"""Activating, selling and voiding labels, from a first to a last one."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from flask import flash, request
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from qr_labels.payload.serials import grouped
from qr_labels.payload.trace import parse
from qr_labels.reading.photos import PhotoUnreadable, read
from shopkit import clock
from shopkit.catalog.actions import darkroom
from shopkit.catalog.rules.photo import MASTER, PictureRefused
from shopkit.catalog.views.uploads import ADVICE
from shopkit.errors import NotFound
from shopkit.traceability.actions import states
from shopkit.traceability.forms.ranges import ConfirmForm, ScanForm, SpoilForm
from shopkit.traceability.models.labels import LabelRun
from shopkit.traceability.queries import labels as queries
from shopkit.traceability.queries.batches import batch as batch_of
from shopkit.traceability.queries.ranges import AcrossRuns, BatchCode, labels_between
from shopkit.traceability.rules.ranges import Span, SpanOutside
from shopkit.traceability.rules.states import (
    ACTIVE,
    LOST,
    NOT_YET_ACTIVE,
    SOLD,
    STATES,
    VOID,
    MoveForbidden,
    states_before,
)
from shopkit.traceability.views.batches import maker_shop
from shopkit.traceability.views.blueprint import bp
from shopkit.traceability.views.labels_runs import STATE_WORDS, run_in_hand, sheet_of_run
from shopkit.web.language import LazyText, ngettext
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy
from shopkit.web.pages import show, to
from shopkit.web.state import db


@dataclass(frozen=True)
class Deed:
    """Something done to labels: into which state they come, and from which it may take them."""

    state: str
    title: LazyText
    button: LazyText
    only: tuple[str, ...] = ()

    @property
    def takes(self) -> tuple[str, ...]:
        return tuple(one for one in states_before(self.state) if not self.only or one in self.only)


DEEDS = {
    "activate": Deed(ACTIVE, lazy("Kích hoạt tem"), lazy("Kích hoạt")),
    "sell": Deed(SOLD, lazy("Ghi tem đã bán"), lazy("Ghi đã bán")),
    "spoil": Deed(VOID, lazy("Hủy tem hỏng"), lazy("Hủy tem")),
    "lose": Deed(VOID, lazy("Hủy tem bị mất"), lazy("Hủy tem"), NOT_YET_ACTIVE),
}


@bp.route("/labels/<any(activate, sell, spoil):deed>", methods=["GET", "POST"])
def scan_labels(deed: str) -> Response:
    """Her first and her last label, by photo or by code; then they are shown to be confirmed."""
    form = ScanForm()
    codes = codes_named(form) if form.validate_on_submit() else []
    own = maker_shop()
    if codes and not form.errors:
        try:
            found = labels_between(db.session, own, codes)
        except NotFound:
            form.refuse("first", _("Không tìm thấy mã này trong tem của cửa hàng. Xem lại mã."))
        except BatchCode:
            form.refuse("first", _("Mã này là mã chung của cả đợt, không riêng cho tem nào."))
        except AcrossRuns:
            form.refuse(
                "last",
                _("Hai tem thuộc hai lần in khác nhau. Chọn tem đầu và tem cuối cùng một lần in."),
            )
        else:
            return to(
                ".label_range",
                run_id=found.run.id,
                deed=deed,
                first=found.span.first,
                last=found.span.last,
            )
    return show("traceability/label_scan.html", form=form, deed=DEEDS[deed])


def codes_named(form: ScanForm) -> list[str]:
    """The codes that were typed or photographed; the form says what could not be read.

    Photos are opened in a child process and before the write begins.
    """
    codes = [
        *typed(form, "first"),
        *photographed(form, "first_photo"),
        *typed(form, "last"),
        *photographed(form, "last_photo"),
    ]
    if not codes and not form.errors:
        form.refuse("first", _("Chụp tem đầu và tem cuối, hoặc gõ mã in trên tem."))
    return codes


def typed(form: ScanForm, field: str) -> list[str]:
    if not form[field].data:
        return []
    reading = parse(form[field].data)
    code = reading.fields.get("code") or reading.fields.get("serial")
    if code is None:
        form.refuse(field, _("Mã này gõ nhầm. Xem lại mã in trên tem, ví dụ 7K3Q-X9MZ-P2A."))
        return []
    return [code]


def photographed(form: ScanForm, field: str) -> list[str]:
    if form[field].data is None:
        return []
    try:
        codes = codes_in(form[field].data)
    except PictureRefused as refusal:
        form.refuse(field, ADVICE[refusal.flaw])
        return []
    if not codes:
        form.refuse(
            field,
            _("Không đọc được mã tem trong ảnh. Chụp gần hơn, đủ sáng, hoặc gõ mã in trên tem."),
        )
    return codes


def codes_in(photo: FileStorage) -> list[str]:
    """The codes of labels in a photo; other codes that it shows are passed over."""
    try:
        picture = darkroom.develop(photo.stream.read(), ()).files[MASTER]
    finally:
        photo.stream.seek(0)  # what was sent is compared with what came before under its key
    try:
        readings = [parse(found.text) for found in read(picture)]
    except PhotoUnreadable:
        return []
    named = (reading.fields.get("code") or reading.fields.get("serial") for reading in readings)
    return [code for code in named if code]


@bp.route(
    "/label-runs/<uuid:run_id>/<any(activate, sell, spoil, lose):deed>", methods=["GET", "POST"]
)
def label_range(run_id: UUID, deed: str) -> Response:
    """From which label to which, how many, and what becomes of them; then it is done."""
    own = maker_shop()
    run = run_in_hand(own, run_id)
    doing = DEEDS[deed]
    span = span_asked(run)
    form = SpoilForm() if deed == "spoil" else ConfirmForm()
    if form.validate_on_submit():
        why = LOST if deed == "lose" else form.values().get("why", "")
        try:
            moved = states.mark_range(
                db.session, run, span, doing.state, why=why, only=doing.only, now=clock.now()
            )
        except states.LabelsRecalled:
            flash(_("Đợt này đang thu hồi: không kích hoạt, không ghi bán. Chỉ hủy tem."), "bad")
        except MoveForbidden:
            flash(_("Các tem này đã ghi từ trước, không có gì thay đổi."), "wait")
        else:
            flash(told(doing, moved.count))
        return to(".label_run", run_id=run.id)
    return shown_range(run, span, deed, form)


def span_asked(run: LabelRun) -> Span:
    """The labels that the address names; without any, all of the run."""
    span = Span(
        request.args.get("first", 0, type=int), request.args.get("last", run.count - 1, type=int)
    )
    try:
        span.check_within(run.count)
    except SpanOutside as problem:
        raise NotFound(str(run.id)) from problem
    return span


def shown_range(run: LabelRun, span: Span, deed: str, form: ConfirmForm | SpoilForm) -> Response:
    doing = DEEDS[deed]
    known = queries.states_of(db.session, run, span)
    ends = (
        queries.codes_of(db.session, run, range(end, end + 1))[0] for end in (span.first, span.last)
    )
    return show(
        "traceability/label_range.html",
        form=form,
        run=run,
        batch=batch_of(db.session, maker_shop(), run.batch_id),
        deed=doing,
        title=heading(doing, sum(known.get(state, 0) for state in doing.takes)),
        movable=sum(known.get(state, 0) for state in doing.takes),
        ends=[grouped(code) for code in ends],
        span=span,
        staying=staying(known, doing.takes),
    )


@bp.route("/label-runs/<uuid:run_id>/sheets/<int:sheet>/spoil", methods=["GET", "POST"])
def spoil_cells(run_id: UUID, sheet: int) -> Response:
    """The labels that were ticked on a sheet: asked once more why, then void."""
    run = run_in_hand(maker_shop(), run_id)
    positions, layout = sheet_of_run(run, sheet), queries.layout_of(run)
    ticked = set(request.args.getlist("cell", type=int))
    chosen = [position for position in positions if layout.cell_of(position) in ticked]
    if not chosen:
        return to(".label_sheet", run_id=run.id, sheet=sheet)
    form = SpoilForm()
    if form.validate_on_submit():
        try:
            moved = states.mark_each(
                db.session, run, chosen, VOID, why=form.why.data, now=clock.now()
            )
        except MoveForbidden:
            flash(_("Các tem này đã ghi từ trước, không có gì thay đổi."), "wait")
        else:
            flash(told(DEEDS["spoil"], moved.count))
        return to(".label_run", run_id=run.id)
    labels = queries.labels_at(db.session, run, positions)
    codes = [grouped(label.code) for label in labels if label.position in set(chosen)]
    return show(
        "traceability/label_cells.html",
        form=form,
        run=run,
        sheet=sheet,
        codes=codes,
        title=heading(DEEDS["spoil"], len(codes)),
    )


def staying(known: dict[str, int], takes: Iterable[str]) -> list[tuple[LazyText, int]]:
    """The states whose labels stay as they are, with how many."""
    kept = [state for state in STATES if state not in set(takes) and known.get(state)]
    return [(STATE_WORDS[state], known[state]) for state in kept]


def heading(doing: Deed, count: int) -> str:
    """What is about to be done, with the number."""
    if doing.state == ACTIVE:
        return ngettext("Kích hoạt %(num)s tem?", "Kích hoạt %(num)s tem?", count)
    if doing.state == SOLD:
        return ngettext("Ghi %(num)s tem đã bán?", "Ghi %(num)s tem đã bán?", count)
    return ngettext("Hủy %(num)s tem?", "Hủy %(num)s tem?", count)


def told(doing: Deed, count: int) -> str:
    if doing.state == ACTIVE:
        return ngettext("Đã kích hoạt %(num)s tem.", "Đã kích hoạt %(num)s tem.", count)
    if doing.state == SOLD:
        return ngettext("Đã ghi %(num)s tem bán rồi.", "Đã ghi %(num)s tem bán rồi.", count)
    return ngettext(
        "Đã hủy %(num)s tem. Mã đã hủy không dùng lại.",
        "Đã hủy %(num)s tem. Mã đã hủy không dùng lại.",
        count,
    )
