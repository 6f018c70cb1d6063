"""The invented people and goods of the practice commune."""

from dataclasses import dataclass

from shopkit.shops.rules.shops import PRACTICE_PROVINCE

PROVINCE_CODE = PRACTICE_PROVINCE
COMMUNE_CODE = f"{PROVINCE_CODE}001"
PROVINCE_NAME, COMMUNE_NAME = "Tỉnh Thực Hành", "Xã Thực Hành"
DOCUMENT = "dữ liệu thực hành"
VILLAGES = ("Thôn Đầm", "Thôn Gò", "Thôn Bến", "Thôn Núi", "Tổ dân phố Chợ")

# Phones of the practice people; the last one is for the newcomer of a lesson.
OFFICER_PHONE = "+84900000001"
TRAINER_PHONE = "+84900000002"
HEAD_PHONE = "+84900000003"
SECOND_PHONE = "+84900000004"
SELLER_PHONE = "+84900000010"


@dataclass(frozen=True)
class Part:
    """One practice seller; `steps` is how far she has come, from 0 (registered) to 5 (labels)."""

    name: str
    shop: str
    sells: str
    village: int
    is_maker: bool
    agrees: bool
    steps: int
    goods: tuple[tuple[str, int, str], ...] = ()


PARTS = (
    Part("Nguyễn Thị Mẫu", "Bánh gai cô Mẫu", "bánh gai", 0, True, True, 5,
         (("Bánh gai lá dừa", 5_000, "cái"), ("Bánh ít nhân đậu", 4_000, "cái"))),
    Part("Trần Thị Thử", "Mật ong Gò Thử", "mật ong", 1, True, True, 5,
         (("Mật ong hoa nhãn", 180_000, "lít"),)),
    Part("Lê Văn Ví", "Đan lát bác Ví", "đồ tre, đồ mây", 3, True, True, 4,
         (("Rổ tre đan tay", 65_000, "cái"), ("Giỏ mây có quai", 120_000, "cái"))),
    Part("Phạm Thị Dụ", "Quầy rau cô Dụ", "rau", 4, False, True, 3,
         (("Rau muống bó lớn", 8_000, "bó"), ("Cà chua vườn", 25_000, "kg"))),
    Part("Hoàng Thị Tập", "Nước mắm nhà Tập", "nước mắm", 2, True, True, 3,
         (("Nước mắm cá cơm", 95_000, "chai"),)),
    Part("Vũ Thị Làm", "Cá khô Bến", "cá khô", 2, True, True, 3,
         (("Cá chỉ vàng khô", 210_000, "kg"),)),
    Part("Đặng Văn Quen", "Tạp hóa Quen", "tạp hóa", 4, False, True, 2),
    Part("Bùi Thị Nháp", "Trứng gà cô Nháp", "trứng gà", 0, True, True, 2),
    Part("Đỗ Thị Ghi", "Bún tươi cô Ghi", "bún", 1, True, False, 3,
         (("Bún tươi", 15_000, "kg"),)),
    Part("Hồ Văn Đếm", "Gạo quê Đếm", "gạo", 0, True, True, 1),
    Part("Ngô Thị Sửa", "May áo cô Sửa", "quần áo", 4, True, True, 1),
    Part("Dương Thị Xem", "Chè lá Núi", "chè khô", 3, True, False, 1),
)  # fmt: skip

# Household businesses on the commune's own list that have no shop here yet, by village.
ON_THE_LIST = (
    ("Hộ ông Nguyễn Văn Một", 0), ("Hộ bà Trần Thị Hai", 0), ("Hộ bà Lê Thị Ba", 1),
    ("Hộ ông Phạm Văn Bốn", 1), ("Hộ bà Hoàng Thị Năm", 1), ("Hộ ông Vũ Văn Sáu", 2),
    ("Hộ bà Đặng Thị Bảy", 2), ("Hộ bà Bùi Thị Tám", 3), ("Hộ ông Đỗ Văn Chín", 4),
    ("Hộ bà Hồ Thị Mười", 4), ("Hộ bà Ngô Thị Mơ", 4), ("Hộ ông Dương Văn Mận", 4),
)  # fmt: skip

# A soft ground and an ink for the drawn pictures of goods.
COLOURS = (
    ("#e8d9b5", "#3f6b3a"), ("#f4e2c2", "#b8741a"), ("#e6e0d2", "#8a5a2b"),
    ("#dcebd8", "#2f7a4f"), ("#efe0cf", "#7a2f1f"), ("#e2e8ee", "#4d6a86"),
)  # fmt: skip
