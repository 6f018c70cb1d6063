"""The pages of the register: who sees what, and what can be done on each."""

from io import BytesIO
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.places.models import OldUnit, Village
from shopkit.scope import LEADER, OFFICER, TRAINER, VILLAGE, VILLAGE_HEAD
from shopkit.shops.models.branches import Assignment, Branch, BranchMember
from shopkit.shops.models.register import Household, Person, TwinFound
from shopkit.shops.models.shops import Business
from shopkit.shops.queries.register import groups_of
from tests import make
from tests.accounts.browser import Browser, errors
from tests.make import HOANG_LOC, NEXT_DOOR
from tests.shops.register.sheets import xlsx


@pytest.fixture
def village(session: Session) -> Village:
    return make.village(session, "Thôn Đông")


@pytest.fixture
def officer(app: Flask, session: Session) -> Browser:
    return make.phone(app, session, make.staff(session, OFFICER))


@pytest.fixture
def household(session: Session, village: Village) -> Household:
    return make.household(session, "Đặng Thị Mẫu", village_id=village.id)


def send(browser: Browser, content: bytes, **fields: str) -> str:
    """Send a list and follow to where it leads."""
    token = browser.get("/api/csrf").get_json()["token"]
    answer = browser.client.post(
        "/register/bring",
        data={
            "csrf_token": token,
            "_key": uuid4().hex,
            "source": "Danh sách hộ của Công an xã",
            "since": "2026-11-01",
            "file": (BytesIO(content), "danh-sach.xlsx"),
        }
        | fields,
        content_type="multipart/form-data",
    )
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def test_the_list_is_searched_without_marks_and_counted_by_village(
    officer: Browser, household: Household
) -> None:
    page = officer.get("/register?q=dang+thi").text
    assert "Đặng Thị Mẫu" in page
    assert "Số hộ theo thôn" in page
    assert "Đặng Thị Mẫu" not in officer.get("/register?q=tran").text


@pytest.mark.parametrize("hat", [OFFICER, LEADER, TRAINER])
def test_staff_of_another_commune_find_nothing(
    app: Flask, session: Session, household: Household, hat: str
) -> None:
    branch, business = make.branch(session), make.business(session)
    stranger = make.phone(app, session, make.staff(session, hat, NEXT_DOOR))
    assert "Đặng Thị Mẫu" not in stranger.get("/register").text
    assert stranger.get(f"/register/households/{household.id}").status_code == 404
    assert stranger.get(f"/register/branches/{branch.id}").status_code == 404
    assert stranger.get(f"/register/businesses/{business.id}").status_code == 404


def test_a_village_head_sees_her_village_alone(
    app: Flask, session: Session, household: Household
) -> None:
    other = make.village(session, "Thôn Tây")
    away = make.household(session, "Lê Văn Thử", village_id=other.id)
    assert household.village_id
    head = make.phone(
        app, session, make.staff(session, VILLAGE_HEAD, household.village_id.hex, VILLAGE)
    )
    page = head.get("/register").text
    assert "Đặng Thị Mẫu" in page
    assert "Lê Văn Thử" not in page
    assert head.get(f"/register/households/{away.id}").status_code == 404
    assert head.post(f"/register/households/{away.id}/back").status_code == 404


def test_a_trainer_reads_and_changes_nothing_but_adds_whom_she_met(
    app: Flask, session: Session, household: Household, village: Village
) -> None:
    trainer = make.phone(app, session, make.staff(session, TRAINER))
    assert trainer.get(f"/register/households/{household.id}").status_code == 200
    assert trainer.get(f"/register/households/{household.id}/change").status_code == 404
    answer = trainer.post(
        "/register/walk-in",
        name="Trần Thị Thử",
        village_id=str(village.id),
        phone="0900 000 031",
        kind="person",
    )
    assert answer.status_code == 303
    made = session.scalars(select(Person)).one()
    assert (made.is_walk_in, made.household_id, made.phone) == (True, None, "+84900000031")
    trainer.post(
        "/register/walk-in", name="Lê Văn Thử", village_id=str(village.id), kind="household"
    )
    assert session.scalars(select(Household).where(Household.name == "Lê Văn Thử")).one()


def test_a_walk_in_like_somebody_known_waits_to_be_answered(
    app: Flask, session: Session, officer: Browser, household: Household, village: Village
) -> None:
    known = make.person(session, "Trần Thị Thử", home=household, phone="+84900000031")
    trainer = make.phone(app, session, make.staff(session, TRAINER))
    trainer.post(
        "/register/walk-in",
        name="tran thi thu",
        village_id=str(village.id),
        phone="0900000031",
        kind="person",
    )
    twin = session.scalars(select(TwinFound)).one()
    assert "Tên và số điện thoại giống nhau" in officer.get("/register/twins").text
    officer.post(f"/register/twins/{twin.id}", kept=str(known.id))
    double = session.scalars(select(Person).where(Person.is_walk_in.is_(True))).one()
    assert double.merged_into_id == known.id
    assert "Không còn dòng nào phải hỏi" in officer.get("/register/twins").text


def test_two_are_asked_about_once(session: Session, officer: Browser, household: Household) -> None:
    make.household(session, "Đặng Thị Mẫu", village_id=household.village_id)
    twin = session.scalars(select(TwinFound)).one()
    officer.post(f"/register/twins/{twin.id}")
    assert "Không còn dòng nào phải hỏi" in officer.get("/register/twins").text
    assert {one.merged_into_id for one in session.scalars(select(Household))} == {None}


def test_a_household_is_added_changed_grouped_and_leaves(
    session: Session, officer: Browser, village: Village
) -> None:
    answer = officer.post(
        "/register/households/new",
        name="Lê Văn Thử",
        village_id=str(village.id),
        since="2026-01-01",
        source="Sổ hộ của xã",
    )
    assert answer.status_code == 303, errors(answer)
    made = session.scalars(select(Household)).one()
    page = f"/register/households/{made.id}"
    officer.post(
        f"{page}/change",
        name="Lê Văn Thử",
        village_id=str(village.id),
        phone="0900000031",
        number="7",
    )
    token = officer.get("/api/csrf").get_json()["token"]
    officer.client.post(
        f"{page}/groups",
        data={"csrf_token": token, "_key": uuid4().hex, "groups": ["party", "farmer"]},
    )
    session.expire_all()
    assert (made.phone, made.number) == ("+84900000031", "7")
    assert groups_of(session, [made.id]) == {made.id: ["farmer", "party"]}
    text = officer.get(page).text
    assert "Đảng viên" in text
    assert "nhập từ nguồn chính thức" in text
    officer.post(f"{page}/leave", status="moved", last_day="2026-11-20")
    assert "Đã chuyển đi" in officer.get(page).text
    assert "Lê Văn Thử" not in officer.get("/register").text
    officer.post(f"{page}/back")
    assert "Lê Văn Thử" in officer.get("/register").text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "", "since": "2026-01-01", "source": "Sổ"}, "Nhập họ và tên chủ hộ."),
        ({"name": "!!!", "since": "2026-01-01", "source": "Sổ"}, "Nhập tên bằng chữ."),
        ({"name": "Lê Văn Thử", "since": "", "source": "Sổ"}, "Nhập ngày, ví dụ 01/07/2025."),
        (
            {"name": "Lê Văn Thử", "since": "2026-01-01", "source": ""},
            "Nhập tên sổ hoặc danh sách, ví dụ: Sổ hộ của xã.",
        ),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(
    session: Session, officer: Browser, village: Village, fields: dict[str, str], said: str
) -> None:
    answer = officer.post("/register/households/new", village_id=str(village.id), **fields)
    assert answer.status_code == 422
    assert said in errors(answer)
    assert session.scalars(select(Household)).all() == []


def test_somebody_is_added_to_a_household_set_right_and_taken_out(
    session: Session, officer: Browser, household: Household
) -> None:
    officer.post(
        f"/register/households/{household.id}/people/new",
        name="Lê Thị Con",
        gender="f",
        birth_year="2008",
    )
    made = session.scalars(select(Person)).one()
    officer.post(f"/register/people/{made.id}", name="Lê Thị Con", gender="f", birth_year="2009")
    session.expire_all()
    assert (made.household_id, made.birth_year) == (household.id, 2009)
    assert "Lê Thị Con" in officer.get("/register/people?q=le+thi").text
    officer.post(f"/register/people/{made.id}/out")
    session.expire_all()
    assert made.household_id is None


def test_a_branch_is_opened_gets_members_and_households(
    session: Session, officer: Browser, household: Household
) -> None:
    person = make.person(session, "Trần Thị Thử", home=household)
    answer = officer.post(
        "/register/branches/new",
        organisation="women",
        name="Chi hội thôn Đông",
        village_id=str(household.village_id),
        promised_count="5",
    )
    assert answer.status_code == 303, errors(answer)
    branch = session.scalars(select(Branch)).one()
    page = f"/register/branches/{branch.id}"
    assert "Trần Thị Thử" in officer.get(f"{page}/members/new?q=tran").text
    officer.post(f"{page}/members/new", chosen=str(person.id), is_leader="1")
    assert "Đặng Thị Mẫu" in officer.get(f"{page}/households/new").text
    officer.post(f"{page}/households/new", household=str(household.id))
    text = officer.get(page).text
    assert "Còn thiếu 4 hộ so với số đã nhận" in text
    assert "Trần Thị Thử" in text
    assert "Chi hội thôn Đông" in officer.get(f"/register/households/{household.id}").text
    member = session.scalars(select(BranchMember)).one()
    officer.post(f"{page}/members/{member.id}/out")
    link = session.scalars(select(Assignment)).one()
    officer.post(f"/register/assignments/{link.id}/end")
    assert "Còn thiếu 5 hộ so với số đã nhận" in officer.get(page).text
    officer.post(
        f"{page}/change",
        organisation="women",
        name="Chi hội Đông",
        promised_count="1",
        village_id="",
    )
    assert "Chi hội Đông" in officer.get("/register/branches").text
    officer.post(f"{page}/close")
    assert "Chi hội Đông" not in officer.get("/register/branches").text


def test_a_household_is_given_to_a_branch_from_its_own_page(
    session: Session, officer: Browser, household: Household
) -> None:
    branch = make.branch(session, village_id=household.village_id)
    officer.post(f"/register/households/{household.id}/branch", branch=str(branch.id))
    assert session.scalars(select(Assignment)).one().branch_id == branch.id


def test_a_business_is_registered_for_a_household_and_closed(
    session: Session, officer: Browser, household: Household
) -> None:
    answer = officer.post(
        "/register/businesses/new",
        household=str(household.id),
        name="Bánh gai cô Mẫu",
        village_id=str(household.village_id),
        kind="household",
        sector="food",
        owner_gender="f",
        legal_basis="Danh sách hộ kinh doanh 01/10/2026",
    )
    assert answer.status_code == 303, errors(answer)
    made = session.scalars(select(Business)).one()
    assert made.household_id == household.id
    assert "Bánh gai cô Mẫu" in officer.get(f"/register/households/{household.id}").text
    assert "Bánh gai cô Mẫu" in officer.get("/register/businesses?shown=without").text
    officer.post(
        f"/register/businesses/{made.id}/change",
        name="Bánh gai Mẫu",
        village_id=str(household.village_id),
        kind="household",
        sector="craft",
        owner_gender="f",
    )
    assert "Nghề thủ công" in officer.get(f"/register/businesses/{made.id}").text
    officer.post(f"/register/businesses/{made.id}/close")
    assert "Bánh gai Mẫu" not in officer.get("/register/businesses").text


def test_a_shop_is_joined_with_the_business_that_is_like_it(
    session: Session, officer: Browser
) -> None:
    owner = make.account(session, "Nguyễn Thị Mẫu", "+84900000031")
    shop = make.shop(session, owner, name="Bánh gai cô Mẫu", agrees=True)
    business = make.business(session, "Hộ KD Nguyễn Thị Mẫu", phone="+84900000031")
    page = officer.get("/register/joins").text
    assert "Hộ KD Nguyễn Thị Mẫu" in page
    assert "Cùng số điện thoại" in page
    assert "bị đếm hai lần" in officer.get("/register/businesses").text
    officer.post(f"/register/businesses/{business.id}/join", shop=str(shop.id))
    session.expire_all()
    assert shop.business_id == business.id
    assert "Mọi cửa hàng đã nối với sổ" in officer.get("/register/joins").text
    assert "Bánh gai cô Mẫu" in officer.get("/register/businesses?shown=with").text
    officer.post(f"/register/businesses/{business.id}/part", shop=str(shop.id))
    session.expire_all()
    assert shop.business_id is None


def test_a_shop_on_no_list_is_put_on_the_register(session: Session, officer: Browser) -> None:
    shop = make.shop(session, agrees=True)
    officer.post("/register/joins/new", shop=str(shop.id))
    session.expire_all()
    made = session.scalars(select(Business)).one()
    assert (shop.business_id, made.name) == (made.id, "Bánh gai cô Mẫu")


def test_a_shop_that_did_not_agree_is_proposed_to_nobody(
    session: Session, officer: Browser
) -> None:
    shop = make.shop(session, name="Quầy Kín")
    business = make.business(session)
    assert "Quầy Kín" not in officer.get("/register/joins").text
    answer = officer.post(f"/register/businesses/{business.id}/join", shop=str(shop.id))
    assert answer.status_code == 404


def test_a_list_goes_from_the_file_to_the_register(
    session: Session, officer: Browser, village: Village
) -> None:
    rows = [["STT", "Họ và tên chủ hộ", "Thôn"], [1, "Lê Văn Thử", "Thôn Đông"]]
    where = send(officer, xlsx(rows))
    page = officer.get(where).text
    assert "Lấy 1 dòng vào sổ" in page
    answer = officer.post(f"{where}/take")
    assert "Đã ghi 1 hộ mới" in officer.get(str(answer.location)).text
    assert "Lê Văn Thử" in officer.get("/register").text


def test_unknown_villages_are_asked_once_and_remembered(
    session: Session, officer: Browser, village: Village
) -> None:
    rows = [
        ["STT", "Họ và tên chủ hộ", "Thôn"],
        [1, "Lê Văn Thử", "Xóm Bãi"],
        [2, "Trần Thị Thử", "Đội 9"],
    ]
    where = send(officer, xlsx(rows))
    assert where.endswith("/villages")
    page = officer.get(where).text
    assert "Xóm Bãi" in page
    assert "Đội 9" in page
    answer = officer.post(where, v0=village.id.hex, v1="-")
    tried = officer.get(str(answer.location)).text
    assert "Lấy 1 dòng vào sổ" in tried
    assert "Tên thôn chưa có trong sổ thôn của xã" in tried
    # The next list with that name needs nobody.
    assert not send(officer, xlsx(rows[:2])).endswith("/villages")


def test_what_was_met_on_the_way_is_said_before_anything_is_taken(
    session: Session, officer: Browser, village: Village
) -> None:
    rows = [
        ["STT", "Họ và tên chủ hộ", "Thôn", "SĐT"],
        [1, "Lê Văn Thử", "Thôn Đông", "không nhớ"],
        [2, "LE VAN THU", "Thôn Đông", None],
    ]
    page = officer.get(send(officer, xlsx(rows))).text
    assert "1 tên viết hoa không dấu" in page
    assert "1 số điện thoại chưa đúng" in page
    assert "1 dòng giống một dòng khác" in page


def test_a_divided_old_commune_moves_nobody_unasked(
    session: Session, officer: Browser, village: Village
) -> None:
    old = session.scalars(select(OldUnit).where(OldUnit.new_code == HOANG_LOC)).first()
    assert old
    old.is_divided = True
    rows = [
        [f"DANH SÁCH HỘ {old.name.upper()} (CŨ)"],
        ["STT", "Họ và tên chủ hộ", "Thôn"],
        [1, "Lê Văn Thử", "Thôn Đông"],
    ]
    where = send(officer, xlsx(rows))
    assert where.endswith("/villages")
    assert "đã chia về nhiều xã" in officer.get(where).text
    left = officer.get(str(officer.post(where, v0="").location)).text
    assert "máy không tự chuyển" in left
    assert session.scalars(select(Household)).all() == []
    moved = officer.get(str(officer.post(where, v0=village.id.hex).location)).text
    assert "Lấy 1 dòng vào sổ" in moved


def test_a_list_of_another_officer_does_not_exist(
    app: Flask, session: Session, officer: Browser, village: Village
) -> None:
    rows = [["STT", "Họ và tên chủ hộ", "Thôn"], [1, "Lê Văn Thử", "Xóm Bãi"]]
    where = send(officer, xlsx(rows))
    neighbour = make.phone(app, session, make.staff(session, OFFICER, NEXT_DOOR))
    assert neighbour.get(where).status_code == 404


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4 not a table", b"\x00" * 100])
def test_what_is_no_list_is_said_so(session: Session, officer: Browser, content: bytes) -> None:
    token = officer.get("/api/csrf").get_json()["token"]
    answer = officer.client.post(
        "/register/bring",
        data={
            "csrf_token": token,
            "_key": uuid4().hex,
            "source": "Danh sách",
            "since": "2026-11-01",
            "file": (BytesIO(content), "x.xlsx"),
        },
        content_type="multipart/form-data",
    )
    assert answer.status_code == 422
    assert len(errors(answer)) == 1
