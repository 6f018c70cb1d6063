"""At the stall: an amount for a buyer, a sticker over the sign, a name seen, a class's stands."""

import re
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from qr_labels.payload import vietqr
from shopkit.payments.models.accounts import PaymentAccount
from tests.journeys import papers, steps
from tests.journeys.conftest import opened_page
from tests.journeys.devices import PHONE, WITHOUT_SCRIPTS
from tests.journeys.house import House
from tests.journeys.steps import BIN, HOLDER, NUMBER
from tests.payments.stickers import stand_photo

SELLER, TRAINER = "+84900000010", "+84900000002"
SELLER_NUMBER = "0000000010"
# Who helps "Trứng gà cô Nháp" has not looked at the name yet.
UNCHECKED_NUMBER = "0900000017"
HERS = vietqr.Payment(BIN, NUMBER)
THIEF = vietqr.Payment("970422", "9999999999", name="TRAN VAN KHAC")


def paid_on_screen(page: Page) -> vietqr.Payment | None:
    """What a buyer's phone reads off her screen."""
    picture = page.locator(".qr img")
    steps.sees_picture(picture)
    with Image.open(BytesIO(picture.screenshot())) as screen:
        (text,) = papers.texts_on(screen.convert("RGB"))
    return vietqr.decode(text).payment


def test_a_visitor_asks_for_an_amount_with_one_thumb(phone: Page) -> None:
    steps.make_code(phone)
    phone.get_by_role("link", name="Mã có sẵn số tiền").click()
    for key in ("2", "5", "000"):
        phone.get_by_role("button", name=key, exact=True).click()
    expect(phone.get_by_text("hai mươi lăm nghìn đồng")).to_be_visible()
    phone.get_by_role("button", name="Hiện mã").click()
    expect(phone.get_by_role("heading", name="25.000")).to_be_visible()
    expect(phone.get_by_text(HOLDER, exact=True)).to_be_visible()
    assert paid_on_screen(phone) == vietqr.Payment(BIN, NUMBER, amount=25_000)
    phone.get_by_role("link", name="Khách tiếp theo").click()
    expect(phone.get_by_role("heading", name="Khách trả bao nhiêu?")).to_be_visible()


def test_a_shop_without_scripts_asks_for_an_amount_that_can_be_matched(
    browser: Browser, house: House
) -> None:
    with opened_page(browser, house, WITHOUT_SCRIPTS) as page:
        steps.sign_in(page, house, SELLER)
        page.goto("/qr/pad")
        expect(page.get_by_role("button", name="000", exact=True)).to_be_hidden()
        page.get_by_label("Khách trả bao nhiêu?").fill("1tr2")
        page.get_by_role("button", name="Hiện mã").click()
        expect(page.get_by_text("một triệu hai trăm nghìn đồng")).to_be_visible()
        paid = paid_on_screen(page)
        assert paid
        assert (paid.amount, paid.account) == (1_200_000, SELLER_NUMBER)
        assert paid.purpose
        expect(page.get_by_text(paid.purpose)).to_be_visible()


def photograph(page: Page, content: bytes, folder: Path) -> None:
    shot = folder / "bang.jpg"
    shot.write_bytes(content)
    page.locator("input[type=file]").last.set_input_files(shot)
    page.get_by_role("button", name="Đọc mã").click()


def test_a_sticker_over_her_sign_is_found_and_her_other_phone_is_told(
    phone: Page, browser: Browser, house: House, tmp_path: Path
) -> None:
    steps.make_code(phone)
    steps.keep(phone, "0900 000 096")
    phone.goto("/qr/accounts")
    phone.get_by_role("button", name="Bảng A5 để in").click()
    phone.get_by_label("Dán ở đâu").fill("cột đầu quầy")
    phone.get_by_role("button", name="Ghi lại").click()
    expect(phone.get_by_text("Dán ngày 22/11/2026: cột đầu quầy")).to_be_visible()
    with opened_page(browser, house, PHONE) as other:
        steps.sign_in(other, house, "0900000096", steps.PIN)
        phone.goto("/qr/check")
        photograph(phone, stand_photo(HERS), tmp_path)
        expect(phone.get_by_role("heading", name="Mã khớp với số đã lưu")).to_be_visible()
        expect(phone.locator("main")).not_to_contain_text("Đúng: tiền về")
        phone.get_by_role("link", name="Chụp lại").click()
        photograph(phone, stand_photo(HERS, vietqr.encode(THIEF), hides=True), tmp_path)
        expect(phone.get_by_role("heading", name="KHÔNG về tài khoản")).to_be_visible()
        expect(phone.get_by_text("MBBank …9999")).to_be_visible()
        expect(phone.get_by_text("TRAN VAN KHAC")).to_be_visible()
        expect(phone.locator("main")).not_to_contain_text(THIEF.account)
        expect(phone.get_by_role("heading", name="Làm ngay ba việc")).to_be_visible()
        other.goto("/me")
        expect(other.get_by_text("có mã chuyển tiền cho người khác")).to_be_visible()


def test_another_account_says_which_stand_hangs_wrong(phone: Page) -> None:
    steps.make_code(phone)
    steps.keep(phone, "0900 000 095")
    phone.goto("/qr/accounts")
    phone.get_by_role("button", name="Bảng A5 để in").click()
    phone.get_by_label("Dán ở đâu").fill("cổng chợ")
    phone.get_by_role("button", name="Ghi lại").click()
    phone.goto("/qr/accounts")
    phone.get_by_role("link", name="Đổi sang số hoặc ngân hàng khác").click()
    phone.get_by_role("link", name="Vietcombank").first.click()
    phone.get_by_label("Số tài khoản").fill("0000000001")
    phone.get_by_label("Mã PIN").fill(steps.PIN)
    phone.get_by_role("button", name="Đổi tài khoản").click()
    expect(phone.get_by_text("Còn 1 bảng mã trả về tài khoản cũ")).to_be_visible()
    expect(phone.get_by_text("cổng chợ")).to_be_visible()
    phone.get_by_role("link", name=re.compile("Bảng A5, …")).click()
    phone.get_by_role("button", name="Đã gỡ xuống").click()
    expect(phone.locator("main")).not_to_contain_text("trả về tài khoản cũ")


def go_beside(page: Page, number: str) -> None:
    page.goto("/shops/beside")
    page.get_by_label("Số điện thoại của người bán").fill(number)
    page.get_by_role("button", name="Mở cửa hàng").click()
    page.get_by_role("link", name="Xem bảng mã").click()


def test_a_trainer_and_the_seller_beside_her_see_the_name(phone: Page, house: House) -> None:
    steps.sign_in(phone, house, TRAINER)
    go_beside(phone, UNCHECKED_NUMBER)
    expect(phone.get_by_text("Chưa kiểm tra tên")).to_be_visible()
    phone.get_by_role("link", name="Cùng người bán kiểm tra tên").click()
    expect(phone.get_by_role("button", name="So tên")).to_be_visible()
    paid = paid_on_screen(phone)
    assert paid
    phone.get_by_role("textbox").fill("Nguyen Van Nao Do")
    phone.get_by_role("button", name="So tên").click()
    expect(phone.get_by_role("alert")).to_contain_text("khác tên đã lưu")
    phone.get_by_role("textbox").fill(holder_of(house, paid.account))
    phone.get_by_role("button", name="So tên").click()
    expect(phone.get_by_text("Đã kiểm tra tên ngày 22/11/2026, cán bộ hướng dẫn")).to_be_visible()


def holder_of(house: House, number: str) -> str:
    """What a bank app would show."""
    with house.database() as database, database.reading() as session:
        found = select(PaymentAccount.holder).where(PaymentAccount.number == number)
        return session.scalars(found).one()


def test_a_trainer_finds_a_sticker_and_prints_for_the_class(
    phone: Page, house: House, tmp_path: Path
) -> None:
    steps.sign_in(phone, house, TRAINER)
    go_beside(phone, "0900000010")
    phone.get_by_role("link", name="Chụp bảng mã đang dán").click()
    hers = vietqr.Payment(BIN, SELLER_NUMBER)
    photograph(phone, stand_photo(hers, vietqr.encode(THIEF)), tmp_path)
    expect(phone.get_by_role("heading", name="Có hai mã")).to_be_visible()
    expect(phone.locator("main")).not_to_contain_text(SELLER_NUMBER)
    phone.get_by_role("link", name="Quay lại").click()
    expect(phone.get_by_text("Hai mã, một mã của người khác")).to_be_visible()
    phone.goto("/class-stands")
    phone.get_by_role("link", name="Chọn hết").click()
    count = phone.get_by_role("checkbox", checked=True).count()
    assert count > 3
    phone.get_by_role("radio", name="Bảng A6").check()
    with phone.expect_request(re.compile(r"/class-stands/a6\.pdf")) as asked:
        phone.get_by_role("button", name="Tạo tệp để in").click()
    paper = phone.request.get(asked.value.url)
    payments = [vietqr.decode(text).payment for text in papers.texts_in_pdf(paper.body())]
    assert len(payments) == count
    assert len({(one.bin, one.account) for one in payments if one}) == count
