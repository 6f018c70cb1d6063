"""Forms of the register: households, people, businesses, branches."""

from collections.abc import Iterable, Mapping

from shopkit.places.models import Village
from shopkit.shops.rules.register import FIRST_BIRTH_YEAR, NAME_LENGTH, PERSON_NAME_LENGTH
from shopkit.web.forms import (
    AtMost,
    Between,
    Day,
    Form,
    Line,
    Needed,
    OneOf,
    Phone,
    Sentence,
    Several,
    Whole,
)
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy

NO_VILLAGE = ""
# Years ahead are typing mistakes; the day itself needs no more care than this.
LATEST_BIRTH_YEAR = 2100


def with_villages(field: OneOf, villages: Iterable[Village], *, may_be_open: bool = True) -> None:
    """Let the villages of a commune be chosen, and where it is allowed none of them."""
    field.choices = [(str(one.id), one.name) for one in villages]
    if may_be_open:
        field.choices.insert(0, (NO_VILLAGE, _("Chưa rõ thôn")))


def with_words(field: OneOf | Several, codes: Iterable[str], words: Mapping[str, Sentence]) -> None:
    """Let codes be chosen by their words."""
    field.choices = [(code, words[code]) for code in codes]


class HouseholdForm(Form):
    """What the register says of a household."""

    name = Line(
        lazy("Họ và tên chủ hộ"),
        [Needed(lazy("Nhập họ và tên chủ hộ.")), AtMost(NAME_LENGTH)],
    )
    village_id = OneOf(lazy("Thôn, tổ dân phố"), needed=lazy("Chọn thôn."))
    phone = Phone(lazy("Số điện thoại"))
    number = Line(lazy("Số hộ, số nhà"), [AtMost(20)])


class NewHouseholdForm(HouseholdForm):
    """A household that was on no list; who says so is part of it."""

    since = Day(lazy("Ở đây từ ngày"), [Needed(lazy("Nhập ngày, ví dụ 01/07/2025."))])
    source = Line(
        lazy("Theo giấy tờ nào"),
        [Needed(lazy("Nhập tên sổ hoặc danh sách, ví dụ: Sổ hộ của xã.")), AtMost(200)],
        description=lazy("Ví dụ: Sổ hộ của xã, danh sách ngày 01/11/2026."),
    )


class LeaveForm(Form):
    """The last day of a household here."""

    last_day = Day(lazy("Ngày cuối ở đây"), [Needed(lazy("Nhập ngày cuối hộ còn ở đây."))])
    status = OneOf(
        lazy("Vì sao"),
        [("moved", lazy("Chuyển đi nơi khác")), ("dissolved", lazy("Không còn hộ này"))],
        needed=lazy("Chọn một lý do."),
    )


class GroupsForm(Form):
    """The groups a household belongs to; it may be several."""

    groups = Several(lazy("Trong hộ có ai là"), description=lazy("Chọn được nhiều mục."))


class PersonForm(Form):
    """Somebody of a household, as far as classes and branches need her. Never an ID number."""

    name = Line(lazy("Họ và tên"), [Needed(lazy("Nhập họ và tên.")), AtMost(PERSON_NAME_LENGTH)])
    gender = OneOf(lazy("Nam hay nữ"), needed=lazy("Chọn nam, nữ hoặc chưa ghi."))
    birth_year = Whole(
        lazy("Năm sinh"),
        [Between(FIRST_BIRTH_YEAR, LATEST_BIRTH_YEAR)],
        description=lazy("Chỉ năm, ví dụ 1984. Không ghi số căn cước."),
    )
    phone = Phone(lazy("Số điện thoại"))


class WalkInForm(Form):
    """Somebody met who is on no list: name and village are enough."""

    name = Line(lazy("Họ và tên"), [Needed(lazy("Nhập họ và tên.")), AtMost(PERSON_NAME_LENGTH)])
    village_id = OneOf(lazy("Thôn, tổ dân phố"), needed=lazy("Chọn thôn."))
    phone = Phone(lazy("Số điện thoại"))
    kind = OneOf(lazy("Ghi thêm"), needed=lazy("Chọn ghi một người hay cả hộ."))


class BusinessForm(Form):
    """What the register says of a household business."""

    name = Line(
        lazy("Tên hộ kinh doanh"),
        [Needed(lazy("Nhập tên trên giấy đăng ký hoặc tên mọi người gọi.")), AtMost(NAME_LENGTH)],
    )
    village_id = OneOf(lazy("Thôn, tổ dân phố"), needed=lazy("Chọn thôn."))
    owner_name = Line(lazy("Chủ hộ kinh doanh"), [AtMost(PERSON_NAME_LENGTH)])
    owner_gender = OneOf(lazy("Chủ là nam hay nữ"), needed=lazy("Chọn nam, nữ hoặc chưa ghi."))
    kind = OneOf(lazy("Loại"), needed=lazy("Chọn một loại."))
    sector = OneOf(lazy("Ngành"), needed=lazy("Chọn một ngành."))
    phone = Phone(lazy("Số điện thoại"))
    legal_basis = Line(
        lazy("Căn cứ để đếm"),
        [AtMost(200)],
        description=lazy(
            "Danh sách chính thức có hộ này, ví dụ: Danh sách hộ kinh doanh của cơ quan "
            "thuế, 01/10/2026. Để trống thì chỉ đếm khi hộ đồng ý."
        ),
    )


class BranchForm(Form):
    """A branch of a union, or a digital team."""

    organisation = OneOf(lazy("Thuộc tổ chức"), needed=lazy("Chọn một tổ chức."))
    name = Line(
        lazy("Tên tổ, chi hội"),
        [Needed(lazy("Nhập tên, ví dụ: Chi hội Phụ nữ thôn Đầm.")), AtMost(NAME_LENGTH)],
    )
    village_id = OneOf(lazy("Thôn, tổ dân phố"), needed=lazy("Chọn thôn."))
    promised_count = Whole(
        lazy("Nhận đồng hành ít nhất bao nhiêu hộ"),
        [Needed(lazy("Nhập một số, ví dụ 5.")), Between(0, 100_000)],
    )


class ChosenForm(Form):
    """One record out of those that were found."""

    chosen = Line(lazy("Chọn"), [Needed(lazy("Tìm rồi chạm vào đúng dòng.")), AtMost(40)])
