"""The classes of a practice province: who was expected, and who came by the signed lists."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from random import Random
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.clock import local_day
from shopkit.demo.province.scale import day_of_year
from shopkit.shops.models.branches import WOMEN
from shopkit.shops.models.register import Person
from shopkit.training.actions.attendance import note_rows
from shopkit.training.actions.courses import end_course, enrol, open_course
from shopkit.training.queries.courses import meetings_of
from shopkit.training.rules.rows import read_rows
from shopkit.training.rules.topics import topics

SEATS = 30


def hold_classes(
    session: Session,
    commune_code: str,
    women: Sequence[Person],
    count: int,
    *,
    trainer_id: UUID,
    dice: Random,
    now: datetime,
) -> None:
    """Hold as many classes as it takes for so many women to come, some of them more than once."""
    for size in sizes(count, min(SEATS, len(women))):
        hold_class(
            session,
            commune_code,
            dice.sample(women, size),
            trainer_id=trainer_id,
            dice=dice,
            now=now,
        )


def sizes(count: int, most: int) -> Iterator[int]:
    while count > 0:
        yield min(most, count)
        count -= most


def hold_class(
    session: Session,
    commune_code: str,
    women: Sequence[Person],
    *,
    trainer_id: UUID,
    dice: Random,
    now: datetime,
) -> None:
    topic = dice.choice(sorted(topics().values(), key=lambda one: one.code))
    course = open_course(
        session,
        commune_code=commune_code,
        name=topic.name_vi,
        topic=topic.code,
        held_on=day_of_year(now, dice),
        organisation=WOMEN,
        seats=SEATS,
        trainer_id=trainer_id,
        now=now,
    )
    enrol(session, course, women, now=now)
    meeting = meetings_of(session, course)[0]
    note_rows(session, course, meeting, read_rows(f"1-{len(women)}"), today=local_day(now), now=now)
    end_course(session, course, now=now)
