"""A printed price list, and price tags with a code."""

from uuid import UUID

from flask import flash, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.catalog.models.products import Product
from shopkit.catalog.views.products import public_url
from shopkit.payments.queries.accounts import accounts_of, pay_to
from shopkit.payments.queries.prints import MOST_PRICES, goods_to_price
from shopkit.payments.rules.codes import PayTo
from shopkit.payments.rules.prices import Priced, price_list, price_tags
from shopkit.payments.views.blueprint import bp
from shopkit.payments.views.files import file
from shopkit.payments.views.kept import own_shop
from shopkit.shops.models.shops import Shop
from shopkit.web.language import gettext as _
from shopkit.web.language import language
from shopkit.web.pages import show, to
from shopkit.web.state import db

LIST, TAGS, PAY_TAGS, AMOUNT_TAGS = "list", "tags", "pay-tags", "amount-tags"
KINDS = (LIST, TAGS, PAY_TAGS, AMOUNT_TAGS)


@bp.route("/qr/prices")
def prices() -> Response:
    """Which goods, and as what."""
    shop = own_shop()
    goods = goods_to_price(db.session, shop)
    return show("payments/prices.html", goods=goods, accounts=accounts_of(db.session, shop))


@bp.route("/qr/prices.pdf")
def price_paper() -> Response:
    """The price list or the tags of the goods that were ticked."""
    shop, kind = own_shop(), request.args.get("kind", LIST)
    chosen = request.args.getlist("product", type=UUID)[:MOST_PRICES]
    goods = [priced(one) for one in goods_to_price(db.session, shop, chosen)]
    if kind not in KINDS or not goods:
        flash(_("Chọn ít nhất một mặt hàng rồi bấm in."), "wait")
        return to(".prices")
    content = paper(shop, kind, goods, payee_of(shop))
    return file(content, "application/pdf", f"bang-gia-{kind}.pdf")


def payee_of(shop: Shop) -> PayTo | None:
    """The account asked for, else the first one."""
    accounts = accounts_of(db.session, shop)
    wanted = request.args.get("account", type=UUID)
    named = [one for one in accounts if one.id == wanted]
    account = next(iter([*named, *accounts]), None)
    return pay_to(account) if account else None


def paper(shop: Shop, kind: str, goods: list[Priced], payee: PayTo | None) -> bytes:
    if kind == LIST:
        return price_list(shop.name, goods, payee, language(), clock.today())
    payee = None if kind == TAGS else payee
    return price_tags(shop.name, goods, payee, language(), has_amount=kind == AMOUNT_TAGS)


def priced(product: Product) -> Priced:
    return Priced(product.title, product.price_vnd or 0, product.price_unit, public_url(product))
