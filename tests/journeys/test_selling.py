"""From one photo on a phone to three channel files and a share kit, all saying the same."""

import csv
import re
from io import BytesIO, StringIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.test_files import downloaded, make_file

TITLE, PRICE = "Bánh gai lá dừa", 25_000
TEXT = "Bánh gai làm bằng lá gai tươi, nhân đậu xanh và dừa. Gói lá chuối, hấp trong ngày."
GOOGLE = "{http://base.google.com/ns/1.0}"


def test_one_photo_becomes_three_files_and_a_share_kit(phone: Page, tmp_path: Path) -> None:
    product = put_on_show(phone, tmp_path)
    google = google_item(phone, tmp_path)
    assert (google["title"], google["price"]) == (TITLE, f"{PRICE} VND")
    assert google["description"] == TEXT
    assert google["availability"] == "in_stock"

    rows = table(phone, "meta", None, tmp_path)
    assert [row["title"] for row in rows] == [TITLE]
    assert rows[0]["price"] == f"{PRICE} VND"
    assert rows[0]["id"] == google["id"]
    # Nobody outside could fetch from this machine, so no address is handed out.
    assert rows[0]["image_link"] == google.get("image_link", "") == ""

    shopify = table(phone, "shopify", "CSV, tên cột cũ", tmp_path)
    assert [row["Title"] for row in shopify] == [TITLE]
    assert int(float(shopify[0]["Variant Price"])) == PRICE
    assert TEXT in shopify[0]["Body (HTML)"]

    share(phone, product, tmp_path)


def put_on_show(page: Page, folder: Path) -> str:
    """A new trader's first product; where it is."""
    steps.keep(page, "0900 000 098")
    steps.describe_shop(page)
    steps.list_product(page, folder)
    page.get_by_role("button", name="Đăng", exact=True).click()
    expect(page.get_by_role("heading", name="Đã đăng")).to_be_visible()
    product = re.sub("/published.*", "", page.url)
    page.goto(f"{product}/text")
    page.locator("[name=description]").fill(TEXT)
    page.locator("main form[method=post] button").last.click()
    expect(page).not_to_have_url(re.compile("/text"))
    return product


def google_item(page: Page, folder: Path) -> dict[str, str]:
    make_file(page, "google", "XML")
    items = ElementTree.fromstring(downloaded(page, folder)).findall(".//item")
    assert len(items) == 1
    return {one.tag.removeprefix(GOOGLE): (one.text or "").strip() for one in items[0]}


def table(page: Page, channel: str, kind: str | None, folder: Path) -> list[dict[str, str]]:
    make_file(page, channel, kind)
    text = downloaded(page, folder).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline="")))


def share(page: Page, product: str, folder: Path) -> None:
    """The text to paste and the photos to post, without where they were taken."""
    page.goto(f"{product}/kit")
    for name in ("Bài cho Facebook", "Bài cho Zalo"):
        text = page.get_by_label(name).input_value()
        assert TITLE in text
        assert "25.000" in text
    with page.expect_download() as coming:
        page.get_by_role("link", name=re.compile("Tải 1 ảnh")).click()
    coming.value.save_as(folder / "kit.zip")
    with ZipFile(folder / "kit.zip") as pack:
        names = pack.namelist()
        assert len(names) == 1
        with Image.open(BytesIO(pack.read(names[0]))) as picture:
            assert picture.format == "JPEG"
            assert not picture.getexif()
