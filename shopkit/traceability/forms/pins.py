"""Typing the number under a scratch layer."""

from shopkit.web.forms import Form, Typed
from shopkit.web.language import lazy_gettext as lazy


class PinForm(Form):
    """A form without a token: it is open to everybody and sets no cookie."""

    class Meta(Form.Meta):
        csrf = False

    pin = Typed(lazy("Số dưới lớp cào"))
