"""Every part of the look in a real browser: readable, reachable, and helped by its scripts."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import is_fault
from tests.journeys.devices import DESKTOP, PHONE
from tests.journeys.gallery import open_gallery

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SHORT_OF_48 = """() => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
  .filter((it) => it.checkVisibility() && !it.closest(".skip, .sr-only, td, th, p > a"))
  .map((it) => [it.outerHTML.slice(0, 90), (it.closest("label") ?? it).getBoundingClientRect()])
  .filter(([, box]) => Math.min(box.width, box.height) < 47.5)
  .map(([text, box]) => `${text} ${box.width}x${box.height}`)"""
MANY_MEGAPIXELS = (3000, 2000)


@pytest.fixture(scope="module")
def gallery(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    with open_gallery(tmp_path_factory.mktemp("gallery")) as opened:
        yield opened


@pytest.fixture
def sent(gallery: tuple[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    gallery[1].clear()
    return gallery[1]


@pytest.fixture
def page(browser: Browser, gallery: tuple[str, list[dict[str, Any]]]) -> Iterator[Page]:
    context = browser.new_context(base_url=gallery[0], **PHONE)  # type: ignore[arg-type]  # options
    faults: list[str] = []
    opened = context.new_page()
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda said: faults.append(said.text) if is_fault(said.text) else None)
    yield opened
    context.close()
    assert not faults, faults


@pytest.mark.parametrize(
    ("layout", "scheme", "contrast"),
    [
        ("seller", "light", "no-preference"),
        ("seller", "dark", "more"),
        ("office", "light", "more"),
        ("office", "dark", "no-preference"),
    ],
)
def test_every_part_is_open_to_everybody(
    browser: Browser,
    gallery: tuple[str, list[dict[str, Any]]],
    layout: str,
    scheme: str,
    contrast: str,
) -> None:
    context = browser.new_context(
        base_url=gallery[0],
        bypass_csp=True,
        color_scheme=scheme,  # type: ignore[arg-type]  # one of the two words it knows
        contrast=contrast,  # type: ignore[arg-type]  # likewise
        **(PHONE if layout == "seller" else DESKTOP),  # type: ignore[arg-type]  # options
    )
    page = context.new_page()
    show(page, f"/gallery?errors=1&layout={layout}")
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    context.close()
    assert not found, [(it["id"], [node["html"][:120] for node in it["nodes"]]) for it in found]


@pytest.mark.parametrize("layout", ["seller", "office"])
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_scrolls_sideways_and_every_target_is_large(
    page: Page, layout: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    show(page, f"/gallery?errors=1&layout={layout}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(SHORT_OF_48) == []


def test_a_page_with_large_letters_still_fits(page: Page) -> None:
    show(page, "/gallery")
    page.evaluate("document.documentElement.style.fontSize = '225%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_after_a_refusal_the_summary_has_the_focus_and_leads_to_the_field(page: Page) -> None:
    show(page, "/gallery?errors=1")
    expect(page).to_have_title(re.compile("^Lỗi: "))
    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_role("link", name="Sửa chỗ này: Giá bán").click()
    expect(page.locator("#price")).to_be_focused()
    expect(page.locator("#price")).to_have_attribute("aria-describedby", "price-error")
    expect(page.locator("#price-error")).to_have_text("Sửa chỗ này: Giá bán")


def test_the_skip_link_comes_first_and_leads_to_the_content(page: Page) -> None:
    show(page, "/gallery")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_what_has_the_focus_wears_a_dark_edge(page: Page) -> None:
    show(page, "/gallery")
    page.locator("#holder").focus()
    edge = page.locator("#holder").evaluate(
        "it => [getComputedStyle(it).outlineStyle, getComputedStyle(it).outlineWidth,"
        " getComputedStyle(it).outlineColor]"
    )
    assert edge == ["solid", "3px", "rgb(20, 48, 42)"]


def test_two_quick_taps_send_a_form_once(page: Page, sent: list[dict[str, Any]]) -> None:
    show(page, "/gallery")
    with page.expect_navigation():
        page.evaluate(
            "() => { const b = document.querySelector('main form .actions .button');"
            " b.click(); b.click(); b.click(); }"
        )
    assert len(sent) == 1
    page.go_back()
    expect(page.get_by_role("button", name="Tiếp tục")).to_be_enabled()


def test_a_price_is_read_back_while_it_is_typed(page: Page) -> None:
    show(page, "/gallery")
    page.locator("#price").fill("1tr2")
    expect(page.locator("#price-words")).to_have_text(
        "1.200.000\N{NO-BREAK SPACE}₫ — một triệu hai trăm nghìn đồng"
    )
    page.locator("#price").fill("12.5")
    expect(page.locator("#price-words")).to_have_text("")


def test_a_day_is_said_in_words_below_its_field(page: Page) -> None:
    """The browser of this test writes the third of April as 04/03."""
    show(page, "/gallery")
    told = page.locator("output[for=made_on]")
    page.locator("#made_on").fill("2026-04-03")
    expect(told).to_have_text("Thứ Sáu, 3 tháng 4, 2026")
    page.locator("#made_on").fill("")
    expect(told).to_be_hidden()


def test_typing_finds_and_the_keyboard_goes_on_to_the_rows(page: Page) -> None:
    show(page, "/gallery")
    page.locator("#bank-find").press_sequentially("in")
    page.locator("#bank-find").fill("vietin")
    rows = page.locator("#bank-rows")
    expect(rows.get_by_role("radio")).to_have_count(1)
    expect(page.locator("#bank-find-status")).to_have_text("Có 1 ngân hàng khớp")
    page.keyboard.press("ArrowDown")
    expect(rows.get_by_role("radio")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#bank-find")).to_be_focused()


def test_a_heavy_photo_is_shown_and_sent_light(
    page: Page, sent: list[dict[str, Any]], tmp_path: Path
) -> None:
    heavy = photo(tmp_path, MANY_MEGAPIXELS)
    assert heavy.stat().st_size > 1.5e6
    show(page, "/gallery")
    page.locator("#photo-camera").set_input_files(heavy)
    expect(page.get_by_text(heavy.name)).to_be_visible()
    shown = page.locator("[data-shown] img")
    expect(shown).to_have_js_property("naturalWidth", 1600)
    with page.expect_navigation():
        page.get_by_role("button", name="Tiếp tục").click()
    assert len(sent[0]["photo_sizes"]) == 1
    assert sent[0]["photo_sizes"][0] < heavy.stat().st_size / 2


def test_what_cannot_be_drawn_is_sent_as_it_is(
    page: Page, sent: list[dict[str, Any]], tmp_path: Path
) -> None:
    strange = tmp_path / "la.jpg"
    strange.write_bytes(b"not a picture " * 150_000)
    show(page, "/gallery")
    page.locator("#photo-file").set_input_files(strange)
    expect(page.locator("[data-shown]")).to_be_hidden()
    with page.expect_navigation():
        page.get_by_role("button", name="Tiếp tục").click()
    assert sent[0]["photo_sizes"] == [strange.stat().st_size]


def test_choosing_a_photo_forgets_the_one_taken(
    page: Page, sent: list[dict[str, Any]], tmp_path: Path
) -> None:
    first, second = photo(tmp_path, (40, 30)), tmp_path / "second.png"
    Image.new("RGB", (10, 10), "green").save(second)
    show(page, "/gallery")
    page.locator("#photo-camera").set_input_files(first)
    expect(page.get_by_text(first.name)).to_be_visible()
    page.locator("#photo-file").set_input_files(second)
    expect(page.get_by_text(second.name)).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("button", name="Tiếp tục").click()
    assert sent[0]["photo_sizes"] == [second.stat().st_size]


def test_sharing_is_offered_only_where_the_phone_can(page: Page) -> None:
    show(page, "/gallery")
    expect(page.get_by_role("button", name="In", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Gửi Zalo")).to_be_hidden()


def test_a_phone_that_can_share_hands_over_the_picture(page: Page) -> None:
    page.add_init_script(
        "navigator.canShare = () => true;"
        "navigator.share = async (what) => { window.shared = what.files[0].name; };"
    )
    show(page, "/gallery?share=1")
    page.get_by_role("button", name="Gửi Zalo").click()
    assert page.evaluate("window.shared") == "qr.png"


def test_copying_says_that_it_is_done(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    show(page, "/gallery")
    page.get_by_role("button", name="Chép số tài khoản").click()
    expect(page.get_by_role("button", name="Đã chép")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "1012345678"


def test_work_is_followed_and_the_page_shown_again_at_its_end(page: Page) -> None:
    show(page, "/gallery?work=1")
    expect(page.locator("[data-words]")).to_have_text("Đang làm 90 trên 105")
    expect(page.locator("progress")).to_have_js_property("value", 90)
    with page.expect_navigation():
        pass


def test_a_table_is_put_in_vietnamese_order_with_dashes_last(page: Page) -> None:
    show(page, "/gallery?layout=office")
    table = page.locator("table[data-sort]")
    names, shops = table.locator("tbody th"), table.locator("tbody td:nth-child(3)")
    table.get_by_role("button", name="Thôn").click()
    expect(names).to_have_text(["Ấp Ân Tường", "Bản Bo", "Bản Hon", "Đông Phong"])
    expect(table.locator("thead th").first).to_have_attribute("aria-sort", "ascending")
    table.get_by_role("button", name="Có gian hàng").click()
    expect(shops).to_have_text(["11", "25", "40", "–"])
    table.get_by_role("button", name="Có gian hàng").click()
    expect(shops).to_have_text(["40", "25", "11", "–"])
    expect(table.locator("tfoot th")).to_have_text("Cả xã")


def test_paper_shows_the_content_and_not_the_navigation(page: Page) -> None:
    show(page, "/gallery")
    page.emulate_media(media="print")
    expect(page.locator("h1").first).to_be_visible()
    for unneeded in (".roof", ".foot", "main form .actions", ".back"):
        expect(page.locator(unneeded).first).to_be_hidden()


def test_a_page_without_scripts_lacks_nothing_it_needs(
    browser: Browser,
    gallery: tuple[str, list[dict[str, Any]]],
    sent: list[dict[str, Any]],
    tmp_path: Path,
) -> None:
    context = browser.new_context(base_url=gallery[0], java_script_enabled=False, **PHONE)  # type: ignore[arg-type]  # options
    page = context.new_page()
    show(page, "/gallery")
    expect(page.get_by_role("button", name="In", exact=True)).to_be_hidden()
    small = photo(tmp_path, (40, 30))
    page.locator("#photo-file").set_input_files(small)
    page.get_by_label("Bán lại").check()
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page).to_have_title("Đã nhận")
    context.close()
    assert sent[0]["maker"] == "resells"
    assert sent[0]["photo_sizes"] == [small.stat().st_size]


def show(page: Page, path: str) -> None:
    answer = page.goto(path)
    assert answer
    assert answer.ok, answer.text()


def photo(folder: Path, size: tuple[int, int]) -> Path:
    """A picture as heavy as a phone's: noise does not compress."""
    file = BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(file, "JPEG", quality=92)
    path = folder / f"anh-{size[0]}.jpg"
    path.write_bytes(file.getvalue())
    return path
