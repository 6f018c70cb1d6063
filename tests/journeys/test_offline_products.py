"""Products that are added and changed while there is no network.

The numbers are those of the browser cases in the experience reference, section 8.
"""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, Route, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.catalog.models.products import PUBLISHED, Photo, Product
from shopkit.journal.models import JournalEntry
from shopkit.shops.models.shops import Shop
from tests.journeys import steps
from tests.journeys.conftest import opened_page
from tests.journeys.devices import PHONE
from tests.journeys.house import House, wait_for
from tests.journeys.test_outbox import look_at, queued, send_now

SELLER = "+84900000010"
NAME = "Cá khô một nắng"
LARGEST_PHOTO = 300_000


@pytest.fixture
def seller(browser: Browser, house: House) -> Iterator[Page]:
    """A phone on which pages are kept, whose owner has looked at her list once."""
    with opened_page(browser, house, PHONE, workers=True) as page:
        steps.sign_in(page, house, SELLER)
        look_at(page, "/products")
        yield page


@pytest.fixture
def plain(browser: Browser, house: House) -> Iterator[Page]:
    """A phone that keeps what is typed but no pages, as inside a chat app."""
    with opened_page(browser, house, PHONE) as page:
        steps.sign_in(page, house, SELLER)
        yield page


def products(house: House, title: str = NAME) -> list[Product]:
    """The products of this name, with what is to be known of them."""
    with house.database() as database, database.reading() as session:
        return list(session.scalars(select(Product).where(Product.title == title)))


def photo_count(house: House, product: Product) -> int:
    with house.database() as database, database.reading() as session:
        return len(session.scalars(select(Photo).where(Photo.product_id == product.id)).all())


def is_so(page: Page, house: House, what: str, ask: Callable[[], bool]) -> None:
    """Asks the page in between, for a browser that nobody asks answers nothing itself."""
    wait_for(lambda: bool(page.title()) and ask(), what, house.log)


def is_on_show(page: Page, house: House) -> None:
    """One product of this name, and buyers see it."""
    is_so(page, house, "on show", lambda: [one.is_published for one in products(house)] == [True])


def fill(page: Page, title: str = NAME, price: str = "120k") -> None:
    page.get_by_label("Tên sản phẩm").fill(title)
    page.get_by_label("Giá bán").fill(price)


def choose(page: Page, *photos: Path) -> None:
    page.locator("input[type=file][multiple]").set_input_files(list(photos))
    expect(page.locator("[data-photos-list] li")).to_have_count(len(photos))


def shots(folder: Path, count: int) -> list[Path]:
    made = []
    for number in range(count):
        image = Image.new("RGB", (900, 700), (90 + 40 * number, 120, 80))
        ImageDraw.Draw(image).ellipse((200, 100, 700, 600), fill=(240, 220, 60 * number))
        path = folder / f"{number}.jpg"
        image.save(path)
        made.append(path)
    return made


def refuse_sending(page: Page) -> None:
    """From now on nothing that this page sends gets through."""
    page.route(
        "**/*",
        lambda route: route.continue_() if route.request.method == "GET" else route.abort(),
    )


def send_all(page: Page) -> None:
    """What the page does at its next chance anyway."""
    page.evaluate("() => self.shopkitQueue.sendAll({ urgent: true })")


def row_of(page: Page, title: str = NAME) -> Any:
    return page.locator("[data-rid]", has_text=title)


def test_a_product_made_while_the_server_is_dead_is_on_show_once_it_is_back(
    seller: Page, house: House, tmp_path: Path
) -> None:
    """1, 2, 3, 5, 6 for this form: from the button she knows, with two photos."""
    house.kill()
    seller.goto("/products")
    seller.get_by_role("link", name="Đăng sản phẩm").click()
    expect(seller).to_have_url(re.compile("/products/add$"))
    choose(seller, *shots(tmp_path, 2))
    fill(seller)
    expect(seller.locator("#price_vnd-words")).to_have_text(
        "120.000\u00a0₫ — một trăm hai mươi nghìn đồng"
    )
    seller.get_by_role("button", name="Đăng luôn").click()
    expect(seller.locator("[data-held]")).to_be_visible()
    expect(seller.locator("[data-outbox] [data-count] b")).to_have_text("3 mục chờ gửi.")
    assert products(house) == []
    seller.goto("/products")
    expect(seller.locator("[data-new]")).to_contain_text(NAME)
    expect(seller.locator("[data-new]")).to_contain_text("Chờ gửi")
    house.open()
    send_now(seller)
    is_so(
        seller, house, "it is on show", lambda: [p.is_published for p in products(house)] == [True]
    )
    expect(seller.locator("[data-outbox]")).to_be_hidden()
    (made,) = products(house)
    assert made.price_vnd == 120_000
    assert photo_count(house, made) == 2
    expect(row_of(seller)).to_contain_text("Đang đăng")
    expect(seller.locator("[data-new]")).to_be_hidden()


def test_a_price_changed_while_the_server_is_dead_is_changed_once_it_is_back(
    seller: Page, house: House
) -> None:
    """A row of the kept list leads to the form that is kept with it."""
    title = seller.locator("[data-rid] .task-text > span").first.inner_text()
    house.kill()
    seller.goto("/products")
    row_of(seller, title).first.locator("a.task").click()
    expect(seller).to_have_url(re.compile("/edit$"))
    assert seller.get_by_label("Tên sản phẩm").input_value() == title
    price = seller.get_by_label("Giá bán")
    before = int(price.input_value().replace(".", ""))
    price.fill(str(before + 3000))
    seller.get_by_role("button", name="Lưu").click()
    expect(seller.locator("[data-held]")).to_be_visible()
    seller.get_by_role("link", name="Làm tiếp").click()
    expect(row_of(seller, title).first).to_contain_text("Chờ gửi")
    house.open()
    send_now(seller)
    is_so(
        seller,
        house,
        "the price",
        lambda: before + 3000 in [one.price_vnd for one in products(house, title)],
    )
    expect(row_of(seller, title).first).not_to_contain_text("Chờ gửi")


def test_text_that_came_without_its_photo_is_seen_and_the_photo_comes_later(
    plain: Page, house: House, tmp_path: Path
) -> None:
    """27."""
    plain.route(
        "**/photos/*",
        lambda route: route.abort() if route.request.method == "PUT" else route.continue_(),
    )
    plain.goto("/products/add")
    choose(plain, *shots(tmp_path, 1))
    fill(plain)
    plain.get_by_role("button", name="Đăng luôn").click()
    expect(plain).to_have_url(re.compile("/products$"))
    expect(row_of(plain)).to_contain_text("Ảnh chờ gửi")
    expect(row_of(plain)).to_contain_text("Nháp")
    (waiting,) = products(house)
    assert waiting.is_draft
    plain.unroute_all()
    send_now(plain)
    expect(row_of(plain)).to_contain_text("Đang đăng")
    expect(row_of(plain)).not_to_contain_text("Ảnh chờ gửi")
    (made,) = products(house)
    assert made.is_published
    assert photo_count(house, made) == 1


def test_a_photo_of_twelve_million_points_arrives_upright_light_and_without_its_place(
    plain: Page, house: House, tmp_path: Path
) -> None:
    """28: as it leaves the phone."""
    sent: list[bytes] = []

    def keep(route: Route) -> None:
        if route.request.method == "PUT":
            sent.append(route.request.post_data_buffer or b"")
        route.continue_()

    plain.route("**/photos/*", keep)
    plain.goto("/products/add")
    choose(plain, sideways(tmp_path))
    fill(plain)
    plain.get_by_role("button", name="Đăng luôn").click()
    is_on_show(plain, house)
    (content,) = sent
    assert len(content) <= LARGEST_PHOTO
    with Image.open(BytesIO(content)) as picture:
        assert picture.format == "JPEG"
        assert (max(picture.size), picture.height > picture.width) == (1280, True)
        assert not picture.getexif()
        assert b"Exif" not in content
        # The red corner was on the left below before the phone was turned.
        red, green, blue = picture.convert("RGB").getpixel((20, 20))  # type: ignore[misc]  # three bands
    assert (red > 180, green < 90, blue < 90) == (True, True, True)


def sideways(folder: Path) -> Path:
    """4000 by 3000 points, to be turned right, with the place where it was taken."""
    image = Image.effect_noise((4000, 3000), 30).convert("RGB")
    ImageDraw.Draw(image).rectangle((0, 2600, 400, 3000), fill="#dc1414")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (21.0, 1.0, 42.0), 3: "E", 4: (105.0, 48.0, 1.0)})
    path = folder / "nang.jpg"
    image.save(path, quality=92, exif=exif)
    assert path.stat().st_size > 1_500_000
    return path


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("mấy đồng", "Nhập số tiền bằng số, ví dụ 25.000 hoặc 25k."),
        ("1.250k", "Nhập rõ hơn: 1.250\u00a0₫ hay 1.250.000\u00a0₫?"),
        ("0", "Nhập số tiền lớn hơn 0."),
        ("12", "Giá 12\u00a0₫ thấp khác thường. Sửa lại, hoặc đánh dấu Đúng giá này."),
    ],
)
def test_a_price_that_cannot_be_read_is_asked_about_at_once_without_a_network(
    plain: Page, typed: str, told: str
) -> None:
    plain.goto("/products/add")
    with plain.expect_response(re.compile(r"/amount\.")):
        plain.get_by_label("Tên sản phẩm").focus()
    plain.wait_for_load_state("networkidle")
    plain.context.set_offline(True)
    fill(plain, price=typed)
    plain.get_by_role("button", name="Lưu nháp").click()
    expect(plain.locator(".error-summary")).to_contain_text(told)
    expect(plain.get_by_label("Giá bán")).to_have_attribute("aria-invalid", "true")
    assert queued(plain) == []
    plain.get_by_label("Giá bán").fill("125k")
    plain.get_by_role("button", name="Lưu nháp").click()
    expect(plain.locator("[data-held]")).to_be_visible()
    assert len(queued(plain)) == 1


def test_a_doubtful_price_that_waited_is_confirmed_where_it_was_typed(
    plain: Page, house: House
) -> None:
    """39, later: the form that opens again has the tick."""
    plain.goto("/products/add")
    refuse_sending(plain)
    fill(plain, price="500đ")
    expect(plain.locator("[data-sure]")).to_be_hidden()
    plain.get_by_role("button", name="Lưu nháp").click()
    expect(plain.locator("[data-held]")).to_be_visible()
    plain.unroute_all()
    send_all(plain)
    expect(plain.locator("[data-outbox] [data-mend] b")).to_have_text("1 mục cần sửa.")
    plain.locator("[data-outbox] [data-mend] a").click()
    plain.get_by_role("link", name="Mở để sửa").click()
    plain.get_by_label("Đúng giá này").check()
    plain.get_by_role("button", name="Lưu nháp").click()
    is_so(plain, house, "one draft", lambda: [p.price_vnd for p in products(house)] == [500])
    expect(plain).to_have_url(re.compile("/check$"))
    assert queued(plain) == []


def changed_meanwhile(
    browser: Browser, house: House, mine: Page, label: str, text: str
) -> tuple[Product, str]:
    """Two phones open the same product; hers is cut off with a new name typed, the other saves."""
    with house.database() as database, database.reading() as session:
        product = a_product(session)
    address = f"/products/{product.id}/edit"
    mine.goto(address)
    refuse_sending(mine)
    mine.get_by_label("Tên sản phẩm").fill("Tên của tôi")
    mine.get_by_role("button", name="Lưu").click()
    expect(mine.locator("[data-held]")).to_be_visible()
    with opened_page(browser, house, PHONE) as other:
        steps.sign_in(other, house, SELLER)
        other.goto(address)
        other.get_by_label(label).fill(text)
        other.get_by_role("button", name="Lưu").click()
        expect(other).not_to_have_url(re.compile("/edit$"))
    mine.unroute_all()
    return product, address


def a_product(session: Session) -> Product:
    """One of her products that is on show."""
    wanted = (
        select(Product)
        .join(Shop, Shop.id == Product.shop_id)
        .where(Shop.contact_phone == SELLER, Product.state == PUBLISHED)
        .order_by(Product.sort_key)
    )
    return session.scalars(wanted).all()[0]


def now(house: House, product: Product) -> Product:
    with house.database() as database, database.reading() as session:
        return session.get_one(Product, product.id)


@pytest.mark.parametrize(
    ("choice", "name"),
    [
        ("Giữ bản của tôi", "Tên của tôi"),
        ("Giữ bản trên mạng", "Tên của người kia"),
        ("Sửa lại", "Tên thứ ba"),
    ],
)
def test_two_names_for_one_product_are_shown_side_by_side_and_she_chooses(
    browser: Browser, plain: Page, house: House, choice: str, name: str
) -> None:
    """22."""
    other = "Tên của người kia"
    product, _address = changed_meanwhile(browser, house, plain, "Tên sản phẩm", other)
    send_all(plain)
    expect(plain.locator("[data-outbox] [data-mend] b")).to_have_text("1 mục cần sửa.")
    plain.locator("[data-outbox] [data-mend] a").click()
    versions = plain.locator("[data-clashes]")
    expect(versions).to_contain_text("Tên của tôi")
    expect(versions).to_contain_text(other)
    assert now(house, product).title == other
    plain.get_by_role("button", name=choice).click()
    if choice == "Sửa lại":
        expect(plain.get_by_label("Tên sản phẩm")).to_have_value("Tên của tôi")
        plain.get_by_label("Tên sản phẩm").fill(name)
        plain.get_by_role("button", name="Lưu").click()
    is_so(plain, house, "her choice", lambda: now(house, product).title == name)
    expect(plain.locator("[data-outbox]")).to_be_hidden()


def test_what_is_typed_before_the_scripts_come_is_not_typed_over(
    browser: Browser, plain: Page, house: House
) -> None:
    """22, on a slow line: the name that she types while the page is still coming stays."""
    product, address = changed_meanwhile(browser, house, plain, "Tên sản phẩm", "Tên khác")
    send_all(plain)
    plain.locator("[data-outbox] [data-mend] a").click()
    expect(plain.locator("[data-clashes]")).to_be_visible()
    on_the_way: list[Route] = []
    plain.route("**/static/js/start*.js", lambda route: on_the_way.append(route))
    plain.get_by_role("button", name="Sửa lại").click(no_wait_after=True)
    plain.wait_for_url(re.compile(f"{address}#outbox="), wait_until="commit")
    plain.get_by_label("Tên sản phẩm").fill("Tên thứ ba")
    wait_for(lambda: bool(plain.title()) and bool(on_the_way), "the page asks for its scripts")
    on_the_way[0].continue_()
    expect(plain.locator("form[data-mends]")).to_be_visible()
    expect(plain.get_by_label("Tên sản phẩm")).to_have_value("Tên thứ ba")
    plain.get_by_role("button", name="Lưu").click()
    is_so(plain, house, "both", lambda: now(house, product).title == "Tên thứ ba")
    expect(plain.locator("[data-outbox]")).to_be_hidden()


def test_a_name_and_a_price_that_two_people_changed_are_both_kept(
    browser: Browser, plain: Page, house: House
) -> None:
    """23."""
    product, _address = changed_meanwhile(browser, house, plain, "Mô tả", "Lời của người kia")
    send_all(plain)
    is_so(plain, house, "both", lambda: now(house, product).title == "Tên của tôi")
    assert now(house, product).description == "Lời của người kia"
    with house.database() as database, database.reading() as session:
        noted = select(JournalEntry).where(JournalEntry.event == "product.parallel_edit")
        assert session.scalars(noted).one().details == {"parts": "text"}


def test_shots_of_the_camera_join_one_another_and_any_can_be_left_out(
    plain: Page, house: House, tmp_path: Path
) -> None:
    plain.goto("/products/add")
    rows = plain.locator("[data-photos-list] li")
    for number, shot in enumerate(shots(tmp_path, 3), 1):
        plain.locator("input[capture]").set_input_files(shot)
        expect(rows).to_have_count(number)
    rows.nth(1).get_by_role("button", name="Bỏ ảnh này").click()
    expect(rows).to_have_count(2)
    fill(plain)
    plain.get_by_role("button", name="Đăng luôn").click()
    expect(plain).to_have_url(re.compile("/products$"))
    is_on_show(plain, house)
    expect(plain.locator("[data-outbox]")).to_be_hidden()
    assert photo_count(house, products(house)[0]) == 2


DRAFTS = "async () => (await self.shopkitQueue.readAll('drafts')).length"


def half_fill(page: Page, folder: Path) -> None:
    """Two photos and a name, and the tab is lost before the price is typed."""
    page.goto("/products/add")
    choose(page, *shots(folder, 2))
    wait_for(lambda: page.evaluate(DRAFTS) == 1, "the photos are kept before anything is typed")
    page.get_by_label("Tên sản phẩm").fill(NAME)
    wait_for(lambda: page.evaluate(DRAFTS) == 2, "the name is kept too")
    page.goto("/me")
    page.goto("/products/add")
    expect(page.locator("[data-photos-list] li")).to_have_count(2)
    expect(page.get_by_label("Tên sản phẩm")).to_have_value(NAME)


def test_a_half_filled_product_is_there_again_with_its_photos_and_is_sent_with_them(
    plain: Page, house: House, tmp_path: Path
) -> None:
    half_fill(plain, tmp_path)
    plain.get_by_label("Giá bán").fill("120k")
    plain.get_by_role("button", name="Đăng luôn").click()
    is_on_show(plain, house)
    (made,) = products(house)
    is_so(plain, house, "both photos", lambda: photo_count(house, made) == 2)
    plain.goto("/products/add")
    expect(plain.get_by_label("Tên sản phẩm")).to_have_value("")
    expect(plain.locator("[data-photos-list] li")).to_have_count(0)
    assert plain.evaluate(DRAFTS) == 0


def test_photos_of_a_half_filled_product_go_with_it(plain: Page, tmp_path: Path) -> None:
    half_fill(plain, tmp_path)
    plain.get_by_role("button", name="Bỏ ảnh này").first.click()
    plain.get_by_role("button", name="Bỏ phần nhập dở").click()
    expect(plain.locator("[data-photos-list] li")).to_have_count(0)
    expect(plain.get_by_label("Tên sản phẩm")).to_have_value("")
    plain.goto("/products/add")
    expect(plain.get_by_role("heading", name="Sản phẩm mới")).to_be_visible()
    expect(plain.get_by_role("button", name="Bỏ phần nhập dở")).to_have_count(0)
    expect(plain.locator("[data-photos-list] li")).to_have_count(0)
