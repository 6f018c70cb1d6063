"""Calling goods back: the seller calls, buyers see it at once, the commune is told."""

from datetime import timedelta
from uuid import UUID

from flask import current_app, flash
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.accounts.views.proofs import is_own_secret
from shopkit.catalog.queries.products import product as product_of
from shopkit.scope import LEADER, OFFICER
from shopkit.sheets.writing import csv_bytes
from shopkit.shops.models.shops import Shop
from shopkit.text.phones import shown_phone
from shopkit.traceability.actions import recalls as actions
from shopkit.traceability.actions.recalls import RECALLED, AlreadyRecalled
from shopkit.traceability.forms.recalls import EndRecallForm, RecallForm, WidenRecallForm
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.events import BatchEvent
from shopkit.traceability.models.recalls import Recall
from shopkit.traceability.queries import recalls as queries
from shopkit.traceability.queries.lineage import destinations_of, made_from, same_goods
from shopkit.traceability.queries.recalls import own_recall_or_none
from shopkit.traceability.views.batches import own_batch
from shopkit.traceability.views.blueprint import bp
from shopkit.traceability.views.event_words import event_word, quantity, when
from shopkit.web.doors import for_roles
from shopkit.web.filters import day
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy
from shopkit.web.pages import show, to
from shopkit.web.state import db, who

NOTICE_WORDS = {RECALLED: lazy("Có hàng vừa được thu hồi. Mở trang thu hồi để xem.")}
SHOWN_AFTER_END = timedelta(days=365)


@bp.route("/batches/<uuid:batch_id>/recall", methods=["GET", "POST"])
def recall_batch(batch_id: UUID) -> Response:
    """Why, what to do, how far; her PIN; then the list of where it went."""
    form = RecallForm()
    is_sure = form.validate_on_submit() and is_own_secret(form, "pin")
    own, found = own_batch(batch_id)
    standing = own_recall_or_none(db.session, found)
    if standing and not form.is_submitted():
        return to(".recall", batch_id=found.id, recall_id=standing.id)
    if is_sure:
        try:
            made = called_back(form, found)
        except AlreadyRecalled as problem:
            flash(_("Đợt này đã được thu hồi trước đó. Bản thu hồi ấy đang có hiệu lực."), "wait")
            return to(".recall", batch_id=found.id, recall_id=problem.recall.id)
        flash(_("Đã thu hồi. Ai quét tem từ giờ đều thấy."), "good")
        return to(".recall", batch_id=found.id, recall_id=made.id)
    return show(
        "traceability/recall_new.html",
        form=form,
        batch=found,
        product=product_of(db.session, own, found.product_id),
        same=(same := same_goods(db.session, found)),
        made=[one for one in made_from(db.session, found).others if one not in same],
    )


def called_back(form: RecallForm, batch: Batch) -> Recall:
    return actions.recall_batch(
        db.session,
        batch,
        reason=form.reason.data,
        what_to_do=form.what_to_do.data,
        reaches_on=form.reaches_on.data,
        now=clock.now(),
    )


def own_recall(batch_id: UUID, recall_id: UUID) -> tuple[Shop, Batch, Recall]:
    own, found = own_batch(batch_id)
    return own, found, queries.recall_of(db.session, found, recall_id)


@bp.route("/batches/<uuid:batch_id>/recall/<uuid:recall_id>")
def recall(batch_id: UUID, recall_id: UUID) -> Response:
    """Where it went, and the words to send to everybody on the list."""
    own, found, called = own_recall(batch_id, recall_id)
    reached = queries.reached_by(db.session, called)
    concerned = queries.concerned_by(db.session, called)
    product = product_of(db.session, own, found.product_id)
    return show(
        "traceability/recall.html",
        recall=called,
        batch=found,
        product=product,
        reached=reached,
        concerned=concerned,
        may_widen=not called.ended_at and len(concerned) > len(reached),
        went=destinations_of(db.session, concerned),
        message=message_of(own, product.title, called, list(reached)),
    )


def message_of(own: Shop, title: str, recall: Recall, reached: list[Batch]) -> str:
    """What she sends to those who have the goods."""
    sentences = [
        _(
            "THU HỒI: %(title)s, đợt %(codes)s, ngày làm %(day)s.",
            title=title,
            codes=", ".join(one.code for one in reached),
            day=day(reached[0].made_on),
        ),
        _("Lý do: %(reason)s", reason=recall.reason),
        recall.what_to_do,
    ]
    if own.contact_phone:
        sentences.append(
            _("Liên hệ %(shop)s, %(phone)s.", shop=own.name, phone=shown_phone(own.contact_phone))
        )
    else:
        sentences.append(_("Liên hệ %(shop)s.", shop=own.name))
    return "\n".join(sentence for sentence in sentences if sentence)


@bp.route("/batches/<uuid:batch_id>/recall/<uuid:recall_id>/places.csv")
def recall_places(batch_id: UUID, recall_id: UUID) -> Response:
    """Where it went, as a table that opens in a spreadsheet."""
    _own, found, called = own_recall(batch_id, recall_id)
    concerned = queries.concerned_by(db.session, called)
    reached = {one.id for one in queries.reached_by(db.session, called)}
    went = destinations_of(db.session, concerned)
    rows = [
        (*place_row(one, event), what_of(one, found), _("có") if one.id in reached else _("chưa"))
        for one in concerned
        for event in went.get(one.id, [])
    ]
    ends = (_("Là hàng gì"), _("Đã thu hồi"))
    heads = (
        _("Đợt"),
        _("Việc"),
        _("Lúc"),
        _("Gửi, bán cho ai"),
        _("Số lượng"),
        _("Ghi thêm"),
        *ends,
    )
    response = current_app.response_class(csv_bytes(heads, rows), mimetype="text/csv")
    name = f"thu-hoi-{found.code}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def what_of(one: Batch, recalled: Batch) -> str:
    """Whether these are the same goods or something made from them."""
    return _("cùng hàng") if one.product_id == recalled.product_id else _("hàng làm từ đợt này")


def place_row(batch: Batch, event: BatchEvent) -> tuple[str, ...]:
    return (
        batch.code,
        event_word(event.kind),
        when(event.at),
        event.partner,
        quantity(event.quantity_milli, event.unit),
        event.note,
    )


@bp.route("/batches/<uuid:batch_id>/recall/<uuid:recall_id>/widen", methods=["GET", "POST"])
def widen_recall(batch_id: UUID, recall_id: UUID) -> Response:
    """Let it reach what was made from the batch too, with her PIN; it does not end meanwhile."""
    form = WidenRecallForm()
    is_sure = form.validate_on_submit() and is_own_secret(form, "pin")
    _own, found, called = own_recall(batch_id, recall_id)
    if called.ended_at is not None:
        return to(".recall", batch_id=found.id, recall_id=called.id)
    if is_sure:
        actions.widen_recall(db.session, called, now=clock.now())
        flash(_("Đã thu hồi cả những đợt làm từ đợt này."), "good")
        return to(".recall", batch_id=found.id, recall_id=called.id)
    reached = queries.reached_by(db.session, called)
    rest = queries.concerned_by(db.session, called)[len(reached) :]
    return show("traceability/recall_widen.html", form=form, batch=found, recall=called, made=rest)


@bp.route("/batches/<uuid:batch_id>/recall/<uuid:recall_id>/end", methods=["GET", "POST"])
def end_recall(batch_id: UUID, recall_id: UUID) -> Response:
    """End a recall, with a reason and her PIN."""
    form = EndRecallForm()
    is_sure = form.validate_on_submit() and is_own_secret(form, "pin")
    _own, found, called = own_recall(batch_id, recall_id)
    if called.ended_at is not None:
        return to(".recall", batch_id=found.id, recall_id=called.id)
    if is_sure:
        actions.end_recall(db.session, called, why=form.why.data, now=clock.now())
        flash(_("Đã thôi thu hồi. Trang của tem trở lại như thường."), "good")
        return to(".batch", batch_id=found.id)
    return show("traceability/recall_end.html", form=form, batch=found, recall=called)


@bp.route("/recalls")
@for_roles(OFFICER, LEADER)
def recalls() -> Response:
    """For the commune: what is called back now, and what was in the last year."""
    found = queries.recalls_in_place(db.session, who(), since=clock.now() - SHOWN_AFTER_END)
    counts = queries.reach_counts(db.session, [row[0] for row in found])
    return show(
        "traceability/recalls.html", rows=found, counts=counts, may_visit=who().has(OFFICER)
    )
