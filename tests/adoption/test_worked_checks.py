"""The worked checks of the reference that are about counting, each with its own numbers."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from shopkit.adoption.queries.figures import figures_of
from shopkit.adoption.queries.ladder import cohorts, ladder
from shopkit.adoption.queries.records import records_of
from shopkit.adoption.rules.cells import Cell, added, percent, rounded
from shopkit.adoption.rules.counting import figures_in
from shopkit.adoption.rules.evaluate import AsOf
from shopkit.adoption.rules.indicators import all_indicators, conditions_on, made_ready
from shopkit.adoption.rules.periods import Period, period_of
from shopkit.db.base import new_id
from shopkit.shops.models.register import HouseholdGroup, Person
from tests import make
from tests.adoption import counted
from tests.conftest import NOW
from tests.make import HOANG_LOC

END = date(2026, 9, 30)


def period(code: str) -> Period:
    found = period_of(code)
    assert found is not None
    return found


Q3 = period("2026-Q3")


@dataclass
class Seven:
    """The seven businesses of the ladder."""

    ids: dict[str, UUID]


@pytest.fixture
def seven(session: Session) -> Seven:
    village_id = make.village(session).id
    ids = {f"P{n}": counted.business(session, f"P{n}", village_id) for n in range(1, 8)}

    def helped(name: str) -> None:
        counted.fact(
            session,
            ("business", ids[name]),
            "help",
            "channel_onboarding",
            on=date(2025, 5, 1),
            about="shopee",
        )

    def looked(name: str, on: date, word: str = "live", source: UUID | None = None) -> None:
        counted.fact(
            session,
            ("business", ids[name]),
            "link_check",
            word,
            on=on,
            about="shopee",
            source=source,
        )

    def ordered(name: str, on: date) -> None:
        counted.fact(
            session, ("business", ids[name]), "order", "online", on=on, about="zalo", evidence="SD"
        )

    for name in ("P1", "P2", "P4", "P5", "P7"):
        helped(name)
    looked("P2", date(2026, 6, 30))
    looked("P3", date(2026, 7, 3))
    looked("P4", date(2026, 9, 1))
    counted.fact(
        session, ("business", ids["P4"]), "own_act", "did", on=date(2026, 8, 15), evidence="SO"
    )
    shopee = new_id()
    looked("P5", date(2025, 6, 1), source=shopee)
    looked("P5", date(2026, 8, 20), source=shopee)
    for on in (date(2025, 11, 3), date(2026, 2, 14), date(2026, 9, 9)):
        ordered("P5", on)
    ordered("P6", date(2026, 8, 2))
    postmart = new_id()
    looked("P7", date(2026, 8, 1), source=postmart)
    looked("P7", date(2026, 9, 10), "dead", source=postmart)
    return Seven(ids)


def test_rates_are_rounded_half_up_on_output_only() -> None:
    assert percent(25_736, 36_845) == Decimal("69.85")
    assert percent(1, 800) == Decimal("0.13")


def test_the_figures_of_the_first_article_come_out() -> None:
    assert rounded(13_570_000_000, 32_877).quantize(Decimal(1)) == 412_751  # type: ignore[union-attr]  # not over nothing
    assert rounded(13_570_000_000, 44_174).quantize(Decimal(1)) == 307_194  # type: ignore[union-attr]  # not over nothing
    assert rounded(32_877, 44_174) == Decimal("0.74")
    assert percent(187, 87_271) == Decimal("0.21")
    assert rounded(15_995, 4_351) == Decimal("3.68")
    assert percent(56_538, 84_735) == Decimal("66.72")


def test_numerators_and_denominators_are_added_and_rates_never_averaged() -> None:
    whole = added([Cell(9, 10), Cell(10, 100)])
    assert (whole.numerator, whole.denominator) == (19, 110)
    assert percent(whole.numerator, whole.denominator) == Decimal("17.27")


def test_who_reports_nothing_is_missing_and_adds_nothing(session: Session) -> None:
    villages = [make.village(session, f"Thôn {n}") for n in (1, 2, 3)]
    # The first village reports four, the second a meeting without women, the third nothing.
    for number in range(4):
        woman = counted.person(session, villages[0].id, gender="f")
        attend(session, woman, date(2026, 9, number + 1))
    man = counted.person(session, villages[1].id, gender="m")
    attend(session, man, date(2026, 9, 1))
    figures = figures_of(session, HOANG_LOC, Q3, today=END)
    assert [figures.cell("E01", one.id).numerator for one in villages] == [4, 0, None]
    assert figures.cell("E01").numerator == 4
    assert figures.reported("E01") == (2, 3)


def attend(session: Session, person_id: UUID, on: date, word: str = "present") -> None:
    counted.fact(session, ("person", person_id), "attendance", word, on=on, about="qr")


def test_the_ladder_of_seven(session: Session, seven: Seven) -> None:
    found = ladder(session, HOANG_LOC, Q3, today=END)
    who = {
        name: {key for key, own in seven.ids.items() if own in ids}
        for name, ids in found.businesses.items()
    }
    assert found.base == 7
    assert found.supported.numerator == 5
    assert who["live"] == {"P3", "P4", "P5"}
    assert percent(found.live.numerator, found.live.denominator) == Decimal("42.86")
    assert who["unknown"] == {"P2"}
    assert (who["active"], found.active.denominator) == ({"P4", "P5"}, 3)
    assert (who["selling"], found.selling.denominator) == ({"P5"}, 3)
    assert found.unconfirmed.numerator == 1
    assert (who["sustained"], found.sustained.denominator) == ({"P5"}, 1)
    assert found.supported_live.numerator == 2
    assert found.self_started.numerator == 1


def test_the_indicators_say_the_same_as_the_ladder(session: Session, seven: Seven) -> None:
    figures = figures_of(session, HOANG_LOC, Q3, today=END)
    assert len(seven.ids) == 7
    cells = {code: figures.cell(code) for code in ("B01", "B02", "B06", "B07", "B08", "B09")}
    assert {code: (cell.numerator, cell.denominator) for code, cell in cells.items()} == {
        "B01": (5, None),
        "B02": (3, 7),
        "B06": (2, 3),
        "B07": (1, 3),
        "B08": (1, 1),
        "B09": (2, None),
    }
    assert cells["B02"].verified == 3
    assert cells["B06"].verified == 1


def test_a_late_fact_changes_nothing_that_was_approved(session: Session, seven: Seven) -> None:
    approved_at = datetime(2026, 10, 8, 2, tzinfo=UTC)
    before = figures_of(session, HOANG_LOC, Q3, today=END).cell("B02")
    counted.fact(
        session,
        ("business", seven.ids["P1"]),
        "link_check",
        "live",
        on=date(2026, 9, 20),
        about="shopee",
        recorded=date(2026, 10, 12),
    )
    then = figures_of(session, HOANG_LOC, Q3, today=NOW.date(), recorded_until=approved_at)
    now = figures_of(session, HOANG_LOC, Q3, today=NOW.date())
    assert then.cell("B02") == before
    assert (now.cell("B02").numerator or 0) - (before.numerator or 0) == 1


def test_what_was_replaced_after_the_approval_still_stood_then(
    session: Session, seven: Seven
) -> None:
    shop = ("business", seven.ids["P1"])
    first = counted.fact(session, shop, "link_check", "live", on=date(2026, 9, 20), about="shopee")
    counted.fact(
        session,
        shop,
        "link_check",
        on=date(2026, 9, 20),
        recorded=date(2026, 10, 12),
        supersedes=first,
        is_void=True,
    )
    approved_at = datetime(2026, 10, 8, 2, tzinfo=UTC)
    then = figures_of(session, HOANG_LOC, Q3, today=NOW.date(), recorded_until=approved_at)
    assert then.cell("B02").numerator == 4
    assert figures_of(session, HOANG_LOC, Q3, today=NOW.date()).cell("B02").numerator == 3


def test_one_woman_in_four_classes_is_four_times_and_one_person(session: Session) -> None:
    village_id = make.village(session).id
    known = counted.person(session, village_id, gender="f")
    for number in (1, 8, 15):
        attend(session, known, date(2026, 9, number))
    walk_in = counted.person(session, village_id, gender="f", is_walk_in=True)
    attend(session, walk_in, date(2026, 9, 22))
    before = figures_of(session, HOANG_LOC, Q3, today=END)
    assert (before.cell("E01").numerator, before.cell("E02").numerator) == (4, 2)
    double = session.get(Person, walk_in)
    assert double is not None
    double.merged_into_id = known
    session.flush()
    after = figures_of(session, HOANG_LOC, Q3, today=END)
    assert (after.cell("E01").numerator, after.cell("E02").numerator) == (4, 1)


def test_an_indicator_changed_in_mid_year_counts_by_the_version_of_the_day(
    session: Session,
) -> None:
    own = counted.business(session, "Quầy thử", make.village(session).id)
    for on in (date(2026, 6, 20), date(2026, 9, 20)):
        counted.fact(session, ("business", own), "link_check", "live", on=on, about="facebook")
    known = next(one for one in all_indicators() if one.code == "B02")
    versions = (
        replace(known, valid_to=date(2026, 6, 30)),
        replace(
            known,
            version="2",
            valid_from=date(2026, 7, 1),
            numerator="count(business: live_on_platform)",
        ),
    )
    told = {}
    for code in ("2026-Q2", "2026-Q3"):
        span = period(code)
        [standing] = [one for one in versions if one.is_valid_on(span.last)]
        ready = [made_ready(standing, conditions_on(span.last))]
        [place] = [one for one in records_of(session, HOANG_LOC).values() if one.of("business")]
        cells = figures_in(place.records, ready, AsOf(span.first, span.last), frozenset())
        told[code] = (standing.version, cells["B02", "", ""])
    assert told == {"2026-Q2": ("1", Cell(1, 1, 1)), "2026-Q3": ("2", Cell(0, 1, 0))}


def trained_business(session: Session, on: date) -> tuple[UUID, UUID]:
    village_id = make.village(session).id
    home = counted.household(session, village_id)
    pupil = counted.person(session, village_id, household_id=home, gender="f")
    own = counted.business(session, "Quầy thử", village_id, household_id=home)
    attend(session, pupil, on)
    return own, pupil


def test_a_class_at_the_end_of_august_falls_due_in_september_and_only_then(
    session: Session,
) -> None:
    own, _pupil = trained_business(session, date(2026, 8, 31))
    due = {}
    for code in ("2026-08", "2026-09", "2026-10"):
        month = period(code)
        figures = figures_of(session, HOANG_LOC, month, today=month.last)
        due[code] = figures.cell("E07").denominator
    assert due == {"2026-08": None, "2026-09": 1, "2026-10": None}
    counted.fact(
        session, ("business", own), "help", "follow_up", on=date(2026, 8, 31), about="sticker"
    )
    september = period("2026-09")
    assert figures_of(session, HOANG_LOC, september, today=END).cell("E07") == Cell(0, 1, 0)
    counted.fact(
        session, ("business", own), "help", "follow_up", on=date(2026, 9, 30), about="sticker"
    )
    assert figures_of(session, HOANG_LOC, september, today=END).cell("E07") == Cell(1, 1, 1)


def test_who_was_live_before_the_class_is_no_success_of_it(session: Session) -> None:
    own, _pupil = trained_business(session, date(2026, 7, 2))
    assert figures_of(session, HOANG_LOC, Q3, today=END).cell("E08") == Cell(0, 1, 0)
    counted.fact(
        session, ("business", own), "link_check", "live", on=date(2026, 9, 1), about="shopee"
    )
    assert figures_of(session, HOANG_LOC, Q3, today=END).cell("E08") == Cell(1, 1, 1)
    assert [(one.trained, one.live) for one in cohorts(session, HOANG_LOC, today=END)] == [(1, 1)]
    counted.fact(
        session, ("business", own), "link_check", "live", on=date(2026, 7, 1), about="zalo"
    )
    assert figures_of(session, HOANG_LOC, Q3, today=END).cell("E08").is_missing


def test_a_household_of_two_groups_counts_in_both_and_once_in_all(session: Session) -> None:
    village_id = make.village(session).id
    first, _second = (counted.household(session, village_id) for _n in range(2))
    for code in ("cadre", "youth"):
        session.add(
            HouseholdGroup(
                commune_code=HOANG_LOC,
                household_id=first,
                group_code=code,
                since=date(2026, 1, 1),
                noted_at=NOW,
            )
        )
    counted.fact(session, ("household", first), "recognition", "in_force", on=date(2026, 9, 1))
    figures = figures_of(session, HOANG_LOC, period("2026"), today=END)
    assert figures.cell("G01") == Cell(1, 2, 1)
    assert figures.keys("G01", "target_group") == ("cadre", "youth")
    for code in ("cadre", "youth"):
        assert figures.cell("G01", breakdown="target_group", key=code) == Cell(1, 1, 1)


def test_a_recognition_ends_the_day_after_its_last(session: Session) -> None:
    own = counted.household(session, make.village(session).id)
    source = new_id()
    one, last = ("household", own), date(2026, 9, 14)
    counted.fact(session, one, "recognition", "in_force", on=date(2025, 9, 15), source=source)
    counted.fact(
        session,
        one,
        "recognition",
        "ended",
        on=last + timedelta(days=1),
        recorded=date(2025, 9, 15),
        source=source,
    )
    year = period("2026")
    assert figures_of(session, HOANG_LOC, year, today=last).cell("G01").numerator == 1
    after = last + timedelta(days=1)
    assert figures_of(session, HOANG_LOC, year, today=after).cell("G01").numerator == 0
