"""The photo that comes with a form, and what is said about it."""

from flask import flash
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from shopkit.catalog.actions import darkroom
from shopkit.catalog.forms.photos import MOST_AT_ONCE, PhotosForm
from shopkit.catalog.forms.products import PhotoForm
from shopkit.catalog.models.products import Photo
from shopkit.catalog.rules.found import GRAVE, worries
from shopkit.catalog.rules.photo import AT_ONCE, Developed, Flaw, Note, PictureRefused
from shopkit.web.language import LazyText
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy
from shopkit.web.pages import to

ADVICE: dict[Flaw, LazyText] = {
    Flaw.EMPTY: lazy("Tệp này trống. Chụp lại bằng máy ảnh của điện thoại, hoặc chọn ảnh khác."),
    Flaw.TOO_HEAVY: lazy("Ảnh nặng quá 15 MB. Chụp lại bằng máy ảnh của điện thoại."),
    Flaw.UNKNOWN: lazy(
        "Tệp này không phải ảnh JPEG, PNG, WebP hay HEIC. Chụp lại bằng máy ảnh của điện thoại."
    ),
    Flaw.TOO_MANY_PIXELS: lazy(
        "Ảnh lớn quá. Chụp lại bằng máy ảnh của điện thoại, ở cỡ ảnh thường."
    ),
    Flaw.TOO_SMALL: lazy("Ảnh quá nhỏ để khách xem. Chụp lại gần hơn, hoặc chọn ảnh gốc."),
    Flaw.BROKEN: lazy("Ảnh bị hỏng hoặc gửi thiếu. Gửi lại, hoặc chụp ảnh mới."),
    Flaw.NO_GROUND: lazy(
        "Chưa tách được món hàng khỏi nền. Đặt hàng trên nền trơn, sáng, rồi chụp lại."
    ),
    Flaw.BUSY: lazy("Đang có nhiều người gửi ảnh. Chờ một phút rồi gửi lại."),
}
TOLD: dict[Note, LazyText] = {
    Note.FIRST_FRAME: lazy("Ảnh này chuyển động. Trang bán hàng chỉ hiện hình đầu tiên."),
}


def developed_photo(form: PhotoForm) -> Developed | None:
    """The photo of a form that was sent, opened and made fit; or None and the form says why.

    Call it before the first `db.session`: a transaction that waits for a picture keeps a whole
    class of thirty phones waiting.
    """
    if not form.validate_on_submit() or form.photo.data is None:
        return None
    try:
        developed = developed_from(form.photo.data)
    except PictureRefused as refusal:
        form.refuse("photo", ADVICE[refusal.flaw])
        return None
    for note in developed.notes:
        flash(str(TOLD[note]), "news")
    return developed


def developed_photos(form: PhotosForm) -> tuple[list[tuple[str, Developed]], list[str]]:
    """All photos of a form that could be opened, and a sentence for each that could not.

    As `developed_photo`, call it before the first `db.session`.
    """
    if not form.validate_on_submit():
        return [], []
    if len(form.photo.data) > MOST_AT_ONCE:
        return [], [_("Chọn nhiều nhất %(most)s ảnh một lần.", most=MOST_AT_ONCE)]
    developed, refused = [], []
    for number, sent in enumerate(form.photo.data, 1):
        name = name_of(sent, number)
        try:
            one = developed_from(sent)
        except PictureRefused as refusal:
            refused.append(f"{name}: {ADVICE[refusal.flaw]}")
        else:
            developed.append((name, one))
            for note in one.notes:
                flash(f"{name}: {TOLD[note]}", "news")
    return developed, refused


def name_of(sent: FileStorage, number: int) -> str:
    """How a photo among several is called: its number and what the phone calls it."""
    return _("Ảnh %(number)s (%(name)s)", number=number, name=(sent.filename or "")[-40:])


def developed_from(sent: FileStorage) -> Developed:
    try:
        return darkroom.develop(sent.stream.read(), AT_ONCE)
    finally:
        sent.stream.seek(0)  # what was sent is compared with what came before under its key


def again_or_none(photo: Photo) -> Response | None:
    """To the page that asks to take a photo again, if something grave was found in it."""
    if GRAVE.isdisjoint(worries(photo.found)):
        return None
    return to("catalog.photo_again", product_id=photo.product_id, photo_id=photo.id)
