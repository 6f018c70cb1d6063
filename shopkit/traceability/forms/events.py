"""What is typed about something that happened to a batch."""

import re
from datetime import date, datetime, time
from typing import Any

from shopkit.catalog.forms.products import PhotoForm
from shopkit.clock import LOCAL, day_begins_at, local_day
from shopkit.traceability.forms.batches import Amount, Choice, unit_choices
from shopkit.traceability.rules.events import KINDS
from shopkit.web.forms import AtMost, Day, Line, Needed, OneOf, Sentence, Tick, Typed, Upload
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy

KIND_WORDS: dict[str, Sentence] = {
    "harvest": lazy("Thu hoạch"),
    "make": lazy("Làm hàng"),
    "pack": lazy("Đóng gói"),
    "inspect": lazy("Kiểm tra"),
    "store": lazy("Cất kho"),
    "ship": lazy("Gửi đi"),
    "sell": lazy("Bán"),
    "spoil": lazy("Hỏng, bỏ"),
}
assert tuple(KIND_WORDS) == KINDS
HOUR = re.compile(r"(\d{1,2})(?:[:hg. ](\d{1,2})?)?", re.ASCII)


class Hour(Typed):
    """A time of day as people write it: 14:30, 14h30, 9h."""

    def written(self, value: time) -> str:
        return f"{value:%H:%M}"

    def read(self, text: str) -> time:
        found = HOUR.fullmatch(text.strip().lower())
        try:
            assert found
            return time(int(found[1]), int(found[2] or 0))
        except (AssertionError, ValueError) as problem:
            raise ValueError(_("Nhập giờ, ví dụ 14:30. Để trống nếu chỉ nhớ ngày.")) from problem


class EventForm(PhotoForm):
    """What happened, when, how much, to whom; a photo or a paper where there is one."""

    kind = OneOf(lazy("Việc đã làm"), tuple(KIND_WORDS.items()))
    day = Day(lazy("Ngày"), [Needed(lazy("Nhập ngày làm việc này."))])
    hour = Hour(lazy("Giờ"))
    quantity_milli = Amount(lazy("Số lượng"))
    unit = Choice(lazy("Đơn vị"), default="kg")
    partner = Line(
        lazy("Gửi, bán cho ai"),
        [AtMost(120)],
        description=lazy("Ví dụ: cửa hàng cô Thử, chợ phiên. Khách quét tem không thấy tên này."),
    )
    place_id = Choice(lazy("Ở đâu"), default="")
    place_words = Line(lazy("Nơi khác"), [AtMost(120)])
    note = Line(lazy("Ghi thêm"), [AtMost(500)])
    photo = Upload(lazy("Ảnh"), description=lazy("Khách quét tem thấy ảnh này."))
    paper_id = Choice(lazy("Giấy tờ kèm theo"), default="")
    sure = Tick(lazy("Đúng số này"))
    anyway = Tick(lazy("Đúng rồi, vẫn ghi"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit.choices = unit_choices()
        self.place_id.choices = [("", _("Như nơi làm của đợt hàng"))]
        self.paper_id.choices = [("", _("Không có"))]

    def offer(self, places: list[tuple[str, str]], papers: list[tuple[str, str]]) -> None:
        self.place_id.choices = [*self.place_id.choices, *places]
        self.paper_id.choices = [*self.paper_id.choices, *papers]

    def show_time(self, at: datetime) -> None:
        """Fill in when it happened; a day without an hour stays one."""
        local = at.astimezone(LOCAL)
        self.day.data = local.date()
        self.hour.data = None if is_day_only(at) else local.time()

    def at(self, now: datetime) -> datetime:
        """When it happened: now, if today and no hour was typed."""
        day: date = self.day.data
        if self.hour.data:
            return datetime.combine(day, self.hour.data, LOCAL)
        return now if day == local_day(now) else day_begins_at(day)


def is_day_only(at: datetime) -> bool:
    """Whether only the day is known: it is kept as the moment in which the day begins."""
    return at == day_begins_at(local_day(at))
