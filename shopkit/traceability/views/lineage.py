"""What went into a batch and what became of it; dividing, and putting together."""

from uuid import UUID

from flask import flash, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.catalog.queries.products import products_of
from shopkit.errors import NotFound
from shopkit.shops.models.shops import Shop
from shopkit.traceability.actions import lineage as actions
from shopkit.traceability.actions.batches import BatchErased
from shopkit.traceability.actions.labels import BatchClosed
from shopkit.traceability.actions.lineage import (
    MOST_INPUTS,
    MOST_PARTS,
    MadeFromItself,
    ProductsDiffer,
    ReceivedLater,
    SourceLater,
    SourceRecalled,
    SplitTooMuch,
    TooFewParts,
    TooManyInputs,
    TooManyParts,
    UnitDiffers,
)
from shopkit.traceability.forms.batches import UNIT_WORDS, SureForm
from shopkit.traceability.forms.lineage import MaterialForm, SourceForm, SplitForm
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.queries import batches as batch_queries
from shopkit.traceability.queries import lineage as queries
from shopkit.traceability.rules.units import converted
from shopkit.traceability.views.batches import batch_here, own_batch
from shopkit.traceability.views.batches import maker_shop as own_shop
from shopkit.traceability.views.blueprint import bp
from shopkit.traceability.views.event_words import quantity
from shopkit.traceability.views.events import too_much
from shopkit.web.filters import day
from shopkit.web.forms import Sentence
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db

ARROW = " → "
DEEPEST_SHOWN = 20
MOST_SHOWN = 200


@bp.route("/batches/<uuid:batch_id>/lineage")
def lineage(batch_id: UUID) -> Response:
    """Back to what was bought, forward to who got it, in words and lines."""
    here = batch_here(batch_id)
    back = queries.sources_of(db.session, here.batch, most=MOST_SHOWN)
    forward = queries.made_from(db.session, here.batch, most=MOST_SHOWN)
    return show(
        "traceability/lineage.html",
        here=here,
        batch=here.batch,
        titles=titles_of(here.shop),
        deepest=DEEPEST_SHOWN,
        lineage_back=back,
        lineage_forward=forward,
        went=queries.destinations_of(db.session, forward.batches.values()),
    )


def titles_of(shop: Shop) -> dict[UUID, str]:
    return {one.id: one.title for one in products_of(db.session, shop)}


@bp.route("/batches/<uuid:batch_id>/inputs/material", methods=["GET", "POST"])
def add_material(batch_id: UUID) -> Response:
    """Something bought that went in: from whom, which lot of theirs."""
    _own, found = own_batch(batch_id)
    form = MaterialForm()
    if form.validate_on_submit():
        try:
            actions.add_material(db.session, found, **form.values(), now=clock.now())
        except ReceivedLater:
            form.refuse(
                "received_on",
                _("Ngày nhận phải trước hoặc trong ngày làm %(day)s.", day=day(found.made_on)),
            )
        except (BatchClosed, TooManyInputs) as problem:
            form.refuse("material", refusal_words(problem))
        else:
            flash(_("Đã ghi nguyên liệu."), "good")
            return to(".lineage", batch_id=found.id)
    return show("traceability/lineage_material.html", form=form, batch=found)


@bp.route("/batches/<uuid:batch_id>/inputs/batch", methods=["GET", "POST"])
def add_source(batch_id: UUID) -> Response:
    """Another batch of hers that went in."""
    own, found = own_batch(batch_id)
    others = batch_queries.sources_offered(db.session, own, found)
    form = SourceForm()
    form.source_id.choices = batch_choices(own, others)
    source = (
        batch_queries.batch(db.session, own, UUID(form.source_id.data))
        if form.validate_on_submit()
        else None
    )
    if source and is_left(form, source):
        try:
            actions.add_source(
                db.session,
                found,
                source,
                quantity_milli=form.quantity_milli.data,
                unit=form.unit.data,
                now=clock.now(),
            )
        except (MadeFromItself, SourceLater, SourceRecalled, BatchClosed, TooManyInputs) as problem:
            form.refuse("source_id", refusal_words(problem))
        else:
            flash(_("Đã ghi nguyên liệu."), "good")
            return to(".lineage", batch_id=found.id)
    return show("traceability/lineage_source.html", form=form, batch=found)


def is_left(form: SourceForm, source: Batch) -> bool:
    """More than is left is asked about once, as it is when goods are sold."""
    known = queries.balance_or_none(db.session, source)
    told_milli = form.quantity_milli.data
    if known is None or told_milli is None or form.sure.data:
        return True
    more = converted(told_milli, form.unit.data, known.unit)
    if more is None or known.gone_milli + more <= known.made_milli:
        return True
    form.refuse("quantity_milli", too_much(known, more))
    return False


def refusal_words(problem: Exception) -> str:
    if isinstance(problem, MadeFromItself):
        chain = ARROW.join((*problem.chain, problem.chain[0]))
        return _("Đi thành vòng: %(chain)s. Một đợt không làm từ chính nó được.", chain=chain)
    if isinstance(problem, SourceLater):
        return _(
            "Đợt %(code)s làm ngày %(day)s, sau đợt này. Chọn đợt làm trước.",
            code=problem.code,
            day=day(problem.made_on),
        )
    if isinstance(problem, SourceRecalled):
        return _("Đợt %(code)s đang thu hồi, không dùng được.", code=str(problem))
    if isinstance(problem, BatchClosed):
        return _("Đợt này đã đóng. Mở lại đợt rồi ghi.")
    return _("Đã có %(limit)s nguyên liệu, không thêm được nữa.", limit=MOST_INPUTS)


def batch_choices(own: Shop, batches: list[Batch]) -> list[tuple[str, Sentence]]:
    titles = titles_of(own)
    return [
        (
            str(one.id),
            _(
                "%(title)s, đợt %(code)s, ngày %(day)s",
                title=titles.get(one.product_id) or "",
                code=one.code,
                day=day(one.made_on),
            ),
        )
        for one in batches
    ]


@bp.route("/batches/<uuid:batch_id>/inputs/<uuid:input_id>/remove", methods=["POST"])
def remove_input(batch_id: UUID, input_id: UUID) -> Response:
    """It did not go in after all; the log keeps that it was noted."""
    _own, found = own_batch(batch_id)
    gone = queries.input_of(db.session, found, input_id)
    try:
        actions.remove_input(db.session, found, gone, now=clock.now())
    except BatchErased:
        flash(_("Hồ sơ đợt này đã xóa sau thời hạn giữ."), "wait")
    else:
        flash(_("Đã bỏ nguyên liệu này khỏi đợt hàng."), "good")
    return to(".lineage", batch_id=found.id)


@bp.route("/batches/<uuid:batch_id>/split", methods=["GET", "POST"])
def split_batch(batch_id: UUID) -> Response:
    """Divide into parts, each with its own code, all with the same dates."""
    _own, found = own_batch(batch_id)
    form = SplitForm(unit=found.unit or "kg")
    if form.validate_on_submit():
        try:
            made = actions.split_batch(
                db.session, found, parts=form.parts.parts, unit=form.unit.data, now=clock.now()
            )
        except (
            SplitTooMuch,
            TooFewParts,
            TooManyParts,
            SourceRecalled,
            BatchClosed,
            UnitDiffers,
        ) as problem:
            form.refuse("parts", split_words(problem, found))
        else:
            codes = ", ".join(one.code for one in made)
            flash(_("Đã chia thành: %(codes)s.", codes=codes), "good")
            return to(".lineage", batch_id=found.id)
    return show("traceability/lineage_split.html", form=form, batch=found)


def split_words(problem: Exception, batch: Batch) -> str:
    if isinstance(problem, SplitTooMuch):
        whole = quantity(batch.quantity_milli, batch.unit)
        before = queries.divided_off(db.session, batch)
        if before:
            return _(
                "Trước đã chia %(before)s, cộng lại nhiều hơn %(whole)s của đợt này. Nhập lại.",
                before=quantity(before, batch.unit),
                whole=whole,
            )
        return _("Các phần cộng lại nhiều hơn %(whole)s của đợt này. Nhập lại.", whole=whole)
    if isinstance(problem, UnitDiffers):
        unit = UNIT_WORDS[batch.unit]
        return _("Đợt này tính bằng %(unit)s. Ghi các phần bằng %(unit)s.", unit=unit)
    if isinstance(problem, TooFewParts):
        return _("Nhập số lượng từng phần, mỗi phần một dòng.")
    if isinstance(problem, TooManyParts):
        return _("Mỗi lần chia nhiều nhất %(limit)s phần.", limit=MOST_PARTS)
    return refusal_words(problem)


@bp.route("/batches/merge", methods=["GET", "POST"])
def merge_batches() -> Response:
    """Put several batches of one product together into a new one."""
    own = own_shop()
    offered = batch_queries.open_batches_of(db.session, own)
    form = SureForm()
    fault = ""
    if form.validate_on_submit():
        ticked = set(request.form.getlist("batch_id")[:MOST_INPUTS])
        chosen = [one for one in offered if str(one.id) in ticked]
        try:
            made = actions.merge_batches(db.session, chosen, now=clock.now())
        except TooFewParts:
            fault = _("Chọn ít nhất hai đợt để gộp.")
        except ProductsDiffer:
            fault = _("Chỉ gộp các đợt của cùng một sản phẩm.")
        else:
            flash(_("Đã gộp thành đợt %(code)s.", code=made.code), "good")
            return to(".batch", batch_id=made.id)
    if len(offered) < 2 and form.is_submitted():
        raise NotFound
    return show(
        "traceability/lineage_merge.html",
        422 if fault else 200,
        form=form,
        choices=batch_choices(own, offered),
        fault=fault,
    )
