"""What goes into an application pack."""

from typing import Any

from wtforms.validators import StopValidation

from shopkit.web.forms import Form, Several
from shopkit.web.language import lazy_gettext as lazy


class PackForm(Form):
    """Which products, and which papers along with them."""

    products = Several(lazy("Sản phẩm"))
    papers = Several(lazy("Giấy tờ gửi kèm"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.products.flags.needed = True

    def validate_products(self, field: Several) -> None:
        if not field.data:
            raise StopValidation(str(lazy("Chọn ít nhất một sản phẩm.")))
