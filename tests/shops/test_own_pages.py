"""A seller tells what her shop is and where it stands, one question a page."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from shopkit.accounts.queries import has_answered
from shopkit.shops.models.shops import Shop
from tests import make
from tests.accounts.browser import Browser, errors
from tests.make import HOANG_LOC


@pytest.fixture
def fresh(session: Session) -> Shop:
    """A shop of which nothing is told yet."""
    return make.shop(session, name="", commune_code="")


@pytest.fixture
def phone(app: Flask, session: Session, fresh: Shop) -> Browser:
    fresh.is_maker = None
    return make.phone(app, session, make.owner_of(session, fresh))


def test_one_question_follows_the_other_and_ends_with_the_consents(
    phone: Browser, session: Session, fresh: Shop
) -> None:
    village = make.village(session, "Thôn Đầm")
    assert phone.post("/shop/name", name="Bánh gai cô Mẫu", sells="bánh").location == "/shop/kind"
    assert phone.post("/shop/kind", kind="maker").location == "/shop/commune"
    assert phone.post("/shop/commune", commune_code=HOANG_LOC).location == "/shop/village"
    asked = phone.post("/shop/village", village_id=str(village.id))
    assert asked.location == "/me/consents?next=/"
    session.refresh(fresh)
    assert (fresh.name, fresh.is_maker) == ("Bánh gai cô Mẫu", True)
    assert (fresh.commune_code, fresh.village_id) == (HOANG_LOC, village.id)


def test_what_was_answered_out_of_turn_is_not_asked_again(phone: Browser, session: Session) -> None:
    phone.post("/shop/kind", kind="reseller")
    assert phone.post("/shop/name", name="Tạp hóa", sells="gạo").location == "/shop/commune"


def test_a_mended_answer_goes_back_to_all_answers(phone: Browser, session: Session) -> None:
    make.village(session)
    phone.post("/shop/name", name="Tạp hóa", sells="gạo")
    phone.post("/shop/kind", kind="reseller")
    phone.post("/shop/commune", commune_code=HOANG_LOC)
    phone.post("/me/consents/report", answer="no")
    answer = phone.post("/shop/name", name="Tạp hóa Thử", sells="gạo")
    assert answer.location == "/shop"
    page = phone.get("/shop").text
    for word in ("Tạp hóa Thử", "gạo", "Bán lại", "Xã Hoằng Lộc, Tỉnh Thanh Hóa"):
        assert word in page
    assert "Bước" not in phone.get("/shop/name").text


def test_going_back_finds_what_was_typed(phone: Browser, session: Session) -> None:
    village = make.village(session, "Thôn Đầm")
    phone.post("/shop/name", name="Bánh gai cô Mẫu", sells="bánh gai")
    phone.post("/shop/kind", kind="maker")
    phone.post("/shop/commune", commune_code=HOANG_LOC)
    phone.post("/shop/village", village_id=str(village.id))
    assert 'value="Bánh gai cô Mẫu"' in phone.get("/shop/name").text
    assert 'value="maker" checked' in phone.get("/shop/kind").text
    commune = phone.get("/shop/commune").text
    assert f'value="{HOANG_LOC}" checked' in commune
    assert "Xã Hoằng Lộc" in commune
    assert f'value="{village.id}" checked' in phone.get("/shop/village").text


@pytest.mark.parametrize(
    ("path", "fields", "said"),
    [
        ("/shop/name", {}, "Nhập tên cửa hàng, ví dụ: Quầy rau cô Mẫu."),
        ("/shop/name", {"name": " ", "sells": "rau"}, "Nhập tên cửa hàng, ví dụ: Quầy rau cô Mẫu."),
        (
            "/shop/name",
            {"name": "x" * 121, "sells": "rau"},
            "Nhập ngắn hơn: tối đa 120 ký tự, đang có 121.",
        ),
        (
            "/shop/name",
            {"name": "rau\x00", "sells": "rau"},
            "Xóa hết chữ trong ô này rồi gõ lại bằng tay.",
        ),
        ("/shop/kind", {}, "Chọn tự làm hoặc bán lại."),
        ("/shop/kind", {"kind": "robber"}, "Chọn tự làm hoặc bán lại."),
        ("/shop/commune", {"commune_code": "00000"}, "Gõ tên xã rồi chạm vào đúng xã."),
        ("/shop/commune", {"commune_code": "' or"}, "Gõ tên xã rồi chạm vào đúng xã."),
        ("/shop/commune", {}, "Gõ tên xã rồi chạm vào đúng xã."),
    ],
)
def test_a_wrong_answer_says_what_to_do_and_changes_nothing(
    phone: Browser, session: Session, fresh: Shop, path: str, fields: dict[str, str], said: str
) -> None:
    answer = phone.post(path, **fields)
    assert answer.status_code == 422
    assert said in errors(answer)
    assert "<title>Lỗi:" in answer.text
    session.refresh(fresh)
    assert (fresh.name, fresh.is_maker, fresh.commune_code) == ("", None, "")


def test_a_village_of_another_commune_is_no_answer(phone: Browser, session: Session) -> None:
    elsewhere = make.village(session, commune_code=make.NEXT_DOOR)
    phone.post("/shop/commune", commune_code=HOANG_LOC)
    answer = phone.post("/shop/village", village_id=str(elsewhere.id))
    assert errors(answer) == ["Chọn thôn, hoặc chọn để sau."]


def test_the_village_waits_for_the_commune(phone: Browser) -> None:
    assert phone.get("/shop/village").location == "/shop/commune"


def test_a_commune_is_found_by_typing_without_a_script_and_with_one(phone: Browser) -> None:
    by_button = phone.post("/shop/commune", q="hoang loc", find="1").text
    rows = phone.get("/shop/commune?rows=1&q=hoang+loc").text
    for page in (by_button, rows):
        assert f'value="{HOANG_LOC}"' in page
        assert "Xã Hoằng Lộc" in page
    assert "<html" not in rows
    assert "Chưa thấy xã này" in phone.get("/shop/commune?rows=1&q=khongcoxanao").text


def test_another_commune_leaves_the_village_behind(
    phone: Browser, session: Session, fresh: Shop
) -> None:
    village = make.village(session)
    phone.post("/shop/commune", commune_code=HOANG_LOC)
    phone.post("/shop/village", village_id=str(village.id))
    phone.post("/shop/commune", commune_code=HOANG_LOC)
    session.refresh(fresh)
    assert fresh.village_id == village.id
    phone.post("/shop/commune", commune_code=make.NEXT_DOOR)
    session.refresh(fresh)
    assert (fresh.commune_code, fresh.village_id) == (make.NEXT_DOOR, None)


def test_a_consent_given_on_the_way_is_filed_under_the_shop(
    phone: Browser, session: Session, fresh: Shop
) -> None:
    phone.post("/me/consents/report", answer="yes")
    assert has_answered(session, fresh.id, "report")


def test_who_has_no_shop_has_no_shop_pages(app: Flask, session: Session) -> None:
    phone = make.phone(app, session, make.account(session))
    for path in ("/shop", "/shop/name", "/shop/kind", "/shop/commune", "/shop/village"):
        assert phone.get(path).status_code == 404
