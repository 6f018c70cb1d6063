"""Adding a product in four pages: photo, name, price, check."""

from uuid import UUID

from flask import flash, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.catalog.actions import photos, products
from shopkit.catalog.actions.products import (
    NotReady,
    PriceDoubtful,
    ProductChanged,
    ShopFull,
    TitleUnreadable,
)
from shopkit.catalog.forms.products import PhotoForm, PriceForm, PublishForm, TitleForm
from shopkit.catalog.models.products import Product
from shopkit.catalog.queries import products as queries
from shopkit.catalog.rules.prices import Doubt, readings
from shopkit.catalog.views.blueprint import bp
from shopkit.catalog.views.uploads import again_or_none, developed_photo
from shopkit.money.shown import shown
from shopkit.shops.models.shops import Shop
from shopkit.shops.queries.shops import shop
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.phone import kept_on_phone
from shopkit.web.state import db, parts, who

# What an address ends in when the page belongs to the advice on a listing.
THEN_ADVICE = "advice"


def own_shop() -> Shop:
    return shop(db.session, who())


def own_product(product_id: UUID) -> Product:
    return queries.product(db.session, own_shop(), product_id)


@bp.route("/products/new", methods=["GET", "POST"])
@kept_on_phone
def start() -> Response:
    """First page: a photo, or later."""
    form = PhotoForm()
    if is_later(form):
        product = products.start_product(db.session, own_shop(), now=clock.now())
        return to(".title", product_id=product.id)
    developed = developed_photo(form)
    own = own_shop()
    if developed:
        try:
            product = products.start_product(db.session, own, now=clock.now())
            taken = photos.replace_cover(
                db.session, parts().files, product, developed, now=clock.now()
            )
        except ShopFull:
            form.refuse("photo", full())
        else:
            return again_or_none(taken) or to(".title", product_id=product.id)
    return show("catalog/photo.html", form=form, product=None, cover=None)


@bp.route("/products/<uuid:product_id>/photo", methods=["GET", "POST"])
def photo(product_id: UUID) -> Response:
    """Another main photo."""
    form = PhotoForm()
    if is_later(form):
        return go_on(own_product(product_id))
    developed = developed_photo(form)
    product = own_product(product_id)
    if developed:
        try:
            taken = photos.replace_cover(
                db.session, parts().files, product, developed, now=clock.now()
            )
        except ShopFull:
            form.refuse("photo", full())
        else:
            return again_or_none(taken) or go_on(product)
    cover = queries.cover_or_none(db.session, product)
    return show("catalog/photo.html", form=form, product=product, cover=cover)


def is_later(form: PhotoForm) -> bool:
    return form.is_submitted() and "later" in request.form


@bp.route("/products/<uuid:product_id>/title", methods=["GET", "POST"])
def title(product_id: UUID) -> Response:
    """Second page: what it is called."""
    product = own_product(product_id)
    form = TitleForm(obj=product)
    if form.validate_on_submit():
        try:
            products.rename(db.session, product, **form.values(), now=clock.now())
        except TitleUnreadable:
            form.refuse("title", _("Nhập tên bằng chữ, ví dụ: Mật ong bạc hà 500 ml."))
        except ProductChanged:
            form.version.data = product.version
            return show("catalog/title.html", 409, form=form, product=product, clash=True)
        else:
            return go_on(product)
    return show("catalog/title.html", form=form, product=product)


@bp.route("/products/<uuid:product_id>/price", methods=["GET", "POST"])
def price(product_id: UUID) -> Response:
    """Third page: what it costs; a price far from the last one is asked about again."""
    product = own_product(product_id)
    form = PriceForm(obj=product)
    choices: tuple[int, ...] = ()
    if form.validate_on_submit():
        try:
            products.set_price(db.session, product, **form.values(), now=clock.now())
        except PriceDoubtful as problem:
            choices = readings(problem.price_vnd)
            form.refuse("price_vnd", doubt_sentence(problem))
        except ProductChanged:
            form.version.data = product.version
            return show("catalog/price.html", 409, form=form, product=product, clash=True)
        else:
            return go_on(product)
    return show("catalog/price.html", form=form, product=product, choices=choices)


@bp.route("/products/<uuid:product_id>/check", methods=["GET", "POST"])
def check(product_id: UUID) -> Response:
    """Fourth page: all of it as buyers will see it, then publish."""
    own = own_shop()
    product = queries.product(db.session, own, product_id)
    form = PublishForm(obj=product)
    status, has_changed = 200, False
    if form.validate_on_submit():
        try:
            products.publish(db.session, product, **form.values(), now=clock.now())
        except ProductChanged:
            status, has_changed = 409, True
        except NotReady:
            status = 422
        else:
            return to(".published", product_id=product.id)
    form.version.data = product.version
    return show(
        "catalog/check.html",
        status,
        form=form,
        product=product,
        shop=own,
        cover=queries.cover_or_none(db.session, product),
        lacking=products.lacking_of(db.session, product),
        has_changed=has_changed,
        is_refused=status == 422,
    )


@bp.route("/products/<uuid:product_id>/unpublish", methods=["POST"])
def unpublish(product_id: UUID) -> Response:
    """Undo the publishing; nothing of the draft is lost."""
    product = own_product(product_id)
    products.unpublish(db.session, product, now=clock.now())
    flash(_("Đã hoàn tác. Khách không còn thấy sản phẩm này; bản nháp vẫn còn."), "good")
    return to(".check", product_id=product.id)


def go_on(product: Product) -> Response:
    """To the next page of a draft, or back to the product or to the advice she came from."""
    if comes_from_advice():
        return to(".advice", product_id=product.id)
    if not product.is_draft:
        return to(".product", product_id=product.id)
    if not product.title:
        return to(".title", product_id=product.id)
    if product.price_vnd is None:
        return to(".price", product_id=product.id)
    return to(".check", product_id=product.id)


def comes_from_advice() -> bool:
    """Whether she is following the advice on a listing, and should be led back to it."""
    return request.args.get("then") == THEN_ADVICE


def full() -> str:
    return _("Cửa hàng đã đầy chỗ. Gỡ bớt ảnh hoặc sản phẩm cũ rồi thử lại.")


def doubt_sentence(problem: PriceDoubtful) -> str:
    asked = shown(problem.price_vnd)
    if problem.doubt is Doubt.TINY or problem.last_vnd is None:
        return _("Giá %(price)s thấp khác thường. Chọn giá đúng ở dưới, hoặc sửa lại.", price=asked)
    return _(
        "Giá %(price)s khác xa giá trước %(last)s. Chọn giá đúng ở dưới, hoặc sửa lại.",
        price=asked,
        last=shown(problem.last_vnd),
    )
