"""Product files of other programs, brought in from a phone and brought again without doubles."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect
from sqlalchemy import select

from shopkit.catalog.models.products import Product
from shopkit.catalog.models.variants import Variant
from shopkit.demo.cast import SELLER_PHONE
from tests.channels import brought_files as wild
from tests.journeys import steps
from tests.journeys.house import House

Goods = dict[str, list[tuple[str, int | None]]]


def bring(page: Page, folder: Path, name: str, content: bytes) -> None:
    """Choose the file and look at what it holds."""
    (folder / name).write_bytes(content)
    page.goto("/products")
    page.get_by_role("link", name="Lấy sản phẩm từ tệp").click()
    page.locator("main input[type=file]").set_input_files(folder / name)
    page.get_by_role("button", name="Đọc tệp").click()
    expect(page.get_by_role("heading", name="Xem trước khi lấy")).to_be_visible()


def take(page: Page, count: int) -> None:
    page.get_by_role("button", name=f"Lấy {count} sản phẩm").dblclick()
    expect(page.get_by_text(f"Đã thêm {count} sản phẩm mới")).to_be_visible()


def goods_of(house: House, titles: set[str]) -> Goods:
    """Each of these products with its forms and what they cost, as often as it is there."""
    with house.database() as database, database.reading() as session:
        found: Goods = {}
        for product in session.scalars(select(Product).where(Product.title.in_(titles))):
            forms = session.scalars(
                select(Variant).where(Variant.product_id == product.id).order_by(Variant.position)
            )
            price = product.price_vnd
            told = [(" / ".join(form.values), form.price_vnd or price) for form in forms]
            assert product.title not in found, f"{product.title} is there twice"
            found[product.title] = told
        return found


def test_a_shopify_export_comes_in_once_with_its_sizes_and_colours(
    phone: Page, house: House, tmp_path: Path
) -> None:
    steps.sign_in(phone, house, SELLER_PHONE)
    titles = {"Áo dài lụa", "Khăn len"}
    bring(phone, tmp_path, "products_export.csv", wild.shopify())
    expect(phone.get_by_text("Đọc như tệp của: Shopify")).to_be_visible()
    expect(phone.get_by_text("Cỡ × Màu: S / Đỏ")).to_be_visible()
    expect(phone.get_by_text("Số hàng còn dưới 0, tính là 0: 1 sản phẩm")).to_be_visible()
    assert goods_of(house, titles) == {}

    take(phone, 2)
    taken = goods_of(house, titles)
    assert [form for form, _price in taken["Áo dài lụa"]] == ["S / Đỏ", "M / Đỏ", "L / Xanh"]
    assert taken["Khăn len"] == []
    phone.get_by_role("link", name=re.compile("Xem 5 ảnh chưa lấy")).click()
    expect(phone.get_by_text("https://images.invalid/do.jpg")).to_be_visible()

    bring(phone, tmp_path, "products_export.csv", wild.shopify())
    expect(phone.get_by_text("Không có sản phẩm nào mới để lấy")).to_be_visible()
    assert goods_of(house, titles) == taken


def test_a_woocommerce_export_with_one_dearer_row_changes_only_that(
    phone: Page, house: House, tmp_path: Path
) -> None:
    steps.sign_in(phone, house, SELLER_PHONE)
    # The practice commune has honey of that name in another shop.
    content = wild.woocommerce().replace("Mật ong hoa nhãn".encode(), "Mật ong rừng".encode())
    titles = {"Mật ong rừng", "Chè 'xanh"}
    bring(phone, tmp_path, "wc-product-export.csv", content)
    expect(phone.get_by_text("Đọc như tệp của: WooCommerce")).to_be_visible()
    expect(phone.get_by_text("Nhóm nhiều món, không phải một món hàng")).to_be_visible()
    expect(phone.get_by_text("Loại này thuộc sản phẩm không có trong tệp")).to_be_visible()
    take(phone, 2)
    taken = goods_of(house, titles)
    assert dict(taken["Mật ong rừng"]) == {"250 g": 120_000, "500 g": 220_000}

    bring(phone, tmp_path, "wc-product-export.csv", content.replace(b"120000", b"125000"))
    expect(phone.get_by_text("sản phẩm cũ có thay đổi").first).to_be_visible()
    phone.get_by_role("button", name="Lấy 1 sản phẩm").click()
    expect(phone.get_by_text("1 sản phẩm cũ có thay đổi")).to_be_visible()
    changed = goods_of(house, titles)
    assert dict(changed["Mật ong rừng"]) == {"250 g": 125_000, "500 g": 220_000}
    assert changed["Chè 'xanh"] == taken["Chè 'xanh"]
