"""One photo made fit for channels: its square, and its ground made white."""

from uuid import UUID

from flask import flash, url_for
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.catalog.actions import photo_shape, photo_white
from shopkit.catalog.actions.photo_shape import SquareOutside
from shopkit.catalog.actions.photos import PhotoGone, PhotosChanged
from shopkit.catalog.actions.products import ShopFull
from shopkit.catalog.forms.photos import SquareForm, WhiteForm
from shopkit.catalog.models.products import Photo, Product
from shopkit.catalog.queries import products as queries
from shopkit.catalog.rules.found import Square, proposed, squares
from shopkit.catalog.rules.photo import BEFORE, SQUARE, WHITE, Developed, Flaw, PictureRefused
from shopkit.catalog.views.adding import full, own_product
from shopkit.catalog.views.blueprint import bp
from shopkit.catalog.views.photo_words import (
    AS_IS,
    AS_IS_WORD,
    DRAWN,
    DRAWN_WORD,
    PROPOSED,
    PROPOSED_WORD,
    SQUARE_WORDS,
    WHOLE,
    WHOLE_WORD,
)
from shopkit.catalog.views.uploads import ADVICE
from shopkit.errors import NotFound
from shopkit.jobs.queries import latest_job_or_none
from shopkit.jobs.views import progress_words
from shopkit.shops.queries.shops import shop
from shopkit.web.forms import Sentence
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db, parts, who


def looked_up(product_id: UUID, photo_id: UUID) -> Photo:
    """Her photo, read apart, so that others may write while a picture is worked on."""
    with parts().database.reading() as looking:
        product = queries.product(looking, shop(looking, who()), product_id)
        return queries.photo(looking, product, photo_id)


@bp.route("/products/<uuid:product_id>/photos/<uuid:photo_id>/square", methods=["GET", "POST"])
def photo_square(product_id: UUID, photo_id: UUID) -> Response:
    """The square that channels show: as proposed, moved, the whole on white, or none."""
    photo = looked_up(product_id, photo_id)
    form = SquareForm()
    form.where.choices = square_choices(photo)
    is_sent = form.validate_on_submit()
    if is_sent and form.where.data == AS_IS:
        return left_whole(product_id, photo_id)
    cut = cut_or_none(form, photo) if is_sent else None
    found = own_product(product_id)
    if cut:
        square, developed = cut
        own = queries.photo(db.session, found, photo_id)
        try:
            photo_shape.take_square(
                db.session,
                parts().files,
                found,
                own,
                square=square,
                cut=developed,
                now=clock.now(),
            )
        except PhotosChanged:
            form.refuse("where", _("Ảnh này đã gỡ. Về trang ảnh và chọn ảnh khác."))
        else:
            flash(_("Đã cắt ảnh vuông cho các sàn. Ảnh gốc vẫn còn nguyên."), "good")
            return to(".photos", product_id=found.id)
    if not is_sent:
        form.where.data = chosen(photo)
    return show(
        "catalog/photo_square.html",
        form=form,
        product=found,
        photo=photo,
        places=places(photo),
        drawn=photo.crop or list(proposed(photo.found, photo.width, photo.height)),
    )


def places(photo: Photo) -> dict[str, Square]:
    """Each square that can be chosen by a tap."""
    known = squares(photo.width, photo.height)
    return {PROPOSED: proposed(photo.found, photo.width, photo.height), **known}


def square_choices(photo: Photo) -> list[tuple[str, Sentence]]:
    words = SQUARE_WORDS[photo.width > photo.height]
    known = squares(photo.width, photo.height)
    choices: list[tuple[str, Sentence]] = [(PROPOSED, PROPOSED_WORD), (DRAWN, DRAWN_WORD)]
    choices += [(name, words[name]) for name in known if name in words]
    return [*choices, (WHOLE, WHOLE_WORD), (AS_IS, AS_IS_WORD)]


def chosen(photo: Photo) -> str:
    """What stands ticked when the page opens."""
    if not photo.crop:
        return PROPOSED
    same = [name for name, square in places(photo).items() if list(square) == photo.crop]
    return same[0] if same else DRAWN


def cut_or_none(form: SquareForm, photo: Photo) -> tuple[Square, Developed] | None:
    """The square she chose, cut; or None and the form says why."""
    if form.where.data == DRAWN:
        square = (form.left.data or 0, form.top.data or 0, form.side.data or 0)
    else:
        square = places(photo)[form.where.data]
    try:
        return square, photo_shape.cut_square(parts().files, photo, square)
    except SquareOutside:
        form.refuse("where", _("Khung nằm ngoài ảnh hoặc quá nhỏ. Kéo lại khung, hoặc chọn chỗ."))
    except PictureRefused as refusal:
        form.refuse("where", ADVICE[refusal.flaw])
    return None


def left_whole(product_id: UUID, photo_id: UUID) -> Response:
    found = own_product(product_id)
    photo = queries.photo(db.session, found, photo_id)
    photo_shape.leave_whole(db.session, found, photo, now=clock.now())
    flash(_("Giữ nguyên ảnh, không cắt."), "good")
    return to(".photos", product_id=found.id)


@bp.route("/products/<uuid:product_id>/photos/squares", methods=["POST"])
def square_all(product_id: UUID) -> Response:
    """Take the proposed square of every photo that has none yet."""
    with parts().database.reading() as looking:
        product = queries.product(looking, shop(looking, who()), product_id)
        waiting = [photo for photo in queries.photos_of(looking, product) if has_no_square(photo)]
    cut, busy = [], ""
    for photo in waiting:
        square = proposed(photo.found, photo.width, photo.height)
        try:
            cut.append((photo.id, square, photo_shape.cut_square(parts().files, photo, square)))
        except (PictureRefused, SquareOutside):
            busy = _("Có ảnh chưa cắt được. Thử lại sau một phút.")
    found = own_product(product_id)
    for photo_id, square, developed in cut:
        own = queries.photo(db.session, found, photo_id)
        if own.removed_at is None:
            photo_shape.take_square(
                db.session,
                parts().files,
                found,
                own,
                square=square,
                cut=developed,
                now=clock.now(),
            )
    flash(busy or _("Đã cắt vuông theo gợi ý. Bấm vào từng ảnh nếu muốn dời khung."), "good")
    return to(".photos", product_id=found.id)


def has_no_square(photo: Photo) -> bool:
    return photo.width != photo.height and SQUARE not in photo.sizes


@bp.route("/products/<uuid:product_id>/photos/<uuid:photo_id>/white", methods=["GET", "POST"])
def photo_white_ground(product_id: UUID, photo_id: UUID) -> Response:
    """A try on white beside the photo as it is; nothing changes before she says so."""
    form = WhiteForm()
    is_sent = form.validate_on_submit()
    photo = looked_up(product_id, photo_id)
    if is_sent and WHITE not in photo.sizes:
        raise NotFound(WHITE)
    developed = made_from(photo, WHITE, form) if is_sent else None
    found = own_product(product_id)
    if developed:
        own = queries.photo(db.session, found, photo_id)
        try:
            photo_white.take_white(
                db.session, parts().files, found, own, developed, now=clock.now()
            )
        except PhotoGone:
            form.refuse("is_true", _("Ảnh này đã gỡ. Về trang ảnh và chọn ảnh khác."))
        except ShopFull:
            form.refuse("is_true", full())
        else:
            flash(_("Đã dùng ảnh nền trắng. Ảnh cũ vẫn giữ, bấm Trả lại nền cũ nếu muốn."), "good")
            return to(".photos", product_id=found.id)
    return white_page(form, found, queries.photo(db.session, found, photo_id))


def made_from(photo: Photo, size: str, form: WhiteForm) -> Developed | None:
    try:
        return photo_white.developed_from(parts().files, photo, size)
    except PictureRefused as refusal:
        form.refuse("is_true", ADVICE[refusal.flaw])
        return None


def white_page(form: WhiteForm, product: Product, photo: Photo) -> Response:
    job = latest_job_or_none(db.session, photo_white.JOB, photo.id)
    is_going_on = job is not None and not job.is_over
    return show(
        "catalog/photo_white.html",
        form=form,
        product=product,
        photo=photo,
        has_try=WHITE in photo.sizes and not is_going_on,
        words=progress_words(job) if job and is_going_on else None,
        progress_url=url_for("jobs.job", job_id=job.id) if job and is_going_on else None,
        failed=str(ADVICE[Flaw.NO_GROUND]) if job and job.is_over and job.failure else None,
    )


@bp.route("/products/<uuid:product_id>/photos/<uuid:photo_id>/white/try", methods=["POST"])
def try_white(product_id: UUID, photo_id: UUID) -> Response:
    found = own_product(product_id)
    photo = queries.photo(db.session, found, photo_id)
    try:
        photo_white.try_white(db.session, photo, now=clock.now())
    except PhotosChanged:
        return to(".photos", product_id=found.id)
    return to(".photo_white_ground", product_id=found.id, photo_id=photo.id)


@bp.route("/products/<uuid:product_id>/photos/<uuid:photo_id>/white/undo", methods=["POST"])
def undo_white(product_id: UUID, photo_id: UUID) -> Response:
    """The photo as it was taken, back in its place."""
    photo = looked_up(product_id, photo_id)
    if BEFORE not in photo.sizes:
        raise NotFound(BEFORE)
    try:
        developed = photo_white.developed_from(parts().files, photo, BEFORE)
    except PictureRefused as refusal:
        flash(str(ADVICE[refusal.flaw]), "wait")
        return to(".photos", product_id=product_id)
    found = own_product(product_id)
    own = queries.photo(db.session, found, photo_id)
    try:
        photo_white.undo_white(db.session, parts().files, found, own, developed, now=clock.now())
        flash(_("Đã trả lại ảnh nền cũ."), "good")
    except (PhotoGone, ShopFull):
        flash(_("Chưa trả lại được nền cũ. Về trang ảnh và thử lại."), "wait")
    return to(".photos", product_id=found.id)
