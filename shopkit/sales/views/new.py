"""Writing down an order from a chat: what, for whom, how it is paid; one question a page."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

from flask import flash, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.catalog.models.products import PUBLISHED, Product
from shopkit.catalog.queries.products import covers_of, product, products_of
from shopkit.sales.actions import orders as actions
from shopkit.sales.actions.orders import Item, Sale
from shopkit.sales.actions.refusals import NothingSold, OrderChanged, StepNotPossible, TooManyLines
from shopkit.sales.forms.fields import COUNT_PREFIX, CountWrong, counts_in
from shopkit.sales.forms.orders import ChangedOrderForm, NewOrderForm
from shopkit.sales.models import MOST_COUNT, Order
from shopkit.sales.queries import orders as queries
from shopkit.sales.queries.orders import Standing
from shopkit.sales.views.blueprint import bp
from shopkit.sales.views.choices import own_shop
from shopkit.sales.views.orders import changed
from shopkit.shops.models.shops import Shop
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db

MOST_SHOWN = 60


@bp.route("/sales/new", methods=["GET", "POST"])
def new() -> Response:
    """First page: how many of what, and by which channel."""
    own = own_shop()
    channel = queries.last_channel(db.session, own, over_counter=False)
    form = NewOrderForm(channel=channel, sold_on=clock.today())
    if form.validate_on_submit():
        made = kept_or_none(
            form, lambda sale: actions.agree_order(db.session, own, sale, now=clock.now()), own
        )
        if made:
            return to(".buyer", order_id=made.id, new=1)
    return show_goods(own, form, request.form, None)


@bp.route("/sales/<uuid:order_id>/goods", methods=["GET", "POST"])
def goods(order_id: UUID) -> Response:
    """Something was written down wrongly, or the buyer takes more."""
    own = own_shop()
    found = queries.standing(db.session, own, order_id)
    form = ChangedOrderForm(obj=found.order)
    lines = {line.product_id: line for line in found.lines}
    other = lines.pop(None, None)
    if other and not form.is_submitted():
        form.other_title.data, form.other_count.data = other.title, other.count
    if form.validate_on_submit():
        try:
            if kept_or_none(form, lambda sale: changed_goods(own, found, form, sale), own):
                flash(_("Đã sửa đơn. Gửi lại tin nhắn và mã QR mới cho khách."), "good")
                return to(".order", order_id=order_id)
        except (OrderChanged, StepNotPossible):
            return changed(order_id)
    typed = {f"{COUNT_PREFIX}{one}": str(line.count) for one, line in lines.items()}
    shown = request.form if form.is_submitted() else typed
    return show_goods(own, form, shown, found.order, [one for one in lines if one])


def changed_goods(own: Shop, found: Standing, form: ChangedOrderForm, sale: Sale) -> Order:
    version = form.version.data
    actions.change_goods(db.session, own, found.order, sale, version=version, now=clock.now())
    return found.order


def kept_or_none(form: NewOrderForm, keep: Callable[[Sale], Order], own: Shop) -> Order | None:
    """The order with what was typed; or None and the form says what is wrong."""
    try:
        sold_on = form.sold_on.data or clock.today()
        return keep(Sale(typed_items(own, form), form.channel.data, sold_on))
    except CountWrong:
        form.refuse("other_count", wrong_count())
    except NothingSold:
        form.refuse("other_title", _("Nhập số lượng cho ít nhất một món."))
    except TooManyLines:
        form.refuse(
            "other_title",
            _("Mỗi đơn ghi tối đa %(most)s món. Chia thành nhiều đơn.", most=actions.MOST_LINES),
        )
    return None


def show_goods(
    own: Shop,
    form: NewOrderForm,
    typed: Mapping[str, str],
    order: Order | None,
    in_order: Sequence[UUID] = (),
) -> Response:
    """What she offers, and what is in the order although it is offered no more."""
    offered = list(goods_to_sell(own))
    shown = {one.id for one in offered}
    offered += [product(db.session, own, one) for one in in_order if one not in shown]
    return show(
        "sales/new.html",
        form=form,
        products=offered,
        covers=covers_of(db.session, offered),
        typed=typed,
        order=order,
    )


def wrong_count() -> str:
    return _("Nhập số lượng bằng số, từ 1 đến %(most)s.", most=MOST_COUNT)


def typed_items(own: Shop, form: NewOrderForm) -> list[Item]:
    """What she typed: her own products by their ids, and one thing by its name."""
    counts = counts_in(request.form.items())
    if len(counts) > actions.MOST_LINES:
        raise TooManyLines
    items = [item_of(product(db.session, own, one), count) for one, count in counts.items()]
    if form.other_title.data:
        items.append(Item(form.other_title.data, form.other_count.data))
    return items


def item_of(sold: Product, count: int) -> Item:
    return Item(sold.title, count, sold.id, sold.price_vnd)


def goods_to_sell(own: Shop, text: str = "") -> Sequence[Product]:
    """What she offers, what was sold last on top."""
    found = products_of(db.session, own, states=(PUBLISHED,), text=text)
    return ordered(found, queries.often_sold(db.session, own))[:MOST_SHOWN]


def ordered(goods: Iterable[Product], first: Sequence[UUID]) -> list[Product]:
    places = {product_id: place for place, product_id in enumerate(first)}
    return sorted(goods, key=lambda one: places.get(one.id, len(places)))
