"""What people do again and again on their way through the pages."""

import re
from io import BytesIO
from pathlib import Path
from urllib.parse import urljoin

import zxingcpp
from PIL import Image, ImageDraw
from playwright.sync_api import Locator, Page, expect

from qr_labels.payload import vietqr
from qr_labels.symbol.proof import QR_ONLY
from tests.journeys.house import House

STAFF = ("+84900000001", "+84900000002", "+84900000003")
PIN = "482915"
BIN, NUMBER, HOLDER = "970436", "1012345678", "NGUYEN THI MAU"


def make_code(page: Page) -> None:
    """From a fresh browser to the payment code, counting nothing."""
    page.goto("/")
    page.get_by_role("link", name="Tạo mã QR").click()
    page.get_by_role("searchbox").fill("vietcom")
    page.get_by_role("link", name="Vietcombank").click()
    page.get_by_label("Số tài khoản").fill("1012 3456 78")
    page.get_by_label("Tên chủ tài khoản").fill("Nguyen Thi Mau")
    page.get_by_role("button", name="Tạo mã QR").click()


def keep(page: Page, phone: str) -> None:
    page.goto("/keep")
    page.get_by_label("Họ và tên").fill("Nguyễn Thị Mẫu")
    page.get_by_label("Số điện thoại").fill(phone)
    page.get_by_label("Mã PIN 6 số").fill(PIN)
    page.locator("main form button").last.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def sign_in(page: Page, house: House, phone: str, secret: str | None = None) -> None:
    page.goto("/sign-in?letters=1" if phone in STAFF else "/sign-in")
    page.get_by_label("Số điện thoại").fill(phone)
    page.locator("[name=secret]").fill(secret or house.sign_ins[phone][1])
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page).not_to_have_url(re.compile("/sign-in"))


def describe_shop(page: Page, *, maker: bool = True, village: str = "Thôn Đầm") -> None:
    """Name, kind, commune and village, one question a page."""
    page.goto("/shop/name")
    page.get_by_label("Tên cửa hàng").fill("Bánh gai cô Mẫu")
    page.get_by_label("Bán gì").fill("bánh gai")
    go_on(page)
    page.get_by_role("radio", name="Tự làm" if maker else "Bán lại").check()
    go_on(page)
    page.get_by_role("searchbox").fill("thuc hanh")
    page.get_by_role("radio", name="Xã Thực Hành").check()
    go_on(page)
    page.get_by_role("radio", name=village).check()
    go_on(page)


def list_product(page: Page, folder: Path, *, price: str = "25k") -> None:
    """Photo, name, price, check; stops before publishing."""
    page.goto("/products/new")
    page.locator("input[type=file]").last.set_input_files(photo(folder))
    go_on(page)
    page.wait_for_url(re.compile("/title$"))
    page.get_by_role("textbox").first.fill("Bánh gai lá dừa")
    go_on(page)
    page.wait_for_url(re.compile("/price$"))
    page.get_by_role("textbox").first.fill(price)
    go_on(page)
    page.wait_for_url(re.compile("/check$"))


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Tiếp tục").click()


def photo(folder: Path) -> Path:
    """A photo as a phone takes it: lying on its side, with the place where it was taken."""
    image = Image.new("RGB", (1600, 1200), "#d8c49a")
    draw = ImageDraw.Draw(image)
    draw.ellipse((300, 200, 1300, 1000), fill="#3f6b3a")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (21.0, 1.0, 42.0)
    path = folder / "hang.jpg"
    image.save(path, exif=exif)
    return path


def sees_picture(picture: Locator) -> None:
    """Waits until the picture has come, as a person would, and is one."""
    picture.scroll_into_view_if_needed()
    picture.page.wait_for_function(
        "(it) => it.complete && it.naturalWidth > 0", arg=picture.element_handle()
    )


def texts_in_picture(page: Page, address: str) -> list[str]:
    """What a decoder reads in a picture of the site."""
    answer = page.request.get(urljoin(page.url, address))
    assert answer.status == 200, answer.status
    with Image.open(BytesIO(answer.body())) as picture:
        return [
            code.text for code in zxingcpp.read_barcodes(picture.convert("RGB"), formats=QR_ONLY)
        ]


def payments_in_picture(page: Page, address: str) -> list[vietqr.Payment | None]:
    return [vietqr.decode(text).payment for text in texts_in_picture(page, address)]
