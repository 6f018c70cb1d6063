"""The photos of a product: add, take again, put in order, take down, put back."""

from collections.abc import Sequence
from uuid import UUID

from flask import flash, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.catalog.actions import photos as photo_actions
from shopkit.catalog.actions.photos import LastPhoto, PhotoGone, PhotosChanged, TooManyPhotos
from shopkit.catalog.actions.products import ShopFull
from shopkit.catalog.forms.photos import OrderForm, PhotosForm
from shopkit.catalog.forms.products import PhotoForm
from shopkit.catalog.models.products import Photo, Product
from shopkit.catalog.queries import products as queries
from shopkit.catalog.queries.doubles import doubles_of
from shopkit.catalog.rules.found import has_white_ground, worries
from shopkit.catalog.rules.photo import Developed
from shopkit.catalog.views.adding import full, go_on, own_product, own_shop
from shopkit.catalog.views.blueprint import bp
from shopkit.catalog.views.photo_words import WORRY_WORDS
from shopkit.catalog.views.uploads import again_or_none, developed_photo, developed_photos
from shopkit.web.language import gettext as _
from shopkit.web.language import ngettext
from shopkit.web.pages import show, to
from shopkit.web.state import db, parts


@bp.route("/products/<uuid:product_id>/photos", methods=["GET", "POST"])
def photos(product_id: UUID) -> Response:
    """All photos of a product with what was found in each; several can be added at once."""
    form = PhotosForm()
    developed, refused = developed_photos(form)
    found = own_product(product_id)
    added = add_all(found, developed, refused)
    if added:
        flash(ngettext("Đã thêm %(num)s ảnh.", "Đã thêm %(num)s ảnh.", len(added)), "good")
        for sentence in refused:
            flash(sentence, "wait")
        again = again_or_none(added[0]) if len(added) == 1 else None
        return again or to(".photos", product_id=found.id)
    for sentence in refused:
        form.refuse("photo", sentence)
    standing = queries.photos_of(db.session, found)
    return show(
        "catalog/photos.html",
        form=form,
        product=found,
        photos=standing,
        removed=queries.removed_photos_of(db.session, found),
        most=photo_actions.MOST_PHOTOS,
        told=told_of(standing),
        on_white={photo.id for photo in standing if has_white_ground(photo.found)},
    )


def add_all(
    product: Product, developed: Sequence[tuple[str, Developed]], refused: list[str]
) -> list[Photo]:
    """The photos that went in; what did not is said in `refused`, by its name."""
    added = []
    for name, one in developed:
        try:
            photo = photo_actions.add_photo(
                db.session, parts().files, product, one, now=clock.now()
            )
        except TooManyPhotos:
            refused.append(f"{name}: {too_many()}")
        except ShopFull:
            refused.append(f"{name}: {full()}")
        else:
            added.append(photo)
    return added


def told_of(photos: Sequence[Photo]) -> dict[UUID, list[str]]:
    """What to say of each photo, the gravest first."""
    told = {photo.id: [str(WORRY_WORDS[one]) for one in worries(photo.found)] for photo in photos}
    for photo_id, product in doubles_of(db.session, own_shop(), photos).items():
        told[photo_id].append(double_sentence(product))
    return told


def double_sentence(product: Product) -> str:
    if product.title:
        return _(
            "Ảnh này giống một ảnh khác của “%(title)s”. Thay bằng góc chụp khác.",
            title=product.title,
        )
    return _("Ảnh này giống một ảnh khác. Thay bằng góc chụp khác.")


@bp.route("/products/<uuid:product_id>/photos/<uuid:photo_id>/again", methods=["GET", "POST"])
def photo_again(product_id: UUID, photo_id: UUID) -> Response:
    """A photo with what was found in it: take it again, or keep it."""
    form = PhotoForm()
    developed = developed_photo(form)
    found = own_product(product_id)
    photo = queries.photo(db.session, found, photo_id)
    if developed:
        try:
            new = photo_actions.replace_photo(
                db.session, parts().files, found, photo, developed, now=clock.now()
            )
        except PhotoGone:
            form.refuse("photo", _("Ảnh này đã gỡ. Về trang ảnh rồi thêm ảnh mới."))
        except ShopFull:
            form.refuse("photo", full())
        else:
            return again_or_none(new) or onward(found)
    return show(
        "catalog/photo_again.html",
        form=form,
        product=found,
        photo=photo,
        told=told_of([photo])[photo.id],
    )


def onward(product: Product) -> Response:
    """A draft that has more questions goes on; otherwise back to the photos."""
    if product.is_draft and len(queries.photos_of(db.session, product)) == 1:
        return go_on(product)
    return to(".photos", product_id=product.id)


@bp.route("/products/<uuid:product_id>/photos/order", methods=["GET", "POST"])
def order_photos(product_id: UUID) -> Response:
    """All photos with a number each; with a script she taps them in their order."""
    found = own_product(product_id)
    standing = queries.photos_of(db.session, found)
    form = OrderForm(obj=found)
    if form.validate_on_submit():
        try:
            photo_actions.order_photos(
                db.session, found, typed_order(standing), **form.values(), now=clock.now()
            )
        except PhotosChanged:
            form.version.data = found.version
            context = {"photos": standing, "clash": True}
            return show("catalog/photo_order.html", 409, form=form, product=found, **context)
        flash(_("Đã xếp lại ảnh. Ảnh số 1 là ảnh chính."), "good")
        return to(".photos", product_id=found.id)
    return show("catalog/photo_order.html", form=form, product=found, photos=standing, clash=False)


def typed_order(standing: Sequence[Photo]) -> list[UUID]:
    """The photos by the numbers typed; one without a number, or with the same, keeps its turn."""
    numbers = {}
    for place, photo in enumerate(standing):
        typed = request.form.get(f"place-{photo.id}", "").strip()
        is_number = typed.isascii() and typed.isdigit() and len(typed) <= 3
        numbers[photo.id] = (int(typed) if is_number else 1000, place)
    return sorted(numbers, key=numbers.__getitem__)


@bp.route("/products/<uuid:product_id>/photos/<uuid:photo_id>/remove", methods=["POST"])
def remove_photo(product_id: UUID, photo_id: UUID) -> Response:
    found = own_product(product_id)
    photo = queries.photo(db.session, found, photo_id)
    try:
        photo_actions.remove_photo(db.session, found, photo, now=clock.now())
        flash(_("Đã gỡ ảnh. Có thể dùng lại trong 30 ngày, ở cuối trang này."), "good")
    except LastPhoto:
        flash(_("Sản phẩm đang đăng cần ít nhất một ảnh. Thêm ảnh mới trước khi gỡ."), "wait")
    return to(".photos", product_id=found.id)


@bp.route("/products/<uuid:product_id>/photos/<uuid:photo_id>/back", methods=["POST"])
def put_back_photo(product_id: UUID, photo_id: UUID) -> Response:
    found = own_product(product_id)
    photo = queries.photo(db.session, found, photo_id)
    try:
        photo_actions.put_back_photo(db.session, found, photo, now=clock.now())
    except TooManyPhotos:
        flash(too_many(), "wait")
    return to(".photos", product_id=found.id)


@bp.route("/products/<uuid:product_id>/photos/<uuid:photo_id>/first", methods=["POST"])
def put_photo_first(product_id: UUID, photo_id: UUID) -> Response:
    found = own_product(product_id)
    photo = queries.photo(db.session, found, photo_id)
    photo_actions.put_first(db.session, found, photo, now=clock.now())
    return to(".photos", product_id=found.id)


def too_many() -> str:
    return _("Mỗi sản phẩm có tối đa 9 ảnh. Gỡ bớt một ảnh rồi thêm ảnh mới.")
