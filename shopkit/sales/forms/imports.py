"""The form that brings a platform's file of orders."""

from shopkit.imports.forms import FileForm
from shopkit.sales.forms.fields import CHANNEL_WORDS
from shopkit.sales.rules.channels import OTHER, PLATFORMS, WEBSITE
from shopkit.web.forms import OneOf
from shopkit.web.language import lazy_gettext as lazy

BROUGHT_BY = (*PLATFORMS, WEBSITE, OTHER)


class OrdersForm(FileForm):
    """The file, and the platform it comes from."""

    channel = OneOf(
        lazy("Tệp của sàn nào?"),
        [(channel, CHANNEL_WORDS[channel]) for channel in BROUGHT_BY],
        needed=lazy("Chọn sàn đã cho tệp này."),
    )
