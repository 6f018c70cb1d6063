"""Adding a product in four pages, as a phone without scripts sends them."""

import re
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from shopkit.catalog.actions.photos import album
from shopkit.catalog.models.products import Photo, Product
from shopkit.catalog.queries import products as queries
from shopkit.db.files import Files
from shopkit.web.security import LARGEST_BODY
from tests.catalog import shots
from tests.catalog.conftest import Phone, Seller, photo_file


def version_on(answer: TestResponse) -> str:
    found = re.search(r'name="version" value="(\d+)"', answer.text)
    assert found
    return found[1]


def refused(answer: TestResponse) -> str:
    assert answer.status_code == 422
    assert "<title>Lỗi:" in answer.text
    return answer.text


def products_in(session: Session) -> list[Product]:
    return list(session.scalars(select(Product)))


def test_four_pages_lead_from_a_photo_to_a_listing(
    phone: Phone, session: Session, her: Seller
) -> None:
    first = phone.get("/products/new")
    assert "Bước 1 trên 4" in first.text
    second = phone.post("/products/new", photo=photo_file(shots.with_place(6))).location
    assert "Bước 2 trên 4" in phone.get(second).text
    third = phone.post(second, version="1", title="Mật ong bạc hà").location
    assert "Bước 3 trên 4" in phone.get(third).text
    fourth = phone.post(third, version="1", price_vnd="25k", price_unit="chai").location
    check = phone.get(fourth)
    assert "Bước 4 trên 4" in check.text
    assert "25.000\u00a0₫ / chai\nhai mươi lăm nghìn đồng" in check.text
    assert "0900 000 001" in check.text, "she sees which number buyers will see"
    done = phone.post(fourth, version=version_on(check)).location
    (product,) = products_in(session)
    assert product.is_published
    assert product.entered_by_id == her.account.id
    assert "Đã đăng" in phone.get(done).text


def test_the_photo_may_come_later_and_publishing_waits_for_it(
    phone: Phone, session: Session
) -> None:
    url = phone.post("/products/new", later="1").location
    url = phone.post(url, version="1", title="Rau cải").location
    check = phone.post(url, version="1", price_vnd="15.000").location
    page = phone.get(check)
    assert "Thêm ảnh" in page.text
    assert 'data-busy="Đang đăng…"' not in page.text
    assert "Bổ sung phần còn thiếu" in refused(phone.post(check, version="3"))
    (product,) = products_in(session)
    back = phone.post(f"/products/{product.id}/photo", photo=photo_file(shots.jpeg())).location
    assert back == check


def test_the_way_back_keeps_every_answer(phone: Phone, product: Product) -> None:
    phone.post(f"/products/{product.id}/title", version="1", title="Rau cải")
    phone.post(f"/products/{product.id}/price", version="1", price_vnd="15k", price_unit="bó")
    assert 'value="Rau cải"' in phone.get(f"/products/{product.id}/title").text
    price = phone.get(f"/products/{product.id}/price").text
    assert 'value="15.000"' in price
    assert 'value="bó"' in price


def test_a_form_sent_twice_makes_one_product(phone: Phone, session: Session) -> None:
    content = shots.jpeg()
    first = phone.post("/products/new", key="tapped-twice", photo=photo_file(content))
    again = phone.post("/products/new", key="tapped-twice", photo=photo_file(content))
    assert first.location == again.location
    assert len(products_in(session)) == 1
    assert len(session.scalars(select(Photo)).all()) == 1


def test_a_key_used_for_another_photo_is_refused(phone: Phone, session: Session) -> None:
    phone.post("/products/new", key="one-key", photo=photo_file(shots.jpeg()))
    other = phone.post("/products/new", key="one-key", photo=photo_file(shots.jpeg(800, 600)))
    assert other.status_code == 422
    assert len(products_in(session)) == 1


def test_publishing_twice_publishes_once(phone: Phone, session: Session, listing: Product) -> None:
    again = phone.post(f"/products/{listing.id}/check", version="1")
    assert again.location == f"/products/{listing.id}/published"
    assert listing.is_published


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        (b"", "Tệp này trống"),
        (b"<html><script>alert(1)</script>", "không phải ảnh JPEG"),
        (shots.flat_png(9000, 9000), "Ảnh lớn quá"),
        (shots.jpeg()[:-4000], "bị hỏng hoặc gửi thiếu"),
        (shots.jpeg(99, 300), "quá nhỏ"),
        (shots.jpeg() + bytes(15 * 1024 * 1024), "nặng quá 15 MB"),
    ],
)
def test_a_bad_picture_gets_a_sentence_that_says_what_to_do(
    phone: Phone, session: Session, files: Files, content: bytes, advice: str
) -> None:
    page = refused(phone.post("/products/new", photo=photo_file(content)))
    assert advice in page
    assert products_in(session) == []
    assert not album(files).root.exists(), "nothing is half saved"


def test_a_form_without_a_photo_asks_for_one(phone: Phone) -> None:
    assert "Chụp hoặc chọn một ảnh" in refused(phone.post("/products/new"))


def test_a_file_larger_than_any_request_is_refused(phone: Phone, session: Session) -> None:
    answer = phone.post("/products/new", photo=photo_file(bytes(LARGEST_BODY + 1)))
    assert answer.status_code == 413
    assert "dưới 15 MB" in answer.text
    assert products_in(session) == []


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "C:\\x.jpg", "a" * 300, "con.jpg", "ảnh.heic"]
)
def test_the_name_of_a_file_means_nothing(phone: Phone, session: Session, name: str) -> None:
    answer = phone.post("/products/new", photo=photo_file(shots.jpeg(300, 300), name))
    assert answer.status_code == 303


def test_a_moving_picture_is_taken_and_she_is_told(phone: Phone) -> None:
    url = phone.post("/products/new", photo=photo_file(shots.moving("GIF"))).location
    assert "chỉ hiện hình đầu tiên" in phone.get(url).text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Nhập tên sản phẩm"),
        ("   ", "Nhập tên sản phẩm"),
        ("!!!", "Nhập tên bằng chữ"),
        ("a" * 256, "tối đa 255 ký tự, đang có 256"),
        ("mật\u202eong", "Xóa hết chữ trong ô này"),
        ("a\x00b", "Xóa hết chữ trong ô này"),
        ("a" + "\u0301" * 500, "Xóa hết chữ trong ô này"),
    ],
)
def test_a_bad_name_is_refused_with_what_to_do(
    phone: Phone, session: Session, product: Product, typed: str, sentence: str
) -> None:
    page = refused(phone.post(f"/products/{product.id}/title", version="1", title=typed))
    assert sentence in page
    assert products_in(session)[0].title == ""


def test_a_name_is_composed_and_shown_as_text_only(
    phone: Phone, session: Session, product: Product
) -> None:
    phone.post(f"/products/{product.id}/title", version="1", title=" Ma\u0302\u0323t <b>ong</b> ")
    assert products_in(session)[0].title == "Mật <b>ong</b>"
    page = phone.get("/products").text
    assert "Mật &lt;b&gt;ong&lt;/b&gt;" in page
    assert "<b>ong" not in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Nhập giá bằng số"),
        ("12.5", "Nhập rõ hơn"),
        ("-5", "số tiền lớn hơn 0"),
        ("1e99", "Nhập giá bằng số"),
        ("NaN", "Nhập giá bằng số"),
        ("3000000000", "lớn quá"),
        ("25", "thấp khác thường"),
    ],
)
def test_a_bad_price_is_refused_with_what_to_do(
    phone: Phone, session: Session, product: Product, typed: str, sentence: str
) -> None:
    page = refused(phone.post(f"/products/{product.id}/price", version="1", price_vnd=typed))
    assert sentence in page
    assert products_in(session)[0].price_vnd is None


def test_a_price_ten_times_the_last_one_is_asked_about_on_the_page(
    phone: Phone, session: Session, listing: Product
) -> None:
    url = f"/products/{listing.id}/price"
    version = version_on(phone.get(url))
    page = refused(phone.post(url, version=version, price_vnd="2tr5", price_unit="chai"))
    assert "khác xa giá trước 250.000\u00a0₫" in page
    assert 'name="sure" value="2500000"' in page
    assert "hai triệu năm trăm nghìn đồng" in page
    answer = phone.post(url, version=version, price_vnd="2tr5", price_unit="chai", sure="2500000")
    assert answer.location == f"/products/{listing.id}"
    assert products_in(session)[0].price_vnd == 2_500_000


def test_a_price_typed_without_its_thousands_is_offered_with_them(
    phone: Phone, session: Session, product: Product
) -> None:
    url = f"/products/{product.id}/price"
    page = refused(phone.post(url, version="1", price_vnd="25"))
    assert 'value="25000"' in page
    assert "hai mươi lăm nghìn đồng" in page
    phone.post(url, version="1", price_vnd="25", sure="25000")
    assert products_in(session)[0].price_vnd == 25_000


def test_a_choice_made_about_another_price_counts_for_nothing(
    phone: Phone, session: Session, product: Product
) -> None:
    url = f"/products/{product.id}/price"
    phone.post(url, version="1", price_vnd="30k", sure="25000")
    assert products_in(session)[0].price_vnd == 30_000


def test_two_texts_that_clash_are_both_shown_and_nothing_is_overwritten(
    phone: Phone, session: Session, listing: Product
) -> None:
    url = f"/products/{listing.id}/title"
    seen = version_on(phone.get(url))
    phone.post(url, version=seen, title="Mật ong của con")
    clash = phone.post(url, version=seen, title="Mật ong của mẹ")
    assert clash.status_code == 409
    assert "Mật ong của con" in clash.text
    assert 'value="Mật ong của mẹ"' in clash.text
    assert products_in(session)[0].title == "Mật ong của con"
    kept = phone.post(url, version=version_on(clash), title="Mật ong của mẹ")
    assert kept.status_code == 303
    assert products_in(session)[0].title == "Mật ong của mẹ"


@pytest.mark.parametrize("part", ["price", "text"])
def test_prices_and_texts_clash_the_same_way(phone: Phone, listing: Product, part: str) -> None:
    url = f"/products/{listing.id}/{part}"
    seen = version_on(phone.get(url))
    first, second = (
        ({"price_vnd": "240k"}, {"price_vnd": "230k"})
        if part == "price"
        else ({"description": "Thơm"}, {"description": "Ngọt"})
    )
    phone.post(url, version=seen, **first)
    clash = phone.post(url, version=seen, **second)
    assert clash.status_code == 409
    assert ("240.000" if part == "price" else "Thơm") in clash.text
    assert ("230.000" if part == "price" else "Ngọt") in clash.text


@pytest.mark.parametrize("version", ["", "-1", "99999999999", "x"])
def test_a_version_that_cannot_be_read_overwrites_nothing(
    phone: Phone, session: Session, listing: Product, version: str
) -> None:
    answer = phone.post(f"/products/{listing.id}/title", version=version, title="Tên khác")
    assert answer.status_code == 409
    assert products_in(session)[0].title == "Mật ong bạc hà"


def test_what_changed_while_she_looked_is_shown_before_it_is_published(
    phone: Phone, session: Session, listing: Product
) -> None:
    phone.post(f"/products/{listing.id}/unpublish")
    check = f"/products/{listing.id}/check"
    seen = version_on(phone.get(check))
    phone.post(f"/products/{listing.id}/price", version=seen, price_vnd="240k")
    answer = phone.post(check, version=seen)
    assert answer.status_code == 409
    assert "240.000" in answer.text
    assert products_in(session)[0].is_draft
    assert phone.post(check, version=version_on(answer)).status_code == 303


def test_undo_takes_the_listing_back_and_keeps_the_draft(
    phone: Phone, session: Session, listing: Product
) -> None:
    done = phone.get(f"/products/{listing.id}/published")
    assert f'action="/products/{listing.id}/unpublish"' in done.text
    back = phone.post(f"/products/{listing.id}/unpublish").location
    assert "bản nháp vẫn còn" in phone.get(back).text
    assert phone.get(f"/p/{listing.code}").status_code == 404
    assert queries.cover_or_none(session, products_in(session)[0])


def test_another_shop_cannot_be_written_into(
    phone: Phone, session: Session, listing: Product, neighbour: Seller
) -> None:
    phone.post(
        f"/products/{listing.id}/title",
        version=str(listing.version),
        title="Tên mới",
        shop_id=str(neighbour.shop.id),
        commune_code="99999",
        state="hidden",
    )
    (product,) = products_in(session)
    assert product.title == "Tên mới"
    assert (product.shop_id, product.commune_code) == (listing.shop_id, "00091")
    assert product.is_published


def test_a_page_says_not_found_for_an_id_nobody_has(phone: Phone) -> None:
    unknown = UUID(int=7)
    for page in ("", "/title", "/price", "/photo", "/check", "/photos", "/text", "/share"):
        assert phone.get(f"/products/{unknown}{page}").status_code == 404
