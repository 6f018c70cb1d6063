"""The yearly report of a province is added up from records; figures of others stand apart."""

import argparse
import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from shopkit.adoption.actions.rebuilding import rebuild
from shopkit.adoption.models.targets import OfficialFigure
from shopkit.adoption.queries.province_report import province_report
from shopkit.adoption.rules.periods import period_on
from shopkit.cli.common import Told
from shopkit.cli.province_report import report
from shopkit.db.engine import Database
from shopkit.scope import COMMUNE, PROVINCE
from shopkit.shops.models.branches import DIGITAL_TEAM, Branch, BranchMember
from shopkit.shops.models.register import Person
from tests import make
from tests.conftest import NOW, StandingClock

YEAR = period_on(date(2026, 6, 1), "year")


def given(**told: Any) -> argparse.Namespace:
    return argparse.Namespace(**{"province": "38", "period": "2026", "format": "text"} | told)


def team(session: Session, members: int) -> None:
    made = Branch(
        organisation=DIGITAL_TEAM,
        name="Tổ thử",
        commune_code=make.HOANG_LOC,
        since=date(2026, 1, 1),
        known_at=NOW,
    )
    session.add(made)
    session.flush()
    for number in range(members):
        person = Person(
            commune_code=make.HOANG_LOC,
            name=f"Người thử {number}",
            known_at=NOW,
        )
        session.add(person)
        session.flush()
        session.add(
            BranchMember(
                branch_id=made.id,
                person_id=person.id,
                commune_code=make.HOANG_LOC,
                since=date(2026, 1, 1),
                until=date(2026, 3, 1) if number == 0 else None,
                noted_at=NOW,
            )
        )
    session.flush()


def official(session: Session, kind: str, unit: str, hundredths: int, base: int | None) -> None:
    session.add(
        OfficialFigure(
            unit_kind=kind,
            unit_code=unit,
            commune_code=unit if kind == COMMUNE else "",
            indicator="G05" if base else "B10",
            as_of=date(2026, 1, 23),
            numerator_hundredths=hundredths,
            denominator=base,
            organisation="Cơ quan thử",
            document="Văn bản thử",
            document_on=date(2026, 1, 23),
            entered_at=NOW,
        )
    )
    session.flush()


def test_teams_and_members_are_those_of_the_day(session: Session) -> None:
    team(session, 4)
    found = province_report(session, "38", YEAR, today=date(2026, 11, 22))
    assert (found.team_count, found.member_count) == (1, 3)
    assert len(found.communes) == 166


def test_official_figures_stand_apart_each_with_its_document(
    database: Database, session: Session, clock: StandingClock
) -> None:
    official(session, COMMUNE, "15772", 2_573_600, 36_845)
    official(session, PROVINCE, "38", 1_357_000, None)
    session.commit()
    text = report(database, given())
    own, others = text.split("Số chính thức")
    assert "25.736 / 36.845 = 69,85 %" in others
    assert "Xã Thiệu Hóa" in others
    assert "13.570 |" in others
    assert "25.736" not in own
    assert "Văn bản thử" in others


def test_silence_is_a_dash_and_json_keeps_it_empty(
    database: Database, session: Session, clock: StandingClock
) -> None:
    session.commit()
    assert "–" in report(database, given())
    told = json.loads(report(database, given(format="json")))
    lines = {(one["indicator"], one["key"]): one for one in told["figures"]}
    assert lines["B09", ""]["numerator"] is None
    assert set(lines) >= {("B01", ""), ("B04", "ocop"), ("D01", ""), ("E01", ""), ("E02", "")}


def test_a_journal_that_was_never_read_is_told_with_what_to_run(
    database: Database, session: Session, clock: StandingClock
) -> None:
    make.payment_account(session, make.shop(session, agrees=True))
    session.commit()
    with pytest.raises(Told, match="shopkit adoption rebuild"):
        report(database, given())
    rebuild(database)
    assert "báo cáo 2026" in report(database, given())


@pytest.mark.parametrize("wrong", [{"period": "26"}, {"period": ""}, {"province": "xx"}])
def test_a_wrong_word_is_told_in_a_sentence(
    database: Database, clock: StandingClock, wrong: dict[str, str]
) -> None:
    with pytest.raises(Told):
        report(database, given(**wrong))
