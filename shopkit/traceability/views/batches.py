"""The batches of a maker: opening, looking after, closing."""

from dataclasses import dataclass
from math import ceil
from typing import Any
from uuid import UUID

from flask import flash, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.catalog.models.products import HIDDEN, Product
from shopkit.catalog.queries.papers import paper
from shopkit.catalog.queries.products import product as product_of
from shopkit.catalog.queries.products import products_of
from shopkit.errors import NotFound
from shopkit.journal.models import SEEN, SELF_DECLARED
from shopkit.scope import OFFICER, TRAINER
from shopkit.shops.models.shops import Shop
from shopkit.shops.queries.shops import shop
from shopkit.traceability.actions import batches as actions
from shopkit.traceability.actions.batches import BatchErased, LabelsPrinted, LabelsPrinting
from shopkit.traceability.forms.batches import BatchForm, MoreAboutBatch, WhyForm
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.events import BatchEvent
from shopkit.traceability.queries import batches as queries
from shopkit.traceability.queries.events import events_with_origin, last_events_of
from shopkit.traceability.queries.labels import runs_of_batch
from shopkit.traceability.queries.lineage import balance_or_none, inputs_of, parts_among
from shopkit.traceability.queries.recalls import standing_recall_or_none
from shopkit.traceability.queries.retention import is_over, keep_until
from shopkit.traceability.rules.batches import (
    DatesBackwards,
    MadeInFuture,
    MadeTooLongAgo,
    ShelfLifeTooLong,
    TooManyBatches,
)
from shopkit.traceability.rules.events import MAKE, likely_next
from shopkit.traceability.rules.retention import term_on
from shopkit.traceability.views.blueprint import bp
from shopkit.traceability.views.event_words import paper_words
from shopkit.web.doors import for_roles
from shopkit.web.filters import day
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy
from shopkit.web.pages import show, to
from shopkit.web.phone import kept_on_phone, pass_by
from shopkit.web.state import db, who

# Of so many open batches the list offers the next event at once.
OFFERED_AT_ONCE = 5
MOST_PAGES = 1000
LATEST_EVENTS = 20
WRONG_DATES = {
    MadeInFuture: ("made_on", lazy("Ngày làm ở sau hôm nay. Xem lại ngày.")),
    TooManyBatches: ("made_on", lazy("Ngày này đã có quá nhiều đợt. Gộp vào một đợt đã mở.")),
    MadeTooLongAgo: ("made_on", lazy("Ngày làm đã hơn mười năm. Xem lại năm.")),
    DatesBackwards: ("best_before", lazy("Hạn sử dụng ở trước ngày làm. Xem lại hai ngày.")),
    ShelfLifeTooLong: ("best_before", lazy("Hạn sử dụng dài hơn mười năm. Xem lại năm.")),
}


@dataclass(frozen=True)
class Here:
    """A batch that somebody may look after, and what her word about it rests on."""

    batch: Batch
    shop: Shop
    is_own: bool

    @property
    def evidence(self) -> str:
        return SELF_DECLARED if self.is_own else SEEN


def maker_shop() -> Shop:
    """Her shop, if she makes what she sells; batches are nothing to others."""
    own = shop(db.session, who())
    if not own.is_maker:
        raise NotFound
    return own


def own_batch(batch_id: UUID) -> tuple[Shop, Batch]:
    own = maker_shop()
    return own, queries.batch(db.session, own, batch_id)


def batch_here(batch_id: UUID) -> Here:
    """A batch that she may look after; any other does not exist for her."""
    return Here(*queries.batch_to_look_after(db.session, who(), batch_id))


@bp.route("/batches")
@kept_on_phone
def batches() -> Response:
    """All batches; the newest open ones with the event that is likely next, one tap away."""
    own = maker_shop()
    page = min(max(request.args.get("page", 1, type=int), 1), MOST_PAGES)
    found, count = queries.page_of_batches(db.session, own, page=page)
    newest = [one for one in found if one.closed_at is None][: OFFERED_AT_ONCE if page == 1 else 0]
    happened = last_events_of(db.session, newest)
    titles = {product.id: product.title for product in products_of(db.session, own)}
    made_already = parts_among(db.session, newest)
    nexts = {
        one.id: next_of(one, happened[one.id], is_part=one.id in made_already)[0] for one in newest
    }
    return show(
        "traceability/batches.html",
        batches=found,
        titles=titles,
        nexts=nexts,
        page=page,
        page_count=ceil(count / queries.PAGE),
    )


def next_of(batch: Batch, events: list[BatchEvent], *, is_part: bool) -> tuple[str, ...]:
    """What is likely next; a part of a batch was made when the batch was."""
    kinds = [*([MAKE] if is_part else []), *(event.kind for event in events)]
    last = kinds[-1] if kinds else None
    return likely_next(kinds, last, is_recalled=batch.recalled_at is not None)


@bp.route("/batches/in-place")
@for_roles(TRAINER, OFFICER)
def batches_in_place() -> Response:
    """For staff: the open batches of shops that agreed to be seen."""
    return show(
        "traceability/batches_in_place.html", rows=queries.batches_in_reach(db.session, who())
    )


@bp.route("/batches/new", methods=["GET", "POST"])
def open_batch() -> Response:
    """One page: product, made on, best before; the rest where there is more to say."""
    own = maker_shop()
    products = [one for one in products_of(db.session, own) if one.title and one.state != HIDDEN]
    form = BatchForm(made_on=clock.today())
    form.product_id.choices = [(str(one.id), one.title) for one in products]
    offer_places(form, own)
    if len(products) == 1 and not form.is_submitted():
        form.product_id.data = str(products[0].id)
    if form.validate_on_submit():
        product = product_of(db.session, own, UUID(form.product_id.data))
        made = opened(form, own, product) if is_second_meant(form, product) else None
        if made:
            flash(opened_words(made), "good")
            return to(".batch", batch_id=made.id)
    return show("traceability/open_batch.html", form=form)


def is_second_meant(form: BatchForm, product: Product) -> bool:
    """A second batch of a product and day is asked about once: she may have tapped twice."""
    first = queries.batch_of_day_or_none(db.session, product, form.made_on.data)
    if first is None or form.sure.data:
        return True
    form.refuse("made_on", second_words(first))
    return False


def second_words(first: Batch) -> str:
    if first.made_on == clock.today():
        return _("Hôm nay đã mở đợt %(code)s cho sản phẩm này.", code=first.code)
    return _("Ngày này đã mở đợt %(code)s cho sản phẩm này.", code=first.code)


def opened(form: BatchForm, own: Shop, product: Product) -> Batch | None:
    """The batch that the form asks for; None with the form saying what cannot be."""
    try:
        return actions.open_batch(
            db.session,
            own,
            product,
            made_on=form.made_on.data,
            best_before=form.best_before.day(form.made_on.data),
            date_kind=form.date_kind.data,
            now=clock.now(),
            **more_of(form),
        )
    except tuple(WRONG_DATES) as problem:
        form.refuse(*WRONG_DATES[type(problem)])
        return None


def more_of(form: MoreAboutBatch) -> dict[str, Any]:
    place = form.place_id.data
    return {
        "place_id": UUID(place) if place else None,
        "quantity_milli": form.quantity_milli.data,
        "unit": form.unit.data,
        "harvest": form.harvest.data or "",
    }


def offer_places(form: MoreAboutBatch, own: Shop, now_id: UUID | None = None) -> None:
    """Her places in use, and the one that the batch was made at if it is in use no more."""
    offered = {str(one.id): one.name for one in queries.places_of(db.session, own)}
    if now_id:
        names = queries.place_names(db.session, {now_id})
        offered = {str(key): name for key, name in names.items()} | offered
    form.offer_places(list(offered.items()))


def opened_words(batch: Batch) -> str:
    if batch.best_before is None:
        return _("Đã mở đợt %(code)s.", code=batch.code)
    return _(
        "Đã mở đợt %(code)s, hạn sử dụng %(day)s.", code=batch.code, day=day(batch.best_before)
    )


@bp.route("/batches/<uuid:batch_id>")
@kept_on_phone
def batch(batch_id: UUID) -> Response:
    """What happened, what is likely next, and everything known about the batch."""
    if request.args:
        pass_by()
    here = batch_here(batch_id)
    found, today = here.batch, clock.today()
    events = events_with_origin(db.session, found)
    return show(
        "traceability/batch.html",
        here=here,
        batch=found,
        product=product_of(db.session, here.shop, found.product_id),
        events=list(reversed(events))[: None if request.args.get("all") else LATEST_EVENTS],
        event_count=len(events),
        nexts=next_of(found, events, is_part=bool(parts_among(db.session, [found]))),
        inputs=inputs_of(db.session, found),
        balance=balance_or_none(db.session, found),
        places=queries.place_names(db.session, places_in(found, events)),
        papers=papers_in(here, events),
        recall=standing_recall_or_none(db.session, found),
        runs=runs_of_batch(db.session, found),
        until=keep_until(found, today=today),
        may_erase=is_over(db.session, found, today=today),
        term=term_on(today),
    )


def papers_in(here: Here, events: list[BatchEvent]) -> dict[UUID, str]:
    """The papers that events name, in words."""
    ids = {event.paper_id for event in events if event.paper_id}
    return {one: paper_words(paper(db.session, here.shop, one)) for one in sorted(ids)}


def places_in(batch: Batch, events: list[BatchEvent]) -> set[UUID]:
    return {one for one in (batch.place_id, *(event.place_id for event in events)) if one}


@bp.route("/batches/<uuid:batch_id>/change", methods=["GET", "POST"])
def change_batch(batch_id: UUID) -> Response:
    """Say more, or mend what was said; what stands on printed labels stays."""
    own, found = own_batch(batch_id)
    form = MoreAboutBatch(
        best_before=found.best_before,
        quantity_milli=found.quantity_milli,
        unit=found.unit or "kg",
        place_id=str(found.place_id or ""),
        harvest=found.harvest,
    )
    offer_places(form, own, found.place_id)
    if form.validate_on_submit():
        try:
            actions.change_batch(
                db.session,
                found,
                best_before=form.best_before.day(found.made_on),
                now=clock.now(),
                **more_of(form),
            )
        except tuple(WRONG_DATES) as problem:
            form.refuse("best_before", WRONG_DATES[type(problem)][1])
        except LabelsPrinted:
            form.refuse("best_before", _("Tem đã in với hạn cũ. Giữ hạn cũ, hoặc mở đợt hàng mới."))
        except BatchErased:
            form.refuse("best_before", _("Hồ sơ đợt này đã xóa sau thời hạn giữ."))
        else:
            flash(_("Đã ghi."), "good")
            return to(".batch", batch_id=found.id)
    return show("traceability/batch_change.html", form=form, batch=found)


@bp.route("/batches/<uuid:batch_id>/close", methods=["GET", "POST"])
def close_batch(batch_id: UUID) -> Response:
    """Sold out, or opened by mistake; not while its labels are being made."""
    _own, found = own_batch(batch_id)
    form = WhyForm()
    if form.validate_on_submit():
        try:
            actions.close_batch(db.session, found, why=form.why.data, now=clock.now())
        except LabelsPrinting:
            form.refuse("why", _("Đang làm tem cho đợt này. Chờ tem xong rồi đóng."))
        else:
            flash(_("Đã đóng đợt %(code)s. Mở lại lúc nào cũng được.", code=found.code), "good")
            return to(".batch", batch_id=found.id)
    return show("traceability/batch_close.html", form=form, batch=found)


@bp.route("/batches/<uuid:batch_id>/reopen", methods=["GET", "POST"])
def reopen_batch(batch_id: UUID) -> Response:
    _own, found = own_batch(batch_id)
    form = WhyForm()
    if form.validate_on_submit():
        try:
            actions.reopen_batch(db.session, found, why=form.why.data, now=clock.now())
        except BatchErased:
            form.refuse("why", _("Hồ sơ đợt này đã xóa sau thời hạn giữ. Mở đợt hàng mới."))
        else:
            flash(_("Đã mở lại đợt %(code)s.", code=found.code), "good")
            return to(".batch", batch_id=found.id)
    return show("traceability/batch_close.html", form=form, batch=found)
