"""Papers that plain values draw, at their limits: each looked at as a picture."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask

from qr_labels.drawing.stand import Format, draw_stands
from shopkit.adoption.views.certificate_paper import Certificate, certificates
from shopkit.paper.document import Column, Document
from shopkit.payments.rules.codes import PayTo, stand_for, stand_picture
from shopkit.payments.rules.prices import Priced, price_list, price_tags
from shopkit.training.views.certificate_paper import Said, certificates_paper
from tests.prints.looking import A4, A4_ACROSS, A5, A6, Sheet, require_codes, require_good, sheets

DAY = date(2026, 11, 22)
LONG_NAME = "Nguyễn Phước Hoàng Thị Ngọc Quỳnh Thương Nhiễu Ướm Đặng Trường Vũ Khánh Ễ Mẫu Thử"
LONG_HOLDER = "NGUYEN PHUOC HOANG THI NGOC QUYNH THUONG NHIEU UOM DANG TRUONG"
LONG_TITLE = "Bánh gai lá dừa nhân đậu xanh hạt sen vừng rang gói lá chuối khô mười hai cái một hộp"
PAYEE = PayTo("970436", "1012345678901234567", LONG_HOLDER, "Quầy rau củ quả sạch cô Hường Ễ")
SHORT = PayTo("970436", "1012345678", "NGUYEN THI MAU", "Quầy rau cô Mẫu")
CARD = (54.0, 86.0)
SIZES: dict[Format, tuple[float, float]] = {"a4": A4, "a5": A5, "a6": A6, "card": CARD}
LANGUAGES = ("vi", "en")
ADDRESS = "https://shopkit.example/g/GD26-ABCDEFGH"


@pytest.fixture
def spoken(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("payee", [SHORT, PAYEE], ids=["short", "long"])
@pytest.mark.parametrize("format", list(SIZES))
def test_a_stand_of_any_size_is_read_at_the_stall(
    format: Format, payee: PayTo, language: str
) -> None:
    pdf = stand_picture(payee, format, language)
    (sheet,) = require_good(pdf, SIZES[format], 1, margin_mm=1.5 if format == "card" else 4)
    require_codes(sheet, payee.payload())
    assert payee.holder in sheet.said


def test_the_stands_of_a_class_are_each_on_a_page_of_their_own() -> None:
    class_of = [PayTo("970436", f"00000000{number:02}", LONG_HOLDER) for number in range(12)]
    pdf = draw_stands([stand_for(one, "vi") for one in class_of], "a5")
    for sheet, payee in zip(require_good(pdf, A5, 12), class_of, strict=True):
        require_codes(sheet, payee.payload())


def goods(count: int) -> list[Priced]:
    return [
        Priced(LONG_TITLE, 499_999_999, "thùng 24 hộp", f"https://shopkit.example/p/{number}")
        for number in range(count)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_price_list_has_its_head_on_each_page(language: str) -> None:
    pdf = price_list(LONG_NAME, goods(60), PAYEE, language, DAY)
    found = require_good(pdf, A4, len(sheets(pdf)))
    word = {"vi": "Mặt hàng", "en": "Item"}[language]
    listed = [sheet for sheet in found if "Bánh gai" in sheet.said]
    assert len(listed) > 2
    assert all(word in sheet.said for sheet in listed)
    require_codes(found[-1], PAYEE.payload())


@pytest.mark.parametrize("payee", [None, PAYEE], ids=["goods", "payment"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_price_tags_keep_long_words_inside_their_lines(payee: PayTo | None, language: str) -> None:
    pdf = price_tags(LONG_NAME, goods(13), payee, language, has_amount=True)
    first, _second = require_good(pdf, A4, 2)
    assert first.said.count("Bánh gai") == 12


@pytest.mark.parametrize("name", ["Lê Văn Thử", LONG_NAME])
@pytest.mark.usefixtures("spoken")
def test_a_certificate_of_recognition_holds_the_longest_names(name: str) -> None:
    one = Certificate(
        name=name,
        village="Tổ dân phố Nam Hoằng Đại Ngọc Khánh Trường Sơn số 12",
        place="Phường Hoằng Lộc (trước đây: xã Hoằng Đại, thành phố Thanh Hóa)",
        year=2026,
        number="1234/QĐ-UBND-VHXH",
        signed_on=DAY,
        signer="Lê Văn Thử",
        signer_role="Phó Chủ tịch Ủy ban nhân dân phường",
        valid_to=date(2027, 11, 21),
        serial="GD26-ABCDEFGH",
        address=ADDRESS,
    )
    (sheet,) = require_good(certificates("Giấy công nhận", [one]), A4_ACROSS, 1)
    require_codes(sheet, ADDRESS)
    assert name in sheet.said


@pytest.mark.parametrize("name", ["Lê Văn Thử", LONG_NAME])
@pytest.mark.usefixtures("spoken")
def test_a_certificate_of_a_class_holds_all_that_was_learnt(name: str) -> None:
    said = Said(
        name=name,
        lines=(
            "đã dự lớp “Bán hàng trên mạng và nhận tiền bằng mã QR cho chị em tiểu thương chợ xã”",
            "dự 3 trên 3 buổi, từ 01/11/2026 đến 22/11/2026, tại Nhà văn hóa tổ dân phố Nam Hoằng",
        ),
        able=tuple(f"làm được việc thứ {n} mà không cần ai giúp" for n in range(1, 10)),
        serial="CN26-ABCDEFGH",
        address=ADDRESS,
        giver="Hội Liên hiệp Phụ nữ phường Hoằng Lộc, tỉnh Thanh Hóa",
        place_and_day="Hoằng Lộc, ngày 22 tháng 11 năm 2026",
    )
    (sheet,) = require_good(certificates_paper([said]), A4_ACROSS, 1)
    require_codes(sheet, ADDRESS)
    assert name in sheet.said


def rows_on(sheet: Sheet, first: str, last: str) -> tuple[int, int]:
    return sheet.said.count(first), sheet.said.count(last)


def test_no_row_of_a_table_is_parted_by_the_end_of_a_page() -> None:
    document = Document("Sổ thử", made_on=DAY, source="Mẫu thử")
    columns = [Column("Số"), Column("Diễn giải", 3), Column("Số tiền", 1.2, "right")]
    document.table(
        columns, [[str(n), f"đầu{n}. {LONG_TITLE} cuối{n}.", "5.000"] for n in range(90)]
    )
    pdf = document.render()
    found = require_good(pdf, A4, len(sheets(pdf)))
    assert len(found) > 2
    for number in range(90):
        ends = [rows_on(sheet, f"đầu{number}.", f"cuối{number}.") for sheet in found]
        assert sorted(ends)[-1] == (1, 1)
        assert sum(map(sum, ends)) == 2
    assert all(sheet.said.count("Diễn giải") == 1 for sheet in found)
