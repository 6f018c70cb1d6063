"""The whole first day by hand, from a fresh browser to the commune's figures, with and without
scripts; every page is reached by a link or a button of the page before."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page, expect

from qr_labels.payload import vietqr
from tests.journeys import papers, steps
from tests.journeys.conftest import opened_page
from tests.journeys.devices import DESKTOP, PHONE, WITHOUT_SCRIPTS
from tests.journeys.house import House
from tests.journeys.steps import BIN, HOLDER, NUMBER, PIN

OFFICER = "+84900000001"
PHONE_NUMBER = "0900 000 088"
SHOP, GOODS = "Bánh gai bà Mẫu", "Bánh gai nhân đậu"
LABELS = 30
FIGURES = (
    "Hộ kinh doanh đã biết",
    "Có cửa hàng trên ShopKit",
    "Có mã QR nhận tiền",
    "Có sản phẩm đang đăng",
    "Có tem truy xuất",
)


@pytest.fixture(params=[PHONE, WITHOUT_SCRIPTS], ids=["scripts", "no scripts"])
def newcomer(request: pytest.FixtureRequest, browser: Browser, house: House) -> Iterator[Page]:
    with opened_page(browser, house, request.param) as page:
        yield page


def test_the_first_day_from_a_fresh_browser_to_the_commune_page(
    newcomer: Page, browser: Browser, house: House, tmp_path: Path
) -> None:
    before = figures(browser, house)
    newcomer.goto("/")
    make_the_code(newcomer)
    keep_it(newcomer)
    assert figures(browser, house) == before
    tell_about_the_shop(newcomer)
    list_the_goods(newcomer, tmp_path)
    codes = print_labels(newcomer)
    scan_one(browser, house, codes[0])
    go_home(newcomer)
    expect(newcomer.get_by_text("Kiểm tra tên trên mã QR").first).to_be_visible()
    after = figures(browser, house)
    assert after == {name: before[name] + 1 for name in FIGURES}
    withdraw(newcomer)
    assert figures(browser, house) == before


def make_the_code(page: Page) -> None:
    page.get_by_role("link", name="Tạo mã QR").click()
    page.get_by_role("searchbox").fill("ngoai thuong")
    page.get_by_role("button", name="Tìm").click()
    page.get_by_role("link", name="Vietcombank").click()
    page.get_by_label("Số tài khoản").fill("1012 3456 78")
    page.get_by_label("Tên chủ tài khoản").fill("Nguyen Thi Mau")
    page.get_by_role("button", name="Tạo mã QR").click()
    expect(page.get_by_text("Chưa kiểm tra tên")).to_be_visible()
    expect(page.get_by_text(HOLDER, exact=True)).to_be_visible()
    wanted = vietqr.Payment(bin=BIN, account=NUMBER)
    picture = str(page.locator(".qr img").get_attribute("src"))
    assert steps.payments_in_picture(page, picture) == [wanted]
    for_chat = str(page.get_by_role("link", name="Ảnh để gửi Zalo").get_attribute("href"))
    assert steps.payments_in_picture(page, for_chat) == [wanted]
    stand = papers.texts_in_pdf(file_behind(page, "Bảng A5 để in"))
    assert [vietqr.decode(text).payment for text in stand] == [wanted]


def keep_it(page: Page) -> None:
    page.get_by_role("link", name="Giữ lại").click()
    name = page.get_by_label("Họ và tên")
    assert name.input_value() == "Nguyen Thi Mau"
    name.fill("Nguyễn Thị Mẫu")
    page.get_by_label("Số điện thoại").fill(PHONE_NUMBER)
    page.get_by_label("Mã PIN 6 số").fill(PIN)
    page.get_by_role("button", name="Giữ lại").click()
    expect(page.get_by_text("Đã giữ mã QR")).to_be_visible()


def tell_about_the_shop(page: Page) -> None:
    page.get_by_role("link", name="Đặt tên cửa hàng").click()
    page.get_by_label("Tên cửa hàng").fill(SHOP)
    page.get_by_label("Bán gì").fill("bánh gai")
    steps.go_on(page)
    page.get_by_role("radio", name="Tự làm").check()
    steps.go_on(page)
    page.get_by_role("searchbox").fill("thuc hanh")
    page.get_by_role("button", name="Tìm").click()
    page.get_by_role("radio", name="Xã Thực Hành").check()
    steps.go_on(page)
    page.get_by_role("radio", name="Thôn Gò").check()
    steps.go_on(page)
    for question in range(4):
        assert not page.get_by_role("radio", checked=True).count()
        agrees = "Không đồng ý" if question else "Đồng ý"
        page.get_by_role("radio", name=agrees, exact=True).check()
        steps.go_on(page)
    page.get_by_role("link", name="Xong").click()
    page.get_by_role("link", name="Xã thấy gì về tôi").click()
    expect(page.get_by_text(f"Tên cửa hàng: {SHOP}")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text(NUMBER)
    go_home(page)


def list_the_goods(page: Page, folder: Path) -> None:
    page.get_by_role("link", name="Đăng sản phẩm đầu tiên").click()
    screens = [page.url]
    # The button that opens the camera; the one beside it opens what the phone holds.
    page.locator("input[type=file]").first.set_input_files(steps.photo(folder))
    steps.go_on(page)
    screens.append(page.url)
    page.get_by_label("Sản phẩm tên gì?").fill(GOODS)
    steps.go_on(page)
    screens.append(page.url)
    page.get_by_label("Bán giá bao nhiêu?").fill("25k")
    steps.go_on(page)
    screens.append(page.url)
    expect(page.get_by_text("hai mươi lăm nghìn đồng").first).to_be_visible()
    page.get_by_role("button", name="Đăng", exact=True).click()
    expect(page.get_by_role("heading", name="Đã đăng")).to_be_visible()
    assert len(set(screens)) == 4
    go_home(page)


def print_labels(page: Page) -> list[str]:
    page.get_by_role("link", name="Mở đợt hàng đầu tiên").click()
    expect(page.get_by_role("radio", name=GOODS)).to_be_checked()
    page.get_by_label("Ngày làm").fill("2026-11-21")
    page.get_by_label("Hạn sử dụng").fill("2026-11-28")
    page.get_by_role("button", name="Mở đợt hàng").click()
    page.get_by_role("link", name="In tem cho đợt này").click()
    page.get_by_label("Số tem").fill(str(LABELS))
    steps.go_on(page)
    page.get_by_role("radio", name=re.compile("Avery L7160")).check()
    steps.go_on(page)
    page.get_by_role("button", name="Làm tem").click()
    # Without scripts the page asks again by itself every few seconds.
    expect(page.get_by_role("heading", name=f"{LABELS} tem đã xong")).to_be_visible(timeout=60_000)
    codes = papers.texts_in_pdf(file_behind(page, "Mở tệp in"))
    assert len(codes) == len(set(codes)) == LABELS
    return codes


def scan_one(browser: Browser, house: House, address: str) -> None:
    with opened_page(browser, house, WITHOUT_SCRIPTS) as buyer:
        buyer.goto(address.lower().replace("/t/", "/T/"))
        expect(buyer.get_by_role("heading", name=GOODS)).to_be_visible()
        for text in (SHOP, "Xã Thực Hành", "21/11/2026", "28/11/2026", "Chưa xác nhận"):
            expect(buyer.locator("main")).to_contain_text(text)
        assert not buyer.context.cookies()


def withdraw(page: Page) -> None:
    page.get_by_role("link", name="Xã thấy gì về tôi").click()
    page.get_by_role("link", name="Đổi lựa chọn").click()
    page.get_by_role("link", name="Báo cho xã").click()
    page.get_by_role("radio", name="Không đồng ý", exact=True).check()
    steps.go_on(page)
    page.get_by_role("link", name="Xong").click()
    expect(page.get_by_text("Chưa đồng ý báo cho xã")).to_be_visible()


def go_home(page: Page) -> None:
    page.get_by_role("link", name="Trang chủ").first.click()
    expect(page.get_by_role("heading", level=1, name=SHOP)).to_be_visible()


def file_behind(page: Page, word: str) -> bytes:
    """The file that a link leads to, as this browser gets it."""
    address = str(page.get_by_role("link", name=word).first.get_attribute("href"))
    answer = page.request.get(urljoin(page.url, address))
    assert answer.status == 200, answer.status
    return answer.body()


def figures(browser: Browser, house: House) -> dict[str, int]:
    """The commune's figures, as the officer finds them from the first page."""
    with opened_page(browser, house, DESKTOP) as page:
        page.goto("/")
        page.get_by_role("link", name="Đăng nhập").first.click()
        page.get_by_role("link", name="Cán bộ: đăng nhập bằng mật khẩu").click()
        page.get_by_label("Số điện thoại").fill(OFFICER)
        page.get_by_label("Mật khẩu").fill(house.sign_ins[OFFICER][1])
        page.get_by_role("button", name="Đăng nhập").click()
        expect(page.get_by_role("heading", name="Xã Thực Hành")).to_be_visible()
        page.get_by_role("link", name="Từ biết đến dùng").click()
        expect(page.locator(".stat").first).to_be_visible()
        words = page.locator(".stat span").all_inner_texts()
        counts = page.locator(".stat b").all_inner_texts()
    return {word: int(count.replace(".", "")) for word, count in zip(words, counts, strict=True)}
