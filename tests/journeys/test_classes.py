"""A class: from the paper list to certificates, joined by a code, on a bad line."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit
from uuid import UUID

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from qr_labels.symbol.proof import QR_ONLY
from shopkit.journal.models import JournalEntry
from shopkit.training.models.courses import AssistedEntry, Attendance, Joining
from tests.journeys import steps
from tests.journeys.conftest import opened_page
from tests.journeys.devices import PHONE
from tests.journeys.house import House, wait_for

TRAINER = "+84900000002"
NAMES = ("Nguyễn Thị Một", "Trần Thị Hai", "Lê Thị Ba", "Phạm Thị Tư", "Vũ Thị Năm")


@pytest.fixture
def trainer(browser: Browser, house: House) -> Iterator[Page]:
    with opened_page(browser, house, PHONE) as page:
        steps.sign_in(page, house, TRAINER)
        yield page


def open_class(page: Page) -> str:
    """A class of today with five names pasted; where it is."""
    page.goto("/classes/new")
    page.get_by_label("Nơi học").fill("Nhà văn hóa thôn Đầm")
    page.get_by_label("Bắt đầu lúc").fill("8h30")
    page.get_by_role("button", name="Mở lớp").click()
    page.get_by_role("link", name="Lập danh sách").click()
    page.wait_for_url(re.compile("/people$"))
    course = page.url.removesuffix("/people")
    page.get_by_role("link", name="Dán danh sách có sẵn").click()
    page.locator("textarea").fill("\n".join(f"{name}, Thôn Đầm" for name in NAMES))
    page.get_by_role("button", name="Thêm vào danh sách").click()
    expect(page.get_by_role("heading", name="5 người trong danh sách")).to_be_visible()
    return course


def attendance(page: Page, course: str) -> str:
    page.goto(course)
    page.get_by_role("link", name="Điểm danh").first.click()
    page.wait_for_url(re.compile("/meetings/"))
    page.locator("form[data-follows]").wait_for()
    return page.url


def noted_at(house: House, day: str) -> list[Attendance]:
    """What stands in the database of one day of a class."""
    meeting_id = UUID(day.rsplit("/", 1)[1])
    with house.database() as database, database.reading() as session:
        found = select(Attendance).where(Attendance.meeting_id == meeting_id)
        return list(session.scalars(found))


def pages_of(page: Page, address: str) -> list[tuple[str, list[str]]]:
    """The text of each page of a PDF, and what a camera reads on it."""
    answer = page.request.get(address)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    paper = pypdfium2.PdfDocument(answer.body())
    found = []
    for number in range(len(paper)):
        picture = paper[number].render(scale=3).to_pil().convert("RGB")
        codes = [one.text for one in zxingcpp.read_barcodes(picture, formats=QR_ONLY)]
        found.append((paper[number].get_textpage().get_text_bounded(), codes))
    return found


def test_a_class_from_its_paper_list_to_its_certificates(
    trainer: Page, browser: Browser, house: House
) -> None:
    course = open_class(trainer)
    day = attendance(trainer, course)
    text, codes = pages_of(trainer, f"{day}/list.pdf")[0]
    assert all(name in text for name in NAMES)
    assert {str(number) for number in range(1, 31)} <= set(text.split())
    assert [urlsplit(code).path[:6] for code in codes] == ["/join/"]

    trainer.get_by_role("link", name="Gõ số từ giấy ký tên").click()
    trainer.get_by_label("Số thứ tự").fill("1-3, 5m, 31")
    trainer.get_by_role("button", name="Xem lại").click()
    expect(trainer.locator("[data-errors]")).to_contain_text("Dòng 31 chưa có tên")
    trainer.get_by_label("Số thứ tự").fill("1-3, 5m")
    trainer.get_by_role("button", name="Xem lại").click()
    expect(trainer.get_by_text("4 người có mặt theo giấy.")).to_be_visible()
    trainer.get_by_role("button", name="Ghi theo giấy").click()
    expect(trainer.locator("[data-tally]")).to_contain_text("4 lượt, 4 người")

    trainer.get_by_role("link", name="Thêm người mới đến").click()
    trainer.get_by_label("Họ và tên").fill("Đỗ Thị Mới")
    trainer.get_by_role("button", name="Ghi có mặt").click()
    expect(trainer.locator("[data-tally]")).to_contain_text("5 lượt, 5 người")

    trainer.goto(course)
    trainer.get_by_role("link", name="Xem giấy chứng nhận").click()
    trainer.get_by_role("button", name="Làm giấy cho cả lớp").click()
    expect(trainer.get_by_text("Đã làm 5 giấy mới.")).to_be_visible()
    papers = pages_of(trainer, f"{course}/certificates.pdf")
    assert len(papers) == 5
    assert len({codes[0] for _text, codes in papers}) == 5
    text, codes = next(paper for paper in papers if NAMES[0] in paper[0])
    with opened_page(browser, house, PHONE) as anybody:
        anybody.goto(urlsplit(codes[0]).path)
        expect(anybody.get_by_role("heading", name="Có giấy chứng nhận này")).to_be_visible()
        main = anybody.locator("main").inner_text()
        assert "N. T. Một" in main
        assert NAMES[0] not in main


def test_three_phones_join_by_the_code_and_the_wall_shows_no_names(
    trainer: Page, browser: Browser, house: House
) -> None:
    course = open_class(trainer)
    day = attendance(trainer, course)
    poster = pages_of(trainer, f"{course}/poster.pdf")[0]
    door = urlsplit(poster[1][0]).path
    letters = door.rsplit("/", 1)[1]
    assert f"{letters[:3]} {letters[3:]}" in poster[0]
    with (
        opened_page(browser, house, PHONE) as first,
        opened_page(browser, house, PHONE) as second,
        opened_page(browser, house, PHONE) as third,
    ):
        for number, page in enumerate((first, second, third)):
            page.goto("/join" if number == 2 else door)
            if number == 2:
                page.get_by_label("Mã lớp").fill(letters.lower())
                page.get_by_role("button", name="Vào lớp").click()
            page.get_by_label("Họ và tên").fill(f"Hoàng Thị Máy {number}")
            page.get_by_role("button", name="Tôi có mặt").click()
            expect(page.get_by_text("Đang chờ cô xác nhận")).to_be_visible()
        with house.database() as database, database.reading() as session:
            assert len(session.scalars(select(Joining)).all()) == 3
        trainer.goto(day)
        expect(trainer.locator("[data-tally]")).to_contain_text("0 lượt, 0 người")
        for number in range(3):
            trainer.get_by_role("link", name=f"Hoàng Thị Máy {number}").click()
            trainer.get_by_role("button", name="Ghi", exact=True).click()
        expect(trainer.locator("[data-tally]")).to_contain_text("3 lượt, 3 người")
        first.reload()
        expect(first.get_by_text("Cô đã ghi có mặt")).to_be_visible()

        trainer.goto(f"{course}/board")
        expect(trainer.locator(".tile", has_text="Hoàng Thị Máy 1")).to_be_visible()
        trainer.get_by_role("link", name="Bản chiếu lên tường").click()
        expect(trainer.locator(".wall")).to_contain_text("Đã vào lớp")
        wall = trainer.content()
        assert "8/8" in wall
        assert not any(name in wall for name in (*NAMES, "Hoàng Thị Máy"))


def test_taps_without_a_line_wait_in_the_phone_and_arrive_once(trainer: Page, house: House) -> None:
    course = open_class(trainer)
    day = attendance(trainer, course)
    trainer.context.set_offline(True)
    for number in (0, 1, 2):
        trainer.locator(".tap").nth(number).click()
    trainer.locator(".tap").nth(1).click()
    expect(trainer.locator("[data-unsent]")).to_contain_text("Chưa gửi được 3")
    expect(trainer.locator(".tap").nth(1)).to_contain_text("Đến muộn")
    expect(trainer.locator("[data-unsent-rows]")).to_contain_text("1, 2m, 3")
    assert noted_at(house, day) == []
    trainer.context.set_offline(False)
    expect(trainer.locator("[data-unsent]")).to_be_hidden()
    trainer.reload()
    expect(trainer.locator("[data-tally]")).to_contain_text("3 lượt, 3 người")
    with house.database() as database, database.reading() as session:
        noted = session.scalars(
            select(JournalEntry).where(JournalEntry.event == "attendance.noted")
        ).all()
        told = sorted(
            entry.details["status"]
            for entry in noted
            if entry.details and entry.details["meeting_id"] == day.rsplit("/", 1)[1]
        )
        assert told == ["late", "present", "present"]


def test_nothing_tapped_is_lost_or_doubled_when_the_server_dies(
    trainer: Page, house: House
) -> None:
    course = open_class(trainer)
    day = attendance(trainer, course)
    trainer.locator(".tap").nth(0).click()
    expect(trainer.locator("[data-tally]")).to_contain_text("1 lượt")
    house.kill()
    trainer.locator(".tap").nth(1).click()
    # The first may have been on its way when the server died: then both wait.
    expect(trainer.locator("[data-unsent]")).to_contain_text(re.compile("Chưa gửi được [12]"))
    house.open()
    expect(trainer.locator("[data-unsent]")).to_be_hidden()
    assert len(noted_at(house, day)) == 2


def test_a_shop_typed_for_a_woman_without_a_phone_says_who_typed_and_who_confirmed(
    trainer: Page, house: House
) -> None:
    course = open_class(trainer)
    trainer.goto(f"{course}/people")
    row = trainer.locator(".roster li", has_text=NAMES[1])
    row.locator("summary").click()
    row.get_by_role("link", name="Nhập giúp").click()
    trainer.get_by_label("Tên cửa hàng").fill("Xôi cô Hai")
    trainer.get_by_label("Bán gì").fill("xôi gấc")
    trainer.get_by_label("Tự làm").check()
    trainer.get_by_role("button", name="Lưu").click()
    expect(trainer.get_by_text("Chưa ai xác nhận")).to_be_visible()
    trainer.get_by_role("button", name=f"{NAMES[1]} nói: đúng rồi").click()
    expect(trainer.locator(".answers")).to_contain_text("nói đúng, trên máy của")
    with house.database() as database, database.reading() as session:
        entry = session.scalars(select(AssistedEntry)).one()
        assert entry.confirmed_how == "said_yes"
        assert entry.typed_by_id == entry.confirmed_by_id
    trainer.get_by_label("Số điện thoại").fill("0900 000 082")
    trainer.get_by_role("button", name="Gắn số điện thoại").click()
    expect(trainer.get_by_role("button", name="Thẻ đặt mã PIN")).to_be_visible()


def test_a_walk_in_is_noted_within_ten_seconds(trainer: Page, house: House) -> None:
    course = open_class(trainer)
    attendance(trainer, course)
    trainer.get_by_role("link", name="Thêm người mới đến").click()
    fields = trainer.locator("main form :is(input:not([type=hidden]), select)")
    # One thing to type; village and gender are chosen beforehand, the phone may stay empty.
    assert fields.count() == 5
    trainer.get_by_label("Họ và tên").fill("Đỗ Thị Mới")
    trainer.get_by_label("Họ và tên").press("Enter")
    wait_for(lambda: "1 lượt" in trainer.locator("[data-tally]").inner_text(), "she is noted")
