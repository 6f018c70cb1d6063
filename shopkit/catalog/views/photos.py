"""The photos of a product: add, take again, order, take down, put back."""

from uuid import UUID

from flask import flash
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.catalog.actions import photos as photo_actions
from shopkit.catalog.actions.photos import LastPhoto, TooManyPhotos
from shopkit.catalog.actions.products import ShopFull
from shopkit.catalog.forms.products import PhotoForm
from shopkit.catalog.queries import products as queries
from shopkit.catalog.views.adding import full, own_product
from shopkit.catalog.views.blueprint import bp
from shopkit.catalog.views.uploads import developed_photo
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db, parts


@bp.route("/products/<uuid:product_id>/photos", methods=["GET", "POST"])
def photos(product_id: UUID) -> Response:
    """All photos of a product: add, take down, put first."""
    form = PhotoForm()
    developed = developed_photo(form)
    found = own_product(product_id)
    if developed:
        try:
            photo_actions.add_photo(db.session, parts().files, found, developed, now=clock.now())
        except TooManyPhotos:
            form.refuse("photo", too_many())
        except ShopFull:
            form.refuse("photo", full())
        else:
            return to(".photos", product_id=found.id)
    return show(
        "catalog/photos.html",
        form=form,
        product=found,
        photos=queries.photos_of(db.session, found),
        removed=queries.removed_photos_of(db.session, found),
        most=photo_actions.MOST_PHOTOS,
    )


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
