"""An officer from a figure to its list and evidence; staff see only what is theirs."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from shopkit.journal.models import JournalEntry
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.shops.models.shops import Shop
from tests.journeys import steps
from tests.journeys.conftest import opened_page
from tests.journeys.devices import DESKTOP, PHONE
from tests.journeys.house import House

OFFICER, TRAINER, HEAD = "+84900000001", "+84900000002", "+84900000003"
SILENT_SHOP = "Bún tươi cô Ghi"  # she did not agree to be counted
AMOUNT = re.compile(r"\d\s*(₫|đồng|VND)")
FIGURES = ("known", "opened", "payable", "live", "labelled")


@pytest.fixture
def officer(browser: Browser, shared_house: House) -> Iterator[Page]:
    with opened_page(browser, shared_house, DESKTOP) as page:
        steps.sign_in(page, shared_house, OFFICER)
        yield page


@pytest.fixture(scope="module")
def account_numbers(shared_house: House) -> list[str]:
    with shared_house.database() as database, database.reading() as session:
        return list(session.scalars(select(PaymentAccount.number)))


def test_live_leads_to_the_list_the_evidence_and_the_event_behind_each(
    officer: Page, shared_house: House
) -> None:
    officer.goto("/commune?group=start")
    stat = officer.locator(".stat", has_text="Có sản phẩm đang đăng")
    figure = int(stat.locator("b").inner_text())
    officer.get_by_role("link", name=re.compile("Có sản phẩm đang đăng")).first.click()
    rows = officer.locator("main tbody tr").all_inner_texts()
    assert len(rows) == figure > 0
    for row in rows:
        assert "hệ thống ghi nhận" in row
        assert "đăng sản phẩm" in row
    with shared_house.database() as database, database.reading() as session:
        shops = {one.id: one.name for one in session.scalars(select(Shop))}
        published = session.scalars(
            select(JournalEntry.shop_id).where(JournalEntry.event == "product.published")
        )
        names = {shops[shop_id] for shop_id in published if shop_id}
    listed = {row.split("\t")[0].strip() for row in rows}
    assert listed < names
    assert names - listed == {SILENT_SHOP}


def test_every_figure_is_as_long_as_its_list_in_the_whole_and_by_village(officer: Page) -> None:
    officer.goto("/commune?group=start")
    cells = officer.locator("main table").first.locator("tbody a, tfoot a").all()
    behind = {str(one.get_attribute("href")): one.inner_text() for one in cells}
    assert len(behind) > len(FIGURES)
    for address, text in behind.items():
        officer.goto(address)
        rows = officer.locator("main tbody tr")
        assert rows.count() == int(text.split()[0].replace(".", "")), address


def test_no_amount_and_no_account_number_stands_on_a_page_of_the_staff(
    browser: Browser, shared_house: House, account_numbers: list[str]
) -> None:
    for phone in (OFFICER, TRAINER, HEAD):
        with opened_page(browser, shared_house, DESKTOP) as page:
            steps.sign_in(page, shared_house, phone)
            for path in staff_pages(page):
                page.goto(path)
                html = page.content()
                assert not AMOUNT.search(page.locator("main").inner_text()), path
                assert not [number for number in account_numbers if number in html], path
                assert SILENT_SHOP not in html, path


def staff_pages(page: Page) -> list[str]:
    """The lists this person may open, and each page a list leads to."""
    found: list[str] = []
    lists = ["/shops", "/commune", "/commune?group=start", "/villages"]
    lists += [f"/commune/{one}" for one in FIGURES]
    for path in lists:
        answer = page.goto(path)
        if answer and answer.status == 200:
            links = page.locator("main a[href^='/shops/']").all()
            found += [path, *(str(one.get_attribute("href")) for one in links)]
    assert found
    return sorted(set(found))


def test_each_of_the_staff_sees_only_what_is_hers(browser: Browser, shared_house: House) -> None:
    with shared_house.database() as database, database.reading() as session:
        shops = {one.name: one for one in session.scalars(select(Shop))}
        account = session.scalars(select(PaymentAccount)).first()
    assert account
    own_village, other = shops["Bánh gai cô Mẫu"].id, shops["Mật ong Gò Thử"].id
    silent = shops[SILENT_SHOP].id
    wanted = {
        # the address: may the officer, the trainer, the head of Thôn Đầm, the seller of it open it
        "/commune": (200, 404, 404, 404),
        "/commune/live": (200, 404, 404, 404),
        "/shops": (200, 200, 200, 404),
        f"/shops/{own_village}": (200, 200, 200, 404),
        f"/shops/{other}": (200, 200, 404, 404),
        f"/shops/{silent}": (404, 404, 404, 404),
        "/shops/beside": (404, 200, 404, 404),
        f"/qr/{account.id}/end": (404, 404, 404, None),
        "/products": (404, 404, 404, 200),
        "/batches": (404, 404, 404, 200),
    }
    people = (OFFICER, TRAINER, HEAD, "+84900000010")
    for number, phone in enumerate(people):
        with opened_page(browser, shared_house, PHONE) as page:
            steps.sign_in(page, shared_house, phone)
            for path, statuses in wanted.items():
                if statuses[number] is not None:
                    assert page.request.get(path).status == statuses[number], (phone, path)


def test_what_a_trainer_saw_on_the_spot_raises_the_checked_share(
    browser: Browser, house: House
) -> None:
    before = evidence_of(browser, house, "Có cửa hàng trên ShopKit")
    with opened_page(browser, house, PHONE) as trainer:
        steps.sign_in(trainer, house, TRAINER)
        trainer.get_by_role("link", name="Nước mắm nhà Tập").click()
        trainer.get_by_role("button", name="Tôi đã đến xem cửa hàng này").click()
        expect(trainer.get_by_text("Đã xem tận nơi ngày 22/11/2026")).to_be_visible()
    after = evidence_of(browser, house, "Có cửa hàng trên ShopKit")
    assert after == {
        **before,
        "tự khai": before["tự khai"] - 1,
        "đã xem tận nơi": before["đã xem tận nơi"] + 1,
    }


def evidence_of(browser: Browser, house: House, figure: str) -> dict[str, int]:
    with opened_page(browser, house, DESKTOP) as page:
        steps.sign_in(page, house, OFFICER)
        page.goto("/commune?group=start")
        text = page.locator(".stat", has_text=figure).inner_text()
    return {word: int(count) for count, word in re.findall(r"(\d+) ([a-zà-ỹ ]+)", text)}
