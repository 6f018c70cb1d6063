"""Certificates say what is on record and nothing else."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.training.actions.certificates import make_certificates, revoke_certificate
from shopkit.training.models.courses import Certificate
from shopkit.training.models.help import SkillSeen
from shopkit.training.queries.certificates import certificates_of, records_of
from shopkit.training.queries.skills import skills_of_course
from tests import make
from tests.conftest import NOW


def test_only_who_came_often_enough_gets_a_paper(session: Session) -> None:
    course = make.course(session, least_meetings=2, held_on=date(2026, 11, 15))
    days = [make.meeting(session, course), make.meeting(session, course, date(2026, 11, 22))]
    often, once = make.person(session, "Nguyễn Thị Mẫu"), make.person(session, "Trần Thị Thử")
    for person in (often, once):
        make.enrolment(session, course, person)
    make.attendance(session, course, days[0], often)
    make.attendance(session, course, days[1], often, "late")
    make.attendance(session, course, days[1], once)
    assert make_certificates(session, course, now=NOW) == 1
    assert make_certificates(session, course, now=NOW) == 0
    paper, person = certificates_of(session, course)[0]
    assert person.id == often.id
    assert paper.says["days"] == ["2026-11-15", "2026-11-22"]
    assert paper.says["able"] == []


def test_a_skill_is_named_only_when_it_was_seen_done_alone(session: Session) -> None:
    course = make.course(session)
    person = make.person(session)
    make.enrolment(session, course, person)
    make.attendance(session, course, make.meeting(session, course), person)
    helped, alone = (skill.code for skill in skills_of_course(session, course)[:2])
    for code, level in ((helped, 1), (alone, 2)):
        session.add(
            SkillSeen(
                commune_code=course.commune_code,
                person_id=person.id,
                course_id=course.id,
                skill=code,
                level=level,
                seen_on=date(2026, 11, 22),
                noted_at=NOW,
                noted_by_id=course.trainer_id,
            )
        )
    session.flush()
    assert records_of(session, course)[0].able == (alone,)


def test_what_changed_on_record_gets_a_new_serial_and_the_old_one_says_so(
    session: Session,
) -> None:
    course = make.course(session, held_on=date(2026, 11, 15))
    person = make.person(session)
    make.enrolment(session, course, person)
    make.attendance(session, course, make.meeting(session, course), person)
    make_certificates(session, course, now=NOW)
    old = certificates_of(session, course)[0][0]
    make.attendance(session, course, make.meeting(session, course, date(2026, 11, 22)), person)
    assert make_certificates(session, course, now=NOW) == 1
    new = certificates_of(session, course)[0][0]
    assert old.revoked_at == NOW
    assert new.serial != old.serial
    assert len(session.scalars(select(Certificate)).all()) == 2


def test_a_paper_is_taken_back_once(session: Session) -> None:
    course = make.course(session)
    person = make.person(session)
    make.enrolment(session, course, person)
    make.attendance(session, course, make.meeting(session, course), person)
    make_certificates(session, course, now=NOW)
    paper = certificates_of(session, course)[0][0]
    revoke_certificate(session, paper, now=NOW)
    assert certificates_of(session, course) == []
    assert make_certificates(session, course, now=NOW) == 1
