"""How a buyer pays an order: by a code that is asked for, or when the goods are handed over."""

from uuid import UUID

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.errors import NotFound
from shopkit.payments.actions.requests import AccountEnded, AmountRefused
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.queries.accounts import account, accounts_of, pay_to
from shopkit.payments.rules.codes import screen_code
from shopkit.payments.rules.requests import FOR_AN_ORDER, request_payload
from shopkit.payments.views.files import file
from shopkit.sales.actions.refusals import OrderChanged
from shopkit.sales.actions.requests import ask_for_order
from shopkit.sales.forms.orders import REQUEST, PayForm
from shopkit.sales.queries import orders as queries
from shopkit.sales.queries.orders import Standing
from shopkit.sales.views.blueprint import bp
from shopkit.sales.views.choices import own_shop
from shopkit.sales.views.orders import changed
from shopkit.shops.models.shops import Shop
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db


@bp.route("/sales/<uuid:order_id>/pay", methods=["GET", "POST"])
def pay(order_id: UUID) -> Response:
    """By transfer with a code of its own, or later."""
    own = own_shop()
    found = queries.standing(db.session, own, order_id)
    accounts = list(accounts_of(db.session, own))
    form = pay_form(own, found, accounts)
    if form.validate_on_submit():
        if form.way.data != REQUEST:
            return to(".order", order_id=order_id)
        try:
            if asked(own, found, form, accounts):
                return to(".order", order_id=order_id)
        except OrderChanged:
            return changed(order_id)
    return show(
        "sales/pay.html",
        form=form,
        standing=found,
        order=found.order,
        accounts=accounts,
        add_account_url=url_for("payments.choose_bank"),
        is_new=bool(request.args.get("new")),
    )


def pay_form(own: Shop, found: Standing, accounts: list[PaymentAccount]) -> PayForm:
    """The question, with what the goods cost filled in and no account to choose where one is."""
    form = PayForm(
        way=REQUEST if accounts else None,
        amount_vnd=found.asked_vnd or queries.worth_or_none(db.session, own, found.lines),
        account_id=str(accounts[0].id) if accounts else None,
    )
    form.account_id.choices = [(str(one.id), name_of(one)) for one in accounts]
    if len(accounts) < 2:
        del form.account_id
    return form


def name_of(one: PaymentAccount) -> str:
    return _("%(label)s, số …%(end)s", label=one.label or one.holder, end=one.number[-4:])


def asked(own: Shop, found: Standing, form: PayForm, accounts: list[PaymentAccount]) -> bool:
    """Whether the money was asked for; else the form says what is missing."""
    if found.is_paid or found.order.is_ended:
        return True
    if not accounts:
        form.refuse("way", _("Tạo mã QR của cửa hàng trước, rồi quay lại đây."))
        return False
    if not form.amount_vnd.data:
        form.refuse("amount_vnd", _("Nhập số tiền khách trả, ví dụ 140.000 hoặc 140k."))
        return False
    into = account(db.session, own, UUID(form.account_id.data)) if form.account_id else accounts[0]
    try:
        ask_for_order(
            db.session,
            own,
            found.order,
            into,
            amount_vnd=form.amount_vnd.data,
            purpose=_("Đơn %(number)s", number=found.order.number),
            expires_in=FOR_AN_ORDER,
            version=form.version.data,
            now=clock.now(),
        )
    except AmountRefused:
        form.refuse("amount_vnd", _("Số tiền này không chuyển khoản được. Nhập số nhỏ hơn."))
        return False
    except AccountEnded:
        form.refuse(
            "way", _("Tài khoản này đã thôi dùng. Mở lại trang này để chọn tài khoản khác.")
        )
        return False
    flash(_("Gửi mã QR hoặc chép tin nhắn dưới đây cho khách."), "good")
    return True


@bp.route("/sales/<uuid:order_id>/code.png")
def code(order_id: UUID) -> Response:
    """The code to pay this order by, while it is asked for."""
    own = own_shop()
    asked_for = queries.standing(db.session, own, order_id).request
    if asked_for is None or asked_for.amount_vnd is None or not asked_for.is_waiting:
        raise NotFound(str(order_id))
    into = pay_to(account(db.session, own, asked_for.account_id))
    payload = request_payload(into, asked_for.amount_vnd, asked_for.code)
    return file(screen_code(payload), "image/png")
