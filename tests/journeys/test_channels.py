"""A guided list, a listing that a helper has seen, a share kit, a pack and a filled sheet."""

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from playwright.sync_api import Browser, Page, expect

from shopkit.accounts.queries import account_by_phone
from shopkit.catalog.models.products import PUBLISHED
from shopkit.catalog.queries.products import products_of
from shopkit.shops.queries.shops import shop_of_account_or_none
from tests.channels import sheets
from tests.journeys import steps
from tests.journeys.conftest import opened_page
from tests.journeys.devices import PHONE
from tests.journeys.house import House

SELLER_PHONE, TRAINER_PHONE = "+84900000010", "+84900000002"
LINK = "https://www.facebook.com/comau/posts/1"


def first_product(page: Page) -> str:
    page.goto("/products")
    href = page.locator('a[href^="/products/0"]').first.get_attribute("href")
    assert href
    return href


def test_a_seller_opens_facebook_step_by_step_and_a_helper_sees_it(
    phone: Page, house: House, browser: Browser
) -> None:
    steps.sign_in(phone, house, SELLER_PHONE)
    phone.goto("/channels")
    phone.get_by_role("link", name=re.compile("^Facebook")).click()
    phone.get_by_role("link", name=re.compile("Làm bước 1")).click()
    for _ in range(6):
        phone.get_by_role("button", name="Xong bước này").click()
    expect(phone.get_by_text("Xong các bước, chưa ghi liên kết")).to_be_visible()
    phone.get_by_role("link", name="Ghi liên kết gian hàng").click()
    phone.get_by_label("Liên kết gian hàng trên Facebook").fill("https://facebook.com/comau")
    phone.get_by_role("button", name="Ghi").click()
    expect(phone.get_by_text("Đã mở")).to_be_visible()

    product = first_product(phone)
    phone.goto(f"{product}/listed")
    phone.get_by_role("link", name="Ghi thêm nơi bán").click()
    phone.get_by_role("link", name="Facebook", exact=True).click()
    phone.get_by_label("Liên kết bài bán trên Facebook").fill(f"Xem nhé: {LINK}")
    phone.get_by_role("button", name="Ghi nơi bán").dblclick()
    expect(phone.get_by_role("link", name=LINK)).to_have_count(1)
    expect(phone.get_by_text("Cửa hàng tự khai ngày 22/11/2026")).to_be_visible()

    with opened_page(browser, house, PHONE) as helper:
        steps.sign_in(helper, house, TRAINER_PHONE)
        helper.goto("/shops/beside")
        helper.get_by_label("Số điện thoại của người bán").fill(SELLER_PHONE)
        helper.get_by_role("button", name="Mở cửa hàng").click()
        helper.get_by_role("link", name="Xem bán ở đâu").click()
        helper.get_by_role("button", name="Tôi đã xem").first.click()
        expect(helper.get_by_text("Cán bộ đã xem ngày 22/11/2026")).to_be_visible()
    phone.goto(f"{product}/listed")
    expect(phone.get_by_text("Cán bộ đã xem ngày 22/11/2026")).to_be_visible()


def test_a_product_is_shared_with_text_photos_and_link(
    phone: Page, house: House, tmp_path: Path
) -> None:
    steps.sign_in(phone, house, SELLER_PHONE)
    phone.goto(f"{first_product(phone)}/kit")
    text = phone.get_by_label("Bài cho Facebook").input_value()
    assert "Giá:" in text
    assert "#" in text
    with phone.expect_download() as coming:
        phone.get_by_role("link", name=re.compile("Tải 1 ảnh")).click()
    coming.value.save_as(tmp_path / "photos.zip")
    with ZipFile(tmp_path / "photos.zip") as pack:
        assert all(name.endswith(".jpg") for name in pack.namelist())


def test_a_pack_for_an_exchange_is_made_and_says_what_is_missing(
    phone: Page, house: House, tmp_path: Path
) -> None:
    steps.sign_in(phone, house, SELLER_PHONE)
    phone.goto("/channels/voso")
    phone.get_by_role("link", name="Hồ sơ lên sàn").click()
    phone.get_by_role("button", name="Làm hồ sơ").click()
    expect(phone.get_by_role("heading", name="Hồ sơ đã xong")).to_be_visible()
    with phone.expect_download() as coming:
        phone.get_by_role("link", name=re.compile("Tải hồ sơ")).click()
    coming.value.save_as(tmp_path / "pack.zip")
    with ZipFile(tmp_path / "pack.zip") as pack:
        assert {"san-pham.xlsx", "DOC-TRUOC.txt"} <= set(pack.namelist())
        assert "CÒN THIẾU" in pack.read("DOC-TRUOC.txt").decode("utf-8-sig")


def test_her_own_upload_sheet_comes_back_filled(phone: Page, house: House, tmp_path: Path) -> None:
    before = sheets.template(styled_rows=3)
    (tmp_path / "mau.xlsx").write_bytes(before)
    complete_first_product(house)
    steps.sign_in(phone, house, SELLER_PHONE)
    phone.goto("/channels/shopee/template")
    phone.get_by_label("Tệp mẫu").set_input_files(tmp_path / "mau.xlsx")
    phone.get_by_role("button", name="Gửi tệp").click()
    expect(phone.get_by_text("1 sản phẩm được điền, từ dòng 7.")).to_be_visible()
    with phone.expect_download() as coming:
        phone.get_by_role("link", name="Tải mẫu đã điền").click()
    coming.value.save_as(tmp_path / "filled.xlsx")
    old, new = sheets.members(before), sheets.members((tmp_path / "filled.xlsx").read_bytes())
    assert [name for name in old if old[name] != new[name]] == ["xl/worksheets/sheet2.xml"]
    assert ZipFile(BytesIO((tmp_path / "filled.xlsx").read_bytes())).testzip() is None


def complete_first_product(house: House) -> None:
    """Give the practice seller's first product what Shopee asks for."""
    with house.database() as database, database.writing() as session:
        owner = account_by_phone(session, SELLER_PHONE)
        shop = shop_of_account_or_none(session, owner.id)
        assert shop
        product = products_of(session, shop, states=(PUBLISHED,))[0]
        product.description, product.packed_weight_g = "Bánh gai làm tay ở Hoàng Lộc.", 350
