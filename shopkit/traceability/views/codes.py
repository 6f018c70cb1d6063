"""What a product goes by: an own code, and a GTIN where one was granted."""

from uuid import UUID

from flask import flash
from werkzeug.wrappers import Response

from qr_labels.payload.own_codes import NOT_GS1
from shopkit import clock
from shopkit.catalog.models.products import Product
from shopkit.catalog.queries.products import product as product_of
from shopkit.traceability.actions import codes as actions
from shopkit.traceability.actions.places import GrantedInFuture
from shopkit.traceability.forms.places import NumberForm, OwnCodeForm
from shopkit.traceability.queries import codes as queries
from shopkit.traceability.views.batches import maker_shop
from shopkit.traceability.views.blueprint import bp
from shopkit.traceability.views.code_words import NUMBER_REFUSED, number_sentence
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db


def own_product(product_id: UUID) -> Product:
    """A product of hers, if she makes what she sells; codes are nothing to others."""
    return product_of(db.session, maker_shop(), product_id)


@bp.route("/products/<uuid:product_id>/codes")
def codes(product_id: UUID) -> Response:
    product = own_product(product_id)
    return show(
        "traceability/codes.html",
        product=product,
        own=queries.own_code(db.session, product),
        gtin=queries.gtin_or_none(db.session, product),
        history=queries.codes_of(db.session, product),
        not_gs1=NOT_GS1,
    )


@bp.route("/products/<uuid:product_id>/codes/own", methods=["GET", "POST"])
def declare_own_code(product_id: UUID) -> Response:
    product = own_product(product_id)
    form = OwnCodeForm()
    if form.validate_on_submit():
        try:
            actions.declare_own_code(db.session, product, **form.values(), now=clock.now())
        except NUMBER_REFUSED as refusal:
            form.refuse("value", number_sentence(refusal, ""))
        else:
            flash(_("Đã đổi mã. Tem in mã cũ vẫn mở được."), "good")
            return to(".codes", product_id=product.id)
    return show("traceability/code_own.html", form=form, product=product)


@bp.route("/products/<uuid:product_id>/codes/gtin", methods=["GET", "POST"])
def declare_gtin(product_id: UUID) -> Response:
    product = own_product(product_id)
    form = NumberForm()
    if form.validate_on_submit():
        try:
            actions.declare_gtin(
                db.session,
                product,
                gtin=form.number.data,
                granted_on=form.granted_on.data,
                now=clock.now(),
            )
        except GrantedInFuture:
            form.refuse("granted_on", _("Ngày được cấp ở sau hôm nay. Xem lại ngày."))
        except NUMBER_REFUSED as refusal:
            form.refuse("number", number_sentence(refusal, _("8, 12, 13 hoặc 14 chữ số")))
        else:
            flash(_("Đã ghi mã GTIN. Tem in mã cũ vẫn mở được."), "good")
            return to(".codes", product_id=product.id)
    return show("traceability/code_gtin.html", form=form, product=product)


@bp.route("/products/<uuid:product_id>/codes/gtin/withdraw", methods=["POST"])
def withdraw_gtin(product_id: UUID) -> Response:
    product = own_product(product_id)
    actions.withdraw_gtin(db.session, product, now=clock.now())
    flash(_("Đã thôi dùng mã GTIN. Tem in mã ấy vẫn mở được."), "good")
    return to(".codes", product_id=product.id)
