"""What people ask about their own records, and what is said to it."""

from typing import Any

from wtforms.validators import StopValidation, ValidationError

from shopkit.accounts.forms import Secret
from shopkit.accounts.rules.secrets import LONGEST_SECRET
from shopkit.shops.actions.requests import DONE, REFUSED
from shopkit.shops.models.requests import CORRECT
from shopkit.web.forms import (
    AtMost,
    Between,
    Day,
    Form,
    Line,
    Lines,
    Needed,
    OneOf,
    Several,
    Tick,
    Whole,
)
from shopkit.web.language import LazyText
from shopkit.web.language import lazy_gettext as lazy

LONGEST_ASKED, LONGEST_WHY = 1000, 500
SAY_WHAT = lazy("Viết cần sửa gì, thành gì.")


class Ticked:
    """The box must be ticked; the sentence says why."""

    def __init__(self, sentence: LazyText) -> None:
        self.sentence = sentence

    def __call__(self, _form: Any, field: Any) -> None:
        if not field.data:
            raise StopValidation(str(self.sentence))


class OwnRequestForm(Form):
    """In her own words; it may be left empty."""

    asks = Lines(
        lazy("Nói rõ hơn, nếu cần"),
        [AtMost(LONGEST_ASKED)],
        description=lazy("Ví dụ: chỉ về cửa hàng, hay chỉ về lớp học. Không ghi số căn cước."),
    )


class OwnCorrectionForm(Form):
    """What is to be mended and how: without that nobody can mend it."""

    asks = Lines(
        lazy("Sửa gì, thành gì?"),
        [Needed(SAY_WHAT), AtMost(LONGEST_ASKED)],
        description=lazy("Ví dụ: sửa tên từ “Mầu” thành “Mẫu”. Không ghi số căn cước."),
    )


class EraseForm(Form):
    """Erasing is not taken back, so she says who she is once more."""

    pin = Secret(lazy("Mã PIN"), [Needed(lazy("Nhập mã PIN để xóa.")), AtMost(LONGEST_SECRET)])
    is_sure = Tick(
        lazy("Tôi hiểu: xóa rồi không lấy lại được."),
        [Ticked(lazy("Đánh dấu vào ô này nếu thật sự muốn xóa."))],
    )


class FiledForm(Form):
    """What somebody without an account asks at the desk."""

    kind = OneOf(lazy("Người này muốn gì?"), needed=lazy("Chọn điều người này muốn."))
    asks = Lines(lazy("Ghi lại lời yêu cầu"), [AtMost(LONGEST_ASKED)])
    received_on = Day(
        lazy("Ngày nhận yêu cầu"), [Needed(lazy("Nhập ngày nhận, ví dụ 22/11/2026."))]
    )
    needs_others = Tick(lazy("Phải nhờ nơi khác cùng làm (thời hạn dài hơn)"))

    def validate_asks(self, field: Any) -> None:
        if self.kind.data == CORRECT and not field.data:
            raise ValidationError(str(SAY_WHAT))


class AnswerForm(Form):
    answer = Lines(
        lazy("Trả lời"),
        [Needed(lazy("Viết câu trả lời cho người yêu cầu.")), AtMost(LONGEST_ASKED)],
    )


class ExtendForm(Form):
    """Once, with a reason."""

    days = Whole(
        lazy("Thêm bao nhiêu ngày"),
        [Needed(lazy("Nhập số ngày thêm.")), Between(1, 60)],
    )
    why = Line(
        lazy("Lý do"),
        [Needed(lazy("Viết lý do kéo dài, người yêu cầu sẽ đọc được.")), AtMost(LONGEST_WHY)],
    )


class CloseForm(Form):
    """Done, or refused with a reason; its names differ from those of the answer beside it."""

    outcome = OneOf(
        lazy("Kết quả"),
        [(DONE, lazy("Đã làm xong")), (REFUSED, lazy("Không làm được, có lý do"))],
        needed=lazy("Chọn kết quả."),
    )
    last_words = Lines(lazy("Viết cho người yêu cầu"), [AtMost(LONGEST_ASKED)])


class PaperConsentForm(Form):
    """What she ticked on the sheet, when she signed it and where it lies."""

    purposes = Several(
        lazy("Đã đánh dấu đồng ý trên giấy"),
        validators=[Needed(lazy("Chọn đúng những điều người này đã đánh dấu trên giấy."))],
    )
    signed_on = Day(lazy("Ngày ký"), [Needed(lazy("Nhập ngày ký trên giấy."))])
    sheet = Line(
        lazy("Giấy để ở đâu"),
        [Needed(lazy("Ghi nơi giữ giấy, ví dụ: cặp Hội Phụ nữ số 3.")), AtMost(120)],
    )
