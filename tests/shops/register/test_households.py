"""Households and their people on the register."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from shopkit.errors import NotFound
from shopkit.journal.write import entries_of
from shopkit.scope import LEADER, OFFICER, SELLER, TRAINER, VILLAGE, VILLAGE_HEAD, Role
from shopkit.shops.actions import register as actions
from shopkit.shops.actions.households import HasLeft, LeftTooEarly, Nameless, SamePerson
from shopkit.shops.queries import register as queries
from shopkit.shops.rules.register import is_without_marks, sector_of
from tests import make
from tests.conftest import NOW
from tests.make import HOANG_LOC, NEXT_DOOR

TODAY = date(2026, 11, 22)


def test_a_household_from_a_list_is_told_as_imported_with_its_place(session: Session) -> None:
    village = make.village(session)
    household = make.household(session, village_id=village.id)
    entry = entries_of(session, [household.id])[0]
    assert (entry.event, entry.evidence) == ("household.registered", "IM")
    assert entry.details == {
        "village_id": str(village.id),
        "status": "resident",
        "since": "2025-07-01",
        "until": "",
    }


def test_the_journal_holds_neither_names_nor_phones(session: Session) -> None:
    household = make.household(session, phone="+84900000031")
    made = make.person(session, home=household, phone="+84900000031", birth_year=1980)
    actions.change_person(
        session, made, name="Trần Thị Thử", gender="f", birth_year=1981, phone=None, now=NOW
    )
    told = str([entry.details for entry in entries_of(session, [household.id, made.id])])
    assert "Mẫu" not in told
    assert "0900" not in told.replace("-", "")
    assert "198" not in told


def test_a_village_of_another_commune_is_none_here(session: Session) -> None:
    elsewhere = make.village(session, commune_code=NEXT_DOOR)
    with pytest.raises(NotFound):
        make.household(session, village_id=elsewhere.id)


def test_a_name_of_signs_alone_is_none(session: Session) -> None:
    with pytest.raises(Nameless):
        make.household(session, "---")


def test_a_household_that_moves_takes_its_people_along(session: Session) -> None:
    first, second = make.village(session), make.village(session, "Thôn 2")
    household = make.household(session, village_id=first.id)
    made = make.person(session, home=household)
    is_changed = actions.change_household(
        session,
        household,
        village_id=second.id,
        name=household.name,
        phone=None,
        number="",
        now=NOW,
    )
    session.refresh(made)
    assert is_changed
    assert made.village_id == second.id


def test_saying_the_same_again_changes_nothing(session: Session) -> None:
    household = make.household(session)
    told = len(entries_of(session, [household.id]))
    assert not actions.change_household(
        session, household, village_id=None, name=household.name, phone=None, number="", now=NOW
    )
    assert len(entries_of(session, [household.id])) == told


def test_a_household_that_left_is_in_no_list_and_takes_nobody_in(session: Session) -> None:
    officer = make.who(session, make.staff(session, OFFICER))
    household = make.household(session)
    actions.leave(session, household, last_day=date(2026, 5, 1), now=NOW)
    assert queries.households_in_reach(session, officer) == ([], 0)
    assert queries.household_in_reach(session, officer, household.id) is household
    with pytest.raises(HasLeft):
        make.person(session, home=household)
    with pytest.raises(HasLeft):
        actions.group_household(session, household, "women", since=TODAY, now=NOW)
    actions.come_back(session, household, now=NOW)
    assert queries.households_in_reach(session, officer)[1] == 1


def test_nobody_leaves_before_the_day_she_came(session: Session) -> None:
    household = make.household(session, since=date(2026, 5, 1))
    with pytest.raises(LeftTooEarly):
        actions.leave(session, household, last_day=date(2026, 4, 30), now=NOW)


def test_a_household_may_be_in_two_groups_and_in_each_once(session: Session) -> None:
    household = make.household(session)
    for group in ("party", "women", "party"):
        actions.group_household(session, household, group, since=TODAY, now=NOW)
    assert queries.groups_of(session, [household.id]) == {household.id: ["party", "women"]}
    events = [entry.event for entry in entries_of(session, [household.id])]
    assert events.count("household.grouped") == 2
    actions.ungroup_household(session, household, "party", until=TODAY, now=NOW)
    assert queries.groups_of(session, [household.id]) == {household.id: ["women"]}


def test_households_are_found_with_marks_or_without(session: Session) -> None:
    officer = make.who(session, make.staff(session, OFFICER))
    make.household(session, "Đặng Thị Thử")
    make.household(session, "Lê Văn Thử")
    for text in ("dang thi", "Đặng", "thử đặng"):
        assert [one.name for one in queries.households_in_reach(session, officer, text)[0]] == [
            "Đặng Thị Thử"
        ]


def test_each_hat_reaches_its_own_place(session: Session) -> None:
    first, second = make.village(session), make.village(session, "Thôn 2")
    here = make.household(session, "Lê Văn Thử", village_id=first.id)
    there = make.household(session, "Trần Thị Thử", village_id=second.id)
    seen = {here.id, there.id}
    for hat in (OFFICER, LEADER, TRAINER):
        own = make.who(session, make.staff(session, hat))
        assert {one.id for one in queries.households_in_reach(session, own)[0]} == seen
        stranger = make.who(session, make.staff(session, hat, NEXT_DOOR))
        assert queries.households_in_reach(session, stranger)[1] == 0
    head = make.who(session, make.staff(session, VILLAGE_HEAD, first.id.hex, VILLAGE))
    assert [one.id for one in queries.households_in_reach(session, head)[0]] == [here.id]
    with pytest.raises(NotFound):
        queries.household_in_reach(session, head, there.id)


def test_a_seller_reaches_no_household(session: Session) -> None:
    seller = make.shop(session)
    owner = make.who(session, make.owner_of(session, seller))
    assert Role(SELLER, "shop", seller.id.hex) in owner.roles
    make.household(session)
    assert queries.households_in_reach(session, owner)[1] == 0
    assert queries.people_matching(session, owner, "mau") == []


def test_an_erased_household_is_counted_and_shown_to_nobody(session: Session) -> None:
    village = make.village(session)
    officer = make.who(session, make.staff(session, OFFICER))
    household = make.household(session, village_id=village.id)
    household.erased_at = NOW
    session.flush()
    assert queries.counts_by_village(session, HOANG_LOC)[0].count == 1
    assert queries.households_in_reach(session, officer)[1] == 0
    with pytest.raises(NotFound):
        queries.household_in_reach(session, officer, household.id)


def test_merging_keeps_the_double_readable_and_what_only_it_knew(session: Session) -> None:
    officer = make.who(session, make.staff(session, OFFICER))
    home = make.household(session)
    kept = make.person(session, home=home, is_head=True)
    double = make.person(session, phone="+84900000031", is_walk_in=True)
    actions.merge_people(session, kept, double, now=NOW)
    assert (double.merged_into_id, kept.phone) == (kept.id, "+84900000031")
    assert queries.person_in_reach(session, officer, double.id) is kept
    entry = entries_of(session, [double.id])[0]
    assert (entry.event, entry.details) == ("person.merged", {"into": str(kept.id)})
    with pytest.raises(SamePerson):
        actions.merge_people(session, kept, double, now=NOW)


def test_who_was_merged_into_a_double_goes_along(session: Session) -> None:
    first, second, third = (make.person(session) for _ in range(3))
    actions.merge_people(session, second, third, now=NOW)
    actions.merge_people(session, first, second, now=NOW)
    session.refresh(third)
    assert third.merged_into_id == first.id


def test_people_are_found_by_the_end_of_their_phone(session: Session) -> None:
    trainer = make.who(session, make.staff(session, TRAINER))
    made = make.person(session, phone="+84900000031")
    make.person(session, "Lê Văn Thử", phone="+84900000032")
    assert queries.people_matching(session, trainer, "0900 000 031") == [made]


def test_merged_households_bring_their_people_and_groups_together(session: Session) -> None:
    officer = make.who(session, make.staff(session, OFFICER))
    kept, double = make.household(session), make.household(session, phone="+84900000031")
    somebody = make.person(session, home=double)
    actions.group_household(session, double, "farmer", since=TODAY, now=NOW)
    actions.merge_households(session, kept, double, now=NOW)
    session.refresh(somebody)
    assert somebody.household_id == kept.id
    assert queries.groups_of(session, [kept.id, double.id]) == {kept.id: ["farmer"]}
    assert queries.households_in_reach(session, officer)[1] == 1
    assert double.until
    assert double.until < double.since
    assert entries_of(session, [double.id])[0].details["into"] == str(kept.id)  # type: ignore[index]


def test_merged_households_have_one_head(session: Session) -> None:
    kept, double = make.household(session), make.household(session, "NGUYEN THI MAU")
    head = make.person(session, home=kept, is_head=True)
    same = make.person(session, "NGUYEN THI MAU", home=double, is_head=True, birth_year=1980)
    actions.merge_households(session, kept, double, now=NOW)
    assert [one.id for one in queries.people_of(session, kept)] == [head.id]
    assert (same.merged_into_id, head.birth_year) == (head.id, 1980)


def test_names_without_marks_and_trades_are_recognised() -> None:
    assert is_without_marks("NGUYEN THI MAU")
    assert not is_without_marks("NGUYỄN THỊ MẪU")
    assert not is_without_marks("Nguyen Thi Mau")
    assert [sector_of(words) for words in ("Làm bánh gai", "Bán tạp hóa", "Dệt thổ cẩm", "")] == [
        "food",
        "retail",
        "craft",
        "",
    ]
