"""The till in a real browser: the bank tells, the phone shows and sounds, a person decides."""

import json
import re
import urllib.request
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.money import MoneyFeed
from shopkit.payments.models.requests import PaymentRequest
from tests.journeys import steps
from tests.journeys.conftest import opened_page
from tests.journeys.devices import PHONE, WITHOUT_SCRIPTS
from tests.journeys.house import House

SELLER = "+84900000010"
# A market's edge: 400 ms there and back, 400 kilobits a second.
WEAK = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}


@pytest.fixture
def seller(browser: Browser, house: House) -> Iterator[Page]:
    with opened_page(browser, house, PHONE) as page:
        steps.sign_in(page, house, SELLER)
        yield page


class Bank:
    """A payment service that was given the address and the key from the seller's page."""

    def __init__(self, page: Page, house: House) -> None:
        page.goto("/money/feeds/new")
        page.get_by_role("radio").first.check()
        page.get_by_role("button", name="Lấy địa chỉ và khóa").click()
        self.address = page.locator("#feed-address").inner_text().strip()
        self.key = page.locator("#feed-key").inner_text().strip()
        self.number = account_of(house)
        self.house = house
        self.count = 0

    def tell(self, memo: str, amount: int, number: int | None = None) -> int:
        self.count += 1
        told = {
            "id": number or self.count,
            "transactionDate": (self.house.clock() + timedelta(hours=7)).strftime("%F %T"),
            "accountNumber": self.number,
            "content": memo,
            "transferType": "in",
            "transferAmount": amount,
        }
        request = urllib.request.Request(
            self.address,
            json.dumps(told).encode(),
            {"Authorization": f"Apikey {self.key}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            assert json.load(answer) == {"success": True}
            return int(answer.status)


def account_of(house: House) -> str:
    with house.database() as database, database.reading() as session:
        feed = session.scalars(select(MoneyFeed)).one()
        return session.get_one(PaymentAccount, feed.account_id).number


def asked(page: Page, amount: str) -> str:
    """Ask for an amount; the code that stands on the page."""
    page.goto("/requests/new")
    page.get_by_label("Số tiền").fill(amount)
    page.get_by_role("button", name="Tạo mã").click()
    page.wait_for_url(re.compile("/requests/[0-9a-f-]+$"))
    found = re.search(r"SK[0-9A-Z]{8}", page.locator(".pad-code").inner_text())
    assert found
    return found[0]


def test_money_shows_by_itself_with_its_words_and_sound(seller: Page, house: House) -> None:
    bank = Bank(seller, house)
    whole, slip = asked(seller, "50k"), asked(seller, "200k")
    seller.goto("/till")
    seller.get_by_role("button", name="Mở quầy").click()
    expect(seller.get_by_text("Chưa có tiền vào từ lúc mở quầy.")).to_be_visible()
    seller.get_by_role("button", name="Bật tiếng").click()
    till = seller.locator("[data-live]")
    for memo, amount, words, sound in (
        (f"MBVCB.1 {whole} CT tu 0000000001", 50_000, "năm mươi nghìn đồng", "full"),
        (slip.lower(), 200, "hai trăm đồng", "part"),
        ("mua rau", 30_000, "ba mươi nghìn đồng", "unknown"),
    ):
        bank.tell(memo, amount)
        bank.tell(memo, amount, bank.count)
        newest = till.locator("li").first
        expect(newest).to_contain_text(words)
        expect(newest).to_have_attribute("data-sound", sound)
        expect(till).to_have_attribute("data-last-sound", sound)
    expect(till.locator("li")).to_have_count(3)
    trap = till.locator("li", has_text="hai trăm đồng").locator(".slip").first
    expect(trap).to_be_visible()
    red = trap.locator("b").evaluate("one => getComputedStyle(one).color")
    assert red == "rgb(163, 35, 27)"
    expect(till.locator("li", has_text="hai trăm đồng")).to_contain_text("Chưa đủ!")


def test_the_page_of_a_code_turns_green_when_the_money_is_there(seller: Page, house: House) -> None:
    bank = Bank(seller, house)
    code = asked(seller, "125k")
    expect(seller.get_by_text("Xem app ngân hàng")).to_be_visible()
    bank.tell(f"FT263 {' '.join(code)} thanh toan", 125_000)
    expect(seller.get_by_text("Đã nhận đủ")).to_be_visible()
    expect(seller.locator("#state")).to_contain_text("một trăm hai mươi lăm nghìn đồng")


def test_two_phones_decide_about_one_payment_and_the_second_is_told(
    seller: Page, browser: Browser, house: House
) -> None:
    bank = Bank(seller, house)
    asked(seller, "70k")
    bank.tell("mua rau khong ghi ma", 70_000)
    with opened_page(browser, house, PHONE) as second:
        steps.sign_in(second, house, SELLER)
        for page in (seller, second):
            page.goto("/money")
            page.get_by_role("link", name="Ghép với mã").first.click()
            expect(page.get_by_text("Đúng số tiền")).to_be_visible()
        seller.get_by_role("button", name=re.compile("Ghép với SK")).click()
        expect(seller.get_by_text("Đã ghép tiền với mã.")).to_be_visible()
        second.get_by_role("button", name=re.compile("Ghép với SK")).click()
        expect(second.get_by_role("heading", name="Người khác vừa làm rồi")).to_be_visible()
        expect(second.get_by_text("Lần bấm này không ghi gì thêm.")).to_be_visible()
    with house.database() as database, database.reading() as session:
        states = list(session.scalars(select(PaymentRequest.state)))
        assert states.count("paid") == 1


def test_on_a_weak_signal_the_till_still_tells_and_asks_little(seller: Page, house: House) -> None:
    bank = Bank(seller, house)
    code = asked(seller, "90k")
    seller.goto("/till")
    seller.get_by_role("button", name="Mở quầy").click()
    link = seller.context.new_cdp_session(seller)
    link.send("Network.enable")
    link.send("Network.emulateNetworkConditions", WEAK)
    sizes: list[tuple[int, int]] = []
    seller.on(
        "response",
        lambda answer: (
            sizes.append((answer.status, len(answer.headers.get("etag", ""))))
            if answer.url.endswith("/till/lines")
            else None
        ),
    )
    bank.tell(code, 90_000)
    expect(seller.locator("[data-live] li").first).to_contain_text("chín mươi nghìn đồng")
    seller.wait_for_timeout(8_000)
    statuses = [status for status, _mark in sizes]
    assert statuses.count(200) == 1
    assert statuses.count(304) >= 1


def test_a_lost_signal_is_told_and_nothing_is_missed(seller: Page, house: House) -> None:
    bank = Bank(seller, house)
    seller.goto("/till")
    seller.get_by_role("button", name="Mở quầy").click()
    expect(seller.get_by_role("button", name="Đóng quầy")).to_be_visible()
    seller.context.set_offline(True)
    expect(seller.get_by_text("Sóng yếu: đang thử lại.")).to_be_visible()
    bank.tell("trong luc mat song", 15_000)
    seller.context.set_offline(False)
    expect(seller.locator("[data-live] li").first).to_contain_text("mười lăm nghìn đồng")


def test_without_scripts_a_link_shows_what_is_new(
    seller: Page, browser: Browser, house: House
) -> None:
    bank = Bank(seller, house)
    with opened_page(browser, house, WITHOUT_SCRIPTS) as plain:
        steps.sign_in(plain, house, SELLER)
        plain.goto("/till")
        plain.get_by_role("button", name="Mở quầy").click()
        bank.tell("mua rau", 45_000)
        plain.get_by_role("link", name="Xem tiền mới vào").click()
        expect(plain.get_by_text("bốn mươi lăm nghìn đồng")).to_be_visible()


def test_money_told_while_the_server_is_cut_off_is_there_once_afterwards(
    seller: Page, house: House
) -> None:
    bank = Bank(seller, house)
    code = asked(seller, "60k")
    place = seller.url
    bank.tell(code, 60_000, 77)
    house.kill()
    house.open()
    bank.tell(code, 60_000, 77)
    seller.goto(place)
    expect(seller.get_by_text("Đã nhận đủ")).to_be_visible()
