"""The quick sale: tap what was sold, tap how it was paid; taken back by one tap."""

from collections.abc import Sequence
from uuid import UUID

from flask import flash, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.catalog.models.products import Product
from shopkit.catalog.queries.products import covers_of, product
from shopkit.errors import NotFound
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.queries.accounts import accounts_of
from shopkit.payments.queries.requests import request as payment_request
from shopkit.payments.rules.requests import AT_THE_STALL
from shopkit.sales.actions import counter
from shopkit.sales.actions.orders import Item, Sale
from shopkit.sales.actions.requests import ask_for_order
from shopkit.sales.forms.orders import LATER, REQUEST, CodeSaleForm, OtherTitleForm, QuickForm
from shopkit.sales.models import NOT_YET
from shopkit.sales.queries import orders as queries
from shopkit.sales.queries.book import keeps_book
from shopkit.sales.views.blueprint import bp
from shopkit.sales.views.choices import own_shop
from shopkit.sales.views.new import goods_to_sell
from shopkit.shops.models.shops import Shop
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.phone import day_of_tap, kept_on_phone, noted_at, pass_by
from shopkit.web.state import db


@bp.route("/sales/quick")
@kept_on_phone
def quick() -> Response:
    """First tap: what was sold; what she sold last stands on top."""
    own = own_shop()
    text = request.args.get("q", "")[:60]
    goods = goods_to_sell(own, text)
    sold = request.args.get("sold", type=UUID)
    if text or sold:
        pass_by()
    return show(
        "sales/quick.html",
        products=goods,
        covers=covers_of(db.session, goods),
        text=text,
        sold=queries.last_counter_sale_or_none(db.session, own, sold) if sold else None,
    )


@bp.route("/sales/quick/<uuid:product_id>", methods=["GET", "POST"])
@kept_on_phone
def quick_product(product_id: UUID) -> Response:
    """Second tap: how it was paid."""
    own = own_shop()
    sold = product(db.session, own, product_id)
    return sell(own, QuickForm, sold)


@bp.route("/sales/quick/other", methods=["GET", "POST"])
@kept_on_phone
def quick_other() -> Response:
    """Something that is not among her products, by its name."""
    return sell(own_shop(), OtherTitleForm, None)


def sell(own: Shop, kind: type[QuickForm], sold: Product | None) -> Response:
    channel = queries.last_channel(db.session, own, over_counter=True)
    form = kind(channel=channel, sold_on=clock.today(), count=1)
    form.sold_on.data = day_of_tap(form.sold_on.data, clock.now())
    accounts = accounts_of(db.session, own)
    if form.validate_on_submit():
        sale = sale_of(form, sold)
        if form.paid_by.data != REQUEST:
            return noted(own, form, sale)
        account = chosen(accounts)
        if account is None and accounts:
            form.refuse("paid_by", _("Tài khoản vừa chọn đã thôi dùng. Chọn tài khoản khác."))
        elif account and sale.total_vnd:
            return asked(own, sale, account)
        else:
            form.refuse("amount_vnd", _("Nhập tổng tiền để hiện mã QR, ví dụ 45.000 hoặc 45k."))
    return show(
        "sales/quick_pay.html",
        form=form,
        product=sold,
        accounts=accounts,
        account=chosen(accounts),
        today=clock.today(),
        keeps_book=keeps_book(db.session, own),
    )


def chosen(accounts: Sequence[PaymentAccount]) -> PaymentAccount | None:
    """The account the form names, else the first; none when the one it names is over."""
    named = request.form.get("account", type=UUID)
    return next((one for one in accounts if named in (None, one.id)), None)


def sale_of(form: QuickForm, sold: Product | None) -> Sale:
    item = Item(
        sold.title if sold else form.title.data,
        form.count.data,
        sold.id if sold else None,
        sold.price_vnd if sold else None,
    )
    sold_on = form.sold_on.data or clock.today()
    return Sale([item], form.channel.data, sold_on, form.amount_vnd.data)


def noted(own: Shop, form: QuickForm, sale: Sale) -> Response:
    """The sale is over, since the moment of the tap; or it waits for its money."""
    paid_by = NOT_YET if form.paid_by.data == LATER else form.paid_by.data
    made = counter.sell(db.session, own, sale, paid_by=paid_by, now=noted_at(clock.now()))
    flash(_("Đã ghi: %(what)s.", what=f"{sale.items[0].count} × {sale.items[0].title}"), "good")
    return to(".quick", sold=made.id)


def asked(own: Shop, sale: Sale, account: PaymentAccount) -> Response:
    """The sale waits for its money, which a code of its own asks for."""
    now = clock.now()
    made = counter.sell(db.session, own, sale, paid_by=NOT_YET, now=now)
    waiting = ask_for_order(
        db.session,
        own,
        made,
        account,
        amount_vnd=sale.total_vnd or 0,
        purpose=_("Đơn %(number)s", number=made.number),
        expires_in=AT_THE_STALL,
        version=made.version,
        now=now,
    )
    return to("payments.payment_request", request_id=waiting.id)


@bp.route("/sales/quick/code/<uuid:request_id>", methods=["GET", "POST"])
def sell_request(request_id: UUID) -> Response:
    """The buyer has paid by a code of the pad: what was it for? Asked once for each code."""
    own = own_shop()
    paid = payment_request(db.session, own, request_id)
    known = queries.order_of_request_or_none(db.session, own, paid.id)
    if known:
        return to(".order", order_id=known.id)
    channel = queries.last_channel(db.session, own, over_counter=True)
    form = CodeSaleForm(title=paid.purpose, count=1, channel=channel)
    if form.validate_on_submit():
        goods = queries.product_called_or_none(db.session, own, form.title.data)
        item = Item(form.title.data, form.count.data, goods.id if goods else None)
        made = counter.sell_request(
            db.session, own, paid, item, channel=form.channel.data, now=clock.now()
        )
        flash(_("Đã ghi: %(what)s.", what=f"{item.count} × {item.title}"), "good")
        return to(".quick", sold=made.id)
    return show(
        "sales/quick_code.html",
        form=form,
        asked=paid,
        is_paid=paid.state in queries.PAID_STATES,
        keeps_book=keeps_book(db.session, own),
    )


@bp.route("/sales/<uuid:order_id>/take-back", methods=["POST"])
def take_back(order_id: UUID) -> Response:
    """It was a wrong tap."""
    found = queries.order(db.session, own_shop(), order_id)
    if not found.is_counter_sale:
        raise NotFound(str(order_id))
    counter.take_back(db.session, found, now=clock.now())
    flash(_("Đã bỏ lần bán vừa ghi."), "good")
    return to(".quick")
