"""Every page within its budget, open to everybody in light and dark, whole on a narrow phone."""

import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page

from shopkit.app import create_app
from shopkit.config import read_config
from tests.journeys.house import House
from tests.journeys.measuring import Cost, Times, cost_of
from tests.journeys.page_list import (
    ABSENT,
    BUDGETS,
    NEWCOMER,
    NO_PAGES,
    ON_DESKTOP,
    PAGES,
    SELLER,
    STRANGER,
    Budget,
)
from tests.journeys.people import Everybody

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

# Never waited for: a browser may stop drawing a page that nobody sees.
END_MOTION = "document.getAnimations().forEach((one) => one.finish())"
# Controls under 48 pixels, but for links inside a sentence and what is only for screen readers.
TOO_SMALL = """() => {
  const unseen = ".skip, .sr-only, .skip *, .sr-only *";
  const inText = (it) => it.tagName === "A" && it.parentElement.matches("p, li, dd, small");
  return [...document.querySelectorAll("a, button, input:not([type=hidden]), select, summary")]
    .filter((it) => it.checkVisibility() && !it.matches(unseen) && !inText(it))
    .map((it) => [it.outerHTML.slice(0, 80), (it.closest("label") ?? it).getBoundingClientRect()])
    .filter(([, box]) => Math.min(box.width, box.height) < 47.5)
    .map(([text, box]) => `${text} ${box.width}x${box.height}`);
}"""

# A year of two digits, and an amount that may part from its sign at the end of a line.
SHORT_YEAR = re.compile(r"(?<![\d/.])\d{1,2}/\d{1,2}/\d{2}(?![\d/.])")
LOOSE_SIGN = re.compile(r"\d (?:₫|đồng\b)|\d₫")

# Forms that are sent with nothing in them, so that all their errors stand on the page.
EMPTY_FORMS = (
    ("account", STRANGER, "/qr/account/970436"),
    ("keep", STRANGER, "/keep"),
    ("sign in", STRANGER, "/sign-in"),
    ("name of shop", NEWCOMER, "/shop/name"),
    ("kind of shop", NEWCOMER, "/shop/kind"),
    ("photo", SELLER, "/products/new"),
    ("labels", SELLER, "/batches/{batch}/labels"),
    ("pad", SELLER, "/qr/pad"),
    ("sticker", SELLER, "/qr/check"),
    ("consent", NEWCOMER, "/me/consents/report"),
)


@pytest.fixture(scope="module")
def people(browser: Browser, shared_house: House) -> Iterator[Everybody]:
    everybody = Everybody(browser, shared_house)
    yield everybody
    everybody.close()


@pytest.fixture(scope="module")
def known(people: Everybody) -> dict[str, str]:
    return people.shown()


@pytest.mark.parametrize(
    ("name", "who", "kind", "path"), [*PAGES, *ABSENT], ids=[page[0] for page in (*PAGES, *ABSENT)]
)
def test_a_page_keeps_its_budget_and_shuts_nobody_out(
    people: Everybody,
    known: dict[str, str],
    record_property: Callable[[str, object], None],
    name: str,
    who: str,
    kind: str,
    path: str,
) -> None:
    page, budget = people.context(who).new_page(), BUDGETS[kind]
    try:
        cost = cost_of(page, path.format(**known))
        is_absent = (name, who, kind, path) in ABSENT
        assert cost.status == (404 if is_absent else 200), page.url
        assert not dearer(cost, budget), (dearer(cost, budget), cost)
        record_property("slow", f"{path}: {slower(cost.times, budget)}")
        look_at_figures(page)
        look_for_barriers(page)
        if who not in ON_DESKTOP:
            look_narrow(page)
    finally:
        page.close()


@pytest.mark.parametrize(
    ("name", "who", "path"), EMPTY_FORMS, ids=[form[0] for form in EMPTY_FORMS]
)
def test_a_form_sent_back_shuts_nobody_out(
    people: Everybody, known: dict[str, str], name: str, who: str, path: str
) -> None:
    page = people.context(who).new_page()
    try:
        page.goto(path.format(**known))
        for field in page.locator("main form input[type=text], main form input[type=tel]").all():
            field.fill("")
        page.locator("main form .actions button").first.click()
        page.locator("[data-errors]").wait_for()
        assert page.title().startswith("Lỗi:")
        look_for_barriers(page)
        look_narrow(page)
    finally:
        page.close()


def test_every_page_of_the_house_is_looked_at(known: dict[str, str], shared_house: House) -> None:
    app = create_app(read_config(shared_house.environ))
    app.extensions["shopkit"].database.close()
    at = app.url_map.bind("")
    looked_at = {at.match(path.format(**known).split("?")[0], "GET")[0] for _, _, _, path in PAGES}
    all_pages = {
        rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())
    }
    assert all_pages - looked_at == set(NO_PAGES)


def dearer(cost: Cost, budget: Budget) -> list[str]:
    """Where a page costs more than its kind may."""
    is_public = budget.script == 0
    heaviest = {
        "photo": (max(cost.photos.values(), default=0), budget.photo),
        "photo further down": (max(cost.lazy_photos.values(), default=0), budget.lazy_photo),
    }
    of_all = {
        "page and style": (cost.of("Document", "Stylesheet"), budget.page_and_style),
        "script": (cost.of("Script"), budget.script),
        "icons": (cost.icons, budget.icons),
        "total": (cost.total, budget.total),
        "requests": (cost.asked_at_once if is_public else cost.requests, budget.requests),
        "shift": (cost.shift, budget.shift),
        "once more": (cost.repeat, budget.repeat),
    }
    measured = of_all | (heaviest if is_public else {})
    return [f"{what}: {is_now} > {may}" for what, (is_now, may) in measured.items() if is_now > may]


def slower(times: Times, budget: Budget) -> str:
    """Milliseconds above the budget, in words; a busy machine wobbles, so nothing fails by it."""
    measured = {
        "server": (times.server, budget.server_ms),
        "drawn": (times.drawn, budget.drawn_ms),
        "held by scripts": (times.held, budget.held_ms),
    }
    slow = [f"{what} {ms:.0f} ms" for what, (ms, may) in measured.items() if ms > may]
    return ", ".join(slow) or "as fast as it should be"


def look_at_figures(page: Page) -> None:
    """Years have four digits, and an amount keeps its sign on its line."""
    text = page.locator("body").inner_text()
    assert not SHORT_YEAR.findall(text), SHORT_YEAR.findall(text)
    assert not LOOSE_SIGN.findall(text), LOOSE_SIGN.findall(text)


def look_for_barriers(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    assert found.violations_count == 0, found.generate_report()
    # In the dark only the colours are others.
    page.emulate_media(color_scheme="dark")
    page.evaluate(END_MOTION)
    rule = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
    dark = Axe().run(page, options=rule)
    assert dark.violations_count == 0, dark.generate_report()


def look_narrow(page: Page) -> None:
    """At 320 pixels nothing is cut off, and every control is large enough for a thumb."""
    page.set_viewport_size({"width": 320, "height": 640})
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 320, f"{width} px wide"
    small = page.evaluate(TOO_SMALL)
    assert not small, small
