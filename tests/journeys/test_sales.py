"""A month of selling: taps at the stall, an order from a chat, the book, and what others see."""

import re
from io import BytesIO

import pypdfium2
from playwright.sync_api import Browser, Page, expect

from tests.journeys import steps
from tests.journeys.conftest import opened_page
from tests.journeys.devices import DESKTOP
from tests.journeys.house import House

SELLER, OFFICER = "+84900000010", "+84900000001"
CAKE, OTHER_CAKE = "Bánh gai lá dừa", "Bánh ít nhân đậu"
AMOUNTS = ("315.000", "40.000", "355.000")


def sell(page: Page, product: str, way: str, count: str = "") -> None:
    """Two taps; more only where something differs."""
    page.goto("/sales/quick")
    page.get_by_role("link", name=product).click()
    if count:
        page.get_by_text("Số lượng, nơi bán, giá khác").click()
        page.get_by_label("Số lượng").fill(count)
    page.get_by_role("button", name=way).click()
    expect(page.get_by_text("Đã ghi:")).to_be_visible()


def open_book(page: Page) -> None:
    page.goto("/sales")
    page.get_by_role("link", name="Sổ bán hàng").click()
    yes = page.get_by_role("radio", name="Bật sổ, lưu số tiền")
    expect(yes).not_to_be_checked()
    yes.check()
    page.get_by_role("button", name="Xong").click()
    expect(page.get_by_role("heading", name="Sổ bán hàng")).to_be_visible()


def message(page: Page) -> str:
    return page.get_by_label("Tin nhắn").input_value()


def test_two_taps_note_a_sale_and_one_takes_it_back(phone: Page, house: House) -> None:
    steps.sign_in(phone, house, SELLER)
    sell(phone, CAKE, "Tiền mặt")
    phone.get_by_role("button", name="Bỏ lần bán vừa ghi").click()
    expect(phone.get_by_text("Đã bỏ lần bán vừa ghi.")).to_be_visible()
    phone.goto("/sales?task=over")
    expect(phone.get_by_text(CAKE).first).to_be_visible()


def test_an_order_from_a_chat_goes_to_its_end(phone: Page, house: House) -> None:
    steps.sign_in(phone, house, SELLER)
    phone.goto("/sales")
    phone.get_by_role("link", name="Ghi đơn khách đặt").click()
    phone.get_by_label(CAKE).fill("20")
    phone.get_by_role("radio", name="Facebook").check()
    phone.get_by_role("button", name="Tiếp tục").click()
    phone.get_by_label("Tên khách").fill("Trần Thị Thử")
    phone.get_by_label("Số điện thoại của khách").fill("0900 000 099")
    phone.get_by_role("button", name="Tiếp tục").click()
    expect(phone.get_by_label("Số tiền khách trả")).to_have_value("100.000")
    phone.get_by_role("button", name="Tiếp tục").click()
    expect(phone.get_by_text("một trăm nghìn đồng").first).to_be_visible()
    said = message(phone)
    for words in ("Chào Trần Thị Thử", f"20 × {CAKE}", "Ghi nội dung: "):
        assert words in said
    (paid,) = steps.payments_in_picture(phone, phone.url + "/code.png")
    assert paid
    assert paid.amount == 100_000
    assert f"Ghi nội dung: {paid.purpose}" in said
    phone.get_by_role("button", name="Đã gói xong").click()
    phone.get_by_role("link", name="Đã gửi đi").click()
    phone.get_by_label("Mã vận đơn").fill("VN123")
    phone.get_by_role("button", name="Đã gửi đi").click()
    assert "Mã vận đơn: VN123" in message(phone)
    slip = phone.request.get(phone.url + "/slip.pdf").body()
    text = pypdfium2.PdfDocument(BytesIO(slip))[0].get_textpage().get_text_bounded()
    for words in ("Trần Thị Thử", "0900 000 099", "100.000"):
        assert words in text
    phone.get_by_role("button", name="Khách đã nhận").click()
    phone.get_by_role("link", name="Đã nhận tiền").click()
    phone.get_by_role("radio", name="Tiền mặt").check()
    phone.get_by_role("button", name="Đã nhận tiền").click()
    expect(phone.get_by_text("Đơn đã xong")).to_be_visible()
    expect(phone.get_by_role("img", name="Mã QR để khách trả đơn này")).to_have_count(0)


def test_a_month_stands_in_the_book_and_is_gone_when_it_is_closed(
    browser: Browser, phone: Page, house: House
) -> None:
    steps.sign_in(phone, house, SELLER)
    open_book(phone)
    sell(phone, CAKE, "Chuyển khoản, tiền đã về", count="63")
    sell(phone, OTHER_CAKE, "Tiền mặt", count="10")
    phone.goto("/book")
    expect(phone.get_by_role("img", name=re.compile("Tiền bán hàng"))).to_be_visible()
    for amount in AMOUNTS:
        expect(phone.get_by_text(amount).first).to_be_visible()
    paper = phone.request.get("/book/2026-11.pdf")
    text = pypdfium2.PdfDocument(BytesIO(paper.body()))[0].get_textpage().get_text_bounded()
    assert "355.000" in text
    assert "S1a-HKD" in text
    assert phone.request.get("/book/2026-11.xlsx").status == 200
    with opened_page(browser, house, DESKTOP) as officer:
        steps.sign_in(officer, house, OFFICER)
        for address in ("/commune", "/commune/online-sales", "/shops"):
            officer.goto(address)
            seen = officer.locator("body").inner_text()
            assert not any(amount in seen for amount in AMOUNTS)
    phone.goto("/book/keep")
    phone.get_by_role("radio", name="Không lưu số tiền").check()
    phone.get_by_role("button", name="Xong").click()
    expect(phone.get_by_text("đã xóa hết")).to_be_visible()
    open_book(phone)
    for amount in AMOUNTS:
        expect(phone.get_by_text(amount)).to_have_count(0)
    expect(phone.get_by_text("lần bán không ghi số tiền")).to_be_visible()
