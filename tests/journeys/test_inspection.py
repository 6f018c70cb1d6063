"""From a batch to the file an inspector takes away, and what stars do when their paper ends."""

import zipfile
from datetime import datetime
from pathlib import Path

import pypdfium2
from playwright.sync_api import Browser, Page, expect
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import select

from shopkit.catalog.models.products import PUBLISHED, Product
from shopkit.journal.models import JournalEntry
from shopkit.shops.models.shops import Shop
from tests.journeys import steps
from tests.journeys.conftest import opened_page
from tests.journeys.devices import WITHOUT_SCRIPTS
from tests.journeys.house import House
from tests.journeys.people import SELLER_PHONE


def add_decision(page: Page, folder: Path) -> None:
    """An OCOP decision of four stars that ends on 1 December, and its PDF."""
    page.goto("/papers")
    page.get_by_role("link", name="Thêm giấy").click()
    page.get_by_role("link", name="Quyết định công nhận OCOP").click()
    page.get_by_role("radio", name="Bánh gai lá dừa").check()
    page.get_by_role("radio", name="4 sao").check()
    page.get_by_label("Số ghi trên giấy").fill("1234/QĐ-UBND")
    page.get_by_label("Nơi cấp").fill("UBND tỉnh Thực Hành")
    page.get_by_label("Ngày cấp").fill("2023-12-02")
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_role("heading", name="Chụp giấy").wait_for()
    page.locator("input[type=file]").last.set_input_files(decision(folder))
    page.get_by_role("button", name="Giữ trang này").click()
    expect(page.get_by_text("đến hết ngày 01/12/2026")).to_be_visible()


def decision(folder: Path) -> Path:
    path = folder / "quyet-dinh.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(72, 720, "Quyet dinh 1234")
    canvas.save()
    return path


def product_code(house: House) -> str:
    with house.database() as database, database.reading() as session:
        found = session.scalars(
            select(Product)
            .join(Shop, Shop.id == Product.shop_id)
            .where(Product.state == PUBLISHED, Product.title == "Bánh gai lá dừa")
            .order_by(Shop.opened_at)
        ).first()
        assert found
        return found.code


def fill_gaps(page: Page) -> None:
    """Follow each thing that is missing to where it is mended."""
    page.get_by_role("link", name="Còn thiếu gì").click()
    expect(page.get_by_text("đủ 62% thông tin truy xuất")).to_be_visible()
    page.get_by_role("link", name="Ghi xuất xứ").click()
    page.get_by_label("Tiêu chuẩn áp dụng").fill("TCCS 01:2026/BANHGAI")
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("đủ 83% thông tin truy xuất")).to_be_visible()


def test_a_batch_is_opened_and_its_file_handed_to_an_inspector(
    house: House, phone: Page, tmp_path: Path
) -> None:
    steps.sign_in(phone, house, SELLER_PHONE)
    add_decision(phone, tmp_path)
    phone.goto("/batches/new")
    phone.get_by_role("radio", name="Bánh gai lá dừa").check()
    phone.get_by_role("button", name="Mở đợt hàng").click()
    phone.wait_for_url("**/batches/*")
    batch = phone.url
    phone.get_by_role("button", name="Làm hàng").click()
    phone.get_by_text("Đã ghi: Làm hàng").wait_for()
    phone.goto(batch)
    fill_gaps(phone)
    phone.goto(batch)
    phone.get_by_role("link", name="Hồ sơ kiểm tra").click()
    with phone.expect_download() as download:
        phone.get_by_role("button", name="Tải hồ sơ").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    assert path.name.startswith("ho-so-banh-gai-la-dua-L261122")
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        text = "".join(
            page.get_textpage().get_text_bounded()
            for page in pypdfium2.PdfDocument(archive.read(names[0]))
        )
        assert archive.read("giay-to/01-ocop-1234-qd-ubnd-1.pdf").startswith(b"%PDF-")
    assert {"01-tom-tat.pdf", "30-epcis.jsonld"} <= set(names)
    for word in ("Bánh gai lá dừa", "Làm hàng", "1234/QĐ-UBND", "TCCS 01:2026/BANHGAI"):
        assert word in text, word
    with house.database() as database, database.reading() as session:
        noted = select(JournalEntry).where(JournalEntry.event == "batch.file_exported")
        assert len(session.scalars(noted).all()) == 1


def test_the_stars_are_gone_the_day_after_their_paper_ends(
    browser: Browser, house: House, phone: Page, tmp_path: Path
) -> None:
    steps.sign_in(phone, house, SELLER_PHONE)
    add_decision(phone, tmp_path)
    path = f"/p/{product_code(house)}"
    with opened_page(browser, house, WITHOUT_SCRIPTS) as buyer:
        house.set_clock(datetime.fromisoformat("2026-12-01T22:00:00+07:00"))
        buyer.goto(path)
        expect(buyer.get_by_text("OCOP 4 sao")).to_be_visible()
        expect(buyer.get_by_text("1234/QĐ-UBND")).to_be_visible()
        house.set_clock(datetime.fromisoformat("2026-12-02T00:05:00+07:00"))
        buyer.goto(f"{path}?again=1")
        expect(buyer.get_by_role("heading", name="Bánh gai lá dừa")).to_be_visible()
        expect(buyer.get_by_text("OCOP")).to_have_count(0)
    phone.goto("/papers")
    expect(phone.get_by_text("Đã hết hạn")).to_be_visible()
