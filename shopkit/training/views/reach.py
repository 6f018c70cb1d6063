"""Which class a page is about, and who may open it."""

from uuid import UUID

from shopkit.errors import NotFound
from shopkit.places.models import Village
from shopkit.places.queries import communes
from shopkit.scope import COMMUNE, LEADER, OFFICER, TRAINER, VILLAGE, VILLAGE_HEAD, Who
from shopkit.shops.models.register import Person
from shopkit.shops.queries.register import person_in_reach
from shopkit.training.models.courses import Course, Meeting
from shopkit.training.queries import courses as queries
from shopkit.web.state import db, who

READERS = (TRAINER, OFFICER, LEADER, VILLAGE_HEAD)
STAND_READERS = (TRAINER, OFFICER, LEADER)


def class_to_see(course_id: UUID) -> Course:
    return queries.course_in_reach(db.session, who(), course_id)


def own_class(course_id: UUID) -> Course:
    """A class that she teaches, or may help to teach; whoever only reads does not get here."""
    return queries.course_in_reach(db.session, who(), course_id, TRAINER)


def own_meeting(meeting_id: UUID) -> tuple[Course, Meeting]:
    return queries.meeting_in_reach(db.session, who(), meeting_id, TRAINER)


def may_teach() -> bool:
    return who().has(TRAINER)


def somebody(person_id: UUID | None) -> Person | None:
    """Somebody of her places; nobody where none was chosen."""
    return person_in_reach(db.session, who(), person_id) if person_id else None


def commune_of(trainer: Who) -> str:
    """The commune in which she opens classes: her own, or that of her village."""
    for code in trainer.codes(COMMUNE, TRAINER):
        return code
    for code in trainer.codes(VILLAGE, TRAINER):
        found = db.session.get(Village, UUID(code))
        if found:
            return found.commune_code
    raise NotFound


def commune_name(code: str) -> str:
    found = communes(db.session, [code]).get(code)
    return found.name if found else ""
