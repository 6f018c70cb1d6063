"""What file is to be made, and which feed is to be opened."""

from shopkit.web.forms import Form, OneOf, Tick
from shopkit.web.language import lazy_gettext as lazy


class FileForm(Form):
    """The forms a channel has are filled in by the view."""

    form = OneOf(lazy("Loại tệp"), needed=lazy("Chọn loại tệp."))
    photos = Tick(lazy("Kèm ảnh trong một tệp nén (ZIP)"))


class FeedForm(Form):
    feed = OneOf(lazy("Nơi sẽ lấy"), needed=lazy("Chọn nơi sẽ lấy."))
