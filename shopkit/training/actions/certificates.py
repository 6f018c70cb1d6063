"""Making the papers of a class from its records, and taking one back."""

from datetime import datetime

from sqlalchemy.orm import Session

from shopkit.journal.write import write
from shopkit.training.actions.courses import actor_id
from shopkit.training.models.courses import Certificate, Course
from shopkit.training.queries.certificates import Record, certificates_of, records_of
from shopkit.training.rules.codes import new_serial


def make_certificates(session: Session, course: Course, *, now: datetime) -> int:
    """A paper for everybody who came often enough; where the records have changed, a new one.

    Making them again changes nothing. Returns how many are new.
    """
    standing = {person.id: paper for paper, person in certificates_of(session, course)}
    made = 0
    for record in records_of(session, course):
        says = record.says(course)
        before = standing.get(record.person.id)
        if before is not None and before.says == says:
            continue
        if before is not None:
            revoke_certificate(session, before, now=now)
        add(session, course, record, says, now=now)
        made += 1
    return made


def add(
    session: Session, course: Course, record: Record, says: dict[str, object], *, now: datetime
) -> Certificate:
    paper = Certificate(
        commune_code=course.commune_code,
        course_id=course.id,
        person_id=record.person.id,
        serial=new_serial(),
        says=says,
        made_at=now,
        made_by_id=actor_id(session),
    )
    session.add(paper)
    session.flush()
    details = {"person_id": str(record.person.id), "course_id": str(course.id)}
    write(session, paper, "certificate.made", now=now, details=details)
    return paper


def revoke_certificate(session: Session, paper: Certificate, *, now: datetime) -> None:
    """From now on its check page says that it does not stand any more."""
    if paper.revoked_at is None:
        paper.revoked_at = now
        session.flush()
        details = {"person_id": str(paper.person_id), "course_id": str(paper.course_id)}
        write(session, paper, "certificate.revoked", now=now, details=details)
