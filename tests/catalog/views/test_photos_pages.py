"""The pages of photos: several at once, what was found, order, square, white ground."""

from io import BytesIO
from uuid import UUID

import pytest
from PIL import Image, ImageFilter
from sqlalchemy.orm import Session

from shopkit.catalog.actions import photo_white
from shopkit.catalog.actions.photos import MOST_PHOTOS
from shopkit.catalog.models.products import Photo, Product
from shopkit.catalog.queries import products as queries
from shopkit.catalog.rules.photo import BEFORE, SQUARE, WHITE, jpeg_path
from shopkit.jobs import work
from shopkit.jobs.queries import latest_job_or_none
from shopkit.jobs.work import Bench
from tests.catalog import shots
from tests.catalog.actions.test_photo_white import bottle, sent
from tests.catalog.conftest import Phone, Seller, photo_file
from tests.catalog.rules.test_likeness import goods
from tests.catalog.rules.test_looking import detailed
from tests.conftest import Browser


def page_of(product: Product) -> str:
    return f"/products/{product.id}/photos"


def shaken(seed: int = 3) -> bytes:
    return sent(detailed(seed).filter(ImageFilter.GaussianBlur(6)))


def photos_of(session: Session, product: Product) -> list[Photo]:
    return list(queries.photos_of(session, product))


def test_several_photos_come_in_one_sending(
    phone: Phone, session: Session, product: Product
) -> None:
    files = [photo_file(sent(detailed(seed)), f"anh-{seed}.jpg") for seed in range(3)]
    answer = phone.post(page_of(product), photo=files)
    assert answer.status_code == 303
    assert len(photos_of(session, product)) == 3
    page = phone.get(page_of(product)).text
    assert "Đã thêm 3 ảnh." in page
    assert "multiple" in page


def test_of_several_the_bad_ones_are_named_and_the_good_ones_stay(
    phone: Phone, session: Session, product: Product
) -> None:
    files = [
        photo_file(sent(detailed(1)), "tot.jpg"),
        photo_file(b"%PDF-1.7 no photo", "<b>hop-dong</b>.jpg"),
        photo_file(sent(detailed(2))[:-4000], "thieu.jpg"),
        photo_file(shots.flat_png(9000, 9000), "bom.png"),
    ]
    phone.post(page_of(product), photo=files)
    assert len(photos_of(session, product)) == 1
    page = phone.get(page_of(product)).text
    assert "Ảnh 2 (&lt;b&gt;hop-dong&lt;/b&gt;.jpg): Tệp này không phải ảnh" in page
    assert "Ảnh 3 (thieu.jpg): Ảnh bị hỏng hoặc gửi thiếu" in page
    assert "Ảnh 4 (bom.png): Ảnh lớn quá" in page


def test_when_no_photo_is_good_the_page_says_why(
    phone: Phone, session: Session, product: Product
) -> None:
    files = [photo_file(b"", "rong.jpg"), photo_file(b"<html>", "trang.jpg")]
    answer = phone.post(page_of(product), photo=files)
    assert answer.status_code == 422
    assert "Ảnh 1 (rong.jpg): Tệp này trống" in answer.text
    assert "Ảnh 2 (trang.jpg)" in answer.text
    assert phone.post(page_of(product)).status_code == 422
    assert photos_of(session, product) == []


def test_more_than_nine_at_once_are_refused_unread(
    phone: Phone, session: Session, product: Product
) -> None:
    files = [photo_file(b"x", f"{n}.jpg") for n in range(10)]
    answer = phone.post(page_of(product), photo=files)
    assert answer.status_code == 422
    assert "Chọn nhiều nhất 9 ảnh một lần." in answer.text


def test_what_does_not_fit_on_the_product_is_named(
    phone: Phone, session: Session, listing: Product
) -> None:
    small = shots.jpeg(600, 600)
    files = [photo_file(small, f"{n}.jpg") for n in range(9)]
    phone.post(page_of(listing), photo=files)
    assert len(photos_of(session, listing)) == MOST_PHOTOS
    assert "Ảnh 9 (8.jpg): Mỗi sản phẩm có tối đa 9 ảnh." in phone.get(page_of(listing)).text


def test_a_sending_repeated_under_its_key_adds_nothing(
    phone: Phone, session: Session, product: Product
) -> None:
    for _ in range(2):
        phone.post(page_of(product), key="k" * 32, photo=[photo_file(shots.jpeg(600, 600))])
    assert len(photos_of(session, product)) == 1


def test_a_shaken_photo_is_asked_about_at_once_and_taken_again_or_kept(
    phone: Phone, session: Session
) -> None:
    answer = phone.post("/products/new", photo=photo_file(shaken()))
    assert answer.location.endswith("/again")
    page = phone.get(answer.location).text
    assert "Ảnh rất mờ" in page
    assert "Giữ ảnh này" in page
    again = phone.post(answer.location, photo=photo_file(sent(detailed(3))))
    assert again.location.endswith("/title")
    product_id = answer.location.split("/")[2]
    product = session.get(Product, UUID(product_id))
    assert product
    assert len(photos_of(session, product)) == 1


def test_the_page_of_photos_says_what_was_found_with_a_button_to_take_it_again(
    phone: Phone, session: Session, product: Product
) -> None:
    files = [
        photo_file(sent(goods(1))),
        photo_file(shots.encoded(goods(1).resize((700, 525)), "JPEG", quality=50)),
        photo_file(shaken(4)),
    ]
    phone.post(page_of(product), photo=files)
    page = phone.get(page_of(product)).text
    assert "Ảnh rất mờ" in page
    assert page.count("Ảnh này giống một ảnh khác") == 1
    assert "/again" in page


def test_photos_are_put_in_order_by_numbers(
    phone: Phone, session: Session, product: Product
) -> None:
    files = [photo_file(sent(detailed(seed))) for seed in range(3)]
    phone.post(page_of(product), photo=files)
    a, b, c = photos_of(session, product)
    url = f"{page_of(product)}/order"
    assert f'name="place-{b.id}"' in phone.get(url).text
    typed = {f"place-{a.id}": "3", f"place-{b.id}": "1", f"place-{c.id}": "nonsense"}
    answer = phone.post(url, version=str(product.version), **typed)
    assert answer.status_code == 303
    assert photos_of(session, product) == [b, a, c]
    stale = phone.post(url, version="1", **{f"place-{c.id}": "1"})
    assert stale.status_code == 409
    assert "đổi ở máy khác" in stale.text
    assert photos_of(session, product) == [b, a, c]


def test_the_proposed_square_is_taken_by_one_tap_and_channels_get_it(
    phone: Phone, client: Browser, session: Session, listing: Product
) -> None:
    photo = photos_of(session, listing)[0]
    address = jpeg_path(photo.id)
    before = client.get(address)
    assert Image.open(BytesIO(before.data)).size == (1200, 900)
    url = f"{page_of(listing)}/{photo.id}/square"
    page = phone.get(url).text
    assert "Phần bên trái" in page
    assert phone.post(url, where="proposed").status_code == 303
    client.delete_cookie("key")
    after = client.get(address)
    assert after.mimetype == "image/jpeg"
    assert Image.open(BytesIO(after.data)).size == (900, 900)
    assert after.headers["ETag"] != before.headers["ETag"]
    assert after.headers["Cache-Control"] == "public, max-age=300"
    again = client.get(address, headers={"If-None-Match": after.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("sent_values", "crop"),
    [
        ({"where": "start"}, [0, 0, 900]),
        ({"where": "end"}, [300, 0, 900]),
        ({"where": "whole"}, [0, -150, 1200]),
        ({"where": "drawn", "left": "120", "top": "30", "side": "500"}, [120, 30, 500]),
    ],
)
def test_the_square_can_be_moved_without_a_script(
    phone: Phone,
    session: Session,
    listing: Product,
    sent_values: dict[str, str],
    crop: list[int],
) -> None:
    photo = photos_of(session, listing)[0]
    url = f"{page_of(listing)}/{photo.id}/square"
    assert phone.post(url, **sent_values).status_code == 303
    assert photo.crop == crop
    assert "Dời khung vuông" in phone.get(page_of(listing)).text
    phone.post(url, where="as_is")
    assert photo.crop == []
    assert SQUARE not in photo.sizes


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"where": "elsewhere"},
        {"where": "drawn"},
        {"where": "drawn", "left": "-5", "top": "x", "side": "1e9"},
        {"where": "drawn", "left": "999999999", "top": "0", "side": "900"},
    ],
)
def test_a_square_that_makes_no_sense_is_answered_with_what_to_do(
    phone: Phone, session: Session, listing: Product, values: dict[str, str]
) -> None:
    photo = photos_of(session, listing)[0]
    answer = phone.post(f"{page_of(listing)}/{photo.id}/square", **values)
    assert answer.status_code == 422
    assert photo.crop == []


def test_all_photos_are_made_square_by_one_tap(
    phone: Phone, session: Session, product: Product
) -> None:
    files = [photo_file(sent(detailed(seed))) for seed in range(2)]
    phone.post(page_of(product), photo=files)
    assert "Cắt vuông tất cả" in phone.get(page_of(product)).text
    phone.post(f"{page_of(product)}/squares")
    assert all(photo.crop[2] == 600 for photo in photos_of(session, product))
    assert "Cắt vuông tất cả" not in phone.get(page_of(product)).text


def test_a_white_ground_is_tried_compared_confirmed_and_undone(
    phone: Phone, client: Browser, session: Session, bench: Bench, product: Product
) -> None:
    phone.post(page_of(product), photo=[photo_file(sent(bottle()))])
    photo = photos_of(session, product)[0]
    url = f"{page_of(product)}/{photo.id}/white"
    assert "Thử xem" in phone.get(url).text
    assert phone.post(url, is_true="y").status_code == 404
    phone.post(f"{url}/try")
    assert "data-progress" in phone.get(url).text
    job = latest_job_or_none(session, photo_white.JOB, photo.id)
    assert job
    session.commit()
    work.do_all(bench, job.id)
    session.expire_all()
    page = phone.get(url).text
    assert "Trước" in page
    assert "/white" in page
    assert phone.get(f"/photos/{photo.id}/{WHITE}").mimetype == "image/jpeg"

    refused = phone.post(url)
    assert refused.status_code == 422
    assert "đánh dấu" in refused.text
    assert phone.post(url, is_true="y").status_code == 303
    white = photos_of(session, product)[0]
    assert white.id != photo.id
    assert BEFORE in white.sizes
    assert "Trả lại nền cũ" in phone.get(page_of(product)).text
    phone.post(f"{page_of(product)}/{white.id}/white/undo")
    assert BEFORE not in photos_of(session, product)[0].sizes


def test_a_ground_that_cannot_be_told_apart_is_said_with_a_way_on(
    phone: Phone, session: Session, bench: Bench, product: Product
) -> None:
    phone.post(page_of(product), photo=[photo_file(sent(shots.noise(800, 600)))])
    photo = photos_of(session, product)[0]
    url = f"{page_of(product)}/{photo.id}/white"
    phone.post(f"{url}/try")
    job = latest_job_or_none(session, photo_white.JOB, photo.id)
    assert job
    session.commit()
    work.do_all(bench, job.id)
    page = phone.get(url).text
    assert "Chưa tách được món hàng khỏi nền" in page
    assert "Thử lại" in page


def test_a_try_on_white_is_for_her_eyes_alone(
    client: Browser, session: Session, listing: Product, neighbour: Seller
) -> None:
    photo = photos_of(session, listing)[0]
    photo.sizes = {**photo.sizes, WHITE: photo.sizes["master"]}
    session.flush()
    assert client.get(f"/photos/{photo.id}/{WHITE}").status_code == 404
    client.set_cookie("key", neighbour.token)
    assert client.get(f"/photos/{photo.id}/{WHITE}").status_code == 404
    assert client.get(f"/photos/{photo.id}/{BEFORE}").status_code == 404
