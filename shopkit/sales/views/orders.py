"""The orders of a shop, and one of them: what to do next, and what to tell the buyer."""

from uuid import UUID

from flask import flash, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.errors import NotFound
from shopkit.payments.queries.accounts import account
from shopkit.sales.actions import orders as actions
from shopkit.sales.actions.refusals import OrderChanged, StepNotPossible
from shopkit.sales.forms.fields import CHANNEL_WORDS, PAID_BY_WORDS
from shopkit.sales.forms.orders import BuyerForm, PaidForm, SendForm, StepForm
from shopkit.sales.queries import orders as queries
from shopkit.sales.queries.book import keeps_book
from shopkit.sales.queries.orders import DONE, OVER, PAGE, TASKS
from shopkit.sales.rules.lifetimes import BUYER_KEPT_DAYS
from shopkit.sales.rules.steps import NEXT, SENT, STATES
from shopkit.sales.views import words
from shopkit.sales.views.blueprint import bp
from shopkit.sales.views.choices import own_shop
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db

MOST_PAGES = 1000


@bp.route("/sales")
def sales() -> Response:
    """What waits to be done, the oldest first; or those that are done."""
    own = own_shop()
    counts = queries.counts_of(db.session, own)
    asked = request.args.get("task", "")
    task = asked if asked in (*TASKS, DONE, OVER) else first_task(counts)
    page = request.args.get("page", 1, type=int)
    if not 1 <= page <= MOST_PAGES:
        raise NotFound
    return show(
        "sales/sales.html",
        task=task,
        counts=counts,
        orders=queries.orders_of(db.session, own, task, page=page),
        words=words,
        channel_words=CHANNEL_WORDS,
        keeps_book=keeps_book(db.session, own),
        page=page,
        page_count=-(-counts[task] // PAGE),
    )


def first_task(counts: dict[str, int]) -> str:
    """What waits longest on the way; all done, the latest that are."""
    return next((task for task in TASKS if counts[task]), DONE)


@bp.route("/sales/<uuid:order_id>")
def order(order_id: UUID) -> Response:
    return show_order(order_id)


def show_order(order_id: UUID, status: int = 200, **context: object) -> Response:
    own = own_shop()
    found = queries.standing(db.session, own, order_id)
    paid_into = account(db.session, own, found.request.account_id) if found.request else None
    return show(
        "sales/order.html",
        status,
        standing=found,
        order=found.order,
        steps=[step for step in NEXT[found.order.state] if step != found.next_step],
        text=words.text_for_buyer(own, found, paid_into),
        words=words,
        channel_words=CHANNEL_WORDS,
        paid_by_words=PAID_BY_WORDS,
        kept_days=BUYER_KEPT_DAYS,
        **context,
    )


def changed(order_id: UUID) -> Response:
    """Another phone was quicker: the order as it stands now, and nothing done twice."""
    return show_order(order_id, 409, has_changed=True)


@bp.route("/sales/<uuid:order_id>/step/<step>", methods=["POST"])
def move(order_id: UUID, step: str) -> Response:
    """One step on by one tap."""
    if step not in STATES:
        raise NotFound(step)
    found = queries.order(db.session, own_shop(), order_id)
    form = StepForm()
    try:
        actions.move(db.session, found, step, version=form.version.data, now=clock.now())
    except (OrderChanged, StepNotPossible):
        return changed(order_id)
    return to(".order", order_id=order_id)


@bp.route("/sales/<uuid:order_id>/send", methods=["GET", "POST"])
def send(order_id: UUID) -> Response:
    """With whom the parcel went, for the buyer to follow it."""
    found = queries.order(db.session, own_shop(), order_id)
    if SENT not in NEXT[found.state] and request.method == "GET":
        return to(".order", order_id=order_id)
    form = SendForm(obj=found)
    if form.validate_on_submit():
        try:
            actions.send(db.session, found, **form.values(), now=clock.now())
        except (OrderChanged, StepNotPossible):
            return changed(order_id)
        return to(".order", order_id=order_id)
    return show("sales/send.html", form=form, order=found)


@bp.route("/sales/<uuid:order_id>/back", methods=["POST"])
def step_back(order_id: UUID) -> Response:
    """Take the last step back."""
    found = queries.order(db.session, own_shop(), order_id)
    form = StepForm()
    try:
        actions.step_back(db.session, found, version=form.version.data, now=clock.now())
    except (OrderChanged, StepNotPossible):
        return changed(order_id)
    flash(_("Đã lùi lại một bước."), "good")
    return to(".order", order_id=order_id)


@bp.route("/sales/<uuid:order_id>/paid", methods=["GET", "POST"])
def paid(order_id: UUID) -> Response:
    """The money is here: in what way it came."""
    own = own_shop()
    found = queries.standing(db.session, own, order_id)
    if found.is_paid and request.method == "GET":
        return to(".order", order_id=order_id)
    form = PaidForm(obj=found.order)
    if form.validate_on_submit():
        try:
            actions.say_paid(db.session, found.order, **form.values(), now=clock.now())
        except (OrderChanged, StepNotPossible):
            return changed(order_id)
        return to(".order", order_id=order_id)
    return show(
        "sales/paid.html",
        form=form,
        standing=found,
        order=found.order,
        keeps_book=keeps_book(db.session, own),
    )


@bp.route("/sales/<uuid:order_id>/not-paid", methods=["POST"])
def not_paid(order_id: UUID) -> Response:
    found = queries.order(db.session, own_shop(), order_id)
    form = StepForm()
    try:
        actions.say_not_paid(db.session, found, version=form.version.data, now=clock.now())
    except (OrderChanged, StepNotPossible):
        return changed(order_id)
    flash(_("Đã ghi lại: đơn này chưa trả tiền."), "good")
    return to(".order", order_id=order_id)


@bp.route("/sales/<uuid:order_id>/buyer", methods=["GET", "POST"])
def buyer(order_id: UUID) -> Response:
    """Who gets the parcel."""
    found = queries.order(db.session, own_shop(), order_id)
    form = BuyerForm(obj=found)
    form.buyer_phone.data = form.buyer_phone.data or None
    is_new = bool(request.args.get("new"))
    if form.validate_on_submit():
        try:
            actions.note_buyer(db.session, found, **form.values(), now=clock.now())
        except OrderChanged:
            return changed(order_id)
        return to(".pay", order_id=order_id, new=1) if is_new else to(".order", order_id=order_id)
    return show(
        "sales/buyer.html", form=form, order=found, is_new=is_new, kept_days=BUYER_KEPT_DAYS
    )
