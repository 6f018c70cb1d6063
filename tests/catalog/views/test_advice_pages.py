"""The page that says what to mend, the look at the first photo, and what is said of words."""

from sqlalchemy.orm import Session

from shopkit.catalog.actions.products import describe, rename
from shopkit.catalog.models.products import Product
from shopkit.catalog.queries import products as queries
from tests.catalog.conftest import Phone
from tests.conftest import NOW


def test_the_advice_shows_points_and_the_next_thing_first(phone: Phone, listing: Product) -> None:
    page = phone.get(f"/products/{listing.id}/advice").text
    assert "trên 100 điểm" in page
    assert "Việc nên làm trước" in page
    for channel in ("Shopee", "TikTok Shop", "Google", "Facebook"):
        assert channel in page
    assert "bậc 1: cần cải thiện" in page


def test_the_advice_says_how_points_come_about_and_from_which_source(
    phone: Phone, listing: Product
) -> None:
    page = phone.get(f"/products/{listing.id}/advice").text
    assert "Cách tính của ShopKit, từ tiêu chí các sàn đã công bố" in page
    assert "get_item_content_diagnosis_result" in page
    assert "MAIN_IMG_NUMBER_LESS_THAN_FIVE" in page
    assert "đã đọc bản sao" in page


def test_one_channel_can_be_looked_at_alone(phone: Phone, listing: Product) -> None:
    page = phone.get(f"/products/{listing.id}/advice?channel=google").text
    assert "100 điểm, Google" in page
    assert "MAIN_IMG_NUMBER_LESS_THAN_FIVE" not in page
    assert phone.get(f"/products/{listing.id}/advice?channel=%00x").status_code == 200


def test_every_line_of_advice_leads_to_a_page_that_opens(phone: Phone, listing: Product) -> None:
    page = phone.get(f"/products/{listing.id}/advice").text
    ways = {
        part.split('"')[0]
        for part in page.split('href="')[1:]
        if part.startswith(f"/products/{listing.id}/")
    }
    assert len(ways) >= 5
    for way in sorted(ways):
        assert phone.get(way.replace("&amp;", "&")).status_code == 200, way


def test_a_forbidden_word_is_marked_with_the_reason_and_a_better_wording(
    phone: Phone, session: Session, listing: Product
) -> None:
    text = "Mật ong chữa bệnh ho, uống là khỏi."
    describe(session, listing, description=text, version=listing.version, now=NOW)
    page = phone.get(f"/products/{listing.id}/advice").text
    assert "<mark>chữa bệnh</mark>" in page
    assert "không được nói là chữa được bệnh" in page
    assert "dùng trong bữa ăn hằng ngày" in page
    assert "không thay lời người hiểu luật" in page
    assert listing.description == text


def test_a_title_with_a_phone_number_is_told(
    phone: Phone, session: Session, listing: Product
) -> None:
    title = "Mật ong 0900 000 099 ngon"
    rename(session, listing, title=title, version=listing.version, now=NOW)
    assert "Bỏ số điện thoại 0900 000 099" in phone.get(f"/products/{listing.id}/advice").text


def test_what_she_sees_on_a_photo_is_kept_and_counts(phone: Phone, listing: Product) -> None:
    page = phone.get(f"/products/{listing.id}/look").text
    version = page.split('name="version" value="')[1].split('"')[0]
    photo = page.split('name="photo" value="')[1].split('"')[0]
    answer = phone.post(
        f"/products/{listing.id}/look", version=version, photo=photo, text="y", video="y"
    )
    assert answer.status_code == 303
    assert "không có chữ, nhãn dán" in phone.get(f"/products/{listing.id}/advice").text
    again = phone.get(f"/products/{listing.id}/look").text
    assert again.count(" checked") == 2


def test_two_people_who_look_at_once_are_told(
    phone: Phone, session: Session, listing: Product
) -> None:
    cover = queries.cover_or_none(session, listing)
    assert cover
    url = f"/products/{listing.id}/look"
    version = listing.version
    phone.post(url, version=str(version), photo=str(cover.id), text="y")
    late = phone.post(url, version=str(version), photo=str(cover.id), cut="y")
    assert late.status_code == 409
    assert "Có người vừa xem ảnh này" in late.text
    assert listing.looked["cut"] == "no"


def test_a_listing_without_a_photo_is_asked_for_one_first(phone: Phone, product: Product) -> None:
    assert "Thêm ảnh trước" in phone.get(f"/products/{product.id}/look").text
    answer = phone.post(f"/products/{product.id}/look", version="1", photo="x", text="y")
    assert answer.status_code == 200
    assert product.looked == {}
