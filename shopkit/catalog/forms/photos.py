"""The questions about photos: which ones, in what order, cut where, on what ground."""

from wtforms.validators import ValidationError

from shopkit.catalog.forms.products import Version
from shopkit.web.forms import Form, Needed, OneOf, Tick, Uploads, Whole
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy

MOST_AT_ONCE = 9


class PhotosForm(Form):
    """Several photos at once, from the camera or from the phone's pictures."""

    photo = Uploads(lazy("Ảnh sản phẩm"), [Needed(lazy("Chụp hoặc chọn ít nhất một ảnh."))])


class OrderForm(Form):
    """Only which photos she looked at; the places have names of their own."""

    version = Version()


class SquareForm(Form):
    """Where the square lies: one of the usual places, or as she drew it."""

    where = OneOf(lazy("Cắt chỗ nào?"), needed=lazy("Chọn một cách cắt."))
    left = Whole()
    top = Whole()
    side = Whole()


class WhiteForm(Form):
    """Her word that the picture still shows her goods as they are."""

    is_true = Tick(lazy("Đúng là hàng của tôi, không mất chi tiết nào"))

    def validate_is_true(self, field: Tick) -> None:
        if not field.data:
            raise ValidationError(_("Xem kỹ ảnh mới rồi đánh dấu, hoặc giữ ảnh cũ."))
