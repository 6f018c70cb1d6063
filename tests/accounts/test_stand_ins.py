"""A leader lets somebody decide for some days where nobody else can."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from shopkit.accounts.actions.stand_ins import (
    NotOneself,
    TooManyDays,
    WearsItAlready,
    end_stand_in,
    name_stand_in,
)
from shopkit.accounts.models import Account
from shopkit.accounts.queries import roles_of
from shopkit.scope import COMMUNE, LEADER, OFFICER, TRAINER, Role
from tests import make
from tests.accounts.browser import errors
from tests.conftest import NOW, StandingClock

AS_OFFICER = Role(OFFICER, COMMUNE, make.HOANG_LOC)


def named(session: Session, leader: Account, person: Account, days: int = 5) -> None:
    name_stand_in(
        session,
        make.who(session, leader),
        person,
        commune_code=make.HOANG_LOC,
        role=OFFICER,
        days=days,
        why="cả hai cán bộ đều đã ký",
        now=NOW,
    )


def test_a_stand_in_wears_the_hat_until_her_days_are_over(
    session: Session, clock: StandingClock
) -> None:
    leader, trainer = make.staff(session, LEADER), make.staff(session, TRAINER)
    named(session, leader, trainer)
    assert AS_OFFICER in roles_of(session, trainer.id)
    clock.forward(days=4)
    assert AS_OFFICER in roles_of(session, trainer.id)
    clock.forward(days=2)
    assert AS_OFFICER not in roles_of(session, trainer.id)


def test_nobody_stands_in_for_herself_for_good_or_twice(session: Session) -> None:
    leader, trainer = make.staff(session, LEADER), make.staff(session, TRAINER)
    with pytest.raises(NotOneself):
        named(session, leader, leader)
    with pytest.raises(TooManyDays):
        named(session, leader, trainer, days=31)
    named(session, leader, trainer)
    with pytest.raises(WearsItAlready):
        named(session, leader, trainer)


def test_a_stand_in_can_be_ended_before_her_time(session: Session) -> None:
    leader, trainer = make.staff(session, LEADER), make.staff(session, TRAINER)
    grant = name_stand_in(
        session,
        make.who(session, leader),
        trainer,
        commune_code=make.HOANG_LOC,
        role=OFFICER,
        days=5,
        why="vắng",
        now=NOW,
    )
    assert grant.until == NOW + timedelta(days=5)
    end_stand_in(session, grant, now=NOW)
    assert AS_OFFICER not in roles_of(session, trainer.id)


def test_a_leader_names_and_ends_a_stand_in_on_her_page(app: Flask, session: Session) -> None:
    leader, trainer = make.staff(session, LEADER), make.staff(session, TRAINER)
    phone = make.phone(app, session, leader)
    sent = {"person": str(trainer.id), "role": "officer", "days": "3", "why": "vắng cả hai"}
    assert errors(phone.post("/stand-ins", **(sent | {"why": ""}))) == [
        "Viết lý do, ví dụ: cả hai cán bộ đều đã ký đề nghị."
    ]
    assert phone.post("/stand-ins", **(sent | {"days": "90"})).status_code == 422
    assert phone.post("/stand-ins", **sent).status_code == 303
    assert "vắng cả hai" in phone.get("/stand-ins").text
    assert AS_OFFICER in roles_of(session, trainer.id)
    assert errors(phone.post("/stand-ins", **sent)) == [
        "Người này đang giữ việc đó rồi. Chọn người khác."
    ]


def test_only_a_leader_names_stand_ins_of_her_commune(app: Flask, session: Session) -> None:
    for hat in (OFFICER, TRAINER):
        phone = make.phone(app, session, make.staff(session, hat))
        assert phone.get("/stand-ins").status_code == 404
    far = make.staff(session, TRAINER, make.NEXT_DOOR)
    phone = make.phone(app, session, make.staff(session, LEADER))
    sent = {"person": str(far.id), "role": "officer", "days": "3", "why": "thử"}
    assert phone.post("/stand-ins", **sent).status_code == 422


def test_who_wears_several_hats_is_told_so(app: Flask, session: Session) -> None:
    person = make.staff(session, OFFICER)
    named(session, make.staff(session, LEADER), make.staff(session, TRAINER))
    assert "nhiều vai trò cùng lúc" not in make.phone(app, session, person).get("/me").text
    trainer = make.staff(session, TRAINER)
    named(session, make.staff(session, LEADER), trainer)
    text = make.phone(app, session, trainer).get("/me").text
    assert "Người hướng dẫn, Cán bộ xã" in text
