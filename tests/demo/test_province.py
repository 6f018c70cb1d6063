"""A practice province: built from records, so that its report is added up from them."""

from argparse import Namespace
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, select

from shopkit.accounts.actions.sign_ins import verify_secret
from shopkit.accounts.queries import roles_of
from shopkit.adoption.actions.rebuilding import make_ahead, rebuild
from shopkit.cli.province_report import report
from shopkit.clock import local_day
from shopkit.db.engine import Database
from shopkit.demo.province.building import build_province
from shopkit.demo.province.scale import COMMUNE, PROVINCE, Scale, dealt
from shopkit.journal.models import JournalEntry
from shopkit.sales.models import Order, OrderLine
from shopkit.scope import LEADER, OFFICER, TRAINER
from tests.conftest import NOW, StandingClock

EXPECTED = Path(__file__).parent / "province_report.txt"
SMALL = replace(
    COMMUNE,
    communes=2,
    villages=5,
    team_members=11,
    households=90,
    businesses=24,
    sellers=6,
    products=25,
    ocop_products=3,
    labels=140,
    orders=17,
    participations=37,
)


def built(database: Database, scale: Scale, now: datetime) -> str:
    build_province(database, scale, now=now, told=lambda _done, _whole: None)
    return reported(database, now)


def reported(database: Database, now: datetime) -> str:
    rebuild(database)
    make_ahead(database, today=local_day(now))
    return report(database, Namespace(province="99", period=f"{now.year}", format="text"))


def test_its_first_commune_is_shown_by_an_officer_a_trainer_and_a_leader(
    database: Database, clock: StandingClock
) -> None:
    tiny = replace(SMALL, communes=1, households=30)
    sign_ins = build_province(database, tiny, now=NOW, told=lambda _done, _whole: None)
    assert [one.who for one in sign_ins] == [OFFICER, TRAINER, LEADER]
    with database.reading() as session:
        for one in sign_ins:
            person = verify_secret(
                session, phone=one.phone, secret=one.secret, address=None, now=NOW
            )
            assert [(role.name, role.code) for role in roles_of(session, person.id)] == [
                (one.who, "99101")
            ]


def figure(text: str, begins: str) -> str:
    line = next(line for line in text.splitlines() if line.startswith(begins))
    return line.split(": ")[1].split(" | ")[0].replace(".", "")


def test_a_small_province_reports_what_it_holds_and_one_order_less_is_one_less(
    database: Database, clock: StandingClock
) -> None:
    text = built(database, SMALL, NOW)
    for begins, count in (
        ("B01", SMALL.businesses),
        ("B04  Số", SMALL.products),
        ("B04  trong", SMALL.ocop_products),
        ("B09", SMALL.orders),
        ("D01", SMALL.labels),
        ("E01", SMALL.participations),
    ):
        assert figure(text, begins) == str(count), begins
    assert f"{SMALL.villages} tổ, {SMALL.team_members} thành viên" in text
    assert "69,85 %" in text
    with database.writing() as session:
        order = session.scalars(select(Order).order_by(Order.id).limit(1)).one()
        session.execute(delete(OrderLine).where(OrderLine.order_id == order.id))
        session.execute(delete(JournalEntry).where(JournalEntry.subject_id == order.id))
        session.execute(delete(Order).where(Order.id == order.id))
    assert figure(reported(database, NOW), "B09") == str(SMALL.orders - 1)


@pytest.mark.slow
def test_the_province_of_the_articles_reports_exactly_what_they_report(
    database: Database, clock: StandingClock
) -> None:
    assert built(database, PROVINCE, NOW) + "\n" == EXPECTED.read_text("utf-8")


@given(total=st.integers(0, 5_000), places=st.integers(1, 200), seed=st.integers(0, 99))
def test_a_total_is_dealt_out_to_the_last_one(total: int, places: int, seed: int) -> None:
    shares = dealt(total, places, Random(seed))
    assert sum(shares) == total
    assert len(shares) == places
    assert min(shares) >= (1 if total >= places else 0)
