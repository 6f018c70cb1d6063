"""Pages in their other states: large letters, strong contrast, no motion, on paper, empty,
refused, and with names as long as no name is."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.journeys.devices import DESKTOP, PHONE
from tests.journeys.house import House
from tests.journeys.page_list import OFFICER, ON_DESKTOP, SELLER, STRANGER, TRAINER
from tests.journeys.people import Everybody
from tests.journeys.test_pages import RULES

# One page of each kind that people see.
CHOSEN = (
    ("welcome", STRANGER, "/"),
    ("trace", STRANGER, "/T/{trace_code}"),
    ("front", STRANGER, "/s/{shop_code}"),
    ("home", SELLER, "/"),
    ("code", SELLER, "/qr/{account}"),
    ("product", SELLER, "/products/{product}"),
    ("one page of a product", SELLER, "/products/{product}/edit"),
    ("book", SELLER, "/book?period=2026"),
    ("till", SELLER, "/till"),
    ("attendance", TRAINER, "/meetings/{meeting}"),
    ("skills", TRAINER, "/classes/{visited_class}/skills"),
    ("commune", OFFICER, "/commune?group=start"),
    ("behind a figure", OFFICER, "/commune/live"),
    ("register", OFFICER, "/register"),
)
WITH_TABLES = (
    ("all indicators", OFFICER, "/commune?group=all&by=owner_gender"),
    ("behind a figure", OFFICER, "/commune/live"),
    ("book", SELLER, "/book?period=2026"),
)
# A4 lying, less its margins, in CSS pixels.
PAPER_WIDTH = 1017

WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Texts that are cut off at the edge of their own box.
# No syllable of Vietnamese has more letters.
BROKEN = r"""() => {
  const found = [], all = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (all.nextNode()) {
    const { data, parentElement: holder } = all.currentNode;
    if (!holder.checkVisibility() || holder.closest(".sr-only, code")) continue;
    for (const { 0: word, index } of data.matchAll(/(?<!\p{L})\p{L}\p{Ll}{1,6}(?!\p{L})/gu)) {
      const range = document.createRange();
      range.setStart(all.currentNode, index);
      range.setEnd(all.currentNode, index + word.length);
      const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
      if (lines.size > 1) found.push(word);
    }
  }
  return found;
}"""
CUT = """() => [...document.querySelectorAll("main *, header *, footer *")].filter((it) => {
  if (!it.checkVisibility()) return false;
  if (it.matches(".skip, .sr-only, .sr-only *, svg *, option")) return false;
  const style = getComputedStyle(it);
  const hides = ["hidden", "clip"].includes(style.overflowX);
  return hides && it.innerText?.trim() && it.scrollWidth > it.clientWidth + 1;
}).map((it) => it.outerHTML.slice(0, 100))"""
MOVING = """() => document.getAnimations().filter((one) => one.playState === "running").length +
  [...document.querySelectorAll("*")].filter((it) =>
    getComputedStyle(it).transitionDuration.split(",").some((s) => parseFloat(s) > 0) ||
    getComputedStyle(it).animationName !== "none").length"""
# Things to press whose edge or ground would vanish where the system chooses all colours.
EDGELESS = """() => [...document.querySelectorAll("main .button, main .input, main .choice")]
  .filter((it) => it.checkVisibility() && !it.matches(".button-link"))
  .filter((it) => getComputedStyle(it).borderTopStyle === "none")
  .map((it) => it.outerHTML.slice(0, 100))"""
LONG_NAMES = """() => {
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const long = "Ă".repeat(80);
  const found = [];
  while (walker.nextNode()) if (walker.currentNode.data.trim()) found.push(walker.currentNode);
  for (const one of found) {
    const box = one.parentElement;
    if (box.matches("h1, h2, h3, th, td, dd, strong, b, .name, .task-text span, .lead")) {
      one.data = long;
    }
  }
}"""
CUT_COLUMNS = f"""() => [...document.querySelectorAll("main table")]
  .filter((it) => it.checkVisibility() && it.getBoundingClientRect().right > {PAPER_WIDTH} + 1)
  .map((it) => `${{it.caption?.innerText}}: ${{it.getBoundingClientRect().right}}`)"""


@pytest.mark.parametrize(("name", "who", "path"), CHOSEN, ids=[one[0] for one in CHOSEN])
def test_a_page_bends_to_the_eyes_that_read_it(
    people: Everybody, known: dict[str, str], name: str, who: str, path: str
) -> None:
    page = people.context(who).new_page()
    try:
        answer = page.goto(path.format(**known))
        assert answer
        assert answer.ok
        look_without_motion(page)
        look_in_strong_contrast(page)
        look_twice_as_large(page, is_on_desktop=who in ON_DESKTOP)
        look_with_long_names(page)
    finally:
        page.close()


def look_without_motion(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(MOVING) == 0
    page.emulate_media(reduced_motion="null")


def look_in_strong_contrast(page: Page) -> None:
    page.emulate_media(contrast="more")
    rule = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
    found = Axe().run(page, options=rule)
    assert found.violations_count == 0, found.generate_report()
    page.emulate_media(contrast="null", forced_colors="active")
    assert page.evaluate(EDGELESS) == []
    page.emulate_media(forced_colors="none")


def look_twice_as_large(page: Page, *, is_on_desktop: bool) -> None:
    """A desktop page at 200 % is half as wide; on a phone the letters are twice as large."""
    if is_on_desktop:
        page.set_viewport_size({"width": 640, "height": 400})
        look_whole(page)
    page.set_viewport_size({"width": 640 if is_on_desktop else 360, "height": 740})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    look_whole(page)
    assert page.evaluate(BROKEN) == []
    page.evaluate("document.documentElement.style.fontSize = ''")


def look_with_long_names(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.evaluate(LONG_NAMES)
    assert page.evaluate(WIDER) <= 0, f"{page.evaluate(WIDER)} px too wide with long names"


def look_whole(page: Page) -> None:
    assert page.evaluate(WIDER) <= 0, f"{page.evaluate(WIDER)} px too wide"
    assert page.evaluate(CUT) == []


@pytest.mark.parametrize(("name", "who", "path"), WITH_TABLES, ids=[one[0] for one in WITH_TABLES])
def test_a_table_stays_readable_on_paper(
    people: Everybody, known: dict[str, str], name: str, who: str, path: str
) -> None:
    page = people.context(who).new_page()
    try:
        page.goto(path.format(**known))
        page.set_viewport_size({"width": PAPER_WIDTH, "height": 700})
        page.emulate_media(media="print", color_scheme="dark")
        expect(page.locator("h1")).to_be_visible()
        assert page.evaluate(CUT_COLUMNS) == []
        for head in page.locator("main thead").all():
            assert head.evaluate("it => getComputedStyle(it).display") == "table-header-group"
        # Ink on white, whatever the screen was like.
        assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") in (
            "rgb(255, 255, 255)",
            "rgba(0, 0, 0, 0)",
        )
        links = page.locator("main td a, main th a")
        if links.count():
            assert links.first.evaluate("it => getComputedStyle(it).color") == "rgb(0, 0, 0)"
        assert not page.locator(".roof").is_visible()
    finally:
        page.close()


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_refusal_is_a_page_for_everybody(
    browser: Browser, shared_house: House, device: dict[str, object]
) -> None:
    context = browser.new_context(
        base_url=shared_house.address,
        bypass_csp=True,
        service_workers="block",
        **device,  # type: ignore[arg-type]  # a plain dictionary of options
    )
    try:
        page = context.new_page()
        for status, send in ((404, look_for_nothing), (400, send_an_old_form), (413, send_much)):
            assert send(page) == status
            expect(page.locator("h1")).to_be_visible()
            expect(page.locator("p.helpline")).to_be_visible()
            found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
            assert found.violations_count == 0, found.generate_report()
            assert page.evaluate(WIDER) <= 0
    finally:
        context.close()


def test_what_changed_meanwhile_is_told_on_a_page_for_everybody(
    people: Everybody, known: dict[str, str]
) -> None:
    page = people.context(SELLER).new_page()
    try:
        page.goto("/products/{product}/price".format(**known))
        written = page.locator("main form [name=price_vnd]")
        written.fill("26000")
        with page.expect_navigation() as answer:
            page.evaluate("""() => {
              const form = document.querySelector("main form[novalidate]");
              form.elements.version.value = "0";
              form.submit();
            }""")
        assert answer.value
        assert answer.value.status == 409
        expect(written).to_have_value(re.compile("26.?000"))
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate(WIDER) <= 0
    finally:
        page.close()


def look_for_nothing(page: Page) -> int:
    answer = page.goto("/nothing-here")
    return answer.status if answer else 0


def send_an_old_form(page: Page) -> int:
    return sent(page, "form.elements.csrf_token.value = 'old'")


def send_much(page: Page) -> int:
    return sent(page, "form.elements.number.value = '1'.repeat(300_000)")


def sent(page: Page, change: str) -> int:
    """The answer to a form that was changed before it was sent."""
    page.goto("/qr/account/970436")
    with page.expect_navigation() as answer:
        page.evaluate(f"() => {{ const form = document.forms[0]; {change}; form.submit(); }}")
    return answer.value.status if answer.value else 0


def test_a_new_shop_says_on_its_empty_pages_what_to_do(people: Everybody) -> None:
    page = people.context("newcomer").new_page()
    try:
        for path in ("/products", "/sales", "/papers", "/money", "/listings"):
            answer = page.goto(path)
            assert answer
            assert answer.ok, path
            main = page.locator("main")
            assert main.locator("a, button").count() > 0, f"nothing to do on {path}"
            assert len(re.sub(r"\s", "", main.inner_text())) > 20, f"nothing said on {path}"
            found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
            assert found.violations_count == 0, found.generate_report()
    finally:
        page.close()
