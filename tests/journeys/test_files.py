"""From goods on show to files in her hand, and an address that a channel fetches from."""

import csv
import re
import urllib.request
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from shopkit.catalog.models.products import PUBLISHED, Product
from shopkit.demo.cast import SELLER_PHONE
from tests.journeys import steps
from tests.journeys.house import House

TEXT = "Bánh gai làm bằng lá gai tươi, nhân đậu xanh và dừa.\nGói lá chuối, hấp trong ngày. "


def make_whole(house: House) -> list[str]:
    """Let the listings of the practice shop be such as every channel takes."""
    with house.database() as database, database.writing() as session:
        found = session.scalars(select(Product).where(Product.state == PUBLISHED)).all()
        for number, product in enumerate(found):
            product.title = f"{product.title} gói tay mười chiếc, làm trong ngày"
            product.description = TEXT * 8
            product.category, product.packed_weight_g = "food.processed", 600
            product.sku = f"BG-{number}"
        return [product.title for product in found]


def downloaded(page: Page, folder: Path) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Tải tệp về").click()
    place = folder / waiting.value.suggested_filename
    waiting.value.save_as(place)
    return place.read_bytes()


def make_file(
    page: Page, channel: str, kind: str | None = None, *, with_photos: bool = False
) -> None:
    page.goto(f"/channels/{channel}/file")
    if kind:
        page.get_by_text(kind).click()
    if with_photos:
        page.get_by_text("Kèm ảnh trong một tệp nén").click()
    page.get_by_role("button", name="Tạo tệp").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("đã xong")


def test_three_files_from_one_record(phone: Page, house: House, tmp_path: Path) -> None:
    steps.sign_in(phone, house, SELLER_PHONE)
    titles = make_whole(house)

    make_file(phone, "shopify", "CSV, tên cột cũ")
    rows = list(csv.DictReader(StringIO(downloaded(phone, tmp_path).decode(), newline="")))
    assert {row["Title"] for row in rows if row["Title"]} <= set(titles)
    assert {row["Title"] for row in rows if row["Title"]}

    make_file(phone, "kiotviet")
    book = CalamineWorkbook.from_filelike(BytesIO(downloaded(phone, tmp_path)))
    assert book.get_sheet_by_index(0).to_python()[0][0] == "Loại hàng"

    make_file(phone, "tiktok", with_photos=True)
    with ZipFile(BytesIO(downloaded(phone, tmp_path))) as packed:
        assert any(re.fullmatch(r"anh/BG-\d+-1\.jpg", name) for name in packed.namelist())


def test_what_a_channel_refuses_is_mended_from_the_page(phone: Page, house: House) -> None:
    steps.sign_in(phone, house, SELLER_PHONE)
    phone.goto("/channels/tiktok/file")
    expect(phone.get_by_text("không nhận")).to_be_visible()
    phone.get_by_role("link", name="Sửa tên").first.click()
    expect(phone).to_have_url(re.compile("/products/.*/title"))


def test_an_address_is_opened_fetched_and_closed(phone: Page, house: House) -> None:
    steps.sign_in(phone, house, SELLER_PHONE)
    make_whole(house)
    phone.goto("/channels/feeds")
    phone.get_by_text("Google: Tệp XML (RSS)").click()
    phone.get_by_role("button", name="Mở địa chỉ").click()
    address = phone.locator("#feed-1").inner_text().strip()
    with urllib.request.urlopen(address) as answer:
        assert answer.headers.get("Set-Cookie") is None
        assert b"<rss" in answer.read(200)
    phone.reload()
    expect(phone.get_by_text("Lấy lần cuối")).to_be_visible()
    phone.get_by_role("button", name="Đóng địa chỉ").click()
    expect(phone.get_by_text("Đã đóng địa chỉ")).to_be_visible()
    expect(phone.locator("#feed-1")).to_have_count(0)
