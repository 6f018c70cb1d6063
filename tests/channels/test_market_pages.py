"""A market sheet on its way in: what its page says, and when it asks for columns first."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.catalog.models.products import Product
from tests import make
from tests.accounts.browser import Browser
from tests.channels.reading.files import csv_of
from tests.channels.test_bringing import place, send, take


@pytest.fixture
def phone(app: Flask, session: Session) -> Browser:
    return make.phone(app, session, make.owner_of(session, make.shop(session)))


def test_a_market_sheet_says_what_it_left_open(phone: Browser, session: Session) -> None:
    content = csv_of(
        ["Tên hàng", "Giá", "Mã hàng", "SL còn", "Khối lượng (kg)"],
        ["Cam sành", "45.000đ/kg", "=CAM", "1.000", "1.500"],
        ["Tôm sú", "hỏi", "TOM", "", ""],
        ["Tổng cộng", "45.000", "", "1.000", ""],
    )
    page = place(send(phone, content))
    shown = phone.get(page).text
    assert "Giá ghi “hỏi” hoặc trong khoảng, để trống và giữ làm nháp: 1 sản phẩm" in shown
    assert "Mã hàng có dấu ở đầu hoặc khoảng trắng, vẫn lấy: 1 sản phẩm" in shown
    assert "hiểu là 1,5 kg: 1 sản phẩm" in shown
    assert "Dòng cộng tổng, không phải món hàng" in shown
    take(phone, page)
    fields = (Product.title, Product.price_vnd, Product.price_unit, Product.sku, Product.stock)
    asked = select(*fields, Product.packed_weight_g).order_by(Product.title)
    assert [tuple(row) for row in session.execute(asked)] == [
        ("Cam sành", 45_000, "kg", "=CAM", 1000, 1500),
        ("Tôm sú", None, "", "TOM", None, None),
    ]


def test_sums_under_a_column_of_numbers_are_left_out_too(phone: Browser) -> None:
    content = csv_of(
        ["STT", "Tên hàng", "Giá", "Tồn"], ["1", "Cam", "45.000", "3"], ["Tổng cộng", "", "", "3"]
    )
    shown = phone.get(place(send(phone, content))).text
    assert "Dòng cộng tổng, không phải món hàng" in shown
    assert "Không có tên hàng" not in shown


def test_a_text_with_bars_is_asked_for_its_columns(phone: Browser) -> None:
    content = "| file | same data, fields of product |\n|---|---|\n| a.csv | one good row |\n"
    assert place(send(phone, content.encode(), "README.md")).endswith("/columns")


def test_a_file_that_two_programs_write_is_called_by_both(phone: Browser) -> None:
    content = csv_of(["Handle", "Title", "Variant Price"], ["banh", "Bánh gai", "60000"])
    assert "Đọc như tệp của: Shopify hoặc Haravan" in phone.get(place(send(phone, content))).text
    content = csv_of(["URL handle", "Title", "Price"], ["banh", "Bánh gai", "60000"])
    assert "Đọc như tệp của: Shopify<" in phone.get(place(send(phone, content))).text
