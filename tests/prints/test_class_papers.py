"""The papers of a class with people of long names: each looked at as a picture."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from shopkit.scope import TRAINER
from tests import make
from tests.prints.looking import A4, require_good
from tests.prints.test_papers import LONG_NAME


@pytest.mark.parametrize("paper", ["list", "poster", "slips"])
def test_the_papers_of_a_class_hold_long_names(app: Flask, session: Session, paper: str) -> None:
    trainer = make.staff(session, TRAINER)
    course = make.course(session, trainer)
    meeting = make.meeting(session, course)
    for number in range(7):
        person = make.person(session, f"{LONG_NAME[:70]} {number}")
        make.enrolment(session, course, person)
    path = f"/meetings/{meeting.id}" if paper == "list" else f"/classes/{course.id}"
    pdf = make.phone(app, session, trainer).get(f"{path}/{paper}.pdf").data
    (sheet,) = require_good(pdf, A4, 1)
    assert course.name in sheet.said
    assert paper != "list" or sheet.said.count(course.name) == 1
