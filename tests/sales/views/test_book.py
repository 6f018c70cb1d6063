"""The book by its pages and files."""

from io import BytesIO

import pypdfium2
import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy.orm import Session

from shopkit.sales.actions.orders import say_paid
from shopkit.sales.actions.upkeep import settle_sums
from shopkit.sales.models import CASH
from shopkit.scope import LEADER, OFFICER, TRAINER
from shopkit.shops.models.shops import Shop
from tests import make
from tests.accounts.browser import Browser, errors
from tests.conftest import NOW
from tests.sales.conftest import Agree
from tests.sales.queries.test_sums import sharing, sold


@pytest.fixture
def kept(session: Session, shop: Shop, agreed: Agree) -> Shop:
    """A book with two sales in it."""
    make.agree(session, shop, "book")
    for channel, price in (("stall", 15_000), ("zalo", 120_000)):
        order = agreed(channel=channel, count=1, price_vnd=price)
        say_paid(session, order, paid_by=CASH, version=order.version, now=NOW)
    return shop


def test_without_a_yes_there_is_no_book_and_no_file(phone: Browser) -> None:
    assert phone.get("/book").location == "/book/keep"
    assert phone.get("/book/2026-11.pdf").status_code == 404
    assert phone.get("/book/2026-11.xlsx").status_code == 404
    assert phone.get("/book/share").location == "/book/keep"


def test_nothing_is_chosen_beforehand_and_no_answer_is_asked_for_again(phone: Browser) -> None:
    page = phone.get("/book/keep").text
    assert "checked" not in page
    assert "Cơ quan thuế" in page
    assert "máy chủ của xã" in page
    answer = phone.post("/book/keep")
    assert errors(answer) == ["Chọn bật hoặc không bật. Chọn cách nào cũng bán hàng tiếp được."]


def test_a_yes_opens_the_book_and_a_no_closes_it(phone: Browser) -> None:
    assert phone.post("/book/keep", answer="yes").location == "/book"
    assert phone.get("/book").status_code == 200
    assert phone.post("/book/keep", answer="no").location == "/sales"
    assert phone.get("/book").location == "/book/keep"


def test_the_round_of_questions_does_not_ask_for_it(phone: Browser) -> None:
    listed = phone.get("/me/consents?list=1").text
    assert "/book/keep" in listed
    assert "/book/share" in listed
    assert phone.get("/me/consents/book").status_code == 404
    assert phone.post("/me/consents/book", answer="yes").status_code == 404


@pytest.mark.parametrize("period", ["2026-11-22", "2026-11", "2026", "nonsense", ""])
def test_the_book_adds_up_by_day_month_and_year(phone: Browser, kept: Shop, period: str) -> None:
    page = phone.get(f"/book?period={period}").text
    assert "135.000" in page
    assert "một trăm ba mươi lăm nghìn đồng" in page
    assert "Tại quầy" in page
    assert "Zalo" in page


def test_the_picture_has_its_table(phone: Browser, kept: Shop) -> None:
    page = phone.get("/book?period=2026-11").text
    assert "<svg" in page
    assert 'class="cash"' in page
    assert "22/11/2026" in page
    assert "1.000.000.000" in page
    assert "chưa đối chiếu văn bản gốc" in page


def test_another_month_is_empty(phone: Browser, kept: Shop) -> None:
    assert "Chưa ghi lần bán nào trong thời gian này" in phone.get("/book?period=2026-10").text


def test_the_workbook_holds_numbers_and_every_sale(phone: Browser, kept: Shop) -> None:
    answer = phone.get("/book/2026-11.xlsx")
    sheets = CalamineWorkbook.from_filelike(BytesIO(answer.data))
    rows = sheets.get_sheet_by_index(0).to_python()
    assert [row[5] for row in rows[1:]] == [15_000, 120_000]
    assert sheets.get_sheet_by_index(1).to_python()[-1][1:] == [2, 135_000]


def test_the_revenue_book_names_its_form_and_how_sure_we_are(phone: Browser, kept: Shop) -> None:
    for period in ("2026-11", "2026", "2026-11-22"):
        paper = pypdfium2.PdfDocument(phone.get(f"/book/{period}.pdf").data)
        text = paper[0].get_textpage().get_text_bounded()
        for words in ("S1a-HKD", "chưa đối chiếu văn bản gốc", "135.000", "In ngày 22/11/2026"):
            assert words in text, words


def test_sharing_is_asked_on_a_page_of_its_own(
    phone: Browser, session: Session, kept: Shop
) -> None:
    page = phone.get("/book/share").text
    assert "ít hơn 5 cửa hàng".lower() in page.lower()
    assert "checked" not in page
    assert "Chưa đồng ý Báo cho xã" in page
    make.agree(session, kept, "report")
    assert "Chưa đồng ý Báo cho xã" not in phone.get("/book/share").text
    phone.post("/book/share", answer="yes")
    assert "Đang góp" in phone.get("/book").text
    phone.post("/book/share", answer="no")
    assert "Không góp" in phone.get("/book").text


def test_the_officer_sees_a_settled_sum_and_how_many_they_are(
    app: Flask, session: Session, agreed: Agree
) -> None:
    for _number in range(5):
        sold(session, agreed, sharing(session), 123_457)
    settle_sums(session, now=NOW)
    for hat in (OFFICER, LEADER):
        page = make.phone(app, session, make.staff(session, hat)).get("/commune/online-sales").text
        assert "617.285" in page
        assert "123.457" not in page
        assert "Quý 3/2026" in page
    trainer = make.phone(app, session, make.staff(session, TRAINER))
    assert trainer.get("/commune/online-sales").status_code == 404


def test_a_hidden_sum_says_that_it_is_hidden(app: Flask, session: Session, agreed: Agree) -> None:
    for _number in range(4):
        sold(session, agreed, sharing(session), 123_457)
    settle_sums(session, now=NOW)
    page = make.phone(app, session, make.staff(session, OFFICER)).get("/commune/online-sales").text
    assert "che: ít hơn 5 hộ" in page
    assert "493.828" not in page
