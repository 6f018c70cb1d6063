"""Lists of household businesses and of branches: brought in, and brought in again."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.db.files import Files
from shopkit.journal.models import JournalEntry
from shopkit.places.models import Village
from shopkit.shops.models.branches import Branch, BranchMember
from shopkit.shops.models.register import Person, TwinFound
from shopkit.shops.models.shops import Business
from shopkit.shops.views.bringing import BRANCHES, BUSINESSES
from tests import make
from tests.shops.register.sheets import Rows, reasons, taken, tried, xlsx

HEADINGS = ["STT", "Tên hộ kinh doanh", "Chủ hộ", "Thôn", "Ngành nghề kinh doanh", "SĐT", "MST"]
FIRST = [1, "Bánh gai cô Mẫu", "Bà Nguyễn Thị Mẫu", "Thôn Đông", "Làm bánh gai", "0900000031", None]
SECOND = [2, "HTX Rau sạch Đông", "Ông Lê Văn Thử", "thôn đông", "Trồng rau", None, "2800000001"]
TITLES: list[list[Any]] = [["DANH SÁCH HỘ KINH DOANH"], [], HEADINGS]


@pytest.fixture
def dong(session: Session) -> Village:
    return make.village(session, "Thôn Đông")


def businesses(session: Session) -> list[Business]:
    return list(session.scalars(select(Business).order_by(Business.name)))


def test_a_list_of_businesses_tells_owner_gender_trade_kind_and_basis(
    session: Session, files: Files, dong: Village
) -> None:
    made = taken(session, files, xlsx([*TITLES, FIRST, SECOND]), BUSINESSES)
    assert (made.added_count, made.failed_count) == (2, 0)
    cake, greens = businesses(session)
    assert (cake.owner_name, cake.owner_gender, cake.sector) == ("Nguyễn Thị Mẫu", "f", "food")
    assert (cake.village_id, cake.phone) == (dong.id, "+84900000031")
    assert (greens.kind, greens.owner_gender, greens.sector) == ("cooperative", "m", "farm")
    assert {cake.legal_basis, greens.legal_basis} == {"Danh sách hộ của xã"}
    entry = session.scalars(select(JournalEntry).where(JournalEntry.subject_id == cake.id)).one()
    assert (entry.event, entry.evidence) == ("business.registered", "IM")
    assert entry.details
    assert entry.details["legal_basis"] == "yes"


def test_the_same_list_of_businesses_adds_nothing_and_a_new_row_changes_one(
    session: Session, files: Files, dong: Village
) -> None:
    taken(session, files, xlsx([*TITLES, FIRST, SECOND]), BUSINESSES)
    again = tried(session, files, xlsx([*TITLES, SECOND, FIRST]), BUSINESSES)
    assert (again.good_count, again.known_count) == (0, 2)
    moved = [1, "Bánh gai cô Mẫu", "Bà Nguyễn Thị Mẫu", "Thôn Đông", "Làm bánh gai", "0900000039"]
    made = taken(session, files, xlsx([*TITLES, moved]), BUSINESSES)
    assert (made.added_count, made.more["changed"]) == (0, 1)
    assert businesses(session)[0].phone == "+84900000039"


def test_an_owner_with_the_same_phone_is_the_person_of_the_register(
    session: Session, files: Files, dong: Village
) -> None:
    home = make.household(session, village_id=dong.id)
    owner = make.person(session, home=home, phone="+84900000031")
    taken(session, files, xlsx([*TITLES, FIRST]), BUSINESSES)
    assert [(one.owner_id, one.household_id) for one in businesses(session)] == [
        (owner.id, home.id)
    ]


def test_businesses_that_look_alike_wait_to_be_answered(
    session: Session, files: Files, dong: Village
) -> None:
    alike = [2, "Bánh gai cô Mẩu", "Trần Thị Thử", "Thôn Đông", None, None, None]
    taken(session, files, xlsx([*TITLES, FIRST, alike]), BUSINESSES)
    assert len(businesses(session)) == 2
    assert [one.kind for one in session.scalars(select(TwinFound))] == ["business"]


def test_the_same_code_twice_is_one(session: Session, files: Files, dong: Village) -> None:
    made = taken(session, files, xlsx([*TITLES, SECOND, SECOND]), BUSINESSES)
    assert (made.added_count, reasons(made)) == (1, {"double_in_file": 1})


def test_a_tax_code_that_is_an_identity_number_names_no_row(
    session: Session, files: Files, dong: Village
) -> None:
    first, other = [*FIRST[:6], "038180000123"], [*SECOND[:6], "038180000123"]
    assert taken(session, files, xlsx([*TITLES, first, other]), BUSINESSES).added_count == 2


def test_a_row_of_another_commune_is_said_so(session: Session, files: Files, dong: Village) -> None:
    rows: Rows = [[*HEADINGS, "Xã cũ"], [*FIRST, "Xã Không Có Thật"]]
    assert reasons(tried(session, files, xlsx(rows), BUSINESSES)) == {"other_commune": 1}


BRANCH_ROWS: list[list[Any]] = [
    ["DANH SÁCH TỔ CÔNG NGHỆ SỐ, CHI HỘI"],
    ["STT", "Tổ chức", "Tên chi hội", "Số hộ nhận", "Họ và tên", "Chức vụ", "Năm sinh"],
    [1, "Hội Phụ nữ", "Chi hội Phụ nữ thôn Đông", 5, "Nguyễn Thị Mẫu", "Chi hội trưởng", 1980],
    [2, None, None, None, "Trần Thị Thử", "Hội viên", 1985],
    [3, None, "Tổ công nghệ số thôn Đông", 10, "Lê Văn Thử", "Tổ phó", 1990],
]


def test_a_list_of_branches_opens_them_with_their_members(
    session: Session, files: Files, dong: Village
) -> None:
    known = make.person(session, "Nguyễn Thị Mẫu", village_id=dong.id, birth_year=1980)
    made = taken(session, files, xlsx(BRANCH_ROWS), BRANCHES)
    assert (made.added_count, made.failed_count, made.more["people"]) == (2, 0, 3)
    women, team = sorted(session.scalars(select(Branch)), key=lambda one: one.promised_count)
    assert (women.organisation, women.village_id, women.promised_count) == ("women", dong.id, 5)
    assert (team.organisation, team.promised_count) == ("digital_team", 10)
    assert {one.since for one in session.scalars(select(BranchMember))} == {date(2026, 11, 1)}
    leaders = session.scalars(
        select(BranchMember.person_id).where(BranchMember.is_leader.is_(True))
    ).all()
    assert leaders == [known.id]
    assert len(session.scalars(select(Person)).all()) == 3


def test_the_same_list_of_branches_adds_nothing(
    session: Session, files: Files, dong: Village
) -> None:
    taken(session, files, xlsx(BRANCH_ROWS), BRANCHES)
    again = tried(session, files, xlsx(BRANCH_ROWS), BRANCHES)
    assert (again.good_count, again.known_count, again.failed_count) == (0, 3, 0)


def test_a_branch_of_no_known_organisation_is_said_so(
    session: Session, files: Files, dong: Village
) -> None:
    rows = [["Tổ chức", "Tên chi hội"], ["Câu lạc bộ", "Nhóm bóng chuyền"]]
    assert reasons(tried(session, files, xlsx(rows), BRANCHES)) == {"no_organisation": 1}
