"""A seller's page in real browsers: buyers look without scripts, she changes and closes it."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from shopkit.demo.cast import SELLER_PHONE
from tests.journeys import steps
from tests.journeys.conftest import opened_page
from tests.journeys.devices import PHONE, WITHOUT_SCRIPTS
from tests.journeys.house import House

ABOUT = "Nhà làm bánh ba đời.\nBán ở chợ phiên sáng thứ bảy."


@pytest.fixture
def seller(browser: Browser, house: House) -> Iterator[Page]:
    with opened_page(browser, house, PHONE) as page:
        steps.sign_in(page, house, SELLER_PHONE)
        yield page


@pytest.fixture
def buyer(browser: Browser, house: House) -> Iterator[Page]:
    with opened_page(browser, house, WITHOUT_SCRIPTS) as page:
        yield page
        assert not page.context.cookies()


def test_a_buyer_looks_at_a_shop_and_reaches_its_seller(seller: Page, buyer: Page) -> None:
    seller.goto("/front")
    path = seller.get_by_role("link", name="Xem như khách").get_attribute("href")
    assert path
    buyer.goto(path)
    first = buyer.locator(".goods a").first
    title = first.locator("strong").inner_text()
    first.click()
    expect(buyer.get_by_role("heading", level=1, name=title)).to_be_visible()
    expect(buyer.locator(".price")).to_contain_text("₫")
    steps.sees_picture(buyer.locator(".strip img").first)
    expect(buyer.locator("a[href^='tel:']")).to_be_visible()
    buyer.get_by_role("link", name="Xem cả cửa hàng").click()
    expect(buyer).to_have_url(re.compile(re.escape(path)))
    assert buyer.locator("form").count() == 0
    assert buyer.evaluate("document.documentElement.scrollWidth") <= 360


def test_data_for_search_engines_is_read_and_breaks_no_rule_of_the_page(
    browser: Browser, house: House, seller: Page
) -> None:
    seller.goto("/front")
    path = seller.get_by_role("link", name="Xem như khách").get_attribute("href")
    with opened_page(browser, house, PHONE) as page:
        said: list[str] = []
        page.on("console", lambda one: said.append(one.text))
        page.goto(path or "")
        page.locator(".goods a").first.click()
        block = page.locator("script").evaluate_all("all => all.map(it => [it.type, it.text])")
        assert [kind for kind, _text in block] == ["application/ld+json"]
        told = json.loads(block[0][1])
        assert told["@type"] == "Product"
        assert told["image"][0].endswith(".jpg")
        assert said == []


def test_what_she_writes_is_seen_by_buyers_at_the_next_load(seller: Page, buyer: Page) -> None:
    seller.goto("/front")
    path = seller.get_by_role("link", name="Xem như khách").get_attribute("href") or ""
    seller.locator("a[href='/front/tell/about']").click()
    seller.get_by_label("Giới thiệu cửa hàng").fill(ABOUT)
    seller.get_by_role("button", name="Lưu").click()
    expect(seller.get_by_text("Đã lưu.")).to_be_visible()
    seller.locator("a[href='/front/tell/zalo']").click()
    seller.get_by_label("Zalo cho khách nhắn").fill("0900 000 010")
    seller.get_by_role("button", name="Lưu").click()
    buyer.goto(path)
    expect(buyer.get_by_text("Bán ở chợ phiên sáng thứ bảy.")).to_be_visible()
    zalo = buyer.get_by_role("link", name="Nhắn Zalo")
    assert zalo.get_attribute("href") == "https://zalo.me/0900000010"


def test_her_name_comes_and_goes_with_her_consent(seller: Page, buyer: Page) -> None:
    seller.goto("/front")
    path = seller.get_by_role("link", name="Xem như khách").get_attribute("href") or ""
    for answer, is_seen in (("Đồng ý", True), ("Không đồng ý", False)):
        seller.goto("/me/consents/public_name?next=/front")
        seller.get_by_role("radio", name=answer, exact=True).check()
        seller.locator("main form button").first.click()
        buyer.goto(path)
        shown = buyer.locator("dt", has_text=re.compile("^Người bán$"))
        expect(shown).to_have_count(1 if is_seen else 0)


def test_a_code_goes_on_the_page_by_pin_and_off_by_one_tap(
    seller: Page, buyer: Page, house: House
) -> None:
    seller.goto("/front")
    path = seller.get_by_role("link", name="Xem như khách").get_attribute("href") or ""
    seller.locator("a[href='/front/money']").click()
    seller.get_by_role("radio").first.check()
    seller.locator("[name=pin]").fill(house.sign_ins[SELLER_PHONE][1])
    seller.get_by_role("button", name="Đưa lên trang").click()
    expect(seller.get_by_text("Mã QR đã lên trang.")).to_be_visible()
    buyer.goto(path)
    steps.sees_picture(buyer.locator(".pay img"))
    seller.get_by_role("button", name="Gỡ khỏi trang").click()
    expect(seller.get_by_text("Mã QR đã gỡ khỏi trang.")).to_be_visible()
    buyer.reload()
    expect(buyer.locator(".pay")).to_have_count(0)


def test_she_closes_her_page_and_opens_it_again(seller: Page, buyer: Page) -> None:
    seller.goto("/front")
    path = seller.get_by_role("link", name="Xem như khách").get_attribute("href") or ""
    seller.get_by_role("button", name="Tạm đóng trang").click()
    buyer.goto(path)
    expect(buyer.get_by_role("heading", name="Cửa hàng tạm đóng trang")).to_be_visible()
    seller.get_by_role("button", name="Mở lại trang").click()
    expect(seller.get_by_text("Khách đang xem được")).to_be_visible()
    buyer.goto(path)
    expect(buyer.locator(".goods a").first).to_be_visible()
