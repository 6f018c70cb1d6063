"""Labels on a maker's own phone: asked for, activated, spoiled, replaced, scratched."""

import csv
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.journeys import papers, steps
from tests.journeys.conftest import opened_page
from tests.journeys.devices import PHONE, WITHOUT_SCRIPTS
from tests.journeys.house import House

SELLER = "+84900000010"
COUNT = 30
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture
def seller(browser: Browser, house: House) -> Iterator[Page]:
    # Axe is a script of its own, which our pages would not let in.
    with opened_page(browser, house, {**PHONE, "bypass_csp": True}) as page:
        steps.sign_in(page, house, SELLER)
        yield page


@pytest.fixture
def buyer(browser: Browser, house: House) -> Iterator[Page]:
    with opened_page(browser, house, WITHOUT_SCRIPTS) as page:
        yield page


def order(page: Page, *ticks: str) -> str:
    """Ask for labels of the first batch, and wait for them; returns the address of their page."""
    page.goto("/batches")
    page.locator("main h2 a").first.click()
    page.get_by_role("link", name="In tem cho đợt này").click()
    page.get_by_label("Số tem").fill(str(COUNT))
    steps.go_on(page)
    page.get_by_role("radio", name=re.compile("Avery L7160")).check()
    steps.go_on(page)
    preview = str(page.locator(".label-preview img").get_attribute("src"))
    (shown,) = steps.texts_in_picture(page, preview)
    assert "/T/" in shown
    if ticks:
        page.locator("summary", has_text="Chống làm giả").click()
    for tick in ticks:
        page.get_by_label(tick).check()
    page.get_by_role("button", name="Làm tem").click()
    expect(page.get_by_role("heading", name=f"{COUNT} tem đã xong")).to_be_visible(timeout=60_000)
    return page.url


def printed(page: Page) -> list[Image.Image]:
    """The sheets as they come out of the printer."""
    link = page.get_by_role("link", name="Mở tệp in").get_attribute("href")
    return papers.pages_of(page.request.get(urljoin(page.url, str(link))).body())


def photo(sheet: Image.Image, folder: Path, name: str) -> Path:
    path = folder / name
    papers.photographed(sheet, tilt_degrees=1).save(path, "JPEG")
    return path


def cut(sheet: Image.Image, cell: int) -> Image.Image:
    """One label of the sheet (L7160), with a little of its neighbours."""
    row, column = divmod(cell, 3)
    dots = papers.PRINTED_DPI / 25.4
    left, top = (7.21 + column * 66.04) * dots, (15.15 + row * 38.1) * dots
    return sheet.crop((int(left), int(top), int(left + 63.5 * dots), int(top + 38.1 * dots)))


def path_of(sheet: Image.Image, cell: int) -> str:
    (text,) = papers.texts_on(cut(sheet, cell))
    return urlsplit(text).path


def test_labels_count_from_the_moment_their_first_and_last_are_photographed(
    seller: Page, buyer: Page, tmp_path: Path
) -> None:
    run = order(seller, "Chỉ cho khách tra mã sau khi kích hoạt tem")
    sheet = printed(seller)[0]
    early = buyer.goto(path_of(sheet, 4))
    assert early
    assert early.status == 404
    seller.get_by_role("link", name=re.compile("^Kích hoạt tem")).click()
    seller.locator("input[name=first_photo]").last.set_input_files(
        photo(cut(sheet, 12), tmp_path, "dau.jpg")
    )
    seller.locator("input[name=last_photo]").last.set_input_files(
        photo(cut(sheet, 3), tmp_path, "cuoi.jpg")
    )
    seller.get_by_role("button", name="Xem các tem này").click()
    expect(seller.get_by_role("heading", name="Kích hoạt 10 tem?")).to_be_visible()
    expect(seller.get_by_text("4 đến 13")).to_be_visible()
    seller.get_by_role("button", name="Kích hoạt").click()
    expect(seller.get_by_text("Đã kích hoạt 10 tem.")).to_be_visible()
    assert seller.url == run
    for cell, status in ((4, 200), (12, 200), (13, 404)):
        answer = buyer.goto(path_of(sheet, cell))
        assert answer
        assert answer.status == status


def test_a_spoiled_label_is_void_for_good_and_a_new_one_takes_its_place(
    seller: Page, buyer: Page
) -> None:
    order(seller)
    sheet = printed(seller)[0]
    old = path_of(sheet, 7)
    assert answered(buyer, old) == 200
    seller.get_by_role("link", name="Xem từng tờ").click()
    seller.locator("input[name=cell]").nth(7).check()
    seller.get_by_role("button", name="Hủy tem đã đánh dấu").click()
    seller.get_by_role("radio", name="Rách").check()
    seller.get_by_role("button", name="Hủy tem").click()
    expect(seller.get_by_text("Đã hủy 1 tem.")).to_be_visible()
    seller.get_by_role("link", name="In tem thay").click()
    seller.get_by_label("Tờ đầu đã bóc").fill("7")
    seller.get_by_role("button", name="Làm tem").click()
    expect(seller.get_by_role("heading", name="1 tem đã xong")).to_be_visible(timeout=60_000)
    (page,) = printed(seller)
    new = path_of(page, 7)
    assert new != old
    assert answered(buyer, new) == 200
    buyer.goto(old)
    expect(buyer.locator(".verdict").first).to_contain_text(re.compile("hủy", re.IGNORECASE))


def test_a_number_under_a_scratch_layer_is_right_once(seller: Page, buyer: Page) -> None:
    run = order(seller, "Thêm số bí mật dưới lớp cào")
    look_for_barriers(seller)
    seller.get_by_role("link", name="Mở bảng số bí mật").click()
    look_for_barriers(seller)
    sheet = seller.request.get(f"{run}/pins.csv").body().decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(sheet)))
    assert len(rows) == COUNT
    code, number = rows[2]["Mã"], rows[2]["Số bí mật"]
    seller.get_by_role("button", name="Nhà in đã nhận, xóa bảng").click()
    expect(seller.get_by_text("Đã xóa bảng số bí mật.")).to_be_visible()
    assert seller.request.get(f"{run}/pins.csv").status == 404
    buyer.goto(f"/T/{code}")
    buyer.get_by_role("link", name=re.compile("lớp cào")).click()
    buyer.locator("#pin").fill("000000" if number != "000000" else "111111")
    buyer.get_by_role("button", name="Kiểm tra").click()
    expect(buyer.get_by_role("heading", name="Số chưa đúng")).to_be_visible()
    buyer.locator("#pin").fill(number)
    buyer.get_by_role("button", name="Kiểm tra").click()
    expect(buyer.get_by_role("heading", name="Số đúng, gõ lần đầu")).to_be_visible()
    buyer.goto(f"/T/{code}/pin")
    buyer.locator("#pin").fill(number)
    buyer.get_by_role("button", name="Kiểm tra").click()
    expect(buyer.get_by_role("heading", name="đã có người gõ trước")).to_be_visible()
    assert buyer.context.cookies() == []


def answered(page: Page, path: str) -> int:
    answer = page.goto(path)
    assert answer
    return answer.status


def look_for_barriers(page: Page) -> None:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    assert found.violations_count == 0, found.generate_report()
