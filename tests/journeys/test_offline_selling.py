"""At a stall without a network: selling, a batch, a photo of the sign, and her own code."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select

from qr_labels.payload import vietqr
from qr_labels.symbol.proof import QR_ONLY
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.stands import StandCheck
from shopkit.sales.models import Order
from shopkit.traceability.models.events import BatchEvent
from tests.journeys import steps
from tests.journeys.conftest import opened_page
from tests.journeys.devices import PHONE
from tests.journeys.house import House, wait_for
from tests.payments.stickers import stand_photo

SELLER = "+84900000010"
QUEUE = "async () => (await self.shopkitQueue.waiting()).map((one) => [one.state, one.method])"


@pytest.fixture
def seller(browser: Browser, house: House) -> Iterator[Page]:
    """A phone on which the home page has been opened once, with all that it leads to."""
    with opened_page(browser, house, PHONE, workers=True) as page:
        steps.sign_in(page, house, SELLER)
        look_at(page, "/")
        yield page


def look_at(page: Page, path: str) -> None:
    """Open a page and wait until the phone has it, and what it leads to."""
    page.goto(path)
    page.locator("html[data-worker=ready]").wait_for(state="attached")


def count(house: House, kind: type) -> int:
    with house.database() as database, database.reading() as session:
        return session.scalar(select(func.count()).select_from(kind)) or 0


def queued(page: Page) -> list[list[str]]:
    found: list[list[str]] = page.evaluate(QUEUE)
    return found


def send_now(page: Page) -> None:
    page.locator("[data-outbox] [data-send]").click()


def all_arrived(page: Page, house: House) -> None:
    wait_for(lambda: not queued(page), "everything has arrived", house.log)


def test_two_sales_in_a_row_without_a_network_are_two_taps_each(seller: Page, house: House) -> None:
    look_at(seller, "/sales/quick")
    before = count(house, Order)
    tapped = house.clock()
    house.kill()
    seller.goto("/sales/quick")
    for number in (1, 2):
        seller.locator("a.tile").first.click()
        seller.get_by_role("button", name="Tiền mặt").click()
        expect(seller).to_have_url(re.compile("/sales/quick$"))
        waiting = seller.locator("[data-outbox] [data-count] b")
        expect(waiting).to_have_text(f"{number} mục chờ gửi.")
    assert count(house, Order) == before
    house.open()
    send_now(seller)
    all_arrived(seller, house)
    assert count(house, Order) == before + 2
    with house.database() as database, database.reading() as session:
        sold = session.scalars(select(Order).order_by(Order.number.desc()).limit(2)).all()
    assert {one.sold_on for one in sold} == {tapped.date()}


def test_where_no_code_can_be_made_her_fixed_one_is_shown(
    seller: Page, house: House, tmp_path: Path
) -> None:
    look_at(seller, "/sales/quick")
    seller.locator("a.tile").first.click()
    seller.locator("html[data-worker=ready]").wait_for(state="attached")
    house.kill()
    seller.reload()
    seller.get_by_role("button", name="Hiện mã QR").click()
    expect(seller.get_by_text("Không có mạng, chưa tạo được mã")).to_be_visible()
    assert queued(seller) == []
    seller.get_by_role("link", name="Mở mã cố định").click()
    assert_is_hers(seller, house, tmp_path)
    seller.goto("/")
    seller.locator("nav.tabs a", has_text="Mã QR").click()
    assert_is_hers(seller, house, tmp_path)
    house.open()


def test_the_pad_makes_its_code_on_the_phone(seller: Page, house: House, tmp_path: Path) -> None:
    house.kill()
    seller.goto("/qr/pad")
    seller.get_by_label("Khách trả bao nhiêu?").fill("25k")
    seller.get_by_role("button", name="Hiện mã", exact=True).click()
    expect(seller.locator("[data-made] [data-words]")).to_have_text("hai mươi lăm nghìn đồng")
    payment = payment_on_screen(seller, "#pad-here img", tmp_path)
    assert (payment.amount, payment.account in numbers(house)) == (25_000, True)
    house.open()


def assert_is_hers(page: Page, house: House, folder: Path) -> None:
    """What a camera reads on the screen is her account."""
    assert payment_on_screen(page, ".qr img", folder).account in numbers(house)


def payment_on_screen(page: Page, place: str, folder: Path) -> vietqr.Payment:
    picture = page.locator(place).first
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("(one) => one.naturalWidth") > 100
    shot = folder / "code.png"
    picture.screenshot(path=shot)
    with Image.open(shot) as seen:
        (code,) = zxingcpp.read_barcodes(seen.convert("RGB"), formats=QR_ONLY)
    payment = vietqr.decode(code.text).payment
    assert payment
    return payment


def numbers(house: House) -> list[str]:
    with house.database() as database, database.reading() as session:
        return list(session.scalars(select(PaymentAccount.number)))


def test_what_happened_to_a_batch_is_noted_and_its_photo_follows(
    seller: Page, house: House, tmp_path: Path
) -> None:
    look_at(seller, "/batches")
    before = count(house, BatchEvent)
    house.kill()
    seller.goto("/batches")
    seller.locator(".batch-card form button").first.click()
    expect(seller.locator("[data-held]")).to_be_visible()
    seller.locator(".batch-card h2 a").first.click()
    seller.get_by_role("link", name="Việc khác, ghi kỹ hơn").click()
    seller.get_by_role("radio", name="Kiểm tra").check()
    seller.locator("input[type=file]").last.set_input_files(steps.photo(tmp_path))
    seller.get_by_role("button", name="Ghi", exact=True).click()
    expect(seller.locator("[data-held]")).to_be_visible()
    assert [method for _state, method in queued(seller)] == ["POST", "POST", "PUT"]
    house.open()
    send_now(seller)
    all_arrived(seller, house)
    with house.database() as database, database.reading() as session:
        told = session.scalars(select(BatchEvent).order_by(BatchEvent.noted_at)).all()
    assert len(told) == before + 3
    assert told[-1].kind == "inspect"
    assert told[-1].photo
    assert told[-1].corrects_id == told[-2].id


def test_more_than_was_made_is_asked_about_later_at_a_tick(seller: Page, house: House) -> None:
    look_at(seller, "/batches")
    before = count(house, BatchEvent)
    house.kill()
    seller.goto("/batches")
    seller.locator(".batch-card h2 a").first.click()
    seller.get_by_role("link", name="Việc khác, ghi kỹ hơn").click()
    expect(seller.get_by_role("checkbox", name="Đúng rồi, vẫn ghi")).to_be_hidden()
    seller.get_by_role("radio", name="Đóng gói").check()
    seller.get_by_label("Ngày", exact=False).first.fill("2020-01-01")
    seller.get_by_role("button", name="Ghi", exact=True).click()
    expect(seller.locator("[data-held]")).to_be_visible()
    house.open()
    send_now(seller)
    expect(seller.locator("[data-outbox] [data-mend] b")).to_have_text("1 mục cần sửa.")
    assert count(house, BatchEvent) == before
    seller.goto("/outbox")
    seller.get_by_role("link", name="Mở để sửa").click()
    expect(seller.locator(".error-summary")).to_be_visible()
    assert queued(seller) == [["fix", "POST"]]


def test_a_photo_of_the_sign_is_kept_and_told_about_on_the_first_page(
    seller: Page, house: House, tmp_path: Path
) -> None:
    with house.database() as database, database.reading() as session:
        account = session.scalars(select(PaymentAccount)).first()
    assert account
    path = tmp_path / "bang.jpg"
    path.write_bytes(stand_photo(vietqr.Payment(account.bin, account.number)))
    house.kill()
    seller.goto("/qr/check")
    seller.locator("input[type=file]").last.set_input_files(path)
    seller.get_by_role("button", name="Đọc mã").click()
    held = seller.locator("[data-held] [data-text]")
    expect(held).to_have_text("Ảnh đã giữ. Có mạng sẽ xem và báo ở trang đầu.")
    house.open()
    send_now(seller)
    all_arrived(seller, house)
    assert count(house, StandCheck) >= 1
    seller.goto("/")
    expect(seller.get_by_text("Đã đọc ảnh bảng mã")).to_be_visible()
    seller.goto("/outbox")
    seller.locator("[data-outbox-sent] a", has_text="Ảnh bảng mã").click()
    expect(seller).to_have_url(re.compile("/qr/checks/"))


def test_with_a_network_a_photo_of_the_sign_leads_to_what_it_shows(
    seller: Page, tmp_path: Path
) -> None:
    seller.goto("/qr/check")
    seller.get_by_role("button", name="Đọc mã").click()
    expect(seller.locator(".error-summary")).to_contain_text("Chụp hoặc chọn ảnh bảng mã")
    path = tmp_path / "khac.jpg"
    path.write_bytes(stand_photo(vietqr.Payment("970422", "0000000001")))
    seller.locator("input[type=file]").last.set_input_files(path)
    seller.get_by_role("button", name="Đọc mã").click()
    expect(seller.get_by_role("heading", name="KHÔNG về tài khoản")).to_be_visible()
    seller.goto("/")
    expect(seller.get_by_text("Ảnh bảng mã chụp lúc không có mạng")).to_be_hidden()
