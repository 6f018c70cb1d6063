"""What waits is sent by the phone itself when no page of ours is open any more.

The tenth browser case of the experience reference, section 8: a browser with background sync.
"""

from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page

from tests.journeys import steps
from tests.journeys.conftest import opened_page
from tests.journeys.devices import PHONE
from tests.journeys.house import House, wait_for
from tests.journeys.test_outbox import SALE, SELLER, is_kept, look_at, sales, sell

TAGS = "async () => (await navigator.serviceWorker.ready).sync.getTags()"
QUEUE = "async () => (await self.shopkitQueue.waiting()).map((one) => one.state)"
SYNC = """async () => {
  let outcome;
  const event = new ExtendableEvent("sync");
  event.tag = "outbox";
  event.waitUntil = (promise) => { outcome = promise; };
  self.dispatchEvent(event);
  return outcome.then(() => "done", (problem) => problem.message);
}"""


class Nobody:
    """A tab with no page of ours in it, from which the browser is told that the network is back."""

    def __init__(self, seller: Page) -> None:
        self.tab = seller.context.new_page()
        self.tab.goto("about:blank")
        self.known: list[dict[str, Any]] = []
        self.line: CDPSession = seller.context.new_cdp_session(self.tab)
        self.line.on(
            "ServiceWorker.workerRegistrationUpdated",
            lambda told: self.known.extend(told["registrations"]),
        )
        self.line.send("ServiceWorker.enable")

    def dispatch_sync(self, house: House) -> None:
        wait_for(lambda: bool(self.tab.title() or self.known), "the worker is known")
        told = {"origin": house.address, "registrationId": self.known[0]["registrationId"]}
        self.line.send(
            "ServiceWorker.dispatchSyncEvent", {**told, "tag": "outbox", "lastChance": False}
        )


def a_sale_waits(page: Page, house: House) -> None:
    steps.sign_in(page, house, SELLER)
    look_at(page, "/sales/quick")
    look_at(page, SALE)
    house.kill()
    page.goto(SALE)
    sell(page)
    is_kept(page)


def test_what_waits_is_sent_when_no_page_of_ours_is_open(browser: Browser, house: House) -> None:
    with opened_page(browser, house, PHONE, workers=True) as page:
        before = sales(house)
        a_sale_waits(page, house)
        assert "outbox" in page.evaluate(TAGS)
        nobody = Nobody(page)
        (worker,) = page.context.service_workers
        page.close()
        assert [one.url for one in nobody.tab.context.pages] == ["about:blank"]
        house.open()
        assert sales(house) == before
        nobody.dispatch_sync(house)
        wait_for(
            lambda: not nobody.tab.title() and sales(house) == before + 1, "it arrived", house.log
        )
        wait_for(lambda: worker.evaluate(QUEUE) == [], "the phone knows that it arrived")
        assert sales(house) == before + 1


@pytest.mark.parametrize("is_busy", [False, True], ids=["no network", "a page is sending"])
def test_the_browser_is_told_to_come_again_while_something_is_left(
    browser: Browser, house: House, is_busy: bool
) -> None:
    with opened_page(browser, house, PHONE, workers=True) as page:
        before = sales(house)
        a_sale_waits(page, house)
        (worker,) = page.context.service_workers
        if is_busy:
            page.evaluate(
                "() => new Promise((held) => { navigator.locks.request('shopkit-outbox',"
                " () => new Promise((end) => { self.end = end; held(); })); })"
            )
        assert worker.evaluate(SYNC) == "1 left"
        house.open()
        if is_busy:
            assert worker.evaluate(SYNC) == "1 left"
            page.evaluate("() => self.end()")
        wait_for(lambda: worker.evaluate(SYNC) == "done", "the browser is told that it is done")
        assert sales(house) == before + 1
