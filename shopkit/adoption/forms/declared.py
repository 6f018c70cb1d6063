"""One answer, the day it is true for, and whether the last one was wrong."""

from shopkit.web.forms import Day, Form, Needed, OneOf, Tick
from shopkit.web.language import lazy_gettext as lazy


class AnswerForm(Form):
    """The answers are filled in for each question."""

    answer = OneOf(lazy("Trả lời"), needed=lazy("Chọn một câu trả lời."))
    valid_on = Day(lazy("Tính đến ngày"), [Needed(lazy("Nhập ngày, ví dụ 22/11/2026."))])
    was_wrong = Tick(lazy("Lần ghi trước sai, thay bằng câu này"))
