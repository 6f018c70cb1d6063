"""The other ways on a phone, with the network cut at each step where something is sent or opened.

A class without signal, and the visits after it, are in `test_offline_class.py`.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from qr_labels.payload import vietqr
from shopkit.training.models.courses import AssistedEntry, Joining
from tests.journeys import steps
from tests.journeys.conftest import opened_page
from tests.journeys.devices import PHONE
from tests.journeys.house import House, wait_for
from tests.journeys.test_buyer import a_label
from tests.journeys.test_classes import NAMES, TRAINER
from tests.journeys.test_cut import cut_once, tap
from tests.journeys.test_visits import HERS, SELLER_NAME, THIEF, class_of_today, days_later
from tests.payments.stickers import stand_photo


@pytest.fixture
def phone(browser: Browser, house: House) -> Iterator[Page]:
    """A phone that keeps pages and has seen the first one."""
    with opened_page(browser, house, PHONE, workers=True) as page:
        page.goto("/")
        page.locator("html[data-worker=ready]").wait_for(state="attached")
        yield page


def test_a_checked_name_a_yes_to_the_commune_and_a_sign_in_survive_a_cut(phone: Page) -> None:
    steps.make_code(phone)
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Tên khác").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Chưa có mạng")
    phone.context.set_offline(False)
    phone.get_by_role("link", name="Thử lại").click()
    phone.get_by_role("textbox").fill("Nguyen Thi Mau")
    cut_once(phone, tap(phone, "So tên"))
    expect(phone.get_by_text("Đã kiểm tra tên").first).to_be_visible()
    steps.keep(phone, "0900 000 095")
    steps.describe_shop(phone)
    phone.goto("/me/consents/report")
    phone.get_by_role("radio", name="Đồng ý", exact=True).check()
    cut_once(phone, lambda: phone.locator("main form button").last.click())
    phone.goto("/me/seen-by-commune")
    expect(phone.get_by_text("Tên cửa hàng: Bánh gai cô Mẫu")).to_be_visible()
    phone.context.clear_cookies()
    phone.goto("/sign-in")
    phone.get_by_label("Số điện thoại").fill("0900000095")
    phone.locator("[name=secret]").fill(steps.PIN)
    cut_once(phone, tap(phone, "Đăng nhập"))
    expect(phone).not_to_have_url(re.compile("/sign-in"))


def cut_and_kept(page: Page, house: House, send: Callable[[], None]) -> None:
    """Send without a network what may wait: the phone keeps it and sends it by itself."""
    page.context.set_offline(True)
    send()
    expect(page.locator("[data-held]")).to_be_visible()
    page.context.set_offline(False)
    waiting = "async () => (await self.shopkitQueue.waiting()).length"
    wait_for(lambda: page.evaluate(waiting) == 0, "it has arrived", house.log)


def open_class(page: Page) -> str:
    page.goto("/classes/new")
    page.get_by_label("Nơi học").fill("Nhà văn hóa thôn Đầm")
    page.get_by_label("Bắt đầu lúc").fill("8h30")
    cut_once(page, tap(page, "Mở lớp"))
    page.get_by_role("link", name="Lập danh sách").click()
    page.wait_for_url(re.compile("/people$"))
    course = page.url.removesuffix("/people")
    page.get_by_role("link", name="Dán danh sách có sẵn").click()
    page.locator("textarea").fill("\n".join(f"{name}, Thôn Đầm" for name in NAMES))
    cut_once(page, tap(page, "Thêm vào danh sách"))
    expect(page.get_by_role("heading", name="5 người trong danh sách")).to_be_visible()
    return course


def test_a_class_is_made_joined_and_helped_over_a_line_that_breaks(
    phone: Page, browser: Browser, house: House
) -> None:
    steps.sign_in(phone, house, TRAINER)
    course = open_class(phone)
    phone.goto(f"{course}/code")
    letters = phone.get_by_role("heading", level=1).inner_text().removeprefix("Mã lớp ")
    with opened_page(browser, house, PHONE) as learner:
        learner.goto("/join")
        learner.get_by_label("Mã lớp").fill(letters.lower())
        cut_once(learner, tap(learner, "Vào lớp"))
        learner.get_by_label("Họ và tên").fill("Hoàng Thị Máy")
        cut_once(learner, tap(learner, "Tôi có mặt"))
        expect(learner.get_by_text("Đang chờ cô xác nhận")).to_be_visible()
    phone.goto(f"{course}/people")
    row = phone.locator(".roster li", has_text=NAMES[1])
    row.locator("summary").click()
    row.get_by_role("link", name="Nhập giúp").click()
    phone.get_by_label("Tên cửa hàng").fill("Xôi cô Hai")
    phone.get_by_label("Bán gì").fill("xôi gấc")
    phone.get_by_label("Tự làm").check()
    cut_once(phone, tap(phone, "Lưu"))
    cut_once(phone, tap(phone, f"{NAMES[1]} nói: đúng rồi"))
    expect(phone.locator(".answers")).to_contain_text("nói đúng, trên máy của")
    with house.database() as database, database.reading() as session:
        assert (
            len(session.scalars(select(Joining).where(Joining.name == "Hoàng Thị Máy")).all()) == 1
        )
        assert len(session.scalars(select(AssistedEntry)).all()) == 1


def test_an_overlaid_sticker_is_read_after_a_cut(phone: Page, house: House, tmp_path: Path) -> None:
    class_of_today(house)
    days_later(phone, house, 7)
    phone.goto("/visits")
    phone.get_by_role("link", name=re.compile(SELLER_NAME)).first.click()
    visit = urlsplit(phone.url).path
    phone.get_by_role("link", name="Chụp bảng mã, đọc thử").click()
    shot = tmp_path / "bang.jpg"
    shot.write_bytes(stand_photo(HERS, vietqr.encode(THIEF), hides=True))
    phone.locator("input[type=file]").last.set_input_files(shot)
    cut_and_kept(phone, house, tap(phone, "Đọc mã"))
    phone.goto(visit)
    expect(phone.get_by_text("Tiền về người khác", exact=True)).to_be_visible()


def test_a_label_scanned_without_a_network_says_so_and_opens_when_tried_again(
    phone: Page, house: House
) -> None:
    code = a_label(house)[0]
    house.kill()
    phone.goto(f"/T/{code}")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Chưa có mạng")
    again = phone.get_by_role("link", name="Thử lại")
    again.click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Chưa có mạng")
    house.open()
    again.click()
    expect(phone.get_by_role("heading", level=1)).not_to_have_text("Chưa có mạng")
    assert phone.url.endswith(f"/T/{code}")
    expect(phone.locator("main")).to_contain_text("có thể bị sao chép")
