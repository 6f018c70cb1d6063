"""Words for what classes know by machine words."""

from shopkit.training.models.courses import (
    ABSENT,
    BY_CODE,
    BY_PAPER,
    BY_TAP,
    BY_WALKING_IN,
    CANCELLED,
    EXCUSED,
    HELD,
    LATE,
    LEFT_EARLY,
    PLANNED,
    PRESENT,
)
from shopkit.web.language import LazyText
from shopkit.web.language import lazy_gettext as lazy

STATUS_WORDS: dict[str, LazyText] = {
    "": lazy("Chưa ghi"),
    PRESENT: lazy("Có mặt"),
    LATE: lazy("Đến muộn"),
    LEFT_EARLY: lazy("Về sớm"),
    ABSENT: lazy("Vắng"),
    EXCUSED: lazy("Vắng có phép"),
}
# icons: circle circle-check clock log-out x
STATUS_ICONS = {
    "": "circle",
    PRESENT: "circle-check",
    LATE: "clock",
    LEFT_EARLY: "log-out",
    ABSENT: "x",
    EXCUSED: "x",
}
STATUS_TONES = {
    "": "plain",
    PRESENT: "good",
    LATE: "wait",
    LEFT_EARLY: "wait",
    ABSENT: "bad",
    EXCUSED: "plain",
}
WAY_WORDS: dict[str, LazyText] = {
    BY_TAP: lazy("chạm trên điện thoại"),
    BY_PAPER: lazy("theo giấy ký tên"),
    BY_CODE: lazy("vào bằng mã lớp"),
    BY_WALKING_IN: lazy("mới đến"),
}
MEETING_WORDS: dict[str, LazyText] = {
    PLANNED: lazy("Sắp học"),
    HELD: lazy("Đã học"),
    CANCELLED: lazy("Đã nghỉ"),
}
ORGANISATION_WORDS: dict[str, LazyText] = {
    "": lazy("Chưa ghi đơn vị"),
    "women": lazy("Hội Phụ nữ"),
    "youth": lazy("Đoàn Thanh niên"),
    "farmers": lazy("Hội Nông dân"),
    "digital_team": lazy("Tổ công nghệ số cộng đồng"),
}
