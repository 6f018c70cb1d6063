"""The upload sheet of a seller's own shop."""

from shopkit.web.forms import Form, Needed, Upload
from shopkit.web.language import lazy_gettext as lazy


class SheetForm(Form):
    """The file as the channel gave it out, or as it came back."""

    file = Upload(lazy("Tệp mẫu (.xlsx)"), [Needed(lazy("Chọn tệp mẫu tải từ sàn."))])
