"""What was changed in a batch, by whom and when; and erasing it after its term."""

from datetime import date
from uuid import UUID

from flask import flash
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.traceability.actions.retention import StillKept, erase_records
from shopkit.traceability.forms.batches import UNIT_WORDS, SureForm
from shopkit.traceability.forms.events import KIND_WORDS
from shopkit.traceability.models.changes import MADE, RecordChange
from shopkit.traceability.queries.changes import changes_of, names_of
from shopkit.traceability.queries.retention import is_over, keep_until
from shopkit.traceability.rules.retention import term_on
from shopkit.traceability.views.batches import batch_here, own_batch
from shopkit.traceability.views.blueprint import bp
from shopkit.traceability.views.event_words import amount_as_read
from shopkit.web.filters import day, moment
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy
from shopkit.web.pages import show, to
from shopkit.web.state import db

MOST_SHOWN = 300
RECORD_WORDS = {
    "batch": lazy("Đợt hàng"),
    "batch_input": lazy("Nguyên liệu"),
    "batch_event": lazy("Việc đã làm"),
    "recall": lazy("Thu hồi"),
    "label_run": lazy("Lần in tem"),
    "production_place": lazy("Nơi làm"),
}
FIELD_WORDS = {
    "code": lazy("mã đợt"),
    "trace_code": lazy("mã trên tem"),
    "made_on": lazy("ngày làm"),
    "best_before": lazy("hạn sử dụng"),
    "quantity_milli": lazy("số lượng"),
    "unit": lazy("đơn vị"),
    "harvest": lazy("vụ thu hoạch"),
    "closed_at": lazy("đóng lúc"),
    "closed_why": lazy("lý do"),
    "recalled_at": lazy("thu hồi lúc"),
    "erased_on": lazy("xóa hồ sơ ngày"),
    "parts": lazy("chia thành"),
    "kind": lazy("việc"),
    "at": lazy("lúc"),
    "evidence": lazy("cách biết"),
    "place_words": lazy("ở đâu"),
    "partner": lazy("gửi, bán cho"),
    "note": lazy("ghi thêm"),
    "photo": lazy("ảnh"),
    "is_withdrawn": lazy("đã bỏ"),
    "material": lazy("nguyên liệu"),
    "supplier": lazy("mua của"),
    "supplier_lot": lazy("số lô của họ"),
    "received_on": lazy("ngày nhận"),
    "removed_at": lazy("bỏ ra lúc"),
    "reason": lazy("lý do"),
    "what_to_do": lazy("khách nên làm gì"),
    "reaches_on": lazy("cả đợt làm từ đợt này"),
    "ended_at": lazy("thôi lúc"),
    "ended_why": lazy("lý do thôi"),
    "count": lazy("số tem"),
    "stock": lazy("loại giấy"),
    "ready_at": lazy("xong lúc"),
    "printed_count": lazy("đã in"),
    "spoiled_count": lazy("tem hỏng"),
    "affixed_count": lazy("tem đã dán"),
    "name": lazy("tên"),
    "address": lazy("địa chỉ"),
}
EVIDENCE = {"SD": lazy("tự khai"), "TV": lazy("đã xem tận nơi"), "SO": lazy("hệ thống ghi nhận")}
YES_NO = {"True": lazy("có"), "False": lazy("không")}


@bp.route("/batches/<uuid:batch_id>/changes")
def changes(batch_id: UUID) -> Response:
    """Every change, the latest first; nobody can take a line out."""
    here = batch_here(batch_id)
    found = changes_of(db.session, here.batch, MOST_SHOWN)
    names = names_of(db.session, {one.by_id for one in found if one.by_id})
    lines = [
        (one, record_word(one), told_in(one), names.get(one.by_id) if one.by_id else None)
        for one in found
    ]
    return show(
        "traceability/changes.html", batch=here.batch, lines=lines, is_cut=len(found) == MOST_SHOWN
    )


def record_word(change: RecordChange) -> str:
    word = str(RECORD_WORDS.get(change.record_kind, change.record_kind))
    return _("%(record)s: ghi mới", record=word) if change.action == MADE else word


def told_in(change: RecordChange) -> list[tuple[str, str | None, str | None]]:
    """The fields that people know, with what they were and became, in words."""
    return [
        (str(FIELD_WORDS[name]), shown(name, before), shown(name, after))
        for name, (before, after) in change.fields.items()
        if name in FIELD_WORDS and (before or after) not in (None, "False")
    ]


def shown(name: str, text: str | None) -> str | None:
    """A value of the log as people read it; None stays None."""
    if text is None:
        return None
    if name.endswith("_milli"):
        return amount_as_read(int(text))
    if name == "at" or name.endswith("_at"):
        return moment(clock.moment(text))
    if (name.endswith("_on") and name != "reaches_on") or name == "best_before":
        return day(date.fromisoformat(text))
    if name == "photo":
        return _("có ảnh")
    for words in (KIND_WORDS, UNIT_WORDS, EVIDENCE, YES_NO):
        if text in words:
            return str(words[text])
    return text


@bp.route("/batches/<uuid:batch_id>/erase", methods=["GET", "POST"])
def erase(batch_id: UUID) -> Response:
    """Until when the records are kept, and after that the button that erases them."""
    _own, found = own_batch(batch_id)
    today = clock.today()
    form = SureForm()
    if form.validate_on_submit():
        try:
            erase_records(db.session, found, now=clock.now())
        except StillKept as problem:
            flash(_("Còn phải giữ đến hết ngày %(day)s.", day=day(problem.until)), "wait")
        else:
            flash(_("Đã xóa hồ sơ. Mã trên tem vẫn còn ý nghĩa."), "good")
        return to(".batch", batch_id=found.id)
    return show(
        "traceability/batch_erase.html",
        form=form,
        batch=found,
        until=keep_until(found, today=today),
        may_erase=is_over(db.session, found, today=today) and not found.erased_on,
        term=term_on(today),
    )
