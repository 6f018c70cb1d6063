"""How the pages of lists speak: columns, reasons, what was found."""

from flask import url_for

from shopkit.imports.actions.specs import Words
from shopkit.shops.actions.branch_lists import NO_BRANCH, NO_ORGANISATION
from shopkit.shops.actions.lists import (
    BRANCH_LIST,
    BUSINESS_LIST,
    CHANGED,
    DAYS_ODD,
    DIVIDED,
    DOUBLE,
    FOOTER,
    HOUSEHOLD_LIST,
    KNOWN,
    MERGED,
    NO_HEAD,
    NO_NAME,
    OLD_NAMES,
    OTHER_COMMUNE,
    PEOPLE,
    PHONES_UNREAD,
    SAME_ROWS,
    SECOND_PHONES,
    SECTION,
    SUM,
    TWINS,
    WITHOUT_MARKS,
    YEARS_ODD,
)
from shopkit.shops.rules import lists as rules
from shopkit.shops.rules.village_names import How
from shopkit.shops.views.register_words import GROUPS
from shopkit.web.language import LazyText, ngettext
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy

COLUMNS: dict[str, LazyText] = {
    rules.ROW: lazy("Số thứ tự"),
    rules.HEAD: lazy("Chủ hộ"),
    rules.NAME: lazy("Họ và tên"),
    rules.RELATION: lazy("Quan hệ với chủ hộ"),
    rules.CODE: lazy("Mã riêng của dòng"),
    rules.VILLAGE: lazy("Thôn, tổ dân phố"),
    rules.OLD_COMMUNE: lazy("Xã cũ"),
    rules.PHONE: lazy("Số điện thoại"),
    rules.BIRTH: lazy("Năm sinh"),
    rules.FEMALE: lazy("Cột đánh dấu nữ"),
    rules.MALE: lazy("Cột đánh dấu nam"),
    rules.GENDER: lazy("Giới tính"),
    rules.NUMBER: lazy("Số hộ, số nhà"),
    rules.GROUP: lazy("Nhóm, đối tượng"),
    rules.NOTE: lazy("Ghi chú"),
    rules.OWNER: lazy("Chủ hộ kinh doanh"),
    rules.SECTOR: lazy("Ngành nghề"),
    rules.KIND: lazy("Loại hình"),
    rules.DOCUMENT: lazy("Căn cứ"),
    rules.ORGANISATION: lazy("Tổ chức"),
    rules.BRANCH: lazy("Tên tổ, chi hội"),
    rules.PROMISED: lazy("Số hộ nhận đồng hành"),
    rules.ROLE: lazy("Chức vụ"),
    **GROUPS,
}
BUSINESS_NAME = lazy("Tên hộ kinh doanh")
REASONS: dict[str, LazyText] = {
    KNOWN: lazy("Đã có trong sổ, không có gì khác"),
    DOUBLE: lazy("Trùng một dòng ở trên trong cùng tệp: gộp làm một"),
    SECTION: lazy("Dòng ghi tên thôn cho các dòng dưới"),
    SUM: lazy("Dòng cộng"),
    FOOTER: lazy("Dòng tiêu đề, ký tên hoặc đánh số cột"),
    NO_NAME: lazy("Chưa có họ tên. Ghi họ tên vào dòng này rồi gửi lại"),
    NO_HEAD: lazy("Chưa rõ thuộc hộ nào. Đặt dòng này dưới dòng chủ hộ rồi gửi lại"),
    NO_BRANCH: lazy("Chưa rõ thuộc tổ, chi hội nào. Ghi tên tổ, chi hội vào dòng này"),
    NO_ORGANISATION: lazy("Chưa rõ của tổ chức nào. Ghi Hội Phụ nữ, Đoàn Thanh niên… vào dòng này"),
    OTHER_COMMUNE: lazy("Dòng này ghi xã khác. Gửi dòng này cho xã đó, hoặc sửa cột xã"),
    DIVIDED: lazy(
        "Xã cũ này đã chia về nhiều xã. Chọn thôn hiện nay của từng tên, máy không tự chuyển"
    ),
    How.UNKNOWN: lazy("Tên thôn chưa có trong sổ thôn của xã"),
    How.SEVERAL: lazy("Có hơn một thôn tên như vậy. Ghi rõ tên đầy đủ"),
    How.SPLIT: lazy("Thôn này đã chia ra nhiều thôn. Ghi thôn hiện nay của từng hộ"),
    How.MISSING: lazy("Chưa ghi thôn. Ghi thôn vào dòng này rồi gửi lại"),
}


def reason_word(reason: str) -> str:
    return str(REASONS.get(reason, reason))


def warning_word(warning: str) -> str:
    """What was met on the way, with how often: each comes in and can be looked at later."""
    word, _colon, told = warning.partition(":")
    if word == SAME_ROWS:
        first, again, name = told.split(":", 2)
        return _(
            "Dòng %(rows)s trùng dòng %(first)s: %(name)s.",
            rows=again.replace(",", ", "),
            first=first,
            name=name,
        )
    if word in (SECOND_PHONES, DAYS_ODD, YEARS_ODD):
        return cell_warning(word, int(told))
    count = int(told) if told.isdigit() else 0
    if word == WITHOUT_MARKS:
        return ngettext(
            "%(num)s tên viết hoa không dấu: giữ nguyên như trong tệp, sửa dần khi gặp người.",
            "%(num)s tên viết hoa không dấu: giữ nguyên như trong tệp, sửa dần khi gặp người.",
            count,
        )
    if word == PHONES_UNREAD:
        return ngettext(
            "%(num)s số điện thoại chưa đúng: vẫn lấy dòng, để trống số.",
            "%(num)s số điện thoại chưa đúng: vẫn lấy dòng, để trống số.",
            count,
        )
    if word == TWINS:
        return ngettext(
            "%(num)s dòng giống một dòng khác: vào sổ như mới, rồi hỏi ở trang “Trùng nhau?”.",
            "%(num)s dòng giống một dòng khác: vào sổ như mới, rồi hỏi ở trang “Trùng nhau?”.",
            count,
        )
    if word == OLD_NAMES:
        return ngettext(
            "%(num)s dòng ghi tên cũ của thôn: đưa về tên hiện nay.",
            "%(num)s dòng ghi tên cũ của thôn: đưa về tên hiện nay.",
            count,
        )
    if word == MERGED:
        return ngettext(
            "%(num)s dòng ghi thôn đã sáp nhập: đưa về thôn nhận các hộ.",
            "%(num)s dòng ghi thôn đã sáp nhập: đưa về thôn nhận các hộ.",
            count,
        )
    return warning


def cell_warning(word: str, count: int) -> str:
    """What was taken from cells that hold too much or cannot be."""
    if word == SECOND_PHONES:
        return ngettext(
            "%(num)s ô có hai số, lấy số đầu.", "%(num)s ô có hai số, lấy số đầu.", count
        )
    if word == DAYS_ODD:
        return ngettext(
            "%(num)s ngày sinh không có trong lịch: chỉ lấy năm.",
            "%(num)s ngày sinh không có trong lịch: chỉ lấy năm.",
            count,
        )
    return ngettext(
        "%(num)s năm sinh chưa đúng: vẫn lấy dòng, để trống năm.",
        "%(num)s năm sinh chưa đúng: vẫn lấy dòng, để trống năm.",
        count,
    )


def column_of(kind: str, name: str) -> str:
    if kind == BUSINESS_LIST and name == rules.NAME:
        return str(BUSINESS_NAME)
    return str(COLUMNS[name])


def more(name: str, n: int) -> str:
    if name == CHANGED:
        return ngettext("%(num)s dòng có thay đổi, đã sửa", "%(num)s dòng có thay đổi, đã sửa", n)
    if name == PEOPLE:
        return ngettext("%(num)s người", "%(num)s người", n)
    return ""


def good(n: int) -> str:
    return ngettext("%(num)s dòng mới hoặc có thay đổi", "%(num)s dòng mới hoặc có thay đổi", n)


def take(n: int) -> str:
    return ngettext("Lấy %(num)s dòng vào sổ", "Lấy %(num)s dòng vào sổ", n)


def added_households(n: int) -> str:
    return ngettext("Đã ghi %(num)s hộ mới", "Đã ghi %(num)s hộ mới", n)


def added_businesses(n: int) -> str:
    return ngettext("Đã ghi %(num)s hộ kinh doanh mới", "Đã ghi %(num)s hộ kinh doanh mới", n)


def added_branches(n: int) -> str:
    return ngettext("Đã lập %(num)s tổ, chi hội", "Đã lập %(num)s tổ, chi hội", n)


TITLES = {
    HOUSEHOLD_LIST: lambda: _("Danh sách hộ"),
    BUSINESS_LIST: lambda: _("Danh sách hộ kinh doanh"),
    BRANCH_LIST: lambda: _("Danh sách tổ, chi hội"),
}
ADDED = {
    HOUSEHOLD_LIST: added_households,
    BUSINESS_LIST: added_businesses,
    BRANCH_LIST: added_branches,
}
DONE = {
    HOUSEHOLD_LIST: ("shops.register", lambda: _("Xem sổ hộ")),
    BUSINESS_LIST: ("shops.businesses", lambda: _("Xem hộ kinh doanh")),
    BRANCH_LIST: ("shops.branches", lambda: _("Xem tổ, chi hội")),
}


def words_of(kind: str) -> Words:
    """The words of one kind of list."""
    page, done_word = DONE[kind]
    return Words(
        title=TITLES[kind],
        column=lambda name: column_of(kind, name),
        reason=reason_word,
        warning=warning_word,
        good=good,
        take=take,
        added=ADDED[kind],
        more=more,
        begin_url=lambda: url_for("shops.bring", what=kind),
        done_url=lambda _brought: url_for(page),
        done_word=done_word,
    )
