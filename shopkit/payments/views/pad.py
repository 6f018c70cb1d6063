"""The amount pad: an amount, and at once a large code for it."""

from base64 import b64encode
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import redirect, request, session, url_for
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.catalog.models.products import Product
from shopkit.catalog.queries import products
from shopkit.catalog.rules.prices import UNUSUAL_BELOW_VND, readings
from shopkit.payments.actions.requests import ask_payment
from shopkit.payments.forms.pad import AmountForm
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.requests import OPEN, PART_PAID
from shopkit.payments.queries.accounts import Purse, pay_to, purse_of
from shopkit.payments.queries.pad import best_products, pad_request, purpose_of
from shopkit.payments.rules.codes import PayTo, code_picture
from shopkit.payments.rules.requests import AT_THE_STALL, MOST_VND
from shopkit.payments.views.blueprint import bp
from shopkit.payments.views.draft import draft, draft_or_none
from shopkit.payments.views.kept import own_shop
from shopkit.payments.views.requests import picture_of_left, state_of
from shopkit.web.doors import public
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.phone import kept_on_phone
from shopkit.web.state import db, who_or_none

COOKIE_PART = "pad"


@bp.route("/qr/pad", methods=["GET", "POST"])
@public
@kept_on_phone
def pad() -> Response:
    """Type or tap an amount; a visitor with a code of her own may too."""
    purse = purse_of(db.session, who_or_none(), None)
    if not purse.accounts and draft_or_none() is None:
        return redirect(url_for(".choose_bank"), code=303)
    form = AmountForm()
    product = tapped(purse)
    if is_account_gone(purse):
        form.refuse("amount", _("Tài khoản vừa chọn đã thôi dùng. Xem lại nơi nhận tiền."))
    elif product and product.price_vnd and product.price_vnd <= MOST_VND:
        return ask(purse, product.price_vnd, purpose_of(product))
    elif form.validate_on_submit():
        amount = form.amount.data
        choices = readings(amount) if amount < UNUSUAL_BELOW_VND else (amount,)
        if form.sure.data in choices:
            return ask(purse, form.sure.data)
        if len(choices) == 1:
            return ask(purse, amount)
        form.refuse("amount", _("Số tiền thấp khác thường. Chọn đúng số ở dưới."))
        return pad_page(form, purse, choices)
    return pad_page(form, purse)


def tapped(purse: Purse) -> Product | None:
    """The product whose button sent the form."""
    product_id = request.form.get("product", type=UUID)
    if product_id is None or purse.shop is None:
        return None
    return products.product(db.session, purse.shop, product_id)


def is_account_gone(purse: Purse) -> bool:
    """Whether the form names an account that ended since the page was opened."""
    named = request.form.get("account", type=UUID)
    return named is not None and named not in [one.id for one in purse.accounts]


def pad_page(form: AmountForm, purse: Purse, choices: Sequence[int] = ()) -> Response:
    goods = best_products(db.session, purse.shop, clock.now()) if purse.shop else []
    chosen = chosen_account(purse)
    return show(
        "payments/pad.html",
        form=form,
        purse=purse,
        goods=goods,
        chosen=chosen,
        choices=choices,
        payees=[(one.id, pay_to(one)) for one in purse.accounts],
    )


def chosen_account(purse: Purse) -> PaymentAccount | None:
    """The account named in the address or the form, else the first; none for a visitor."""
    wanted = request.values.get("account", type=UUID)
    named = [one for one in purse.accounts if one.id == wanted]
    return next(iter([*named, *purse.accounts]), None)


def ask(purse: Purse, amount: int, purpose: str = "") -> Response:
    """A request that money can be matched with, or just the code where there is no shop."""
    account = chosen_account(purse)
    if purse.shop is None or account is None:
        # In her own browser: neither an address nor a kept answer tells what somebody paid.
        session[COOKIE_PART] = amount
        return to(".pad_code_of_draft")
    asked = ask_payment(
        db.session,
        purse.shop,
        account,
        amount_vnd=amount,
        purpose=purpose,
        expires_in=AT_THE_STALL,
        now=clock.now(),
    )
    return to(".pad_code", request_id=asked.id)


@bp.route("/qr/pad/<uuid:request_id>")
def pad_code(request_id: UUID) -> Response:
    """The code for what is lacking, as large as the screen; none where nothing is."""
    asked, account = pad_request(db.session, own_shop(), request_id)
    if asked.amount_vnd is None:
        return to(".pad")
    state = state_of(asked)
    is_lacking = state["state"] in (OPEN, PART_PAID)
    return code_page(
        pay_to(account),
        state["left_vnd"] if is_lacking else asked.amount_vnd,
        picture_of_left(asked, account) if is_lacking else None,
        asked=asked,
        account=account,
        **state,
    )


@bp.route("/qr/pad/code")
@public
def pad_code_of_draft() -> Response:
    """The same for a visitor: the house keeps nothing, the amount is in her browser."""
    made = draft()
    amount = request.args.get("amount", session.get(COOKIE_PART), type=int)
    if amount is None or not 1 <= amount <= MOST_VND:
        return to(".pad")
    return code_page(made, amount, code_picture(made, amount))


def code_page(payee: PayTo, amount: int, picture: bytes | None, **more: Any) -> Response:
    # Inside the page, so that a weak signal is asked once and not twice.
    inlined = "data:image/png;base64," + b64encode(picture).decode("ascii") if picture else None
    return show("payments/pad_code.html", pay_to=payee, amount=amount, picture=inlined, **more)
