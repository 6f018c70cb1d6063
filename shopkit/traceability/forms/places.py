"""What is typed about places and about codes."""

from wtforms.validators import ValidationError

from shopkit.web.forms import AtMost, Day, Form, Line, Needed, Sentence, Tick
from shopkit.web.language import lazy_gettext as lazy


class Ticked:
    """The box must be ticked; the sentence says what ticking it means."""

    field_flags = {"needed": True}

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence

    def __call__(self, _form: object, field: Tick) -> None:
        if not field.data:
            raise ValidationError(str(self.sentence))


class PlaceForm(Form):
    """What a place is called and where it lies."""

    name = Line(
        lazy("Gọi nơi này là gì"),
        [Needed(lazy("Nhập tên nơi làm, ví dụ: Xưởng nhà, Vườn đồi.")), AtMost(80)],
    )
    address = Line(lazy("Số nhà, đường, thôn"), [AtMost(200)])


class NumberForm(Form):
    """A number that GS1 granted, with the word that it was."""

    number = Line(
        lazy("Dãy số được cấp"), [Needed(lazy("Nhập dãy số trên giấy cấp mã.")), AtMost(30)]
    )
    granted_on = Day(lazy("Ngày được cấp"), [Needed(lazy("Nhập ngày ghi trên giấy cấp mã."))])
    is_granted = Tick(
        lazy("Tôi được cấp mã này"),
        [
            Ticked(
                lazy("Đánh dấu nếu cửa hàng đã được cấp mã này. Chưa được cấp thì dùng mã nội bộ.")
            )
        ],
    )


class OwnCodeForm(Form):
    """A code of the shop's own choosing."""

    value = Line(
        lazy("Mã nội bộ"),
        [Needed(lazy("Nhập mã, ví dụ: SP-MATONG01.")), AtMost(30)],
    )
