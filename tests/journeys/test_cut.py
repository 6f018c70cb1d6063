"""The trader's way again, with the network cut at each step where she sends something."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select

from shopkit.accounts.models import Account
from shopkit.catalog.models.products import PUBLISHED, Product
from shopkit.payments.models.accounts import PaymentAccount
from tests.journeys import steps
from tests.journeys.conftest import opened_page
from tests.journeys.devices import PHONE
from tests.journeys.house import House

NEW = "0900 000 078"
FILLED = "Những gì đã nhập vẫn còn trên trang này"


@pytest.fixture
def trader(browser: Browser, house: House) -> Iterator[Page]:
    """A phone that has seen the first page and has what it needs to stand alone."""
    with opened_page(browser, house, PHONE, workers=True) as page:
        page.goto("/")
        page.locator("html[data-worker=ready]").wait_for(state="attached")
        yield page


def cut_once(page: Page, send: Callable[[], None]) -> None:
    """Send without a network: the page stays, filled in, and says so; then send again."""
    here = page.url
    typed = [
        box.input_value()
        for box in page.locator("main input[type=text], main input[type=tel]").all()
    ]
    page.context.set_offline(True)
    send()
    expect(page.locator("[data-outbox-said]")).to_contain_text(FILLED)
    assert page.url == here
    boxes = page.locator("main input[type=text], main input[type=tel]").all()
    assert [box.input_value() for box in boxes] == typed
    page.context.set_offline(False)
    send()


def tap(page: Page, name: str) -> Callable[[], None]:
    return lambda: page.get_by_role("button", name=name).click()


def test_every_step_of_the_first_day_survives_a_cut(
    trader: Page, house: House, tmp_path: Path
) -> None:
    page = trader
    page.get_by_role("link", name="Tạo mã QR").click()
    page.get_by_role("searchbox").fill("vietcom")
    page.get_by_role("link", name="Vietcombank").click()
    page.get_by_label("Số tài khoản").fill("1012 3456 78")
    page.get_by_label("Tên chủ tài khoản").fill("Nguyen Thi Mau")
    cut_once(page, tap(page, "Tạo mã QR"))
    expect(page.get_by_text(steps.HOLDER, exact=True)).to_be_visible()
    page.goto("/keep")
    page.get_by_label("Họ và tên").fill("Nguyễn Thị Mẫu")
    page.get_by_label("Số điện thoại").fill(NEW)
    page.get_by_label("Mã PIN 6 số").fill(steps.PIN)
    cut_once(page, lambda: page.locator("main form button").last.click())
    expect(page).not_to_have_url(re.compile("/keep"))
    page.goto("/shop/name")
    page.get_by_label("Tên cửa hàng").fill("Bánh gai cô Mẫu")
    page.get_by_label("Bán gì").fill("bánh gai")
    cut_once(page, tap(page, "Tiếp tục"))
    expect(page).not_to_have_url(re.compile("/shop/name"))
    steps.describe_shop(page)
    page.goto("/products/new")
    page.locator("input[type=file]").last.set_input_files(steps.photo(tmp_path))
    cut_once(page, tap(page, "Tiếp tục"))
    page.wait_for_url(re.compile("/title$"))
    page.get_by_role("textbox").first.fill("Bánh gai lá dừa")
    cut_once(page, tap(page, "Tiếp tục"))
    page.wait_for_url(re.compile("/price$"))
    page.get_by_role("textbox").first.fill("25k")
    cut_once(page, tap(page, "Tiếp tục"))
    page.wait_for_url(re.compile("/check$"))
    cut_once(page, lambda: page.locator("main form .actions button").first.click())
    expect(page).to_have_url(re.compile("/published"))
    assert made(house) == (1, 1, 1)


def made(house: House) -> tuple[int, int, int]:
    """Her accounts, her codes and her listings; each once."""
    with house.database() as database, database.reading() as session:
        account = session.scalars(select(Account).where(Account.phone == "+84900000078")).one()
        listed = session.scalars(
            select(Product).where(Product.entered_by_id == account.id, Product.state == PUBLISHED)
        ).all()
        shops = {one.shop_id for one in listed}
        codes = session.scalar(
            select(func.count())
            .select_from(PaymentAccount)
            .where(PaymentAccount.shop_id.in_(shops))
        )
        return 1, codes or 0, len(listed)


def test_inside_a_chat_app_the_way_goes_on_and_chrome_is_named(
    browser: Browser, house: House
) -> None:
    """34: neither worker nor sharing nor speech."""
    with opened_page(browser, house, PHONE) as page:
        page.add_init_script(
            "for (const [owner, name] of [[Navigator.prototype, 'serviceWorker'],"
            " [Navigator.prototype, 'share'], [Window.prototype, 'speechSynthesis'],"
            " [window, 'speechSynthesis']]) delete owner[name];"
        )
        page.goto("/qr/account/970436")
        expect(page.locator("[data-outbox-said]")).to_contain_text("mở bằng Chrome")
        steps.make_code(page)
        expect(page.get_by_text(steps.HOLDER, exact=True)).to_be_visible()
