from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shopkit.errors import NotFound
from shopkit.journal.write import entries_of
from shopkit.places import actions, queries
from shopkit.places.models import Commune, Village, VillageKind
from shopkit.text.letters import TextUnclean
from tests.conftest import NOW

SINCE = date(2025, 7, 1)


def opened(session: Session, commune: Commune, name: str) -> Village:
    return actions.open_village(
        session, commune, name=name, kind=VillageKind.THON, valid_from=SINCE, now=NOW
    )


def closed(session: Session, village: Village, into: Village | None = None) -> None:
    actions.close_village(session, village, last_day=date(2026, 6, 30), into=into, now=NOW)


def names(session: Session, commune: Commune, on: date | None = None) -> list[str]:
    return [one.name for one in queries.villages_of(session, commune.code, on=on)]


def events(session: Session, village: Village) -> list[str]:
    session.flush()
    return sorted(entry.event for entry in entries_of(session, [village.id]))


def test_villages_stand_in_the_order_people_count_them(places: Session, hoang_loc: Commune):
    for name in ("Thôn 10", "Thôn 2", "Thôn Đồng", "Thôn Dừa", "Thôn 1"):
        opened(places, hoang_loc, name)
    assert names(places, hoang_loc) == ["Thôn 1", "Thôn 2", "Thôn 10", "Thôn Dừa", "Thôn Đồng"]


def test_the_journal_tells_of_a_village(places: Session, hoang_loc: Commune):
    village = opened(places, hoang_loc, "Thôn 1")
    actions.rename_village(places, village, name="Thôn Một", kind=VillageKind.THON, now=NOW)
    closed(places, village)
    assert events(places, village) == ["village.closed", "village.opened", "village.renamed"]
    assert {entry.commune_code for entry in entries_of(places, [village.id])} == {hoang_loc.code}


@pytest.mark.parametrize("name", ["Thôn 1", "thôn 1", "  Thôn   1 "])
def test_two_open_villages_of_a_commune_never_bear_one_name(places: Session, hoang_loc, name):
    opened(places, hoang_loc, "Thôn 1")
    with pytest.raises(actions.VillageNameTaken):
        opened(places, hoang_loc, name)


def test_the_database_itself_refuses_a_second_open_village(places: Session, hoang_loc: Commune):
    opened(places, hoang_loc, "Thôn 1")
    twin = Village(commune_code=hoang_loc.code, kind="thon", name="Thôn 1", valid_from=SINCE)
    actions.index(twin)
    places.add(twin)
    with pytest.raises(IntegrityError):
        places.flush()


def test_another_commune_or_a_closed_village_leaves_the_name_free(places: Session, hoang_loc):
    closed(places, opened(places, hoang_loc, "Thôn 1"))
    opened(places, hoang_loc, "Thôn 1")
    opened(places, queries.commune(places, "15772"), "Thôn 1")
    assert names(places, hoang_loc) == ["Thôn 1"]


def test_a_renamed_village_is_found_by_its_new_name_and_order(places: Session, hoang_loc: Commune):
    opened(places, hoang_loc, "Thôn Bắc")
    village = opened(places, hoang_loc, "Thôn An")
    actions.rename_village(
        places, village, name="Tổ dân phố Đông", kind=VillageKind.TO_DAN_PHO, now=NOW
    )
    assert names(places, hoang_loc) == ["Thôn Bắc", "Tổ dân phố Đông"]
    assert (village.kind, village.search_text) == ("to_dan_pho", "to dan pho dong")


def test_a_village_may_change_the_case_of_its_name_but_not_take_anothers(places, hoang_loc):
    village = opened(places, hoang_loc, "thôn 1")
    opened(places, hoang_loc, "Thôn 2")
    actions.rename_village(places, village, name="Thôn 1", kind=VillageKind.THON, now=NOW)
    assert names(places, hoang_loc) == ["Thôn 1", "Thôn 2"]
    with pytest.raises(actions.VillageNameTaken):
        actions.rename_village(places, village, name="Thôn 2", kind=VillageKind.THON, now=NOW)


def test_a_village_merged_into_another_stays_in_the_reports_of_its_days(places, hoang_loc):
    first, second = opened(places, hoang_loc, "Thôn 1"), opened(places, hoang_loc, "Thôn 2")
    closed(places, first, into=second)
    assert first.merged_into_id == second.id
    assert names(places, hoang_loc) == ["Thôn 2"]
    assert names(places, hoang_loc, on=date(2026, 6, 30)) == ["Thôn 1", "Thôn 2"]
    assert names(places, hoang_loc, on=date(2026, 7, 1)) == ["Thôn 2"]


def test_a_closed_village_changes_no_more(places: Session, hoang_loc: Commune):
    village = opened(places, hoang_loc, "Thôn 1")
    closed(places, village)
    with pytest.raises(actions.VillageClosed):
        closed(places, village)
    with pytest.raises(actions.VillageClosed):
        actions.rename_village(places, village, name="Thôn 9", kind=VillageKind.THON, now=NOW)


def test_a_village_merges_only_into_an_open_one_beside_it(places: Session, hoang_loc: Commune):
    village, other = opened(places, hoang_loc, "Thôn 1"), opened(places, hoang_loc, "Thôn 2")
    stranger = opened(places, queries.commune(places, "15772"), "Thôn 1")
    for into in (village, stranger):
        with pytest.raises(actions.VillageElsewhere):
            closed(places, village, into=into)
    closed(places, other)
    with pytest.raises(actions.VillageClosed):
        closed(places, village, into=other)


def test_a_village_cannot_end_before_it_began(places: Session, hoang_loc: Commune):
    village = opened(places, hoang_loc, "Thôn 1")
    with pytest.raises(actions.DayBeforeOpening):
        actions.close_village(places, village, last_day=date(2025, 6, 30), into=None, now=NOW)


def test_the_village_of_another_commune_does_not_exist(places: Session, hoang_loc: Commune):
    village = opened(places, hoang_loc, "Thôn 1")
    assert queries.village(places, hoang_loc.code, village.id) is village
    with pytest.raises(NotFound):
        queries.village(places, "15772", village.id)


def test_a_place_is_written_as_an_address_ends(places: Session, hoang_loc: Commune):
    village = opened(places, hoang_loc, "Thôn 3")
    label = queries.place_label(places, hoang_loc.code, village.id)
    assert label == "Thôn 3, Xã Hoằng Lộc, Tỉnh Thanh Hóa"


@pytest.mark.parametrize("name", ["Thôn\x001", "Thôn \u202e1", "Thôn" + "\u0301" * 500])
def test_a_name_of_letters_that_are_none_is_refused(places: Session, hoang_loc: Commune, name):
    with pytest.raises(TextUnclean):
        opened(places, hoang_loc, name)


def test_an_empty_name_is_refused(places: Session, hoang_loc: Commune):
    with pytest.raises(actions.VillageUnnamed):
        opened(places, hoang_loc, "   ")
