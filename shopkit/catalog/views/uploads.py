"""The photo that comes with a form, and what is said about it."""

from flask import flash

from shopkit.catalog.actions import darkroom
from shopkit.catalog.forms.products import PhotoForm
from shopkit.catalog.rules.photo import AT_ONCE, Developed, Flaw, Note, PictureRefused
from shopkit.web.language import LazyText
from shopkit.web.language import lazy_gettext as lazy

ADVICE: dict[Flaw, LazyText] = {
    Flaw.EMPTY: lazy("Tệp này trống. Chụp lại bằng máy ảnh của điện thoại, hoặc chọn ảnh khác."),
    Flaw.TOO_HEAVY: lazy("Ảnh nặng quá 15 MB. Chụp lại bằng máy ảnh của điện thoại."),
    Flaw.UNKNOWN: lazy(
        "Tệp này không phải ảnh JPEG, PNG, WebP hay HEIC. Chụp lại bằng máy ảnh của điện thoại."
    ),
    Flaw.TOO_MANY_PIXELS: lazy(
        "Ảnh có quá nhiều điểm ảnh. Chụp lại bằng máy ảnh của điện thoại, ở cỡ ảnh thường."
    ),
    Flaw.TOO_SMALL: lazy("Ảnh quá nhỏ để khách xem. Chụp lại gần hơn, hoặc chọn ảnh gốc."),
    Flaw.BROKEN: lazy("Ảnh bị hỏng hoặc gửi thiếu. Gửi lại, hoặc chụp ảnh mới."),
    Flaw.BUSY: lazy("Đang có nhiều người gửi ảnh. Chờ một phút rồi gửi lại."),
}
TOLD: dict[Note, LazyText] = {
    Note.FIRST_FRAME: lazy("Ảnh này chuyển động. Trang bán hàng chỉ hiện hình đầu tiên."),
    Note.SMALL: lazy("Ảnh hơi nhỏ, khách khó nhìn rõ. Nên chụp lại ảnh lớn hơn khi rảnh."),
}


def developed_photo(form: PhotoForm) -> Developed | None:
    """The photo of a form that was sent, opened and made fit; or None and the form says why.

    Call it before the first `db.session`: a transaction that waits for a picture keeps a whole
    class of thirty phones waiting.
    """
    if not form.validate_on_submit() or form.photo.data is None:
        return None
    stream = form.photo.data.stream
    try:
        developed = darkroom.develop(stream.read(), AT_ONCE)
    except PictureRefused as refusal:
        form.refuse("photo", ADVICE[refusal.flaw])
        return None
    finally:
        stream.seek(0)  # what was sent is compared with what came before under its key
    for note in developed.notes:
        flash(str(TOLD[note]), "news")
    return developed
