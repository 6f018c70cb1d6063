"""What a buyer writes about goods that look wrong, and what the shop notes about it."""

import re
from typing import Any

from wtforms.validators import ValidationError

from shopkit.catalog.forms.products import Version
from shopkit.text.phones import PhoneUnreadable, canonical_phone
from shopkit.traceability.models.looks import (
    LONGEST_ANSWER,
    LONGEST_CONTACT,
    LONGEST_WHERE,
    LONGEST_WORDS,
)
from shopkit.web.forms import AtMost, Form, Line, Lines, Needed, Upload
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy

MAIL = re.compile(r"[^\s@]+@[^\s@.]+(\.[^\s@.]+)+")


class Reachable:
    """A phone number or an e-mail address, or nothing."""

    def __call__(self, _form: Any, field: Any) -> None:
        given = (field.data or "").strip()
        if not given or len(given) > LONGEST_CONTACT or MAIL.fullmatch(given):
            return
        try:
            canonical_phone(given)
        except PhoneUnreadable as problem:
            raise ValidationError(
                _("Nhập số điện thoại, ví dụ 0912 345 678, hoặc địa chỉ thư. Để trống cũng được.")
            ) from problem


class SuspicionForm(Form):
    """Its page sets no cookie, so a signed token of its own stands in for the usual one."""

    class Meta(Form.Meta):
        csrf = False

    words = Lines(
        lazy("Thấy gì lạ?"),
        [
            Needed(lazy("Viết vài chữ, ví dụ: tem bị bóc dán lại, hàng khác trong ảnh.")),
            AtMost(LONGEST_WORDS),
        ],
        description=lazy("Ví dụ: tem bị bóc dán lại, hàng khác trong ảnh, mùi lạ."),
    )
    bought_where = Line(lazy("Mua ở đâu?"), [AtMost(LONGEST_WHERE)])
    photo = Upload(lazy("Ảnh món hàng và tem"))
    contact = Line(
        lazy("Số điện thoại để cửa hàng hỏi lại"),
        [AtMost(LONGEST_CONTACT), Reachable()],
        description=lazy("Chỉ cửa hàng thấy. Để trống cũng được."),
    )


class AnswerForm(Form):
    """What the shop did about a report, for itself."""

    version = Version()
    answered = Lines(
        lazy("Đã làm gì"),
        [AtMost(LONGEST_ANSWER)],
        description=lazy("Ghi cho cửa hàng nhớ, khách không thấy. Ví dụ: đã gọi lại, hàng giả."),
    )
