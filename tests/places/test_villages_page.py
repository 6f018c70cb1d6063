"""The officer keeps the register of villages of her own commune."""

from datetime import date
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from shopkit.accounts.actions.people import make_staff
from shopkit.accounts.actions.sign_ins import open_sign_in
from shopkit.places.actions import open_village
from shopkit.places.models import Village, VillageKind
from shopkit.places.queries import commune, communes_matching, villages_of
from shopkit.scope import COMMUNE, OFFICER, Role
from tests.conftest import NOW


@pytest.fixture
def here(session: Session) -> str:
    return communes_matching(session, "xa an tuong")[0].code


@pytest.fixture
def officer(session: Session, client: FlaskClient, here: str) -> FlaskClient:
    person = make_staff(
        session,
        phone="+84900000701",
        name="Cán Bộ Mẫu",
        roles=[Role(OFFICER, COMMUNE, here)],
        password="bon tu dai ghep lai",
        now=NOW,
        is_practice=True,
    )
    client.set_cookie("key", open_sign_in(session, person, now=NOW).token)
    return client


def send(client: FlaskClient, path: str, **fields: str) -> int:
    token = client.get("/api/csrf").get_json()["token"]
    data = {"csrf_token": token, "_key": uuid4().hex, **fields}
    return client.post(path, data=data).status_code


def names(session: Session, here: str) -> list[str]:
    return [village.name for village in villages_of(session, here)]


def opened(session: Session, here: str, name: str) -> Village:
    return open_village(
        session,
        commune(session, here),
        name=name,
        kind=VillageKind.THON,
        valid_from=date(2025, 7, 1),
        now=NOW,
    )


def test_a_pasted_list_becomes_the_register(
    officer: FlaskClient, session: Session, here: str
) -> None:
    assert send(officer, "/villages", names="Thôn Đầm\r\n\r\n Thôn Gò \nTổ dân phố Chợ") == 303
    assert names(session, here) == ["Thôn Đầm", "Thôn Gò", "Tổ dân phố Chợ"]
    kinds = {village.name: village.kind for village in villages_of(session, here)}
    assert kinds["Tổ dân phố Chợ"] == VillageKind.TO_DAN_PHO


def test_a_name_twice_keeps_the_whole_list_out(
    officer: FlaskClient, session: Session, here: str
) -> None:
    opened(session, here, "Thôn Đầm")
    assert send(officer, "/villages", names="Thôn Mới\nthôn đầm") == 422
    assert names(session, here) == ["Thôn Đầm"]


@pytest.mark.parametrize(
    "given", ["", "   ", "!!!", "x" * 8_001, "\n".join(f"Thôn {n}" for n in range(201))]
)
def test_what_is_no_list_of_villages_is_refused(
    officer: FlaskClient, session: Session, here: str, given: str
) -> None:
    assert send(officer, "/villages", names=given) == 422
    assert names(session, here) == []


def test_a_name_is_mended_and_an_end_is_noted(
    officer: FlaskClient, session: Session, here: str
) -> None:
    wrong, other = opened(session, here, "Thôn Dầm"), opened(session, here, "Thôn Gò")
    assert send(officer, f"/villages/{wrong.id}/name", name="Thôn Đầm") == 303
    assert send(officer, f"/villages/{wrong.id}/name", name="Thôn Gò") == 422
    path = f"/villages/{wrong.id}/close"
    assert send(officer, path, last_day="01/01/2020", into=str(other.id)) == 422
    assert send(officer, path, last_day="31/10/2026", into=str(uuid4())) == 422
    assert send(officer, path, last_day="31/10/2026", into=str(other.id)) == 303
    assert names(session, here) == ["Thôn Gò"]


def test_the_village_of_another_commune_does_not_exist(
    app: Flask, officer: FlaskClient, session: Session
) -> None:
    elsewhere = communes_matching(session, "phuong ba dinh")[0].code
    foreign = opened(session, elsewhere, "Tổ 1")
    for page in ("name", "close"):
        assert officer.get(f"/villages/{foreign.id}/{page}").status_code == 404
