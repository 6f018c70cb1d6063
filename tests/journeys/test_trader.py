"""A trader on her phone: the first code, keeping it, the first listing, what the commune sees."""

from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select

from qr_labels.payload import vietqr
from shopkit.catalog.models.products import Product
from tests.journeys import steps
from tests.journeys.conftest import opened_page
from tests.journeys.devices import DESKTOP, PHONE
from tests.journeys.house import House
from tests.journeys.steps import BIN, HOLDER, NUMBER, PIN

OFFICER = "+84900000001"
WANTED = vietqr.Payment(bin=BIN, account=NUMBER)


def test_a_stranger_has_a_code_on_the_third_screen(phone: Page) -> None:
    screens: list[str] = []
    phone.on("framenavigated", lambda frame: screens.append(frame.url))
    steps.make_code(phone)
    expect(phone.get_by_text(HOLDER, exact=True)).to_be_visible()
    after_welcome = list(dict.fromkeys(url.split("?")[0] for url in screens))[1:]
    assert len(after_welcome) == 3, after_welcome
    picture = phone.locator(".qr img").get_attribute("src")
    assert picture
    assert steps.payments_in_picture(phone, picture) == [WANTED]
    for kind in ("zalo.png",):
        assert steps.payments_in_picture(phone, f"/qr/stand-{kind}") == [WANTED]
    stand = phone.request.get(phone.url + "/stand-a5.pdf")
    assert stand.body().startswith(b"%PDF-")


def test_the_name_counts_as_checked_only_after_somebody_saw_it(phone: Page) -> None:
    steps.make_code(phone)
    expect(phone.get_by_text("Chưa kiểm tra tên")).to_be_visible()
    expect(phone.get_by_text("khớp với số đã nhập")).to_be_visible()
    phone.get_by_role("button", name="Tên khác").click()
    phone.get_by_role("textbox").fill("Tran Van Khac")
    phone.get_by_role("button", name="So tên").click()
    expect(phone.get_by_role("heading", name="Khoan dùng mã này")).to_be_visible()
    phone.goto("/qr")
    expect(phone.get_by_text("Chưa kiểm tra tên")).to_be_visible()
    phone.get_by_role("button", name="Đúng tên").click()
    expect(phone.get_by_text("Đã kiểm tra tên ngày 22/11/2026")).to_be_visible()


def test_what_she_kept_is_on_another_phone_and_the_commune_counts_nothing(
    phone: Page, browser: Browser, house: House
) -> None:
    before = figures(browser, house)
    steps.make_code(phone)
    steps.keep(phone, "0900 000 099")
    with opened_page(browser, house, PHONE) as other:
        steps.sign_in(other, house, "0900000099", PIN)
        other.goto("/qr/accounts")
        expect(other.get_by_text(HOLDER, exact=True)).to_be_visible()
        picture = other.locator(".qr img").get_attribute("src")
        assert picture
        assert steps.payments_in_picture(other, picture) == [WANTED]
    assert figures(browser, house) == before


def test_a_listing_survives_the_end_of_the_server_and_is_there_once(
    phone: Page, house: House, tmp_path: Path
) -> None:
    steps.keep(phone, "0900 000 098")
    steps.list_product(phone, tmp_path)
    expect(phone.get_by_text("hai mươi lăm nghìn đồng").first).to_be_visible()
    publish = phone.get_by_role("button", name="Đăng", exact=True)
    form = publish.locator("xpath=ancestor::form")
    sent = {
        name: form.locator(f"[name={name}]").first.input_value() for name in ("_key", "csrf_token")
    }
    version = form.locator("[name=version]")
    if version.count():
        sent["version"] = version.first.input_value()
    address = form.get_attribute("action") or phone.url
    headers = {"Referer": phone.url, "Origin": house.address}
    first = phone.request.post(address, form=sent, headers=headers, max_redirects=0)
    house.kill()
    house.open()
    again = phone.request.post(address, form=sent, headers=headers, max_redirects=0)
    assert first.status == again.status == 303
    assert first.headers["location"] == again.headers["location"]
    with house.database() as database, database.reading() as session:
        listed = session.scalar(
            select(func.count())
            .select_from(Product)
            .where(Product.title == "Bánh gai lá dừa", Product.price_vnd == 25_000)
        )
    assert listed == 1
    phone.goto(first.headers["location"])
    expect(phone.get_by_role("heading", name="Đã đăng")).to_be_visible()
    expect(phone.get_by_text("Giá: 25.000\N{NO-BREAK SPACE}₫").first).to_be_visible()


def test_her_yes_raises_the_figure_by_one_and_her_no_takes_it_away(
    phone: Page, browser: Browser, house: House
) -> None:
    before = figures(browser, house)
    steps.make_code(phone)
    steps.keep(phone, "0900 000 097")
    steps.describe_shop(phone)
    assert figures(browser, house) == before
    answer_report(phone, "Đồng ý")
    told = figures(browser, house)
    assert told["Có cửa hàng trên ShopKit"] == before["Có cửa hàng trên ShopKit"] + 1
    assert told["Có mã QR nhận tiền"] == before["Có mã QR nhận tiền"] + 1
    assert told["Có sản phẩm đang đăng"] == before["Có sản phẩm đang đăng"]
    phone.goto("/me/seen-by-commune")
    expect(phone.get_by_text("Tên cửa hàng: Bánh gai cô Mẫu")).to_be_visible()
    expect(phone.get_by_role("listitem").filter(has_text="Có mã QR nhận tiền")).to_be_visible()
    expect(phone.locator("main")).not_to_contain_text(NUMBER)
    answer_report(phone, "Không đồng ý")
    assert figures(browser, house) == before


def answer_report(page: Page, answer: str) -> None:
    page.goto("/me/consents/report")
    page.get_by_role("radio", name=answer, exact=True).check()
    page.locator("main form button").last.click()


def figures(browser: Browser, house: House) -> dict[str, int]:
    """The commune's figures as the officer sees them."""
    with opened_page(browser, house, DESKTOP) as page:
        steps.sign_in(page, house, OFFICER)
        page.goto("/commune?group=start")
        words = page.locator(".stat span").all_inner_texts()
        counts = page.locator(".stat b").all_inner_texts()
    return {word: int(count.replace(".", "")) for word, count in zip(words, counts, strict=True)}


def test_a_stranger_has_her_first_listing_after_one_page_of_account_and_four_of_goods(
    phone: Page, tmp_path: Path
) -> None:
    screens: list[str] = []
    phone.on("framenavigated", lambda frame: screens.append(urlsplit(frame.url).path))
    phone.goto("/")
    phone.get_by_role("link", name="Đăng sản phẩm").click()
    phone.get_by_label("Họ và tên").fill("Nguyễn Thị Mẫu")
    phone.get_by_label("Số điện thoại").fill("0900 000 096")
    phone.get_by_label("Mã PIN 6 số").fill(PIN)
    phone.locator("main form button").last.click()
    phone.locator("input[type=file]").last.set_input_files(steps.photo(tmp_path))
    steps.go_on(phone)
    phone.get_by_label("Sản phẩm tên gì?").fill("Bánh gai lá dừa")
    steps.go_on(phone)
    phone.get_by_label("Bán giá bao nhiêu?").fill("25k")
    steps.go_on(phone)
    phone.get_by_role("button", name="Đăng", exact=True).click()
    expect(phone.get_by_role("heading", name="Đã đăng")).to_be_visible()
    before_it_stands = list(dict.fromkeys(screens))[1:-1]
    assert [path.rsplit("/", 1)[-1] for path in before_it_stands] == [
        "keep",
        "new",
        "title",
        "price",
        "check",
    ]
