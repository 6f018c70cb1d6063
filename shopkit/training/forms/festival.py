"""Opening a festival stand."""

from wtforms import ValidationError

from shopkit.web.forms import AtMost, Day, Form, Line, Needed, OneOf, Several
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy

MOST_TOPICS = 6


class StandForm(Form):
    """Where it stands, for whom, and what people may try there."""

    name = Line(
        lazy("Tên gian"),
        [Needed(lazy("Đặt tên gian, ví dụ: Ngày hội chợ Đầm.")), AtMost(120)],
    )
    place = Line(lazy("Ở đâu"), [AtMost(120)])
    held_on = Day(lazy("Ngày"), [Needed(lazy("Chọn ngày."))])
    branch_id = OneOf(lazy("Đơn vị tổ chức"), needed=lazy("Chọn đơn vị tổ chức."))
    topics = Several(lazy("Khách thử gì?"), [Needed(lazy("Chọn ít nhất một việc để khách thử."))])

    def validate_topics(self, field: Several) -> None:
        if len(field.data) > MOST_TOPICS:
            raise ValidationError(_("Chọn không quá %(most)s việc để thử.", most=MOST_TOPICS))
