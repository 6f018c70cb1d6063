"""Recording what happened to a batch: in one tap with what is usual, or with all its details."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import flash, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.catalog.queries.papers import papers_of, removed_papers_of
from shopkit.catalog.rules.photo import Developed
from shopkit.catalog.views.uploads import developed_photo
from shopkit.errors import NotFound
from shopkit.traceability.actions import events as actions
from shopkit.traceability.actions.batches import BatchErased
from shopkit.traceability.actions.events import AlreadyCorrected, NotHerWord, TooManyEvents
from shopkit.traceability.actions.events_photos import keep_photo
from shopkit.traceability.actions.labels import BatchClosed
from shopkit.traceability.forms.events import EventForm
from shopkit.traceability.models.batches import HARVESTED
from shopkit.traceability.models.events import BatchEvent
from shopkit.traceability.queries import events as queries
from shopkit.traceability.queries.batches import batch_to_look_after, places_of
from shopkit.traceability.queries.lineage import Balance, balance_or_none
from shopkit.traceability.rules.events import (
    KINDS,
    LEAVES,
    TAKES,
    EventBeforeMaking,
    EventInFuture,
    EventTooLongAgo,
    HarvestAfterMaking,
    is_before_its_day,
)
from shopkit.traceability.rules.units import converted
from shopkit.traceability.views.batches import Here, batch_here
from shopkit.traceability.views.blueprint import bp
from shopkit.traceability.views.event_words import event_word, paper_words, quantity
from shopkit.web.answers import wants_json
from shopkit.web.filters import day
from shopkit.web.language import LazyText
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy
from shopkit.web.pages import show, to
from shopkit.web.phone import (
    client_id,
    day_of_tap,
    kept_on_phone,
    noted_at,
)
from shopkit.web.state import db, parts, who

CALLED_BACK = lazy("Đợt này đang thu hồi, không gửi hay bán. Nếu đã gửi, bán rồi thì vẫn ghi.")
REFUSED = {
    EventInFuture: lazy("Giờ này chưa đến. Xem lại ngày giờ."),
    EventTooLongAgo: lazy("Ngày này đã hơn mười năm. Xem lại năm."),
    EventBeforeMaking: lazy("Ngày này trước ngày làm ra hàng. Xem lại ngày."),
    HarvestAfterMaking: lazy("Thu hoạch phải trước hoặc trong ngày làm. Xem lại ngày."),
    BatchClosed: lazy("Đợt này đã đóng. Mở lại đợt rồi ghi."),
    BatchErased: lazy("Hồ sơ đợt này đã xóa sau thời hạn giữ."),
    TooManyEvents: lazy("Đợt này đã có quá nhiều việc. Chia đợt ra rồi ghi tiếp."),
    NotHerWord: lazy("Việc do cán bộ xem tận nơi thì cán bộ sửa, việc tự khai thì cửa hàng sửa."),
    AlreadyCorrected: lazy("Việc này vừa được sửa. Mở lại đợt hàng để xem bản mới."),
}


@bp.route("/batches/<uuid:batch_id>/events/<kind>/now", methods=["POST"])
def record_now(batch_id: UUID, kind: str) -> Response:
    """One tap: it happened now, at the usual place; the next page offers to undo it.

    On a phone that had no network "now" was when it was tapped.
    """
    here = batch_here(batch_id)
    if kind not in KINDS:
        raise NotFound(kind)
    now = clock.now()
    if kind in LEAVES and here.batch.recalled_at:
        return not_in_one_tap(here, kind, "anyway", CALLED_BACK)
    try:
        event = actions.record_event(
            db.session, here.batch, kind=kind, at=noted_at(now), evidence=here.evidence, now=now
        )
    except tuple(REFUSED) as problem:
        return not_in_one_tap(here, kind, "day", REFUSED[type(problem)])
    return to(".batch", batch_id=batch_id, told=event.id)


def not_in_one_tap(here: Here, kind: str, field: str, sentence: LazyText) -> Response:
    """The whole form asks; a tap that waited is told so, and opens there to be mended."""
    if wants_json():
        form = EventForm(kind=kind)
        form.refuse(field, sentence)
        return show("traceability/event.html", form=form)
    flash(str(sentence), "wait")
    if field == "day":
        return to(".batch", batch_id=here.batch.id)
    return to(".record_event", batch_id=here.batch.id, kind=kind)


@bp.route("/batches/<uuid:batch_id>/events/new", methods=["GET", "POST"])
@kept_on_phone
def record_event(batch_id: UUID) -> Response:
    """What happened, with quantity, to whom, photo, paper."""
    form = EventForm(kind=request.args.get("kind"), day=clock.today())
    form.day.data = day_of_tap(form.day.data, clock.now())
    offer(form, batch_id)
    developed = developed_photo(form)
    here = batch_here(batch_id)
    if not form.is_submitted() and here.batch.unit:
        form.unit.data = here.batch.unit
    if form.is_submitted() and not form.errors and is_sure(form, here):
        event = told(form, here, developed, None)
        if event:
            return to(".batch", batch_id=batch_id, told=event.id)
    return show(
        "traceability/event.html",
        form=form,
        here=here,
        batch=here.batch,
        event=None,
        today=clock.today(),
    )


@bp.route("/batches/<uuid:batch_id>/events/<uuid:event_id>", methods=["GET", "POST"])
def correct_event(batch_id: UUID, event_id: UUID) -> Response:
    """Say anew what happened; what it said before stays readable below."""
    form = EventForm()
    offer(form, batch_id, with_past=True)
    developed = developed_photo(form)
    here = batch_here(batch_id)
    event = queries.event_of(db.session, here.batch, event_id)
    if not form.is_submitted():
        fill(form, event)
    elif not form.errors and is_sure(form, here, without=event):
        later = told(form, here, developed, event)
        if later:
            flash(_("Đã sửa. Bản cũ vẫn giữ trong lịch sử."), "good")
            return to(".batch", batch_id=batch_id)
    return show(
        "traceability/event.html",
        form=form,
        here=here,
        batch=here.batch,
        event=event,
        earlier=queries.earlier_of(db.session, event),
        stands=not event.is_withdrawn and not queries.is_replaced(db.session, event),
    )


@bp.route("/batches/<uuid:batch_id>/events/<uuid:event_id>/withdraw", methods=["POST"])
def withdraw_event(batch_id: UUID, event_id: UUID) -> Response:
    """Undo: it did not happen; that it was told and taken back stays in the log."""
    here = batch_here(batch_id)
    event = queries.event_of(db.session, here.batch, event_id)
    try:
        actions.withdraw_event(
            db.session, here.batch, event, evidence=here.evidence, now=clock.now()
        )
    except (AlreadyCorrected, NotHerWord, BatchErased) as problem:
        flash(str(REFUSED[type(problem)]), "wait")
    else:
        flash(_("Đã bỏ: %(word)s.", word=event_word(event.kind)), "good")
    return to(".batch", batch_id=batch_id)


def offer(form: EventForm, batch_id: UUID, *, with_past: bool = False) -> None:
    """Her places and papers; read before the write begins, because a photo may take its time.

    An event that is corrected may name one that is in use no more.
    """
    with parts().database.reading() as reading:
        here = Here(*batch_to_look_after(reading, who(), batch_id))
        places = places_of(reading, here.shop, with_closed=with_past)
        papers = [*papers_of(reading, here.shop)]
        if with_past:
            papers += removed_papers_of(reading, here.shop)
        form.offer(
            [(str(one.id), one.name) for one in places],
            [(str(one.id), paper_words(one)) for one in papers],
        )


def is_sure(form: EventForm, here: Here, without: BatchEvent | None = None) -> bool:
    """What is odd is asked about once, not refused."""
    odd = is_odd(form, here, without)
    return is_enough(form, here, without) and not odd


def is_odd(form: EventForm, here: Here, without: BatchEvent | None) -> bool:
    """Goods that go out while they are called back, or that were made before their day."""
    if form.anyway.data:
        return False
    batch, kind = here.batch, form.kind.data
    stood_so = without is not None and without.kind == kind
    if kind in LEAVES and batch.recalled_at and not stood_so:
        form.refuse("anyway", CALLED_BACK)
        return True
    is_day_of_harvest = batch.date_kind == HARVESTED
    at = form.at(noted_at(clock.now()))
    if is_before_its_day(kind, at, made_on=batch.made_on, is_day_of_harvest=is_day_of_harvest):
        form.refuse("anyway", before_its_day(batch.made_on))
        return True
    return False


def before_its_day(made_on: date) -> str:
    return _(
        "Đợt này ghi ngày %(day)s, việc này lại trước đó. Sửa lại, hoặc đánh dấu vẫn ghi.",
        day=day(made_on),
    )


def is_enough(form: EventForm, here: Here, without: BatchEvent | None = None) -> bool:
    """More than was made is asked about once, not refused: she may have counted wrong before."""
    told_milli = form.quantity_milli.data
    if form.kind.data not in TAKES or told_milli is None or form.sure.data:
        return True
    known = balance_or_none(db.session, here.batch, without=without.id if without else None)
    if known is None:
        return True
    more = converted(told_milli, form.unit.data, known.unit)
    if more is None or known.gone_milli + more <= known.made_milli:
        return True
    form.refuse("sure", too_much(known, more))
    return False


def too_much(known: Balance, more: int) -> str:
    return _(
        "Cộng lại thành %(gone)s, nhiều hơn %(made)s đã làm. Sửa lại, hoặc đánh dấu Đúng số này.",
        gone=quantity(known.gone_milli + more, known.unit),
        made=quantity(known.made_milli, known.unit),
    )


def told(
    form: EventForm, here: Here, developed: Developed | None, event: BatchEvent | None
) -> BatchEvent | None:
    """The event as the form tells it; None with the form saying what cannot be."""
    now = clock.now()
    said = said_in(form, now)
    if developed:
        said["photo"] = keep_photo(parts().files, developed)
    try:
        if event is None:
            return actions.record_event(
                db.session,
                here.batch,
                event_id=client_id(),
                evidence=here.evidence,
                now=now,
                **said,
            )
        return actions.correct_event(
            db.session, here.batch, event, evidence=here.evidence, now=now, **said
        )
    except tuple(REFUSED) as problem:
        form.refuse("day", REFUSED[type(problem)])
        return None


def said_in(form: EventForm, now: datetime) -> dict[str, Any]:
    place, paper = form.place_id.data, form.paper_id.data
    return {
        "kind": form.kind.data,
        "at": form.at(noted_at(now)),
        "quantity_milli": form.quantity_milli.data,
        "unit": form.unit.data if form.quantity_milli.data is not None else "",
        "partner": form.partner.data or "",
        "place_id": UUID(place) if place else None,
        "place_words": form.place_words.data or "",
        "note": form.note.data or "",
        "paper_id": UUID(paper) if paper else None,
    }


def fill(form: EventForm, event: BatchEvent) -> None:
    form.kind.data = event.kind
    form.show_time(event.at)
    form.quantity_milli.data, form.unit.data = event.quantity_milli, event.unit or "kg"
    form.partner.data, form.note.data = event.partner, event.note
    form.place_id.data, form.place_words.data = str(event.place_id or ""), event.place_words
    form.paper_id.data = str(event.paper_id or "")
