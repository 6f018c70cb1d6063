"""Bringing products in by the pages: file, preview, taking, and the same file once more."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from shopkit.catalog.models.products import DRAFT, PUBLISHED, Price, Product
from shopkit.catalog.models.variants import Variant
from shopkit.channels.models.brought import WantedPhoto
from shopkit.imports.actions.work import AT_ONCE_ROWS
from shopkit.imports.models import TAKEN, Import
from shopkit.jobs.models import Job
from shopkit.jobs.work import Bench, do_all, do_next_step, start
from shopkit.shops.models.shops import Shop
from tests import make
from tests.accounts.browser import Browser, errors
from tests.channels import brought_files as wild
from tests.channels.reading.files import SAMPLES, csv_of


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session)


@pytest.fixture
def phone(app: Flask, session: Session, shop: Shop) -> Browser:
    return make.phone(app, session, make.owner_of(session, shop))


def send(phone: Browser, content: bytes, name: str = "hang.csv") -> TestResponse:
    fields = {"file": (BytesIO(content), name), "_key": uuid4().hex}
    return phone.post("/products/bring", **fields)  # type: ignore[arg-type]  # a file too


def place(answer: TestResponse) -> str:
    assert answer.status_code == 303, answer.text[:3000]
    return answer.headers["Location"]


def take(phone: Browser, page: str, **fields: str) -> str:
    """Tap the button of the preview; the page of the result."""
    number = page.rpartition("/")[2]
    return phone.get(place(phone.post(f"/products/bring/{number}/take", **fields))).text


def titles(session: Session) -> list[str]:
    return sorted(session.scalars(select(Product.title)))


def facts(session: Session, column: Any) -> dict[str, Any]:
    return {row[0]: row[1] for row in session.execute(select(Product.title, column))}


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_shopify_file_shows_its_grouping_before_anything_is_kept(
    phone: Browser, session: Session
) -> None:
    shown = phone.get(place(send(phone, wild.shopify()))).text
    assert "Đọc như tệp của: Shopify" in shown
    assert "Lấy 2 sản phẩm" in shown
    assert "Cỡ × Màu: S / Đỏ" in shown
    assert "Số hàng còn dưới 0, tính là 0: 1 sản phẩm" in shown
    assert "SEO Title" in shown
    assert not titles(session)


def test_what_was_shown_is_taken_by_one_tap_and_only_once(phone: Browser, session: Session) -> None:
    page = place(send(phone, wild.shopify()))
    result = take(phone, page)
    assert "Đã thêm 2 sản phẩm mới" in result
    assert "Xem 5 ảnh chưa lấy" in result
    take(phone, page)
    assert titles(session) == ["Khăn len", "Áo dài lụa"]
    assert (count(session, Variant), count(session, WantedPhoto)) == (3, 5)
    assert set(session.scalars(select(Product.state))) == {DRAFT}
    lost = phone.get(f"/products/bring/{page.rpartition('/')[2]}/photos").text
    assert "https://images.invalid/do.jpg" in lost
    assert "Ở đây không tự lấy ảnh từ trang khác" in lost


def test_with_a_tick_what_the_file_shows_goes_on_show(phone: Browser, session: Session) -> None:
    take(phone, place(send(phone, wild.shopify())), is_shown="y")
    states = facts(session, Product.state)
    assert states == {"Áo dài lụa": PUBLISHED, "Khăn len": DRAFT}


def test_the_same_file_once_more_changes_nothing(phone: Browser, session: Session) -> None:
    take(phone, place(send(phone, wild.shopify())))
    versions = sorted(session.scalars(select(Product.version)))
    shown = phone.get(place(send(phone, wild.shopify()))).text
    assert "Không có sản phẩm nào mới để lấy" in shown
    assert sorted(session.scalars(select(Product.version))) == versions
    assert (count(session, Product), count(session, Price)) == (2, 2)


def test_a_changed_row_changes_its_product_and_says_so(phone: Browser, session: Session) -> None:
    take(phone, place(send(phone, wild.shopify())))
    changed = wild.shopify().replace(b"90000", b"95000").replace(b"Xanh", "Tím".encode())
    page = place(send(phone, changed))
    shown = phone.get(page).text
    assert "sản phẩm cũ có thay đổi" in shown
    result = take(phone, page)
    assert "2 sản phẩm cũ có thay đổi" in result
    scarf = session.scalars(select(Product).where(Product.title == "Khăn len")).one()
    assert scarf.price_vnd == 95_000
    values = [tuple(one) for one in session.scalars(select(Variant.values))]
    assert ("L", "Tím") in values
    assert len(values) == 3


def test_a_woocommerce_file_names_what_is_no_product(phone: Browser, session: Session) -> None:
    page = place(send(phone, wild.woocommerce()))
    shown = phone.get(page).text
    assert "WooCommerce" in shown
    assert "Nhóm nhiều món, không phải một món hàng" in shown
    assert "Loại này thuộc sản phẩm không có trong tệp" in shown
    take(phone, page)
    assert titles(session) == ["Chè 'xanh", "Mật ong hoa nhãn"]


def test_rows_that_failed_come_back_as_a_file_with_the_reason_first(phone: Browser) -> None:
    page = place(send(phone, wild.woocommerce()))
    book = CalamineWorkbook.from_filelike(BytesIO(phone.get(page + "/failed.xlsx").data))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0][:3] == ["Lý do", "Dòng", "ID"]
    assert [row[0] for row in rows[1:]] == ["Loại này thuộc sản phẩm không có trong tệp"]


def test_any_price_list_needs_a_name_only_and_bad_prices_are_named(
    phone: Browser, session: Session
) -> None:
    page = place(send(phone, wild.price_list(), "bảng giá.csv"))
    shown = phone.get(page).text
    assert "Bảng khác" in shown
    assert "Giá ghi bằng tiền nước khác" in shown
    assert "Giá là số âm" in shown
    assert "Giá lớn quá 2 tỷ đồng" in shown
    assert "Dòng tiêu đề lặp lại" in shown
    assert "Cột “Ghi chú” không có chỗ" in shown
    take(phone, page)
    prices = facts(session, Product.price_vnd)
    assert prices == {"Bánh gai": 60_000, "Mật ong": 120_000, "Nem chua": None}


def test_prices_that_can_hardly_be_dong_are_asked_about_first(
    phone: Browser, session: Session
) -> None:
    content = csv_of(["Handle", "Title", "Variant Price"], ["a", "Cup", "19.99"], ["b", "Pot", "7"])
    page = place(send(phone, content))
    assert page.endswith("/money")
    assert "19.99" in phone.get(page).text
    assert errors(phone.post(page, money="rate", rate="")) == ["Nhập tỷ giá, ví dụ 25400."]
    assert errors(phone.post(page, money="rate", rate="nhiều")) == ["Nhập một số, ví dụ 25400."]
    take(phone, place(phone.post(page, money="rate", rate="25.400")))
    prices = facts(session, Product.price_vnd)
    assert prices == {"Cup": 507_746, "Pot": 177_800}


def test_how_a_file_is_read_can_be_changed(phone: Browser, session: Session) -> None:
    content = csv_of(["Handle", "Title", "Variant Price"], ["a", "Cốc", "25000"])
    page = place(send(phone, content))
    number = page.rpartition("/")[2]
    columns = place(phone.post(f"/products/bring/{number}/manner", manner="table"))
    assert columns.endswith("/columns")
    shown = place(phone.post(columns, title="1", price="2", sku="0"))
    take(phone, shown)
    assert session.scalars(select(Product.sku)).all() == ["a"]


def test_a_code_that_stands_twice_is_named_and_not_guessed(
    phone: Browser, session: Session
) -> None:
    content = csv_of(["Tên hàng", "Mã hàng", "Giá"], ["A", "X1", "9000"], ["B", "X1", "8000"])
    page = place(send(phone, content))
    assert "Mã hàng trùng với dòng khác trong tệp" in phone.get(page).text
    take(phone, page)
    assert titles(session) == ["A"]


def test_a_product_is_known_again_by_its_code_and_what_is_blank_stays(
    phone: Browser, session: Session
) -> None:
    first = csv_of(["Tên hàng", "Mã hàng", "Giá", "Xuất xứ"], ["Bánh", "X1", "9000", "Huế"])
    take(phone, place(send(phone, first)))
    second = csv_of(
        ["Title", "Variant SKU", "Handle", "Variant Price"], ["Bánh", "X1", "b", "9500"]
    )
    take(phone, place(send(phone, second)))
    product = session.scalars(select(Product)).one()
    assert (product.price_vnd, product.origin, product.sku) == (9_500, "Huế", "X1")


def test_a_neighbour_finds_nothing(app: Flask, phone: Browser, session: Session) -> None:
    page = place(send(phone, wild.shopify()))
    number = page.rpartition("/")[2]
    other = make.shop(session, make.account(session), name="Hàng xóm")
    neighbour = make.phone(app, session, make.owner_of(session, other))
    for path in ("money", "manner", "photos"):
        assert neighbour.get(f"/products/bring/{number}/{path}").status_code == 404
    assert neighbour.post(f"/products/bring/{number}/take").status_code == 404


def many(number: int) -> bytes:
    rows = [[f"Món số {at}", f"M{at:06d}", 10_000 + at] for at in range(number)]
    return csv_of(["Tên hàng", "Mã hàng", "Giá"], *rows)


def test_a_large_file_is_taken_in_the_background_all_once_also_after_a_crash(
    phone: Browser, session: Session, bench: Bench
) -> None:
    rows = AT_ONCE_ROWS + 4_000
    job_page = place(send(phone, many(rows)))
    assert "/jobs/" in job_page
    job_id = session.scalars(select(Job.id)).one()
    session.commit()
    do_all(bench, job_id)
    brought = session.scalars(select(Import)).one()
    place(phone.post(f"/products/bring/{brought.id}/take"))
    job_id = session.scalars(select(Job.id).where(Job.kind == "import_take")).one()
    session.commit()
    start(bench, job_id)
    do_next_step(bench, job_id)
    assert 0 < count(session, Product) < rows, "the machine goes down after one portion"
    session.commit()
    do_all(bench, job_id)
    session.expire_all()
    assert count(session, Product) == rows
    brought = session.scalars(select(Import)).one()
    assert (brought.state, brought.added_count) == (TAKEN, rows)


HAS_SAMPLES = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="the sample files lie beside a checkout only"
)


@HAS_SAMPLES
def test_the_good_row_goes_in_and_the_bad_one_comes_back(phone: Browser, session: Session) -> None:
    content = (SAMPLES / "bagisto_products_with_errors.csv").read_bytes()
    page = place(phone.post(place(send(phone, content)), money="rate", rate="25000"))
    assert "Kiểu hàng này chưa lấy được" in phone.get(page).text
    take(phone, page)
    assert titles(session) == ["E2E Valid Product"]


@HAS_SAMPLES
def test_a_list_without_prices_goes_in_as_drafts(phone: Browser, session: Session) -> None:
    content = (SAMPLES / "openfoodfacts_893_vietnam_prefix.csv").read_bytes()
    page = place(send(phone, content))
    shown = phone.get(page).text
    assert "746" in shown
    assert "Cột “fat_100g” không có chỗ" in shown
    take(phone, page)
    assert count(session, Product) == 746
    gtins: Sequence[str | None] = session.scalars(select(Product.gtin)).all()
    assert all(gtins)
