"""A request about one's own records from filing to closed; an erased seller is nowhere."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.journeys import steps
from tests.journeys.conftest import opened_page
from tests.journeys.devices import DESKTOP, PHONE
from tests.journeys.house import House

OFFICER, TRAINER = "+84900000001", "+84900000002"
HER_PHONE = "0900 000 078"


def newcomer(page: Page) -> None:
    """A seller with a code, an account and a name nobody else has."""
    steps.make_code(page)
    steps.keep(page, HER_PHONE)


def test_a_request_goes_from_filing_to_closed_with_its_clock(
    browser: Browser, shared_house: House
) -> None:
    with opened_page(browser, shared_house, PHONE) as page:
        steps.sign_in(page, shared_house, "+84900000010")
        page.goto("/me")
        page.get_by_role("link", name="Xem, sửa, xóa dữ liệu của tôi").click()
        page.get_by_role("link", name=re.compile("Sửa dữ liệu sai")).click()
        page.get_by_label("Sửa gì, thành gì?").fill("Thôn ghi sai, sửa thành Thôn Chợ")
        expect(page.get_by_text(re.compile("Xã trả lời chậm nhất ngày"))).to_be_visible()
        page.get_by_role("button", name="Gửi yêu cầu").click()
        expect(page.get_by_text("Đang chờ xã")).to_be_visible()
    with opened_page(browser, shared_house, DESKTOP) as page:
        steps.sign_in(page, shared_house, OFFICER)
        page.goto("/data-requests")
        page.locator("tbody tr", has_text="Sửa dữ liệu sai").get_by_role("link").first.click()
        expect(page.get_by_text("Thôn ghi sai, sửa thành Thôn Chợ")).to_be_visible()
        page.get_by_label("Trả lời", exact=True).fill("Đã nhận, ngày mai sửa.")
        page.get_by_role("button", name="Gửi trả lời").click()
        page.get_by_role("radio", name="Đã làm xong").check()
        page.get_by_label("Viết cho người yêu cầu").fill("Đã sửa thôn.")
        page.get_by_role("button", name="Đóng yêu cầu").click()
        expect(page.get_by_text("Đúng hạn")).to_be_visible()
        page.goto("/audit?kind=data_request")
        for word in ("Nhận yêu cầu", "Trả lời yêu cầu", "Đóng yêu cầu"):
            expect(page.locator("tbody").get_by_text(re.compile(word)).first).to_be_visible()
    with opened_page(browser, shared_house, PHONE) as page:
        steps.sign_in(page, shared_house, "+84900000010")
        page.goto("/me/data")
        expect(page.get_by_text("Đã sửa thôn.")).to_be_visible()


def test_an_erased_seller_is_nowhere(browser: Browser, shared_house: House) -> None:
    with opened_page(browser, shared_house, PHONE) as page:
        newcomer(page)
        page.goto("/shop")
        page.goto("/me/data/new/erase")
        page.get_by_role("link", name="Tự xóa ngay").click()
        page.get_by_label("Mã PIN").fill(steps.PIN)
        page.get_by_role("button", name="Xóa ngay").click()
        expect(page.get_by_text("Đánh dấu vào ô này nếu thật sự muốn xóa.").first).to_be_visible()
        page.get_by_label("Tôi hiểu: xóa rồi không lấy lại được.").check()
        page.get_by_label("Mã PIN").fill(steps.PIN)
        page.get_by_role("button", name="Xóa ngay").click()
        page.wait_for_url("**/")
        page.goto("/me")
        expect(page).to_have_url(re.compile("/sign-in"))
    with opened_page(browser, shared_house, PHONE) as page:
        page.goto("/sign-in")
        page.get_by_label("Số điện thoại").fill(HER_PHONE)
        page.get_by_label("Mã PIN").fill(steps.PIN)
        page.get_by_role("button", name="Đăng nhập").click()
        expect(
            page.get_by_text("Số điện thoại và mã không khớp", exact=False).first
        ).to_be_visible()
    with opened_page(browser, shared_house, DESKTOP) as page:
        steps.sign_in(page, shared_house, TRAINER)
        page.goto("/shops/beside")
        page.get_by_label("Số điện thoại của người bán").fill(HER_PHONE)
        page.get_by_role("button", name="Mở cửa hàng").click()
        expect(page.get_by_text("Chưa thấy cửa hàng của số này", exact=False).first).to_be_visible()


def test_a_figure_leads_to_the_fact_and_the_event_behind_it(
    browser: Browser, shared_house: House
) -> None:
    with opened_page(browser, shared_house, DESKTOP) as page:
        steps.sign_in(page, shared_house, OFFICER)
        page.goto("/commune/B04?period=2026-Q4")
        page.locator("tbody a[href*='/audit/facts/']").first.click()
        expect(page.get_by_role("heading", name="Từ đâu ra")).to_be_visible()
        expect(page.get_by_role("heading", name="2. Việc đã xảy ra")).to_be_visible()
