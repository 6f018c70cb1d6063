"""Forms of periods, reports and what a second person answers."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from shopkit.adoption.rules.periods import MONTH, QUARTER, YEAR, Period, period_on
from shopkit.web.forms import AtMost, Day, Form, Line, Lines, Needed, OneOf, Sentence, Tick, Whole
from shopkit.web.language import lazy_gettext as lazy

# How far back villages are asked, and how many days they have after a period.
BACK = {MONTH: 6, QUARTER: 4, YEAR: 1}
DAYS_TO_SEND = 5
LONGEST_REASON = 500
SEND, RETURN, APPROVE, LOCK, REOPEN = "send", "return", "approve", "lock", "reopen"
STEPS = (SEND, RETURN, APPROVE, LOCK, REOPEN)


class ChoiceOf(OneOf):
    """One of the choices that are shown, for a closed list of many."""

    def __init__(self, label: Sentence, **more: Any) -> None:
        super().__init__(label, needed=lazy("Chọn một mục trong danh sách."), **more)

    def offer(self, choices: Iterable[tuple[str, str]]) -> None:
        self.choices = list(choices)


class PeriodForm(Form):
    """A period to ask for, and until when."""

    period = ChoiceOf(lazy("Kỳ"))
    due_on = Day(
        lazy("Hạn gửi"),
        description=lazy("Bỏ trống hoặc để nguyên: 5 ngày sau ngày cuối của kỳ đã chọn."),
    )

    def due_day(self, today: date, period: Period) -> date:
        """The day that was chosen; left as it was filled in, the usual one after the period."""
        offered = usual_due(periods_to_ask(today)[0])
        chosen: date | None = self.due_on.data
        return usual_due(period) if chosen in (None, offered) else chosen


class StepForm(Form):
    """What is done with a report that was looked at."""

    step = OneOf(lazy("Việc"), [(one, one) for one in STEPS])
    reason = Lines(lazy("Lý do"), [AtMost(LONGEST_REASON)])
    version = Whole(lazy("Bản"), [Needed(lazy("Tải lại trang rồi làm lại."))])


class SendForm(Form):
    """A village's report, after its figures were looked at."""

    looked = Tick(lazy("Đã xem các số ở trên"))
    version = Whole(lazy("Bản"), [Needed(lazy("Tải lại trang rồi làm lại."))])


class AnswerForm(Form):
    """The second person's yes or no."""

    answer = OneOf(
        lazy("Trả lời"),
        [("yes", lazy("Đồng ý")), ("no", lazy("Không đồng ý"))],
        needed=lazy("Chọn đồng ý hoặc không đồng ý."),
    )
    words = Line(lazy("Ghi thêm"), [AtMost(LONGEST_REASON)])


class CorrectionForm(Form):
    """Another number in place of a computed one, and why."""

    number = Whole(lazy("Số muốn in ra"), [Needed(lazy("Nhập số muốn in ra."))])
    reason = Lines(
        lazy("Lý do"), [Needed(lazy("Ghi lý do để người thứ hai xem.")), AtMost(LONGEST_REASON)]
    )


class DoneForm(Form):
    """That a village has done one thing of the list."""

    item = ChoiceOf(lazy("Việc đã làm"))
    done_on = Day(lazy("Ngày làm"), [Needed(lazy("Chọn ngày đã làm."))])
    proof = Line(
        lazy("Dựa vào đâu"),
        [Needed(lazy("Ghi biên bản, ảnh hay tin nhắn nào cho thấy việc này.")), AtMost(300)],
        description=lazy("Ví dụ: biên bản họp thôn 15/10, tên nhóm Zalo và số người."),
    )


class UndoForm(Form):
    """Why something noted is taken back."""

    reason = Line(lazy("Vì sao bỏ"), [Needed(lazy("Ghi vì sao bỏ.")), AtMost(300)])


class LineForm(Form):
    """A thing that a commune asks of its villages."""

    words = Line(lazy("Việc xã yêu cầu thêm"), [Needed(lazy("Ghi việc xã yêu cầu.")), AtMost(200)])


def periods_to_ask(today: date) -> list[Period]:
    """The periods a commune may ask for: some that are over, then those that still run."""
    found: list[Period] = []
    for kind, back in BACK.items():
        one = period_on(today, kind).before
        for _step in range(back):
            found.append(one)
            one = one.before
    return found + [period_on(today, kind) for kind in BACK]


def usual_due(period: Period) -> date:
    return period.last + timedelta(days=DAYS_TO_SEND)
