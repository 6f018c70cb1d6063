"""A trader tells more of a product on her phone, and sells it in several sizes."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from shopkit.demo.cast import SELLER_PHONE
from tests.journeys import steps
from tests.journeys.conftest import opened_page
from tests.journeys.devices import DESKTOP, PHONE
from tests.journeys.house import House


def open_product(page: Page, house: House) -> None:
    steps.sign_in(page, house, SELLER_PHONE)
    page.goto("/products")
    page.locator(".goods a.task").first.click()


def answer(page: Page, question: str, **typed: str) -> None:
    page.get_by_role("link", name=question).click()
    for name, text in typed.items():
        page.locator(f"[name='{name}']").fill(text)
    page.get_by_role("button", name="Lưu").click()


def test_details_and_sizes_are_told_one_question_a_page(
    browser: Browser, house: House, tmp_path: Path
) -> None:
    with opened_page(browser, house, PHONE) as phone:
        open_product(phone, house)
        product = phone.url
        phone.get_by_role("link", name="Thêm chi tiết").click()
        phone.screenshot(path=tmp_path / "details.png", full_page=True)
        answer(phone, "Khối lượng, kích thước", net="500 g", packed_weight="1,2 kg")
        expect(phone.get_by_text("Đã đóng gói: 1,2 kg")).to_be_visible()
        answer(phone, "Mã hàng, mã vạch", gtin="4006381333932")
        expect(phone.get_by_text("số cuối chưa khớp").first).to_be_visible()
        phone.screenshot(path=tmp_path / "codes.png", full_page=True)
        phone.goto(product + "/details/category")
        phone.get_by_role("searchbox").fill("nuoc mam")
        phone.get_by_role("button", name="Tìm").click()
        phone.get_by_text("Nước mắm, mắm").click()
        phone.screenshot(path=tmp_path / "category.png", full_page=True)
        phone.get_by_role("button", name="Lưu").click()
        expect(phone.get_by_text("Nước mắm, mắm")).to_be_visible()
        phone.goto(product)
        phone.get_by_role("link", name="Cỡ, vị, loại").click()
        phone.locator("[name=name_1]").fill("Cỡ")
        phone.locator("[name=values_1]").fill("Nhỏ\nTo")
        phone.screenshot(path=tmp_path / "levels.png", full_page=True)
        phone.get_by_role("button", name="Tiếp tục").click()
        phone.locator("[name=v0-price_vnd]").fill("90k")
        phone.locator("[name=v1-stock]").fill("5")
        phone.screenshot(path=tmp_path / "variants.png", full_page=True)
        phone.get_by_role("button", name="Lưu").click()
        phone.goto(product + "/variants")
        expect(phone.locator("[name=v0-price_vnd]")).to_have_value("90.000")
    with opened_page(browser, house, DESKTOP) as desk:
        steps.sign_in(desk, house, SELLER_PHONE)
        desk.goto(product + "/variants")
        desk.screenshot(path=tmp_path / "variants-wide.png", full_page=True)
        expect(desk.locator("[name=v1-stock]")).to_have_value("5")
