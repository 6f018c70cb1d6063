"""Facts read as they come and facts made anew from the journal are the same facts."""

import random
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.adoption.actions.deriving import catch_up
from shopkit.adoption.actions.facts import note_fact
from shopkit.adoption.actions.rebuilding import rebuild
from shopkit.adoption.models.facts import Fact
from shopkit.adoption.rules.readings import READINGS
from shopkit.db.base import new_id
from shopkit.db.engine import Database
from shopkit.journal.models import Unread
from shopkit.journal.write import COLUMNS, write_lines
from tests import make
from tests.conftest import NOW
from tests.databases import Stage
from tests.make import HOANG_LOC, NEXT_DOOR

BEGUN = datetime(2026, 1, 5, 3, 0, tzinfo=UTC)
FIELDS = tuple(column.key for column in Fact.__mapper__.column_attrs)


def history(seed: int, length: int) -> list[dict[str, object]]:
    """Lines about few records, so that they correct each other, told days late and out of turn."""
    dice = random.Random(seed)
    ids = [UUID(int=dice.getrandbits(128)) for _number in range(6)]

    def day() -> str:
        return (date(2026, 1, 1) + timedelta(days=dice.randrange(300))).isoformat()

    lines = []
    for _number in range(length):
        at = BEGUN + timedelta(hours=dice.randrange(6000))
        details = {
            "on": day(),
            "sold_on": day(),
            "affixed_on": day(),
            "from": dice.choice([day(), "cancelled"]),
            "to": day(),
            "since": day(),
            "until": day(),
            "ends_on": day(),
            "channel": dice.choice(["shopee", "zalo", "stall"]),
            "is_online": dice.choice(["yes", "no"]),
            "paid_by": dice.choice(["cash", "transfer"]),
            "status": dice.choice(["present", "absent", "late"]),
            "topic": "qr",
            "skill": dice.choice(["file_online", "online_safety"]),
            "level": str(dice.randrange(4)),
            "quiz": "q1",
            "score": str(dice.randrange(6)),
            "out_of": "5",
            "kind": dice.choice(["before", "after", "safety", "channel_onboarding", "ocop"]),
            "stars": "4",
            "place": "home",
            "item": dice.choice(["launch", "team"]),
            "criterion": "C1",
            "is_met": dice.choice(["yes", "no", ""]),
            "meets": dice.choice(["yes", "no", ""]),
            "number": str(dice.randrange(9)),
            "count": str(dice.randrange(99)),
            "printed": str(dice.randrange(99)),
            "affixed": str(dice.randrange(99)),
            "least_meetings": "2",
            "gender": "f",
        } | {
            name: str(dice.choice(ids))
            for name in (
                "product",
                "person_id",
                "meeting_id",
                "course_id",
                "household_id",
                "branch_id",
                "village_id",
                "shop_id",
            )
        }
        # An event names its own days only where they are days.
        event = dice.choice(sorted(READINGS))
        if event in ("recognition.given", "paper.added"):
            details["from"] = day()
        # A village never changes its commune; a shop and what it has may.
        stays = event.startswith("checklist")
        commune = HOANG_LOC if stays else dice.choice([HOANG_LOC, HOANG_LOC, NEXT_DOOR, ""])
        lines.append(
            dict.fromkeys(COLUMNS)
            | {
                "id": new_id(),
                "event": event,
                "subject_kind": "anything",
                "subject_id": dice.choice(ids),
                "shop_id": dice.choice(ids),
                "commune_code": commune,
                "evidence": dice.choice(["SD", "TV", "SO"]),
                "at": at,
                "details": details,
            }
        )
    return lines


def facts(session: Session) -> list[tuple[object, ...]]:
    columns = [getattr(Fact, name) for name in FIELDS]
    return [tuple(row) for row in session.execute(select(*columns).order_by(Fact.id))]


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32), length=st.integers(1, 120), cuts=st.lists(st.integers(1, 30)))
def test_read_bit_by_bit_or_made_anew_the_facts_are_the_same(
    stage: Stage, seed: int, length: int, cuts: list[int]
) -> None:
    stage.clean()
    database = stage.database
    lines = history(seed, length)
    rest = list(lines)
    for cut in [*cuts, length]:
        now, rest = rest[:cut], rest[cut:]
        with database.writing() as session:
            write_lines(session, now)
            # In the order in which they were written, whichever commune looks first.
            for code in (HOANG_LOC, NEXT_DOOR):
                catch_up(session, code)
    with database.reading() as session:
        bit_by_bit = facts(session)
        assert session.scalars(select(Unread)).all() == []
    rebuild(database)
    with database.reading() as session:
        assert facts(session) == bit_by_bit
    rebuild(database)
    with database.reading() as session:
        assert facts(session) == bit_by_bit


def test_what_people_noted_themselves_outlives_a_rebuild(
    database: Database, session: Session
) -> None:
    shop = make.shop(session, agrees=True)
    noted = note_fact(
        session,
        subject_kind="shop",
        subject_id=shop.id,
        element="keeps_book",
        word="yes",
        valid_on=date(2026, 11, 1),
        evidence="SD",
        now=NOW,
    )
    session.commit()
    rebuild(database)
    with database.reading() as fresh:
        assert noted.id in fresh.scalars(select(Fact.id)).all()
