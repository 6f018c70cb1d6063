"""How the register speaks: groups, trades, unions, states, and what happened."""

from shopkit.journal.models import IMPORTED, OBSERVED, SEEN, SELF_DECLARED
from shopkit.shops.models.register import AWAY, DISSOLVED, DOUBLE, MOVED, RESIDENT
from shopkit.web.language import LazyText
from shopkit.web.language import lazy_gettext as lazy

GROUPS: dict[str, LazyText] = {
    "cadre": lazy("Cán bộ, công chức, viên chức, giáo viên"),
    "party": lazy("Đảng viên"),
    "youth": lazy("Đoàn viên"),
    "pupil8": lazy("Học sinh lớp 8 trở lên"),
    "student": lazy("Sinh viên"),
    "women": lazy("Hội viên Phụ nữ"),
    "farmer": lazy("Hội viên Nông dân"),
}
ORGANISATIONS: dict[str, LazyText] = {
    "women": lazy("Hội Phụ nữ"),
    "youth": lazy("Đoàn Thanh niên"),
    "farmers": lazy("Hội Nông dân"),
    "digital_team": lazy("Tổ công nghệ số cộng đồng"),
}
BUSINESS_KINDS: dict[str, LazyText] = {
    "household": lazy("Hộ kinh doanh"),
    "cooperative": lazy("Hợp tác xã, tổ hợp tác"),
    "company": lazy("Doanh nghiệp nhỏ"),
}
SECTORS: dict[str, LazyText] = {
    "": lazy("Chưa rõ"),
    "food": lazy("Chế biến, ăn uống"),
    "farm": lazy("Trồng trọt, chăn nuôi, thủy sản"),
    "craft": lazy("Nghề thủ công, may mặc"),
    "retail": lazy("Bán lẻ, tạp hóa"),
    "service": lazy("Dịch vụ"),
    "other": lazy("Ngành khác"),
}
GENDERS: dict[str, LazyText] = {
    "f": lazy("Nữ"),
    "m": lazy("Nam"),
    "": lazy("Chưa ghi"),
}
STATES: dict[str, LazyText] = {
    RESIDENT: lazy("Đang ở"),
    AWAY: lazy("Đi vắng lâu ngày"),
    MOVED: lazy("Đã chuyển đi"),
    DISSOLVED: lazy("Không còn hộ"),
    DOUBLE: lazy("Đã gộp vào hộ khác"),
}
EVIDENCE: dict[str, LazyText] = {
    SELF_DECLARED: lazy("tự khai"),
    SEEN: lazy("đã xem tận nơi"),
    OBSERVED: lazy("hệ thống ghi nhận"),
    IMPORTED: lazy("nhập từ nguồn chính thức"),
}
EVENTS: dict[str, LazyText] = {
    "household.registered": lazy("Ghi vào sổ hộ"),
    "household.changed": lazy("Sửa thông tin hộ"),
    "household.left": lazy("Ghi là không còn ở đây"),
    "household.grouped": lazy("Ghi vào nhóm"),
    "household.ungrouped": lazy("Ra khỏi nhóm"),
    "person.added": lazy("Ghi thêm người"),
    "person.changed": lazy("Sửa thông tin người"),
    "person.merged": lazy("Gộp hai dòng của một người"),
    "business.registered": lazy("Ghi hộ kinh doanh"),
    "business.changed": lazy("Sửa hộ kinh doanh"),
    "business.joined": lazy("Nối với cửa hàng mở ở đây"),
    "business.parted": lazy("Bỏ nối cửa hàng"),
    "business.closed": lazy("Ghi là thôi kinh doanh"),
    "assignment.begun": lazy("Giao tổ chức đồng hành"),
    "assignment.ended": lazy("Thôi đồng hành"),
    "branch.opened": lazy("Lập tổ, chi hội"),
    "branch.changed": lazy("Sửa tổ, chi hội"),
    "branch.closed": lazy("Tổ, chi hội ngừng"),
    "branch.member_added": lazy("Thêm thành viên"),
    "branch.member_left": lazy("Thành viên ra"),
    "help.given": lazy("Được hỗ trợ"),
    "assessment.noted": lazy("Xét một tiêu chí"),
    "recognition.given": lazy("Được công nhận"),
    "recognition.revoked": lazy("Thu hồi công nhận"),
    "fact.noted": lazy("Ghi điều đã xem tận nơi hoặc tự khai"),
}
