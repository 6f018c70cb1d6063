"""A draft from three answers: read and changed before anything is saved."""

from urllib.parse import urlencode

from sqlalchemy.orm import Session

from shopkit.catalog.actions.products import describe, rename
from shopkit.catalog.models.products import Product
from shopkit.catalog.rules.drafting import KINDS
from tests.catalog.conftest import Phone
from tests.conftest import NOW

ANSWERS = {
    "trait": "hoa bạc hà vụ đông",
    "making": "Quay từng khung. Lọc qua vải.",
    "use": "Pha nước ấm.",
}


def text_url(product: Product, kind: str = "processed", **answers: str) -> str:
    return f"/products/{product.id}/draft/{kind}/text?{urlencode(ANSWERS | answers)}"


def version_of(page: str) -> str:
    return page.split('name="version" value="')[1].split('"')[0]


def test_every_kind_of_goods_asks_three_questions_of_its_own(
    phone: Phone, listing: Product
) -> None:
    kinds = phone.get(f"/products/{listing.id}/draft").text
    pages = set()
    for kind in KINDS:
        assert f"/draft/{kind}" in kinds
        page = phone.get(f"/products/{listing.id}/draft/{kind}").text
        assert page.count('class="label"') == 3
        pages.add(page.split('class="label"', 1)[1].split("</label>")[0])
    assert len(pages) >= 7


def test_an_unknown_kind_is_not_found(phone: Phone, listing: Product) -> None:
    assert phone.get(f"/products/{listing.id}/draft/gold").status_code == 404
    assert phone.get(f"/products/{listing.id}/draft/gold/text").status_code == 404


def test_the_draft_is_shown_to_be_edited_and_nothing_is_saved_yet(
    phone: Phone, listing: Product
) -> None:
    page = phone.get(text_url(listing)).text
    assert "Quay từng khung. Lọc qua vải." in page
    assert "Mật ong bạc hà" in page
    assert "#matongbacha" in page
    assert listing.description == ""


def test_what_she_leaves_in_the_draft_is_saved(
    phone: Phone, session: Session, listing: Product
) -> None:
    page = phone.get(text_url(listing)).text
    answer = phone.post(
        text_url(listing),
        version=version_of(page),
        title="Mật ong bạc hà Mèo Vạc chai 500 ml nhà quay",
        bullets="- Hoa bạc hà\n\n• Quay từng khung",
        description="Ong nuôi trên rẫy.\nQuay tay.",
        hashtags="#matong #Hà_Giang, matong",
    )
    assert answer.status_code == 303
    assert listing.title == "Mật ong bạc hà Mèo Vạc chai 500 ml nhà quay"
    assert listing.bullets == ["Hoa bạc hà", "Quay từng khung"]
    assert listing.description == "Ong nuôi trên rẫy.\nQuay tay."
    assert listing.hashtags == ["matong", "hagiang"]


def test_sending_the_draft_twice_saves_it_once(phone: Phone, listing: Product) -> None:
    page = phone.get(text_url(listing)).text
    fields = {"version": version_of(page), "title": "Mật ong", "description": "Ngon."}
    first = phone.post(text_url(listing), key="k" * 32, **fields)
    version = listing.version
    again = phone.post(text_url(listing), key="k" * 32, **fields)
    assert (first.status_code, first.location) == (again.status_code, again.location)
    assert listing.version == version


def test_a_forbidden_clause_is_left_out_and_told_with_better_words(
    phone: Phone, listing: Product
) -> None:
    page = phone.get(text_url(listing, making="Quay tay, chữa bệnh ho.")).text
    assert "Đã bỏ ra những câu này" in page
    assert "<mark>chữa bệnh</mark>" in page
    assert "không được nói là chữa được bệnh" in page
    assert "Quay tay." in page


def test_another_ones_change_meanwhile_is_not_overwritten(
    phone: Phone, session: Session, listing: Product
) -> None:
    page = phone.get(text_url(listing)).text
    describe(session, listing, description="Của người kia", version=listing.version, now=NOW)
    late = {"version": version_of(page), "title": listing.title, "description": "Của tôi"}
    answer = phone.post(text_url(listing), **late)
    assert answer.status_code == 409
    assert "Của người kia" in answer.text
    assert "Của tôi" in answer.text
    assert listing.description == "Của người kia"


def test_a_change_of_another_part_is_no_clash(
    phone: Phone, session: Session, listing: Product
) -> None:
    page = phone.get(text_url(listing)).text
    rename(session, listing, title="Mật ong hoa nhãn", version=listing.version, now=NOW)
    mine = {"version": version_of(page), "title": "Mật ong hoa nhãn", "description": "Của tôi"}
    assert phone.post(text_url(listing), **mine).status_code == 303
    assert listing.description == "Của tôi"


def test_what_cannot_be_saved_is_said_and_nothing_is_lost(phone: Phone, listing: Product) -> None:
    version = version_of(phone.get(text_url(listing)).text)
    for fields, said in (
        ({"title": ""}, "Nhập tên sản phẩm"),
        ({"title": "…"}, "Nhập tên bằng chữ"),
        ({"title": "M" * 10_000}, "Nhập ngắn hơn"),
        ({"title": "Mật\u202eong"}, "Xóa hết chữ trong ô này"),
        ({"title": "Mật ong", "bullets": "x" * 300}, "Viết mỗi điểm nổi bật nhiều nhất"),
        ({"title": "Mật ong", "bullets": "a\n" * 6}, "Gộp lại còn nhiều nhất"),
        ({"title": "Mật ong", "description": "x" * 6000}, "Nhập ngắn hơn"),
    ):
        sent = {"version": version, "description": "Chữ của tôi"} | fields
        answer = phone.post(text_url(listing), **sent)
        assert answer.status_code == 422, fields
        assert said in answer.text
        if "description" not in fields:
            assert "Chữ của tôi" in answer.text
    assert listing.title == "Mật ong bạc hà"


def test_answers_that_are_too_long_are_asked_for_again(phone: Phone, listing: Product) -> None:
    answer = phone.get(text_url(listing, making="x" * 600))
    assert answer.status_code == 422
    assert "Nhập ngắn hơn" in answer.text


def test_markup_in_answers_stays_text(phone: Phone, listing: Product) -> None:
    page = phone.get(text_url(listing, trait="<script>alert(1)</script>")).text
    assert "<script>alert" not in page
