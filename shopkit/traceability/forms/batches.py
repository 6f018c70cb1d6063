"""Forms of batches and labels."""

from shopkit.web.forms import Day, Form, Needed, OneOf
from shopkit.web.language import lazy_gettext as lazy


class BatchForm(Form):
    """One batch: which product, made when, good until when."""

    product_id = OneOf(lazy("Sản phẩm"), needed=lazy("Chọn sản phẩm của đợt hàng này."))
    made_on = Day(lazy("Ngày làm"), [Needed(lazy("Nhập ngày làm ra đợt hàng."))])
    best_before = Day(
        lazy("Hạn sử dụng"), description=lazy("Để trống nếu hàng không ghi hạn, ví dụ đồ đan lát.")
    )
