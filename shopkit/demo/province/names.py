"""Names that nobody bears: family names of everybody with given names that only examples have."""

from random import Random

FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô")
GIVEN = ("Mẫu", "Thử", "Ví", "Dụ", "Tập", "Làm", "Quen", "Nháp", "Ghi", "Đếm", "Sửa", "Xem")
WOMAN, MAN = "f", "m"
GOODS = (
    ("Bánh gai", "food", 5_000, "cái"),
    ("Mật ong", "food", 180_000, "lít"),
    ("Nước mắm", "food", 95_000, "chai"),
    ("Chè khô", "food", 120_000, "gói"),
    ("Rau sạch", "farm", 8_000, "bó"),
    ("Gạo quê", "farm", 22_000, "kg"),
    ("Trứng gà", "farm", 3_500, "quả"),
    ("Cá khô", "food", 210_000, "kg"),
    ("Rổ tre", "craft", 65_000, "cái"),
    ("Chiếu cói", "craft", 150_000, "cái"),
)
COMMUNES = ("An Mẫu", "Bình Thử", "Đông Ví", "Hải Dụ", "Lộc Tập", "Phú Làm", "Tân Quen", "Yên Ghi")


def person_name(dice: Random, gender: str, number: int) -> str:
    """A name like a neighbour's, with a number that no neighbour's has."""
    middle = "Thị" if gender == WOMAN else "Văn"
    return f"{dice.choice(FAMILIES)} {middle} {dice.choice(GIVEN)} {number}"


def commune_name(number: int) -> str:
    return f"Xã {COMMUNES[number % len(COMMUNES)]} {number // len(COMMUNES) + 1}"
