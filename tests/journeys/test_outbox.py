"""What is typed without a network waits on the phone, and arrives once.

The numbers are those of the browser cases in the experience reference, section 8.
"""

import json
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route, expect
from sqlalchemy import func, select

from shopkit.sales.models import Order
from tests.journeys import steps
from tests.journeys.conftest import QUIET, chromium, opened_page
from tests.journeys.devices import PHONE
from tests.journeys.house import House, wait_for

SELLER, OTHER = "+84900000010", "0900 000 077"
SALE = "/sales/quick/other"
WAITING = "1 mục chờ gửi."
QUEUE = "async () => self.shopkitQueue.waiting()"
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def seller(browser: Browser, house: House) -> Iterator[Page]:
    """A phone on which pages are kept, and the form of a sale has been opened once."""
    with opened_page(browser, house, PHONE, workers=True) as page:
        steps.sign_in(page, house, SELLER)
        look_at(page, "/sales/quick")
        look_at(page, SALE)
        yield page


@pytest.fixture
def plain(browser: Browser, house: House) -> Iterator[Page]:
    """A phone that keeps what is typed but no pages, as inside a chat app."""
    with opened_page(browser, house, PHONE) as page:
        steps.sign_in(page, house, SELLER)
        page.goto(SALE)
        yield page


def look_at(page: Page, path: str) -> None:
    """Open a page and wait until the phone has it."""
    page.goto(path)
    page.locator("html[data-worker=ready]").wait_for(state="attached")


def sales(house: House) -> int:
    with house.database() as database, database.reading() as session:
        return session.scalar(select(func.count()).select_from(Order)) or 0


def sell(page: Page, title: str = "Cá thu một nắng") -> None:
    page.get_by_label("Bán món gì").fill(title)
    page.get_by_role("button", name="Tiền mặt").click()


def is_kept(page: Page, sentence: str = WAITING) -> None:
    expect(page.locator("[data-held]")).to_be_visible()
    expect(page.locator("[data-outbox] [data-count] b")).to_have_text(sentence)


def waits_for(page: Page, house: House, count: int) -> None:
    """Asks the page in between, for a browser that nobody asks answers nothing itself."""
    wait_for(lambda: bool(page.title()) and sales(house) == count, f"{count} sales", house.log)


def queued(page: Page) -> list[dict[str, Any]]:
    """What waits; a page that is just giving way to another is asked again."""
    while True:
        page.wait_for_load_state()
        try:
            found: list[dict[str, Any]] = page.evaluate(QUEUE)
        except Error as problem:
            if "context was destroyed" not in problem.message:
                raise
        else:
            return found


def send_now(page: Page) -> None:
    """By the button above the page, which a timer may have hidden by now."""
    page.evaluate("() => document.querySelector('[data-outbox] [data-send]').click()")


def send_all(page: Page) -> None:
    """A whole round, after the one that the page itself may be in."""
    page.evaluate(
        """async () => {
          for (let round = { is: "busy" }; round.is === "busy";)
            round = await self.shopkitQueue.sendAll({ urgent: true });
        }"""
    )


def test_a_sale_noted_while_the_server_is_dead_arrives_once_when_it_is_back(
    seller: Page, house: House
) -> None:
    """1, 2, 3, 5 and 6."""
    before = sales(house)
    house.kill()
    seller.goto(SALE)
    assert seller.evaluate("Boolean(navigator.serviceWorker.controller)")
    sell(seller)
    is_kept(seller)
    assert sales(house) == before
    house.open()
    send_now(seller)
    waits_for(seller, house, before + 1)
    expect(seller.locator("[data-outbox]")).to_be_hidden()
    seller.reload()
    assert queued(seller) == []
    assert sales(house) == before + 1


def test_a_page_that_the_phone_never_saw_says_so_and_keeps_the_counter(
    seller: Page, house: House
) -> None:
    """4."""
    house.kill()
    seller.goto(SALE)
    sell(seller)
    is_kept(seller)
    seller.goto("/me/consents")
    expect(seller.get_by_role("heading", level=1)).to_have_text("Chưa có mạng")
    expect(seller.locator("[data-outbox] [data-count] b")).to_have_text(WAITING)
    seller.goto("/outbox")
    expect(seller.locator(".waiting li")).to_have_count(1)
    house.open()


def test_a_lost_answer_does_not_make_a_second_sale(plain: Page, house: House) -> None:
    """7."""
    before = sales(house)
    lost = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch())
            route.abort("connectionreset")
        else:
            route.continue_()

    plain.route(re.compile(SALE), lose)
    sell(plain)
    waits_for(plain, house, before + 1)
    expect(plain.locator("[data-held]")).to_be_visible()
    wait_for(lambda: not queued(plain), "the phone knows that it arrived")
    assert lost
    assert sales(house) == before + 1


def test_pages_and_what_waits_outlive_the_browser(
    browser: Browser, house: House, tmp_path: Path
) -> None:
    """9, and 10 where there is no sync: sent when the house is opened next."""

    def from_disk() -> BrowserContext:
        return browser.browser_type.launch_persistent_context(
            str(tmp_path / "profile"),
            executable_path=chromium(),
            chromium_sandbox=False,
            args=list(QUIET),
            base_url=house.address,
            **PHONE,  # type: ignore[arg-type]  # a plain dictionary of options
        )

    before = sales(house)
    first = from_disk()
    page = first.new_page()
    steps.sign_in(page, house, SELLER)
    look_at(page, "/sales/quick")
    look_at(page, SALE)
    house.kill()
    page.goto(SALE)
    sell(page)
    is_kept(page)
    first.close()
    second = from_disk()
    page = second.new_page()
    page.goto(SALE)
    expect(page.locator("[data-outbox] [data-count] b")).to_have_text(WAITING)
    house.open()
    page.goto("/outbox")
    waits_for(page, house, before + 1)
    second.close()


def test_two_tabs_that_send_together_make_one_sale(seller: Page, house: House) -> None:
    """12."""
    before = sales(house)
    house.kill()
    seller.goto(SALE)
    sell(seller)
    is_kept(seller)
    other = seller.context.new_page()
    other.goto("/outbox")
    house.open()
    race = "() => { self.race = self.shopkitQueue.sendAll({ urgent: true }); }"
    seller.evaluate(race)
    other.evaluate(race)
    waits_for(seller, house, before + 1)
    wait_for(lambda: not queued(seller), "nothing waits")
    assert sales(house) == before + 1


def test_a_sign_in_that_ended_keeps_everything_until_the_same_person_is_back(
    plain: Page, house: House
) -> None:
    """15 and 16."""
    before = sales(house)
    plain.context.clear_cookies()
    sell(plain)
    expect(plain.locator("[data-held] [data-text]")).to_contain_text("Đăng nhập lại để gửi")
    assert [one["state"] for one in queued(plain)] == ["login"]
    steps.make_code(plain)
    steps.keep(plain, OTHER)
    plain.goto("/outbox")
    send_all(plain)
    assert len(queued(plain)) == 1
    assert sales(house) == before
    expect(plain.locator("[data-outbox-others]")).to_contain_text("1 mục của tài khoản khác")
    expect(plain.locator(".waiting li")).to_have_count(0)
    plain.context.clear_cookies()
    steps.sign_in(plain, house, SELLER)
    plain.goto("/outbox")
    send_all(plain)
    waits_for(plain, house, before + 1)


def test_a_form_with_an_old_token_goes_all_the_same(plain: Page, house: House) -> None:
    """17."""
    before = sales(house)
    plain.evaluate("document.querySelector('[name=csrf_token]').value = 'of-another-day'")
    sell(plain)
    waits_for(plain, house, before + 1)


def test_a_wifi_that_answers_everything_itself_takes_nothing(plain: Page, house: House) -> None:
    """18 and 19."""
    before = sales(house)
    page_of_the_hall = {"status": 200, "body": "<h1>Wi-Fi</h1>", "content_type": "text/html"}
    plain.route(re.compile("/ping|/api/|/sales/"), lambda route: route.fulfill(**page_of_the_hall))
    sell(plain)
    expect(plain.locator("[data-outbox] [data-why]")).to_have_text("Wi-Fi này cần đăng nhập.")
    assert [one["state"] for one in queued(plain)] == ["wait"]
    assert sales(house) == before
    plain.unroute_all()
    send_now(plain)
    waits_for(plain, house, before + 1)


def test_one_record_that_the_server_chokes_on_keeps_no_other_back(
    plain: Page, house: House
) -> None:
    """20: five tries, then a person to ask is named."""
    before = sales(house)
    plain.route(re.compile(SALE), lambda route: route.abort() if is_post(route) else go_on(route))
    sell(plain, "Mắm ruốc")
    is_kept(plain)
    plain.get_by_role("link", name="Làm tiếp").click()
    sell(plain, "Cá cơm khô")
    is_kept(plain, "2 mục chờ gửi.")
    plain.unroute_all()

    def choke(route: Route) -> None:
        is_first = "M%E1%BA%AFm" in (route.request.post_data or "")
        if is_post(route) and is_first:
            route.fulfill(status=500, headers=JSON, body="{}")
        else:
            route.continue_()

    plain.route(re.compile(SALE), choke)
    for _try in range(5):
        send_all(plain)
    waits_for(plain, house, before + 1)
    left = queued(plain)
    assert [one["title"] for one in left] == ["Lần bán · Mắm ruốc · 1 · Tiền mặt"]
    plain.goto("/outbox")
    expect(plain.locator("[data-message]").first).to_contain_text("Đã thử 5 lần")
    expect(plain.locator("[data-outbox-help]")).to_be_visible()


def is_post(route: Route) -> bool:
    return route.request.method == "POST"


def go_on(route: Route) -> None:
    route.continue_()


def test_a_server_that_asks_for_patience_gets_it(plain: Page, house: House) -> None:
    """21: Retry-After is obeyed, and the pauses double."""
    plain.clock.install()
    busy = {"status": 429, "headers": {**JSON, "Retry-After": "90"}, "body": "{}"}
    plain.route(re.compile(SALE), lambda one: one.fulfill(**busy) if is_post(one) else go_on(one))
    sell(plain)
    expect(plain.locator("[data-held]")).to_be_visible()
    (one,) = queued(plain)
    now = plain.evaluate("Date.now()")
    assert one["state"] == "wait"
    assert one["next_at"] - now > 80_000
    plain.unroute_all()
    plain.route(re.compile("/ping"), lambda route: route.abort())
    pauses = []
    for _try in range(10):
        send_all(plain)
        pause = plain.evaluate("() => self.shopkitQueue.noted('pause')")
        pauses.append((pause["until"] - plain.evaluate("Date.now()")) / 1000)
    bounds = [min(300, 2 ** (tries + 1)) for tries in range(10)]
    assert all(pause <= 1.3 * bound for pause, bound in zip(pauses, bounds, strict=True)), pauses
    assert pauses[-1] > 200


def test_a_slow_server_is_not_waited_for(seller: Page, house: House) -> None:
    """8: a server that does not answer; the kept page stands in its place."""
    assert house.process
    house.process.send_signal(19)  # stopped, not ended: it takes the connection and says nothing
    try:
        seller.goto(SALE)
        expect(seller.get_by_label("Bán món gì")).to_be_visible()
        expect(seller.locator("[data-outbox-said]")).to_contain_text("trang giữ trên máy")
    finally:
        house.process.send_signal(18)


def test_a_new_build_leaves_no_kept_page_without_its_style(seller: Page, house: House) -> None:
    """24."""
    replaced = seller.evaluate(
        """async () => {
          for (const name of await caches.keys()) {
            const old = await caches.open(name);
            const copy = await caches.open(name.replace(/-[0-9a-f]{12}/, "-000000000000"));
            for (const one of await old.keys()) await copy.put(one, await old.match(one));
            await caches.delete(name);
          }
          const known = await navigator.serviceWorker.getRegistration();
          await known.unregister();
          return (await caches.keys()).length;
        }"""
    )
    assert replaced
    look_at(seller, "/sales/quick")
    house.kill()
    seller.goto(SALE)
    expect(seller.get_by_label("Bán món gì")).to_be_visible()
    size = seller.evaluate("getComputedStyle(document.querySelector('.button')).minHeight")
    assert float(size.removesuffix("px")) >= 48
    sell(seller)
    is_kept(seller)
    house.open()


def test_a_record_of_the_format_before_is_still_read(plain: Page, house: House) -> None:
    """25; one of an unknown format waits for a person instead of being sent wrongly."""
    before = sales(house)
    plain.route(re.compile(SALE), lambda route: route.abort() if is_post(route) else go_on(route))
    sell(plain)
    is_kept(plain)
    plain.evaluate("async ([key, v]) => self.shopkitQueue.change(key, { v })", [key_of(plain), 7])
    plain.unroute_all()
    send_all(plain)
    assert sales(house) == before
    plain.evaluate("async ([key, v]) => self.shopkitQueue.change(key, { v })", [key_of(plain), 0])
    send_all(plain)
    waits_for(plain, house, before + 1)


def key_of(page: Page) -> str:
    return str(queued(page)[0]["key"])


def test_a_browser_without_a_store_sends_plainly_or_keeps_the_form_filled(
    browser: Browser, house: House
) -> None:
    """26."""
    before = sales(house)
    with opened_page(browser, house, PHONE) as page:
        page.add_init_script("Object.defineProperty(self, 'indexedDB', { value: null });")
        steps.sign_in(page, house, SELLER)
        page.goto(SALE)
        page.route(re.compile("/ping"), lambda route: route.abort())
        sell(page)
        expect(page.locator("[data-outbox-said]")).to_contain_text("Đừng đóng trang")
        assert page.get_by_label("Bán món gì").input_value() == "Cá thu một nắng"
        page.unroute_all()
        page.get_by_role("button", name="Tiền mặt").click()
        waits_for(page, house, before + 1)


def test_signing_out_is_refused_while_something_waits(plain: Page, house: House) -> None:
    """29."""
    plain.route(re.compile(SALE), lambda route: route.abort() if is_post(route) else go_on(route))
    sell(plain)
    is_kept(plain)
    plain.goto("/me")
    plain.get_by_role("button", name="Đăng xuất máy này").click()
    stay = plain.locator("[data-stays-here]")
    expect(stay).to_contain_text("Còn 1 mục chưa gửi")
    plain.unroute_all()
    stay.get_by_role("button", name="Gửi ngay").click()
    wait_for(lambda: not queued(plain), "nothing waits")
    plain.get_by_role("button", name="Đăng xuất máy này").click()
    expect(plain).to_have_url(re.compile("/$"))


def test_what_waits_goes_to_another_phone_as_a_file_and_arrives_once(
    browser: Browser, house: House, plain: Page, tmp_path: Path
) -> None:
    """30."""
    before = sales(house)
    plain.route(re.compile(SALE), lambda route: route.abort() if is_post(route) else go_on(route))
    sell(plain)
    is_kept(plain)
    plain.goto("/outbox")
    with plain.expect_download() as file:
        plain.get_by_role("button", name="Tải dữ liệu chờ gửi").click()
    kept = tmp_path / file.value.suggested_filename
    file.value.save_as(kept)
    assert json.loads(kept.read_text("utf-8"))["records"]
    with opened_page(browser, house, PHONE) as other:
        steps.sign_in(other, house, SELLER)
        for _time in range(2):
            other.goto("/outbox")
            other.locator("[data-import]").set_input_files(kept)
            expect(other.locator("[data-outbox-told]")).to_contain_text("từ tệp")
            waits_for(plain, house, before + 1)
        other.locator("[data-import]").set_input_files(steps.photo(tmp_path))
        expect(other.locator("[data-outbox-told]")).to_contain_text("không phải")
    plain.unroute_all()
    send_now(plain)
    wait_for(lambda: not queued(plain), "the first phone knows it too")
    assert sales(house) == before + 1


def test_nothing_that_is_sent_passes_through_the_worker(house: House) -> None:
    """31 and 32: the worker's text, and what it wants beforehand."""

    def fetched(path: str) -> tuple[str, str, int]:
        with urllib.request.urlopen(house.address + path) as answer:
            return answer.url, answer.read().decode("utf-8", "replace"), answer.status

    _url, text, _status = fetched("/sw.js")
    assert 'method!=="GET"' in text
    told = json.loads(text.split("=", 1)[1].split(";\n", 1)[0])
    for path in (*told["files"], *told["pages"]):
        url, _body, status = fetched(path)
        assert (url, status) == (house.address + path, 200)


def test_a_refused_sale_says_at_the_field_what_to_mend(plain: Page, house: House) -> None:
    """11, while she looks; nothing stays behind on the phone."""
    before = sales(house)
    sell(plain, "")
    summary = plain.locator(".error-summary")
    expect(summary).to_be_focused()
    assert plain.title().startswith("Lỗi:")
    assert queued(plain) == []
    sell(plain)
    waits_for(plain, house, before + 1)


def test_what_was_refused_after_waiting_opens_with_its_words(plain: Page, house: House) -> None:
    """11, later."""
    before = sales(house)
    plain.route(re.compile(SALE), lambda route: route.abort() if is_post(route) else go_on(route))
    sell(plain, "")
    is_kept(plain)
    plain.unroute_all()
    send_now(plain)
    expect(plain.locator("[data-outbox] [data-mend] b")).to_have_text("1 mục cần sửa.")
    expect(plain.locator("[data-outbox] [data-send]")).to_be_hidden()
    plain.locator("[data-outbox] [data-mend] a").click()
    plain.get_by_role("link", name="Mở để sửa").click()
    expect(plain.locator(".error-summary")).to_be_visible()
    sell(plain)
    waits_for(plain, house, before + 1)
    wait_for(lambda: not queued(plain), "nothing waits")


def test_two_quick_clicks_keep_one_record(seller: Page, house: House) -> None:
    before = sales(house)
    house.kill()
    seller.goto(SALE)
    seller.get_by_label("Bán món gì").fill("Nem chua")
    seller.get_by_role("button", name="Tiền mặt").dblclick()
    is_kept(seller)
    assert [one["state"] for one in queued(seller)] == ["wait"]
    house.open()
    send_now(seller)
    waits_for(seller, house, before + 1)
    assert sales(house) == before + 1


def test_an_answer_that_is_missing_is_asked_for_before_it_waits(seller: Page, house: House) -> None:
    house.kill()
    seller.goto(SALE)
    sell(seller, "")
    expect(seller.locator(".error-summary")).to_contain_text("Còn thiếu: Bán món gì")
    assert queued(seller) == []
    house.open()


def test_a_form_half_filled_is_there_again_after_the_tab_was_lost(plain: Page) -> None:
    plain.get_by_label("Bán món gì").fill("Bánh đa nem")
    drafts = "async () => (await self.shopkitQueue.readAll('drafts')).length"
    wait_for(lambda: plain.evaluate(drafts) == 1, "the draft is kept")
    plain.goto("/")
    plain.goto(SALE)
    expect(plain.get_by_label("Bán món gì")).to_have_value("Bánh đa nem")
    plain.get_by_role("button", name="Bỏ phần nhập dở").click()
    expect(plain.get_by_label("Bán món gì")).to_have_value("")
