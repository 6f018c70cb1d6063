"""Writing down an order from a chat: what, for whom, how it is paid; one question a page."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from flask import request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.catalog.models.products import PUBLISHED, Product
from shopkit.catalog.queries.products import covers_of, product, products_of
from shopkit.sales.actions import orders as actions
from shopkit.sales.actions.orders import Item, Sale
from shopkit.sales.actions.refusals import NothingSold, TooManyLines
from shopkit.sales.forms.fields import CountWrong, counts_in
from shopkit.sales.forms.orders import NewOrderForm
from shopkit.sales.models import MOST_COUNT
from shopkit.sales.queries import orders as queries
from shopkit.sales.views.blueprint import bp
from shopkit.sales.views.choices import own_shop
from shopkit.shops.models import Shop
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
        try:
            sale = Sale(
                items=typed_items(own, form),
                channel=form.channel.data,
                sold_on=form.sold_on.data or clock.today(),
            )
            made = actions.agree_order(db.session, own, sale, now=clock.now())
        except CountWrong:
            form.refuse("other_count", wrong_count())
        except NothingSold:
            form.refuse("other_title", _("Nhập số lượng cho ít nhất một món."))
        except TooManyLines:
            form.refuse(
                "other_title",
                _(
                    "Mỗi đơn ghi tối đa %(most)s món. Chia thành nhiều đơn.",
                    most=actions.MOST_LINES,
                ),
            )
        else:
            return to(".buyer", order_id=made.id, new=1)
    goods = goods_to_sell(own)
    return show(
        "sales/new.html",
        form=form,
        products=goods,
        covers=covers_of(db.session, goods),
        typed=request.form,
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
    return in_order(found, queries.often_sold(db.session, own))[:MOST_SHOWN]


def in_order(goods: Iterable[Product], first: Sequence[UUID]) -> list[Product]:
    places = {product_id: place for place, product_id in enumerate(first)}
    return sorted(goods, key=lambda one: places.get(one.id, len(places)))
