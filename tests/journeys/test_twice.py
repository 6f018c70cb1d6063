"""Impatient thumbs, the way back, a form left lying, and two people at one product."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select

from shopkit.catalog.models.products import Product
from shopkit.traceability.models.batches import Batch
from tests.journeys import steps
from tests.journeys.conftest import opened_page
from tests.journeys.devices import PHONE, WITHOUT_SCRIPTS
from tests.journeys.house import House

SELLER = "+84900000010"


@pytest.fixture(params=[PHONE, WITHOUT_SCRIPTS], ids=["scripts", "no scripts"])
def seller(request: pytest.FixtureRequest, browser: Browser, house: House) -> Iterator[Page]:
    with opened_page(browser, house, request.param) as page:
        steps.sign_in(page, house, SELLER)
        yield page


def count(house: House, kind: type[Batch] | type[Product]) -> int:
    with house.database() as database, database.reading() as session:
        return session.scalar(select(func.count()).select_from(kind)) or 0


def test_a_button_tapped_twice_does_its_work_once(
    seller: Page, house: House, tmp_path: Path
) -> None:
    batches, products = count(house, Batch), count(house, Product)
    seller.goto("/batches/new")
    seller.get_by_role("radio").first.check()
    seller.get_by_role("button", name="Mở đợt hàng").dblclick()
    expect(seller.get_by_role("link", name="In tem cho đợt này")).to_be_visible()
    seller.goto("/products/new")
    seller.locator("input[type=file]").last.set_input_files(steps.photo(tmp_path))
    seller.get_by_role("button", name="Tiếp tục").dblclick()
    expect(seller.get_by_label("Sản phẩm tên gì?")).to_be_visible()
    assert count(house, Batch) == batches + 1
    assert count(house, Product) == products + 1


def test_the_way_back_shows_what_was_answered(browser: Browser, house: House) -> None:
    for device in (PHONE, WITHOUT_SCRIPTS):
        with opened_page(browser, house, device) as page:
            steps.make_code(page)
            page.get_by_role("link", name="Sửa số tài khoản").click()
            assert page.get_by_label("Số tài khoản").input_value().replace(" ", "") == steps.NUMBER
            assert page.get_by_label("Tên chủ tài khoản").input_value() == steps.HOLDER
            page.go_back()
            expect(page.get_by_text(steps.HOLDER, exact=True)).to_be_visible()


def test_a_form_left_open_for_two_hours_still_goes(seller: Page, house: House) -> None:
    batches = count(house, Batch)
    seller.goto("/batches/new")
    seller.get_by_role("radio").first.check()
    house.set_clock(house.clock() + timedelta(hours=2))
    seller.get_by_role("button", name="Mở đợt hàng").click()
    expect(seller.get_by_role("link", name="In tem cho đợt này")).to_be_visible()
    assert count(house, Batch) == batches + 1


def test_two_browsers_at_one_product_see_both_and_lose_nothing(
    browser: Browser, house: House, seller: Page
) -> None:
    seller.goto("/products")
    seller.locator("main a.task").first.click()
    address = f"{seller.url}/title"
    seller.goto(address)
    with opened_page(browser, house, PHONE) as other:
        steps.sign_in(other, house, SELLER)
        other.goto(address)
        other.get_by_role("textbox").fill("Bánh gai của con")
        steps.go_on(other)
        other.wait_for_url(lambda url: not url.endswith("/title"))
    seller.get_by_role("textbox").fill("Bánh gai của mẹ")
    with seller.expect_response(lambda answer: answer.request.method == "POST") as answer:
        steps.go_on(seller)
    assert answer.value.status == 409
    expect(seller.locator("blockquote")).to_have_text(["Bánh gai của con", "Bánh gai của mẹ"])
    expect(seller.get_by_role("textbox")).to_have_value("Bánh gai của mẹ")
    seller.get_by_role("button", name="Giữ bản đang gõ").click()
    expect(seller.get_by_role("heading", level=1, name="Bánh gai của mẹ")).to_be_visible()
