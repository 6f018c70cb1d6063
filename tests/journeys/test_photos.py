"""Photos made on a phone and made fit for every channel, with scripts and without."""

import re
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter
from playwright.sync_api import Browser, Page, expect

from tests.journeys import steps
from tests.journeys.conftest import opened_page
from tests.journeys.devices import WITHOUT_SCRIPTS
from tests.journeys.house import House
from tests.journeys.people import SELLER_PHONE


def goods(folder: Path, name: str, colour: str, *, is_shaken: bool = False) -> Path:
    """A bottle with a label on a table."""
    image = Image.new("RGB", (1600, 1200), (226, 216, 200))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((250, 250, 650, 1000), 50, fill=colour)
    draw.rectangle((300, 500, 600, 800), fill=(250, 240, 220))
    for line in range(16):
        draw.line((320, 515 + line * 17, 580, 515 + line * 17), fill=(40, 20, 10), width=4)
    image = Image.blend(image, Image.effect_noise(image.size, 16).convert("RGB"), 0.05)
    if is_shaken:
        image = image.filter(ImageFilter.GaussianBlur(8))
    path = folder / f"{name}.jpg"
    image.save(path, quality=88)
    return path


def product_with(page: Page, folder: Path, names: dict[str, str]) -> str:
    """A product with these photos beside its first one; returns the address of its photos."""
    steps.list_product(page, folder)
    found = re.search("/products/([^/]+)/", page.url)
    assert found
    address = f"/products/{found[1]}/photos"
    page.goto(address)
    files = [str(goods(folder, name, colour)) for name, colour in names.items()]
    page.locator("#photo-files").set_input_files(files)
    page.get_by_role("button", name="Thêm ảnh").click()
    expect(page.get_by_text("Đã thêm 2 ảnh.")).to_be_visible()
    return address


def jpeg_of(page: Page, number: int) -> tuple[Image.Image, str]:
    """What a channel gets for one of the photos on this page."""
    source = page.locator(".photo-card img").nth(number).get_attribute("src")
    assert source
    address = source.rsplit("/", 1)[0] + ".jpg"
    answer = page.request.get(address)
    assert answer.headers["content-type"] == "image/jpeg"
    return Image.open(BytesIO(answer.body())), address


def test_photos_are_ordered_by_tapping_cut_square_by_dragging_and_put_on_white(
    phone: Page, house: House, tmp_path: Path
) -> None:
    steps.sign_in(phone, house, SELLER_PHONE)
    address = product_with(phone, tmp_path, {"nau": "#96501e", "xanh": "#1e5096"})

    phone.get_by_role("link", name="Xếp thứ tự ảnh").click()
    taps = phone.locator(".photo-tap")
    first, last = (taps.nth(n).locator("img").get_attribute("src") for n in (0, 2))
    taps.nth(2).click()
    taps.nth(0).click()
    expect(taps.nth(2)).to_contain_text("1")
    phone.get_by_role("button", name="Xong").click()
    phone.wait_for_url(re.compile("/photos$"))
    shown = [one.get_attribute("src") for one in phone.locator(".photo-card > figure img").all()]
    assert last
    assert first
    assert [one and one.rsplit("/", 1)[0] for one in shown[:2]] == [
        one.rsplit("/", 1)[0] for one in (last, first)
    ]

    whole, _ = jpeg_of(phone, 0)
    assert whole.size == (1600, 1200)
    phone.get_by_text("Sửa ảnh này").first.click()
    phone.get_by_role("link", name="Cắt ảnh vuông").first.click()
    stage = phone.locator("[data-drag] svg")
    before = stage.get_attribute("viewBox")
    box = stage.bounding_box()
    assert box
    phone.mouse.move(box["x"] + 40, box["y"] + 90)
    phone.mouse.down()
    phone.mouse.move(box["x"] + 140, box["y"] + 90, steps=5)
    phone.mouse.move(box["x"] + 20, box["y"] + 90, steps=5)
    phone.mouse.up()
    assert stage.get_attribute("viewBox") != before
    expect(phone.get_by_role("radio", name="Như khung đang kéo")).to_be_checked()
    phone.get_by_role("button", name="Dùng ảnh vuông này").click()
    phone.wait_for_url(re.compile("/photos$"))
    square, _ = jpeg_of(phone, 0)
    assert square.size == (1200, 1200)

    phone.get_by_text("Sửa ảnh này").first.click()
    phone.get_by_role("link", name="Làm nền trắng").first.click()
    phone.get_by_role("button", name="Thử xem").click()
    expect(phone.get_by_text("Sau", exact=True)).to_be_visible(timeout=60_000)
    phone.get_by_role("button", name="Dùng ảnh nền trắng").click()
    expect(phone.get_by_role("alert")).to_contain_text("Xem kỹ ảnh mới")
    phone.get_by_label("Đúng là hàng của tôi").check()
    phone.get_by_role("button", name="Dùng ảnh nền trắng").click()
    phone.wait_for_url(re.compile("/photos$"))
    white, _ = jpeg_of(phone, 0)
    corner = white.getpixel((5, 5))
    assert isinstance(corner, tuple)
    assert min(corner) > 250
    phone.goto(address)
    phone.get_by_text("Sửa ảnh này").first.click()
    phone.get_by_role("button", name="Trả lại nền cũ").click()
    expect(phone.get_by_text("Đã trả lại ảnh nền cũ.")).to_be_visible()


def test_a_shaken_photo_is_asked_about_while_the_goods_still_stand_there(
    phone: Page, house: House, tmp_path: Path
) -> None:
    steps.sign_in(phone, house, SELLER_PHONE)
    phone.goto("/products/new")
    shaken = goods(tmp_path, "mo", "#96501e", is_shaken=True)
    phone.locator("input[type=file]").last.set_input_files(str(shaken))
    steps.go_on(phone)
    phone.wait_for_url(re.compile("/again$"))
    expect(phone.get_by_text("Ảnh rất mờ")).to_be_visible()
    phone.locator("input[type=file]").last.set_input_files(str(goods(tmp_path, "ro", "#96501e")))
    phone.get_by_role("button", name="Dùng ảnh mới").click()
    phone.wait_for_url(re.compile("/title$"))


def test_all_of_it_works_without_scripts(browser: Browser, house: House, tmp_path: Path) -> None:
    with opened_page(browser, house, WITHOUT_SCRIPTS) as page:
        steps.sign_in(page, house, SELLER_PHONE)
        product_with(page, tmp_path, {"nau": "#96501e", "xanh": "#1e5096"})
        page.get_by_role("link", name="Xếp thứ tự ảnh").click()
        page.get_by_label("Thứ tự của ảnh 3").fill("1")
        page.get_by_label("Thứ tự của ảnh 1").fill("3")
        page.get_by_role("button", name="Xong").click()
        expect(page.get_by_text("Đã xếp lại ảnh.")).to_be_visible()
        page.get_by_text("Sửa ảnh này").first.click()
        page.get_by_role("link", name="Cắt ảnh vuông").first.click()
        page.get_by_label("Phần bên trái").check()
        page.get_by_role("button", name="Dùng ảnh vuông này").click()
        square, _ = jpeg_of(page, 0)
        assert square.size == (1200, 1200)
