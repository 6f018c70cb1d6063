"""A maker and her batches: recorded in two taps, divided, followed, and called back."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import steps
from tests.journeys.conftest import opened_page
from tests.journeys.devices import WITHOUT_SCRIPTS
from tests.journeys.house import House, wait_for
from tests.journeys.people import OFFICER_PHONE, SELLER_PHONE


@pytest.fixture
def seller(phone: Page, house: House) -> Page:
    steps.sign_in(phone, house, SELLER_PHONE)
    return phone


@pytest.fixture
def buyer(browser: Browser, house: House) -> Iterator[Page]:
    with opened_page(browser, house, WITHOUT_SCRIPTS) as page:
        yield page


def open_batch(page: Page, *, keeps: str = "30 tháng", quantity: str = "500") -> str:
    """From the list to the page of a new batch; its address."""
    page.goto("/batches/new")
    page.get_by_role("radio").first.check()
    page.get_by_label("Hạn sử dụng").fill(keeps)
    page.get_by_label("Số lượng làm ra").fill(quantity)
    page.get_by_role("button", name="Mở đợt hàng").click()
    page.wait_for_url(re.compile("/batches/[0-9a-f-]{36}$"))
    return page.url


def test_two_taps_from_home_record_what_happened_and_one_undoes_it(seller: Page) -> None:
    seller.goto("/")
    seller.get_by_role("link", name="Đợt hàng và tem").click()
    seller.get_by_role("button", name="Ghi: Làm hàng").first.click()
    expect(seller.get_by_text("Đã ghi: Làm hàng")).to_be_visible()
    expect(seller.locator(".timeline li")).to_have_count(1)
    seller.get_by_role("button", name="Hoàn tác").click()
    expect(seller.get_by_text("Đã bỏ: Làm hàng")).to_be_visible()
    expect(seller.locator(".timeline li")).to_have_count(0)


def test_a_batch_from_its_opening_to_where_it_went(
    seller: Page, house: House, tmp_path: Path
) -> None:
    address = open_batch(seller)
    expect(seller.get_by_text("hạn sử dụng 22/05/2029")).to_be_visible()
    seller.goto(f"{address}/inputs/material")
    seller.get_by_label("Nguyên liệu", exact=True).fill("Gạo nếp")
    seller.get_by_label("Mua của ai").fill("Đại lý Mẫu")
    seller.get_by_label("Số lô in trên bao bì của họ").fill("GN-1126")
    seller.get_by_role("button", name="Ghi nguyên liệu").click()
    expect(seller.get_by_text("số lô của họ GN-1126")).to_be_visible()
    seller.get_by_role("link", name="Chia thành nhiều phần").click()
    seller.get_by_label("Số lượng mỗi phần").fill("200\n200\n100")
    seller.get_by_role("button", name="Chia", exact=True).click()
    tree = seller.locator(".tree").last
    expect(tree.get_by_role("link")).to_have_count(3)
    tree.get_by_role("link").first.click()
    seller.get_by_role("link", name="Việc khác, ghi kỹ hơn").click()
    seller.get_by_role("radio", name="Bán").check()
    seller.get_by_label("Số lượng").fill("40")
    seller.get_by_label("Gửi, bán cho ai").fill("Cửa hàng cô Thử")
    seller.locator("input[type=file]").last.set_input_files(steps.photo(tmp_path))
    seller.get_by_role("button", name="Ghi", exact=True).click()
    expect(seller.locator(".timeline")).to_contain_text(
        "Bán 40\N{NO-BREAK SPACE}kg, Cửa hàng cô Thử"
    )
    # The photo follows the text by a request of its own.
    shown = seller.locator(".timeline img")
    wait_for(lambda: bool(seller.reload() and shown.count()), "the photo is there", house.log)
    steps.sees_picture(shown)
    seller.goto(f"{address}/lineage")
    expect(seller.locator("main")).to_contain_text("Cửa hàng cô Thử")


def test_what_was_told_wrongly_is_mended_and_the_history_keeps_both(seller: Page) -> None:
    open_batch(seller)
    seller.get_by_role("button", name="Đóng gói").click()
    seller.get_by_role("link", name="Thêm số lượng, ảnh").click()
    seller.get_by_label("Số lượng").fill("50")
    seller.get_by_role("button", name="Ghi lại").click()
    seller.get_by_role("link", name="Sửa Đóng gói").click()
    seller.get_by_label("Số lượng").fill("60")
    seller.get_by_role("button", name="Ghi lại").click()
    expect(seller.locator(".timeline li")).to_have_count(1)
    expect(seller.locator(".timeline")).to_contain_text("60\N{NO-BREAK SPACE}kg")
    seller.get_by_role("link", name="Lịch sử thay đổi").click()
    history = seller.locator(".changes")
    expect(history).to_contain_text("số lượng: 50")
    expect(history).to_contain_text("số lượng: 60")


def test_a_recall_is_red_for_the_buyer_at_the_next_request_and_seen_by_the_commune(
    seller: Page, buyer: Page, desktop: Page, house: House
) -> None:
    address = open_batch(seller)
    trace = seller.get_by_role("link", name="Xem trang khách thấy").get_attribute("href")
    assert trace
    buyer.goto(trace)
    expect(buyer.locator("main")).not_to_contain_text("thu hồi")
    seller.goto(f"{address}/recall")
    seller.get_by_label("Vì sao thu hồi").fill("Bánh bị mốc")
    seller.get_by_label("Khách nên làm gì").fill("Ngừng ăn, mang lại để đổi")
    seller.get_by_label("Mã PIN").fill(house.sign_ins[SELLER_PHONE][1])
    seller.get_by_role("button", name="Thu hồi").click()
    expect(seller.get_by_text("Đã thu hồi. Ai quét tem từ giờ đều thấy.")).to_be_visible()
    buyer.goto(trace)
    alarm = buyer.locator(".verdict.bad")
    expect(alarm).to_be_visible()
    expect(buyer.locator("main")).to_contain_text("Ngừng ăn, mang lại để đổi")
    steps.sign_in(desktop, house, OFFICER_PHONE)
    desktop.goto("/recalls")
    expect(desktop.get_by_role("table")).to_contain_text("Bánh bị mốc")
    seller.get_by_role("link", name="Thôi thu hồi").click()
    seller.get_by_label("Vì sao thôi thu hồi").fill("Đã lấy lại hết")
    seller.get_by_label("Mã PIN").fill(house.sign_ins[SELLER_PHONE][1])
    seller.get_by_role("button", name="Thôi thu hồi").click()
    expect(seller.get_by_text("Đã thôi thu hồi")).to_be_visible()
    buyer.goto(trace)
    expect(buyer.locator(".verdict.bad")).to_have_count(0)
