"""The signed list comes back: row numbers on one line, looked through, then noted; its photo."""

from uuid import UUID

from flask import current_app, flash, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.catalog.forms.products import PhotoForm
from shopkit.catalog.views.uploads import developed_photo
from shopkit.scope import TRAINER
from shopkit.training.actions.attendance import NotYet, changes_by, note_rows
from shopkit.training.actions.courses import AlreadyOver
from shopkit.training.actions.signed_lists import keep_signed_list, shelf
from shopkit.training.forms.courses import RowsForm
from shopkit.training.models.courses import Course, Meeting
from shopkit.training.queries.lists import Row, class_list, signed_list, signed_lists_of
from shopkit.training.rules.attendance import CAME
from shopkit.training.rules.rows import (
    Rows,
    RowsBackward,
    RowsTooLong,
    RowsUnreadable,
    RowTwice,
    read_rows,
)
from shopkit.training.views.blueprint import bp
from shopkit.training.views.reach import own_meeting
from shopkit.training.views.words import STATUS_ICONS, STATUS_TONES, STATUS_WORDS
from shopkit.web.doors import for_roles
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db, parts

SHOWN_NUMBERS = 8


@bp.route("/meetings/<uuid:meeting_id>/rows", methods=["GET", "POST"])
@for_roles(TRAINER)
def type_rows(meeting_id: UUID) -> Response:
    """Type, look through, note; the same line sent again changes nothing."""
    course, meeting = own_meeting(meeting_id)
    form = RowsForm()
    rows = rows_typed(form) if form.validate_on_submit() else None
    lines = class_list(db.session, course, meeting)
    if rows is not None:
        check_known(form, rows, lines)
    if rows is None or form.errors:
        return show("training/rows.html", form=form, course=course, meeting=meeting)
    if request.form.get("sure") != "1":
        return looked_through(course, meeting, form, rows, lines)
    try:
        told = note_rows(db.session, course, meeting, rows, today=clock.today(), now=clock.now())
    except (NotYet, AlreadyOver):
        form.refuse("rows", _("Buổi này chưa tới ngày hoặc đã nghỉ, nên chưa điểm danh được."))
        return show("training/rows.html", form=form, course=course, meeting=meeting)
    flash(_("Đã ghi %(count)s dòng theo giấy ký tên.", count=len(told)), "good")
    return to(".attendance", meeting_id=meeting.id)


def rows_typed(form: RowsForm) -> Rows | None:
    """The rows of the line; or None, and the form says which piece to mend."""
    try:
        return read_rows(form.rows.data)
    except RowsBackward as problem:
        sentence = _("Đoạn %(piece)s bị ngược: gõ số nhỏ trước.", piece=problem.piece)
    except RowsUnreadable as problem:
        sentence = _(
            "Chưa hiểu “%(piece)s”. Gõ số, ví dụ 1-12, 14, 17-30.", piece=problem.piece[:20]
        )
    except RowTwice as problem:
        sentence = _(
            "Dòng %(number)s được ghi hai kiểu khác nhau. Bỏ bớt một.", number=problem.number
        )
    except RowsTooLong:
        sentence = _("Dòng này dài quá. Gõ gọn lại, ví dụ 1-30.")
    form.refuse("rows", sentence)
    return None


def check_known(form: RowsForm, rows: Rows, lines: list[Row]) -> None:
    known = {line.number for line in lines}
    unknown = [number for number in rows.statuses if number not in known]
    if not unknown:
        return
    shown = ", ".join(str(number) for number in unknown[:SHOWN_NUMBERS])
    more = "…" if len(unknown) > SHOWN_NUMBERS else ""
    form.refuse(
        "rows",
        _(
            "Dòng %(numbers)s chưa có tên trong danh sách. Bỏ số ấy ra; ai mới đến thì ghi ở "
            "“Thêm người mới đến”.",
            numbers=shown + more,
        ),
    )


def looked_through(
    course: Course, meeting: Meeting, form: RowsForm, rows: Rows, lines: list[Row]
) -> Response:
    """What would be noted; nothing is noted yet."""
    changes = changes_by(rows, lines)
    return show(
        "training/rows.html",
        form=form,
        course=course,
        meeting=meeting,
        typed=form.rows.data,
        changes=changes,
        signed=sum(1 for status in rows.statuses.values() if status in CAME),
        absent=[line for line, status in changes if status not in CAME],
        unsigned=[
            line for line in lines if line.status in CAME and line.number not in rows.statuses
        ],
        status_words=STATUS_WORDS,
        status_icons=STATUS_ICONS,
        status_tones=STATUS_TONES,
    )


@bp.route("/meetings/<uuid:meeting_id>/photo", methods=["GET", "POST"])
@for_roles(TRAINER)
def list_photo(meeting_id: UUID) -> Response:
    """A photo of the signed list, kept small as a proof."""
    form = PhotoForm()
    # The picture is opened before the first use of the database keeps others waiting.
    developed = developed_photo(form)
    course, meeting = own_meeting(meeting_id)
    if developed is not None:
        keep_signed_list(db.session, parts().files, meeting, developed, now=clock.now())
        flash(_("Đã giữ ảnh danh sách đã ký."), "good")
        return to(".list_photo", meeting_id=meeting.id)
    return show(
        "training/list_photo.html",
        form=form,
        course=course,
        meeting=meeting,
        kept=signed_lists_of(db.session, meeting),
    )


@bp.route("/meetings/<uuid:meeting_id>/photo/<uuid:list_id>")
@for_roles(TRAINER)
def kept_list_photo(meeting_id: UUID, list_id: UUID) -> Response:
    _course, meeting = own_meeting(meeting_id)
    kept = signed_list(db.session, meeting, list_id)
    return current_app.response_class(shelf(parts().files).read(kept.file), mimetype="image/jpeg")
