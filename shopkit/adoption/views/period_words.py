"""How periods, states, groups of indicators and breakdowns are called on the pages."""

from shopkit.adoption.rules.checklists import FIRST_ASSESSMENT, LAUNCH, TEAM, ZALO_GROUP
from shopkit.adoption.rules.indicators import Indicator
from shopkit.adoption.rules.periods import MONTH, QUARTER, Period, period_of
from shopkit.adoption.rules.submissions import (
    APPROVED,
    DRAFT,
    LOCKED,
    REOPENED,
    RETURNED,
    SENT,
)
from shopkit.errors import NotFound
from shopkit.web.language import SOURCE, LazyText, language
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy

# Each state as a word, an icon and a tone. icons: pencil send undo-2 circle-check lock lock-open
STATES: dict[str, tuple[LazyText, str, str]] = {
    DRAFT: (lazy("chưa gửi"), "pencil", "plain"),
    SENT: (lazy("đã gửi, chờ xem"), "send", "wait"),
    RETURNED: (lazy("trả lại để sửa"), "undo-2", "bad"),
    APPROVED: (lazy("đã duyệt"), "circle-check", "good"),
    LOCKED: (lazy("đã khóa"), "lock", "good"),
    REOPENED: (lazy("mở lại"), "lock-open", "wait"),
}
GROUPS: dict[str, LazyText] = {
    "base": lazy("Hộ và hồ sơ"),
    "ecommerce": lazy("Bán hàng trên mạng"),
    "payment": lazy("Thanh toán"),
    "traceability": lazy("Tem truy xuất"),
    "training": lazy("Tập huấn"),
    "network": lazy("Tổ, chi hội, thôn"),
    "digital_family": lazy("Gia đình số"),
    "rules": lazy("Theo quy định"),
    "outcome": lazy("Kết quả"),
    "quality": lazy("Chất lượng số liệu"),
}
BREAKDOWNS: dict[str, LazyText] = {
    "owner_gender": lazy("Giới tính chủ hộ"),
    "gender": lazy("Giới tính"),
    "age_band": lazy("Tuổi"),
    "sector": lazy("Ngành nghề"),
    "ocop": lazy("OCOP"),
    "ocop_star": lazy("Số sao OCOP"),
    "target_group": lazy("Nhóm đối tượng"),
    "poor_household": lazy("Hộ nghèo"),
    "channel_type": lazy("Loại kênh"),
    "platform": lazy("Sàn"),
    "topic": lazy("Chủ đề"),
    "organiser": lazy("Nơi tổ chức"),
    "organisation": lazy("Tổ chức"),
    "team": lazy("Tổ"),
    "supporter_type": lazy("Người hỗ trợ"),
    "product": lazy("Sản phẩm"),
    "skill": lazy("Kỹ năng"),
    "request_kind": lazy("Loại yêu cầu"),
    "purpose": lazy("Mục đích"),
    "indicator": lazy("Chỉ tiêu"),
}
KEYS: dict[str, LazyText] = {
    "f": lazy("Nữ"),
    "m": lazy("Nam"),
    "female": lazy("Nữ"),
    "male": lazy("Nam"),
    "untold": lazy("Chưa rõ"),
    "ocop": lazy("Có OCOP"),
    "not_ocop": lazy("Không có OCOP"),
    "platform": lazy("Sàn thương mại điện tử"),
    "social": lazy("Mạng xã hội"),
    "own": lazy("Trang riêng"),
    "yes": lazy("Có"),
    "no": lazy("Không"),
    "": lazy("Chưa rõ"),
}
# The steps from a profile to selling for a year, by the indicators that count them.
LADDER: dict[str, LazyText] = {
    "A02": lazy("có hồ sơ"),
    "B01": lazy("được hỗ trợ"),
    "B02": lazy("có kênh còn hoạt động"),
    "B06": lazy("có hoạt động"),
    "B07": lazy("có đơn hàng"),
    "B08": lazy("bán bền vững"),
}
UNITS: dict[str, LazyText] = {
    "percent": lazy("%"),
    "count": lazy("số lượng"),
    "million_vnd": lazy("triệu đồng"),
    "points": lazy("điểm"),
}
CHECKLIST: dict[str, LazyText] = {
    LAUNCH: lazy("Đã phát động Gia đình số"),
    TEAM: lazy("Có tổ công nghệ số cộng đồng"),
    ZALO_GROUP: lazy("Có nhóm Zalo của thôn"),
    FIRST_ASSESSMENT: lazy("Đã đánh giá lần đầu"),
}
SWITCHES: dict[str, LazyText] = {
    "tax_duty": lazy("Việc với cơ quan thuế (C04, H02, H03, H04)"),
    "poor_household": lazy("Tách riêng hộ nghèo"),
}
CERTAINTIES: dict[str, LazyText] = {
    "read": lazy("đã đọc bản gốc"),
    "secondary": lazy("chưa đối chiếu bản gốc"),
    "excerpt": lazy("mới đọc trích đoạn"),
}


def period_word(period: Period) -> str:
    """ "Tháng 10/2026", "Quý 3/2026", "Năm 2026"."""
    if period.kind == MONTH:
        return _("Tháng %(month)s/%(year)s", month=period.first.month, year=period.first.year)
    if period.kind == QUARTER:
        quarter = (period.first.month + 2) // 3
        return _("Quý %(quarter)s/%(year)s", quarter=quarter, year=period.first.year)
    return _("Năm %(year)s", year=period.first.year)


def word_of_code(code: str) -> str:
    return period_word(known_period(code))


def known_period(code: str) -> Period:
    """The period of an address; one that is none does not exist."""
    found = period_of(code)
    if found is None:
        raise NotFound(code)
    return found


def indicator_word(indicator: Indicator) -> str:
    return indicator.name_vi if language() == SOURCE else indicator.name_en


def note_word(indicator: Indicator) -> str:
    return indicator.note_vi if language() == SOURCE else indicator.note_en


def key_word(breakdown: str, key: str) -> str:
    """What a part of a breakdown is called; words of others stay as they are written."""
    known = KEYS.get(key)
    return str(known) if known is not None else key
