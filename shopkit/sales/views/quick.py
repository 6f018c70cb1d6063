"""The quick sale: tap what was sold, tap how it was paid; taken back by one tap."""

from uuid import UUID

from flask import flash, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.catalog.models.products import Product
from shopkit.catalog.queries.products import covers_of, product
from shopkit.errors import NotFound
from shopkit.sales.actions import counter
from shopkit.sales.actions.orders import Item, Sale
from shopkit.sales.forms.orders import LATER, REQUEST, OtherTitleForm, QuickForm
from shopkit.sales.models import NOT_YET, Order
from shopkit.sales.queries import orders as queries
from shopkit.sales.queries.book import keeps_book
from shopkit.sales.views.blueprint import bp
from shopkit.sales.views.choices import own_shop
from shopkit.sales.views.new import goods_to_sell
from shopkit.shops.models import Shop
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db


@bp.route("/sales/quick")
def quick() -> Response:
    """First tap: what was sold; what she sold last stands on top."""
    own = own_shop()
    text = request.args.get("q", "")[:60]
    goods = goods_to_sell(own, text)
    sold = request.args.get("sold", type=UUID)
    return show(
        "sales/quick.html",
        products=goods,
        covers=covers_of(db.session, goods),
        text=text,
        sold=queries.last_counter_sale_or_none(db.session, own, sold) if sold else None,
    )


@bp.route("/sales/quick/<uuid:product_id>", methods=["GET", "POST"])
def quick_product(product_id: UUID) -> Response:
    """Second tap: how it was paid."""
    own = own_shop()
    sold = product(db.session, own, product_id)
    return sell(own, QuickForm, sold)


@bp.route("/sales/quick/other", methods=["GET", "POST"])
def quick_other() -> Response:
    """Something that is not among her products, by its name."""
    return sell(own_shop(), OtherTitleForm, None)


def sell(own: Shop, kind: type[QuickForm], sold: Product | None) -> Response:
    channel = queries.last_channel(db.session, own, over_counter=True)
    form = kind(channel=channel, sold_on=clock.today(), count=1)
    if form.validate_on_submit():
        made = sale_of(own, form, sold)
        flash(_("Đã ghi: %(what)s.", what=title_of(form, sold)), "good")
        return to(".quick", sold=made.id)
    return show(
        "sales/quick_pay.html",
        form=form,
        product=sold,
        keeps_book=keeps_book(db.session, own),
    )


def sale_of(own: Shop, form: QuickForm, sold: Product | None) -> Order:
    item = Item(
        title_of(form, sold),
        form.count.data,
        sold.id if sold else None,
        sold.price_vnd if sold else None,
    )
    sale = Sale([item], form.channel.data, form.sold_on.data or clock.today(), form.amount_vnd.data)
    paid_by = form.paid_by.data
    return counter.sell(
        db.session,
        own,
        sale,
        paid_by=NOT_YET if paid_by in (LATER, REQUEST) else paid_by,
        now=clock.now(),
    )


def title_of(form: QuickForm, sold: Product | None) -> str:
    title: str = sold.title if sold else form.title.data
    return title


@bp.route("/sales/<uuid:order_id>/take-back", methods=["POST"])
def take_back(order_id: UUID) -> Response:
    """It was a wrong tap."""
    found = queries.order(db.session, own_shop(), order_id)
    if not found.is_counter_sale:
        raise NotFound(str(order_id))
    counter.take_back(db.session, found, now=clock.now())
    flash(_("Đã bỏ lần bán vừa ghi."), "good")
    return to(".quick")
