"""A village's period from draft to locked, why a figure is what it is, and what two people open."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from shopkit.accounts.actions.people import make_staff
from shopkit.adoption.queries.periods import frozen_of, submission
from shopkit.demo.cast import COMMUNE_CODE
from shopkit.places.queries import villages_of
from shopkit.scope import COMMUNE, LEADER, Role
from shopkit.shops.actions.register import register_household
from tests.journeys import steps
from tests.journeys.conftest import opened_page
from tests.journeys.devices import DESKTOP, PHONE
from tests.journeys.house import House

OFFICER, HEAD, LEADER_PHONE = "+84900000001", "+84900000003", "+84900000041"
PASSWORD = "bốn cây chuối xanh"
OCTOBER = "/commune/periods/2026-10"


@pytest.fixture
def officer(browser: Browser, house: House) -> Iterator[Page]:
    with opened_page(browser, house, DESKTOP) as page:
        steps.sign_in(page, house, OFFICER)
        yield page


@pytest.fixture
def head(browser: Browser, house: House) -> Iterator[Page]:
    with opened_page(browser, house, PHONE) as page:
        steps.sign_in(page, house, HEAD)
        yield page


@pytest.fixture
def leader(browser: Browser, house: House) -> Iterator[Page]:
    with house.database() as database, database.writing() as session:
        make_staff(
            session,
            phone=LEADER_PHONE,
            name="Lê Văn Thử",
            roles=[Role(LEADER, COMMUNE, COMMUNE_CODE)],
            password=PASSWORD,
            now=house.clock(),
            is_practice=True,
        )
    with opened_page(browser, house, DESKTOP) as page:
        page.goto("/sign-in?letters=1")
        page.get_by_label("Số điện thoại").fill(LEADER_PHONE)
        page.locator("[name=secret]").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        expect(page).not_to_have_url(re.compile("/sign-in"))
        yield page


def ask_for_october(officer: Page) -> None:
    officer.goto("/commune/periods")
    officer.get_by_label("Kỳ").select_option("2026-10")
    officer.get_by_role("button", name="Giao cho các thôn").click()
    expect(officer.get_by_role("heading", level=1)).to_contain_text("Tháng 10/2026")


def send(head: Page) -> None:
    head.goto("/village")
    head.get_by_role("link", name="Xem số và gửi").click()
    head.get_by_text("Đã xem các số ở trên").click()
    head.get_by_role("button", name="Gửi cho xã").click()
    expect(head.get_by_text(re.compile("Xã đã nhận lúc"))).to_be_visible()


def open_report(officer: Page) -> None:
    officer.goto(OCTOBER)
    officer.get_by_role("link", name="Thôn Đầm").click()


def test_a_village_period_goes_from_draft_to_locked_with_one_return_and_a_late_fact_shows(
    officer: Page, head: Page, house: House
) -> None:
    ask_for_october(officer)
    expect(officer.get_by_text("Thôn Đầm: chưa gửi, muộn 17 ngày")).to_be_visible()
    send(head)
    open_report(officer)
    officer.get_by_label("Lý do").fill("Xem lại nhóm Zalo của thôn")
    officer.get_by_role("button", name="Trả lại cho thôn").click()
    head.reload()
    expect(head.get_by_text("Xem lại nhóm Zalo của thôn")).to_be_visible()
    send(head)
    expect(head.get_by_text("bản số 2")).to_be_visible()
    open_report(officer)
    officer.get_by_role("button", name="Duyệt").click()
    officer.get_by_role("button", name="Khóa báo cáo này").click()
    expect(officer.get_by_text("đã khóa", exact=True).first).to_be_visible()
    approved = households(officer)
    register_late(house)
    officer.reload()
    assert households(officer) == approved
    row = officer.locator("tr", has=officer.get_by_role("link", name="A01", exact=True))
    expect(row.get_by_text("+1", exact=True)).to_be_visible()
    officer.get_by_role("link", name="Tính lại để kiểm").click()
    expect(officer.get_by_text("số ra đúng như đã duyệt")).to_be_visible()


def households(officer: Page) -> str:
    row = officer.locator("tr", has=officer.get_by_role("link", name="A01", exact=True))
    return row.locator("td").first.inner_text()


def register_late(house: House) -> None:
    """A household that lived there in October is written down only an hour later."""
    house.set_clock(house.clock() + timedelta(hours=1))
    with house.database() as database, database.writing() as session:
        village = next(one for one in villages_of(session, COMMUNE_CODE) if one.name == "Thôn Đầm")
        register_household(
            session,
            commune_code=COMMUNE_CODE,
            village_id=village.id,
            name="Trần Thị Thử",
            since=village.valid_from,
            now=house.clock(),
        )


def test_an_officer_finds_why_a_figure_is_what_it_is_down_to_the_event(officer: Page) -> None:
    officer.goto("/commune")
    officer.get_by_role("link", name="Cả 50 chỉ tiêu").click()
    row = officer.locator("tr", has=officer.get_by_role("rowheader", name=re.compile("^B04 ")))
    cell = row.locator("td").first.get_by_role("link")
    count = int(cell.inner_text())
    cell.click()
    rows = officer.locator("main tbody tr")
    assert rows.count() == count > 0
    for line in rows.all_inner_texts():
        assert "hệ thống ghi nhận" in line
        assert "Đăng sản phẩm" in line
    officer.get_by_text("Số này đếm thế nào").click()
    expect(officer.get_by_text("Mã B04, bản 1")).to_be_visible()


def test_two_people_open_a_locked_report_again(
    officer: Page, head: Page, leader: Page, house: House
) -> None:
    ask_for_october(officer)
    send(head)
    open_report(officer)
    officer.get_by_role("button", name="Duyệt").click()
    officer.get_by_role("button", name="Khóa báo cáo này").click()
    officer.get_by_label("Lý do").fill("Sót một lớp học")
    officer.get_by_role("button", name="Đề nghị mở lại").click()
    officer.goto("/commune/asked")
    expect(officer.get_by_text("chờ người khác")).to_be_visible()
    leader.goto("/commune")
    leader.get_by_role("link", name="1 việc chờ người thứ hai").click()
    leader.get_by_role("link", name="Mở lại báo cáo Tháng 10/2026").click()
    leader.get_by_role("radio", name="Đồng ý", exact=True).check()
    leader.get_by_role("button", name="Trả lời").click()
    expect(leader.get_by_text("Không có việc nào đang chờ.")).to_be_visible()
    with house.database() as database, database.reading() as session:
        village = next(one for one in villages_of(session, COMMUNE_CODE) if one.name == "Thôn Đầm")
        report = submission(session, COMMUNE_CODE, "2026-10", village.id)
        assert report.state == "reopened"
        assert frozen_of(session, report) == {}
    head.goto("/village")
    expect(head.get_by_text("Gửi số liệu tháng 10/2026")).to_be_visible()


def test_a_published_figure_is_printed_apart_and_no_own_one_is_typed(officer: Page) -> None:
    officer.goto("/commune/official/new")
    officer.get_by_label("Chỉ tiêu").select_option("G05")
    officer.get_by_label("Tử số, hoặc con số").fill("25.736")
    officer.get_by_label("Mẫu số").fill("36.845")
    officer.get_by_label("Số liệu đến ngày").fill("2026-01-23")
    officer.get_by_label("Cơ quan công bố").fill("Công an xã")
    officer.get_by_label("Văn bản, báo cáo").fill("Báo cáo 12/BC-CAX")
    officer.get_by_label("Ngày văn bản").fill("2026-01-23")
    officer.get_by_role("button", name="Lưu số chính thức").click()
    officer.goto("/commune")
    expect(officer.get_by_text("69,85 % (25.736/36.845)")).to_be_visible()
    token = officer.request.get("/api/csrf").json()["token"]
    typed = officer.request.post(
        "/commune/B02", form={"csrf_token": token, "_key": "typed-by-hand", "value": "100"}
    )
    assert typed.status == 403
    assert "Không ai gõ số ở đây" in typed.text()
