"""Lists of households as communes keep them: brought in, and brought in again."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopkit.db.files import Files
from shopkit.imports.actions import taking as taking_actions
from shopkit.journal.models import JournalEntry, Unread
from shopkit.places.actions import close_village, remember_old_name, rename_village
from shopkit.places.models import Village, VillageKind
from shopkit.shops.actions.answering import are_one
from shopkit.shops.actions.lists import POINTED
from shopkit.shops.actions.register import register_household
from shopkit.shops.models.register import Household, Person, TwinFound
from shopkit.shops.queries.register import groups_of
from shopkit.shops.views.bringing import HOUSEHOLDS
from shopkit.shops.views.bringing_words import warning_word
from tests import make
from tests.conftest import NOW
from tests.make import HOANG_LOC
from tests.shops.register.sheets import reasons, taken, tried, warnings, xlsx

HEADINGS = ["STT", "Họ và tên chủ hộ", "Thôn", "SĐT", "Năm sinh", "Ghi chú"]


def plain(*rows: Sequence[Any]) -> bytes:
    return xlsx([HEADINGS, *([number, *row] for number, row in enumerate(rows, 1))])


def households(session: Session) -> list[Household]:
    return list(session.scalars(select(Household).order_by(Household.sort_key, Household.id)))


@pytest.fixture
def dong(session: Session) -> Village:
    return make.village(session, "Thôn Đông")


def test_a_list_brings_households_with_their_heads(
    session: Session, files: Files, dong: Village
) -> None:
    made = taken(
        session,
        files,
        plain(
            ("Nguyễn Thị Mẫu", "Thôn Đông", "0900 000 031", 1980),
            ("Lê Văn Thử", "thon dong", 900000032, "12/03/1975"),
        ),
    )
    assert (made.added_count, made.failed_count) == (2, 0)
    found = {one.name: one for one in households(session)}
    assert {one.village_id for one in found.values()} == {dong.id}
    assert found["Lê Văn Thử"].phone == "+84900000032"
    assert {one.since for one in found.values()} == {date(2026, 11, 1)}
    assert {one.source for one in found.values()} == {"Danh sách hộ của xã"}
    heads = list(session.scalars(select(Person).order_by(Person.birth_year)))
    assert [(one.birth_year, one.is_head) for one in heads] == [(1975, True), (1980, True)]


def test_each_household_is_told_to_the_journal_as_imported_and_waits_to_be_read(
    session: Session, files: Files, dong: Village
) -> None:
    taken(session, files, plain(("Nguyễn Thị Mẫu", "Thôn Đông")))
    entry = session.scalars(
        select(JournalEntry).where(JournalEntry.event == "household.registered")
    ).one()
    assert entry.evidence == "IM"
    assert entry.details == {
        "village_id": str(dong.id),
        "status": "resident",
        "since": "2026-11-01",
        "until": "",
    }
    assert session.get(Unread, entry.id)


def test_the_same_file_again_adds_nothing(session: Session, files: Files, dong: Village) -> None:
    content = plain(
        ("Nguyễn Thị Mẫu", "Thôn Đông", "0900 000 031", 1980),
        ("Lê Văn Thử", "Thôn Đông"),
        ("Lê Văn Thử", "Thôn Đông"),
    )
    assert taken(session, files, content).added_count == 3
    lines = session.scalar(select(func.count()).select_from(JournalEntry))
    again = tried(session, files, content)
    assert (again.good_count, again.known_count) == (0, 3)
    assert len(households(session)) == 3
    after = session.scalar(
        select(func.count()).select_from(JournalEntry).where(JournalEntry.event.like("household%"))
    )
    assert after is not None
    assert lines is not None
    assert after < lines


def test_a_changed_row_changes_the_household_and_says_so(
    session: Session, files: Files, dong: Village
) -> None:
    taken(session, files, plain(("Nguyễn Thị Mẫu", "Thôn Đông", "0900 000 031")))
    made = taken(session, files, plain(("Nguyễn Thị Mẫu", "Thôn Đông", "0900 000 039")))
    assert (made.added_count, made.more["changed"]) == (0, 1)
    assert [one.phone for one in households(session)] == ["+84900000039"]


def test_merged_cells_two_title_rows_sums_and_signatures(
    session: Session, files: Files, dong: Village
) -> None:
    rows: list[list[Any]] = [
        ["ỦY BAN NHÂN DÂN XÃ"],
        ["DANH SÁCH HỘ GIA ĐÌNH NĂM 2026"],
        [],
        ["STT", "Họ và tên chủ hộ", "Thôn", "Năm sinh", None, "SĐT"],
        [None, None, None, "Nam", "Nữ", None],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        [1, "Nguyễn Thị Mẫu", None, None, 1980, "0900000031"],
        [2, "Lê Văn Thử", None, "1975", None, None],
        [None, "Tổng cộng", None, 1, 1, None],
        [],
        [None, "Người lập biểu", None, None, None, None],
    ]
    made = taken(
        session,
        files,
        xlsx(rows, merged=[("A1:F1", "UBND XÃ"), ("D4:E4", "Năm sinh"), ("C7:C8", "Thôn Đông")]),
    )
    assert (made.added_count, made.failed_count) == (2, 0)
    heads = {one.name: one for one in session.scalars(select(Person))}
    assert (heads["Nguyễn Thị Mẫu"].gender, heads["Nguyễn Thị Mẫu"].birth_year) == ("f", 1980)
    assert (heads["Lê Văn Thử"].gender, heads["Lê Văn Thử"].birth_year) == ("m", 1975)
    assert {one.village_id for one in households(session)} == {dong.id}


def test_names_in_capitals_without_marks_are_kept_and_counted(
    session: Session, files: Files, dong: Village
) -> None:
    made = taken(session, files, plain(("NGUYEN THI MAU", "THON DONG")))
    assert [one.name for one in households(session)] == ["NGUYEN THI MAU"]
    assert "without_marks:1" in warnings(made)


def test_a_number_that_cannot_be_called_leaves_nobody_out(
    session: Session, files: Files, dong: Village
) -> None:
    made = taken(session, files, plain(("Nguyễn Thị Mẫu", "Thôn Đông", "không có")))
    assert made.added_count == 1
    assert households(session)[0].phone is None
    assert "phones_unread:1" in warnings(made)


def test_an_identity_number_is_never_kept(session: Session, files: Files, dong: Village) -> None:
    rows = [
        ["Họ và tên chủ hộ", "Thôn", "Số CCCD"],
        ["Nguyễn Thị Mẫu 038180000123", "Thôn Đông", "038180000123"],
    ]
    taken(session, files, xlsx(rows))
    assert [one.name for one in households(session)] == ["Nguyễn Thị Mẫu"]
    told = [repr(row) for row in session.execute(select(Person.__table__)).all()]
    assert "038180000123" not in "".join(told)


def test_villages_are_known_by_old_names_brackets_and_loose_writing(
    session: Session, files: Files, dong: Village
) -> None:
    rename_village(session, dong, name="Thôn Hoằng Đông", kind=VillageKind.THON, now=NOW)
    third = make.village(session, "Thôn 3")
    made = taken(
        session,
        files,
        plain(
            ("Nguyễn Thị Mẫu", "Thôn Đông"),
            ("Trần Thị Thử", "Thôn 7 (thôn Đông cũ)"),
            ("Lê Văn Thử", "TDP 03"),
        ),
    )
    assert reasons(made) == {}
    found = {one.name: one.village_id for one in households(session)}
    assert found == {"Nguyễn Thị Mẫu": dong.id, "Trần Thị Thử": dong.id, "Lê Văn Thử": third.id}
    assert "old_names:2" in warnings(made)


def test_a_merged_village_is_answered_with_its_heir_and_a_split_one_is_asked_about(
    session: Session, files: Files, dong: Village
) -> None:
    west, south = make.village(session, "Thôn Tây"), make.village(session, "Thôn Nam")
    close_village(session, west, last_day=date(2026, 6, 30), into=dong, now=NOW)
    close_village(session, south, last_day=date(2026, 6, 30), into=None, now=NOW)
    made = taken(session, files, plain(("Nguyễn Thị Mẫu", "Thôn Tây"), ("Lê Văn Thử", "Thôn Nam")))
    assert [one.village_id for one in households(session)] == [dong.id]
    assert reasons(made) == {"village_split": 1}
    assert "merged:1" in warnings(made)


def test_unknown_villages_fail_their_rows_until_a_person_has_said_which_they_are(
    session: Session, files: Files, dong: Village
) -> None:
    content = plain(("Nguyễn Thị Mẫu", "Xóm Bãi"), ("Lê Văn Thử", ""))
    made = tried(session, files, content)
    assert reasons(made) == {"village_unknown": 1, "village_missing": 1}
    told = taken(session, files, content, **{POINTED + "xom bai": dong.id.hex})
    assert (told.added_count, reasons(told)) == (1, {"village_missing": 1})


def test_lines_that_name_a_village_stand_for_the_rows_below(
    session: Session, files: Files, dong: Village
) -> None:
    west = make.village(session, "Thôn Tây")
    rows = [
        ["STT", "Họ và tên chủ hộ", "SĐT"],
        ["I", "THÔN ĐÔNG", None],
        [1, "Nguyễn Thị Mẫu", None],
        ["II", "Thôn Tây", None],
        [1, "Lê Văn Thử", None],
    ]
    made = taken(session, files, xlsx(rows))
    assert made.added_count == 2
    found = {one.name: one.village_id for one in households(session)}
    assert found == {"Nguyễn Thị Mẫu": dong.id, "Lê Văn Thử": west.id}


def test_the_title_above_a_list_names_the_village_of_all(
    session: Session, files: Files, dong: Village
) -> None:
    rows = [
        ["DANH SÁCH HỘ GIA ĐÌNH THÔN ĐÔNG NĂM 2026"],
        ["STT", "Họ và tên chủ hộ", "SĐT"],
        [1, "Nguyễn Thị Mẫu", None],
    ]
    assert taken(session, files, xlsx(rows)).added_count == 1
    assert households(session)[0].village_id == dong.id


def test_the_same_woman_four_times(session: Session, files: Files, dong: Village) -> None:
    """Surely the same is one; the doubtful come in and wait for somebody who knows her."""
    made = taken(
        session,
        files,
        plain(
            ("Nguyễn Thị Mẫu", "Thôn Đông", "0900 000 031", 1980),
            ("NGUYEN THI MAU", "thôn đông", "0900000031", None),
            ("Nguyễn Thị Mẫu", "Thôn Đông", None, 1980),
            ("Nguyễn Thị Mẩu", "Thôn Đông", None, None),
        ),
    )
    assert reasons(made) == {"double_in_file": 2}
    assert (made.added_count, len(households(session))) == (2, 2)
    found = session.scalars(select(TwinFound)).one()
    assert (found.kind, found.likeness, found.why) == ("household", 100, "name")


def test_two_people_of_one_name_and_different_years_are_two(
    session: Session, files: Files, dong: Village
) -> None:
    taken(
        session,
        files,
        plain(
            ("Nguyễn Thị Mẫu", "Thôn Đông", None, 1950),
            ("Nguyễn Thị Mẫu", "Thôn Đông", None, 1985),
        ),
    )
    assert len(households(session)) == 2
    # Households bear no year of their own, their heads do: nobody is asked about the heads.
    assert session.scalars(select(TwinFound)).all() == []


def test_a_household_may_be_marked_in_two_groups(
    session: Session, files: Files, dong: Village
) -> None:
    rows = [
        ["STT", "Họ và tên chủ hộ", "Thôn", "Đảng viên", "Hội viên Phụ nữ", "Đoàn viên"],
        [1, "Nguyễn Thị Mẫu", "Thôn Đông", "x", 1, None],
        [2, "Lê Văn Thử", "Thôn Đông", None, 0, None],
    ]
    taken(session, files, xlsx(rows))
    first, second = sorted(households(session), key=lambda one: one.name, reverse=True)
    assert groups_of(session, [first.id, second.id]) == {first.id: ["party", "women"]}
    again = xlsx([rows[0], rows[1], [2, "Lê Văn Thử", "Thôn Đông", None, 0, "x"]])
    made = taken(session, files, again)
    assert (made.added_count, made.more["changed"]) == (0, 1)
    assert groups_of(session, [second.id]) == {second.id: ["youth"]}


def test_members_stand_below_their_head(session: Session, files: Files, dong: Village) -> None:
    rows = [
        ["STT", "Họ và tên", "Quan hệ với chủ hộ", "Thôn", "Giới tính", "Năm sinh"],
        [1, "Nguyễn Thị Mẫu", "Chủ hộ", "Thôn Đông", "Nữ", 1980],
        [2, "Lê Văn Thử", "Chồng", "Thôn Đông", "Nam", 1978],
        [3, "Lê Thị Con", "Con", None, "Nữ", 2008],
        [4, "Trần Thị Thử", "Chủ hộ", "Thôn Đông", "Nữ", 1960],
    ]
    made = taken(session, files, xlsx(rows))
    assert (made.added_count, made.more["people"]) == (2, 2)
    home = next(one for one in households(session) if one.name == "Nguyễn Thị Mẫu")
    names = session.scalars(select(Person.name).where(Person.household_id == home.id)).all()
    assert sorted(names) == ["Lê Thị Con", "Lê Văn Thử", "Nguyễn Thị Mẫu"]
    again = tried(session, files, xlsx(rows))
    assert (again.good_count, again.known_count) == (0, 4)


def test_a_member_without_a_household_above_is_said_so(
    session: Session, files: Files, dong: Village
) -> None:
    rows = [
        ["Họ và tên", "Quan hệ với chủ hộ", "Thôn"],
        ["Lê Văn Thử", "Chồng", "Thôn Đông"],
    ]
    assert reasons(tried(session, files, xlsx(rows))) == {"no_head": 1}


def test_a_row_without_a_name_fails_and_others_come_in(
    session: Session, files: Files, dong: Village
) -> None:
    made = taken(
        session, files, plain(("", "Thôn Đông", "0900000031"), ("Lê Văn Thử", "Thôn Đông"))
    )
    assert (made.added_count, reasons(made)) == (1, {"no_name": 1})


def test_taking_a_portion_again_changes_nothing(
    session: Session, files: Files, dong: Village
) -> None:
    made = tried(session, files, plain(("Nguyễn Thị Mẫu", "Thôn Đông")))
    taking_actions.begin_taking(session, made)
    records = taking_actions.portion(files, HOUSEHOLDS, made, 0)
    for _again in range(2):
        taking_actions.keep_portion(session, HOUSEHOLDS, made, records, now=NOW)
    assert (made.added_count, made.known_count, len(households(session))) == (1, 1, 1)


def test_rows_of_one_person_become_one_with_marks_and_all_that_either_tells(
    session: Session, files: Files, dong: Village
) -> None:
    made = taken(
        session,
        files,
        plain(
            ("NGUYEN THI MAU", "Thôn Đông", "0900 000 031", None),
            ("Nguyễn  Thị Mẫu", "Thôn Đông", "0900000031", 1980),
            ("nguyen thi mau", "Thôn Đông", None, 1980),
        ),
    )
    assert [one.name for one in households(session)] == ["Nguyễn Thị Mẫu"]
    head = session.scalars(select(Person)).one()
    assert (head.name, head.birth_year, head.phone) == ("Nguyễn Thị Mẫu", 1980, "+84900000031")
    assert "same_rows:2:3,4:Nguyễn Thị Mẫu" in warnings(made)
    assert (made.known_count, made.left_out_count) == (0, 2)
    assert warning_word("same_rows:2:3,4:Nguyễn Thị Mẫu") == (
        "Dòng 3, 4 trùng dòng 2: Nguyễn Thị Mẫu."
    )


def test_rows_that_disagree_in_phone_or_year_are_kept_and_asked_about(
    session: Session, files: Files, dong: Village
) -> None:
    content = plain(
        ("Nguyễn Thị Mẫu", "Thôn Đông", "0900 000 031", 1980),
        ("Nguyễn Thị Mẫu", "Thôn Đông", "0900 000 032", 1980),
        ("Nguyễn Thị Mẫu", "Thôn Đông", "0900 000 031", 1950),
    )
    assert taken(session, files, content).added_count == 3
    whys = sorted(one.why for one in session.scalars(select(TwinFound)))
    assert whys == ["name_and_phone", "name_and_year"]
    again = tried(session, files, content)
    assert (again.good_count, again.known_count) == (0, 3)


def test_one_name_with_one_phone_in_two_villages_is_asked_about(
    session: Session, files: Files, dong: Village
) -> None:
    make.village(session, "Thôn Tây")
    taken(
        session,
        files,
        plain(
            ("NGUYEN THI MAU", "Thôn Đông", "0900 000 031", 1975),
            ("Nguyễn Thị Mẫu", "Thôn Tây", "0900 000 031", 1990),
        ),
    )
    assert len(households(session)) == 2
    assert session.scalars(select(TwinFound)).one().why == "name_and_phone"


def test_days_and_years_that_cannot_be_and_second_numbers_are_counted(
    session: Session, files: Files, dong: Village
) -> None:
    made = taken(
        session,
        files,
        plain(
            ("Nguyễn Thị Mẫu", "Thôn Đông", "0900 000 031 / 0900 000 032", "30/02/1975"),
            ("Lê Văn Thử", "Thôn Đông", "0900 000 033", "1/1/2050"),
        ),
    )
    heads = {one.name: one.birth_year for one in session.scalars(select(Person))}
    assert heads == {"Nguyễn Thị Mẫu": 1975, "Lê Văn Thử": None}
    assert {"second_phones:1", "days_odd:1", "years_odd:1"} <= set(warnings(made))
    assert warning_word("second_phones:2") == "2 ô có hai số, lấy số đầu."


def test_a_village_name_with_cu_that_a_person_pointed_out_is_found_in_the_next_list(
    session: Session, files: Files, dong: Village
) -> None:
    remember_old_name(session, dong, "thon cu bai boi", now=NOW)
    made = tried(session, files, plain(("Nguyễn Thị Mẫu", "Thôn Cũ Bãi Bồi")))
    assert (made.good_count, reasons(made)) == (1, {})


def test_after_one_pair_is_one_the_row_that_stays_is_compared_with_the_others(
    session: Session, files: Files, dong: Village
) -> None:
    rows = [
        ("Nguyễn Thị Mẫu", "Thôn Đông", None, None),
        ("Nguyễn Thị Mẫu", "Thôn Đông", "0900 000 031", None),
    ]
    taken(session, files, plain(*rows))
    pair = session.scalars(select(TwinFound)).one()
    double = session.get(Household, pair.second_id)
    assert double
    other = register_household(
        session,
        commune_code=HOANG_LOC,
        village_id=make.village(session, "Thôn Nam").id,
        name="Nguyễn Thị Mẫu",
        phone="+84900000039",
        since=date(2026, 11, 1),
        now=NOW,
    )
    double.phone = other.phone
    are_one(session, pair, pair.first_id, now=NOW)
    waiting = session.scalars(select(TwinFound).where(TwinFound.answered_at.is_(None))).one()
    assert {waiting.first_id, waiting.second_id} == {pair.first_id, other.id}
