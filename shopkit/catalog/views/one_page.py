"""A product on one page, which the phone keeps: added and changed without a network too."""

from collections.abc import Sequence
from uuid import UUID

from flask import flash, jsonify, request, url_for
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.catalog.actions import darkroom
from shopkit.catalog.actions import photos as photo_actions
from shopkit.catalog.actions.merging import PartsClash, fill, revise
from shopkit.catalog.actions.photos import TooManyPhotos
from shopkit.catalog.actions.products import (
    PriceDoubtful,
    ShopFull,
    TitleUnreadable,
    lacking_of,
    publish,
    start_product,
)
from shopkit.catalog.forms.one_page import AddForm, EditForm, OnePageForm
from shopkit.catalog.models.products import Product
from shopkit.catalog.queries import products as queries
from shopkit.catalog.queries.changes import last_change
from shopkit.catalog.rules.photo import AT_ONCE, Developed, Flaw, PictureRefused
from shopkit.catalog.rules.prices import Doubt
from shopkit.catalog.views.adding import full, go_on, own_product, own_shop
from shopkit.catalog.views.blueprint import bp
from shopkit.catalog.views.photos import add_all, too_many
from shopkit.catalog.views.uploads import ADVICE, developed_photos
from shopkit.errors import NotFound, Refusal
from shopkit.money.shown import shown
from shopkit.web.answers import wants_json
from shopkit.web.language import LazyText
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy
from shopkit.web.pages import show, to
from shopkit.web.phone import Clash, client_id, conflict, kept_on_phone, photo_body
from shopkit.web.state import db, parts

LABELS: dict[str, LazyText] = {
    "title": lazy("Tên sản phẩm"),
    "price_vnd": lazy("Giá bán"),
    "price_unit": lazy("Tính theo"),
    "description": lazy("Mô tả"),
}
# How long a phone waits before it sends a photo again that nobody had time to open.
BUSY_S = 20


@bp.route("/products/add", methods=["GET", "POST"])
@kept_on_phone
def add() -> Response:
    """All about a new product on one page; its photos may come after it."""
    form = AddForm()
    developed, refused = developed_photos(form)
    if form.is_submitted() and not form.errors:
        try:
            product = added(form)
        except Refusal as problem:
            refuse(form, problem)
        else:
            add_all(product, developed, refused)
            return onward_from(product, form, refused)
    own_shop()
    return show("catalog/one_page_add.html", form=form)


def added(form: AddForm) -> Product:
    """The new product under the name that the phone gave it; a name once taken stays taken."""
    product_id = client_id()
    if queries.is_known(db.session, product_id):
        raise NotFound(str(product_id))
    now = clock.now()
    product = start_product(db.session, own_shop(), product_id=product_id, now=now)
    fill(db.session, product, form.typed(), is_sure=form.sure.data, now=now)
    return product


def onward_from(product: Product, form: AddForm, refused: Sequence[str]) -> Response:
    """To what buyers see, to the list while photos are on their way, or to what is missing."""
    for sentence in refused:
        flash(sentence, "wait")
    is_to_show = "publish" in request.form
    if is_to_show and show_if_ready(product):
        return to(".published", product_id=product.id)
    if not (form.coming.data and wants_json()):
        return go_on(product)
    if is_to_show:
        flash(_("Đã lưu. Ảnh đang gửi; ảnh tới nơi là khách thấy sản phẩm."), "good")
    else:
        flash(_("Đã lưu bản nháp. Ảnh đang gửi."), "good")
    return to(".products")


def show_if_ready(product: Product) -> bool:
    """Show a draft to buyers if nothing is missing."""
    if product.is_draft and not lacking_of(db.session, product):
        publish(db.session, product, version=product.version, now=clock.now())
    return product.is_published


@bp.route("/products/<uuid:product_id>/edit", methods=["GET", "POST"])
@kept_on_phone
def edit(product_id: UUID) -> Response:
    """What is there on one page; what two people changed is put together or asked about."""
    form = EditForm()
    developed, refused = developed_photos(form)
    product = own_product(product_id)
    if not form.is_submitted():
        form.process(data=EditForm.told(product) | {"version": product.version})
    elif not form.errors:
        try:
            beside = revised(product, form)
        except PartsClash as problem:
            return both_versions(product, form, problem.names)
        except Refusal as problem:
            refuse(form, problem)
        else:
            add_all(product, developed, refused)
            return saved(product, beside, refused)
    return show("catalog/one_page_edit.html", form=form, product=product)


def revised(product: Product, form: EditForm) -> tuple[str, ...]:
    return revise(
        db.session,
        product,
        values=form.typed(),
        was=form.was(),
        version=form.version.data,
        is_sure=form.sure.data,
        now=clock.now(),
    )


def saved(product: Product, beside: Sequence[str], refused: Sequence[str]) -> Response:
    for sentence in refused:
        flash(sentence, "wait")
    if beside:
        told = ", ".join(str(LABELS[name]).lower() for name in beside)
        flash(_("Đã lưu. Người khác vừa sửa %(parts)s; cả hai đều còn.", parts=told), "good")
    else:
        flash(_("Đã lưu."), "good")
    return go_on(product)


def both_versions(product: Product, form: EditForm, names: Sequence[str]) -> Response:
    """Both versions of what two people changed, for her to choose."""
    typed = form.typed()
    change = last_change(db.session, product, names)
    clashes = [
        Clash(
            name=name,
            label=str(LABELS[name]),
            yours=readable(name, typed[name]),
            theirs=readable(name, getattr(product, name)),
            value=written(form, name, getattr(product, name)),
        )
        for name in names
    ]
    if wants_json():
        return conflict(clashes, version=product.version, by=change.by, at=change.at, also={})
    form.version.data = product.version
    return show("catalog/one_page_edit.html", 409, form=form, product=product, clashes=clashes)


def readable(name: str, value: str | int | None) -> str:
    if isinstance(value, int):
        return shown(value)
    return value or _("(trống)")


def written(form: EditForm, name: str, value: str | int | None) -> str:
    """What the field would hold to say this."""
    if isinstance(value, int):
        text: str = form[name].written(value)
        return text
    return value or ""


@bp.route("/products/<uuid:product_id>/photos/<uuid:photo_id>", methods=["PUT"])
def take_photo(product_id: UUID, photo_id: UUID) -> Response:
    """A photo that came by itself; with `publish` it was all that the listing waited for."""
    try:
        developed = darkroom.develop(photo_body(), AT_ONCE)
    except PictureRefused as refusal:
        return unopened(refusal.flaw)
    product = own_product(product_id)
    if queries.photo_or_none(db.session, product, photo_id) is None:
        try:
            keep(product, developed, photo_id)
        except TooManyPhotos:
            return unusable(too_many())
        except ShopFull:
            return unusable(full())
    if "publish" in request.args:
        show_if_ready(product)
    answer = jsonify({"location": url_for(".product", product_id=product.id)})
    answer.status_code = 201
    return answer


def keep(product: Product, developed: Developed, photo_id: UUID) -> None:
    photo_actions.add_photo(
        db.session, parts().files, product, developed, photo_id=photo_id, now=clock.now()
    )


def unopened(flaw: Flaw) -> Response:
    """What is wrong with a picture; where nobody had time to look, the phone sends it again."""
    if flaw is not Flaw.BUSY:
        return unusable(str(ADVICE[flaw]))
    answer = jsonify({"error": "busy"})
    answer.status_code = 503
    answer.headers["Retry-After"] = str(BUSY_S)
    return answer


def unusable(sentence: str) -> Response:
    answer = jsonify({"error": "photo", "message": sentence})
    answer.status_code = 422
    return answer


def refuse(form: OnePageForm, problem: Refusal) -> None:
    """Say at its field what the house does not take; what is nobody's fault goes on up."""
    match problem:
        case TitleUnreadable():
            form.refuse("title", _("Nhập tên bằng chữ, ví dụ: Mật ong bạc hà 500 ml."))
        case PriceDoubtful():
            form.asks_price = True
            form.refuse("price_vnd", doubt_sentence(problem))
        case ShopFull():
            form.refuse("title", full())
        case _:
            raise problem


def doubt_sentence(problem: PriceDoubtful) -> str:
    asked = shown(problem.price_vnd)
    if problem.last_vnd is None or problem.doubt is Doubt.TINY:
        return _(
            "Giá %(price)s thấp khác thường. Sửa lại, hoặc đánh dấu Đúng giá này.", price=asked
        )
    return _(
        "Giá %(price)s khác xa giá trước %(last)s. Sửa lại, hoặc đánh dấu Đúng giá này.",
        price=asked,
        last=shown(problem.last_vnd),
    )
