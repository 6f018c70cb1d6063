"""Who did what, in words, for those who may see it; and from a figure down to the event."""

import ast
import re
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

import shopkit
from shopkit.adoption.actions.facts import note_fact
from shopkit.adoption.rules.elements import ELEMENTS
from shopkit.adoption.views.audit_words import ELEMENT_WORDS
from shopkit.adoption.views.event_words import EVENT_WORDS
from shopkit.db.base import new_id
from shopkit.db.files import Files
from shopkit.journal.models import JournalEntry
from shopkit.scope import LEADER, OFFICER, TRAINER
from shopkit.shops.actions.register import add_person
from shopkit.shops.actions.shops import see_shop
from tests import make
from tests.accounts.browser import Browser
from tests.conftest import NOW, StandingClock

HOUSE = Path(shopkit.__file__).parent
LIKE_AN_EVENT = re.compile(r"[a-z_]+\.[a-z_]+")
# Words with a full stop that are no happening: addresses of pages, files, columns of tables.
NOT_HAPPENINGS = frozenset({"accounts.card", "accounts.made_card", "accounts.new_pin"})
ENDINGS = frozenset({"csv", "json", "pdf", "id", "html", "xlsx", "txt"})


def rows(page: str) -> list[list[str]]:
    body = page.split("<tbody>")[1].split("</tbody>")[0] if "<tbody>" in page else ""
    return [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[dh].*?</t[dh]>", row)]
        for row in body.split("</tr>")
        if "<t" in row
    ]


@pytest.fixture
def officer(app: Flask, session: Session) -> Browser:
    return make.phone(app, session, make.staff(session, OFFICER))


def test_every_happening_of_the_house_has_words() -> None:
    said = set()
    for path in sorted(HOUSE.rglob("*.py")):
        if "actions" not in path.relative_to(HOUSE).as_posix():
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                word = node.value
                if LIKE_AN_EVENT.fullmatch(word) and word.split(".")[1] not in ENDINGS:
                    said.add(word)
    assert len(said) > 150
    assert sorted(said - set(EVENT_WORDS) - NOT_HAPPENINGS) == []


def test_everything_that_can_be_known_has_words() -> None:
    assert set(ELEMENTS) <= set(ELEMENT_WORDS)


def test_what_happened_is_told_with_who_and_whose(
    session: Session, files: Files, officer: Browser
) -> None:
    trainer = make.staff(session, TRAINER)
    shop = make.shop(session, agrees=True)
    make.acting(session, trainer)
    see_shop(session, shop, by=trainer.id, now=NOW)
    add_person(session, commune_code=make.HOANG_LOC, village_id=None, name="Lê Thị Thử", now=NOW)
    told = rows(officer.get("/audit").text)
    assert ["Trần Thị Thử", "Cán bộ đến xem cửa hàng", "Cửa hàng", shop.name] in [
        row[1:5] for row in told
    ]
    assert ["Ghi thêm người", "Lê Thị Thử"] in [[row[2], row[4]] for row in told]


def test_each_filter_leaves_what_was_asked_for(session: Session, officer: Browser) -> None:
    trainer = make.staff(session, TRAINER)
    make.acting(session, trainer)
    village = make.village(session)
    add_person(
        session, commune_code=make.HOANG_LOC, village_id=village.id, name="Lê Thị Thử", now=NOW
    )
    session.info["actor"] = None
    add_person(session, commune_code=make.HOANG_LOC, village_id=None, name="Lê Thị Hai", now=NOW)

    def who_stands(question: str) -> set[str]:
        return {row[4] for row in rows(officer.get(f"/audit?{question}").text)}

    assert who_stands(f"actor={trainer.id}&kind=person") == {"Lê Thị Thử"}
    assert who_stands(f"village={village.id}&kind=person") == {"Lê Thị Thử"}
    assert who_stands("kind=person") == {"Lê Thị Thử", "Lê Thị Hai"}
    assert who_stands("since=2026-11-01&until=2026-11-02") == set()
    assert "Lê Thị Thử" in who_stands("actor=nonsense&village=x&since=never")


def test_a_shop_that_did_not_agree_and_what_it_sells_are_not_there(
    session: Session, files: Files, officer: Browser
) -> None:
    quiet = make.shop(session, name="Quầy lặng")
    make.product(session, files, quiet)
    loud = make.shop(session, name="Quầy nói", agrees=True)
    make.payment_request(session, loud, make.payment_account(session, loud))
    page = officer.get("/audit").text
    assert "Quầy lặng" not in page
    told = rows(page)
    assert "Lưu mã QR nhận tiền" in {row[2] for row in told}
    assert "Xin khách trả tiền" not in {row[2] for row in told}


def test_no_line_shows_an_id(session: Session, files: Files, officer: Browser) -> None:
    make.product(session, files, make.shop(session, agrees=True))
    text = re.sub(r"<[^>]+>", " ", officer.get("/audit").text)
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}", text)


def test_the_journal_is_for_the_officer_of_this_commune(app: Flask, session: Session) -> None:
    add_person(session, commune_code=make.HOANG_LOC, village_id=None, name="Lê Thị Thử", now=NOW)
    elsewhere = make.phone(app, session, make.staff(session, OFFICER, make.NEXT_DOOR))
    assert "Lê Thị Thử" not in elsewhere.get("/audit").text
    assert make.phone(app, session, make.staff(session, LEADER)).get("/audit").status_code == 200
    assert make.phone(app, session, make.staff(session, TRAINER)).get("/audit").status_code == 404


def test_pages_of_the_journal_follow_each_other(session: Session, officer: Browser) -> None:
    session.add_all(
        JournalEntry(
            event="village.opened",
            subject_kind="village",
            subject_id=make.village(session, "Thôn 9").id if number == 0 else new_id(),
            commune_code=make.HOANG_LOC,
            at=NOW,
        )
        for number in range(120)
    )
    first = officer.get("/audit").text
    assert len(rows(first)) == 100
    assert "Trang cũ hơn" in first
    assert 0 < len(rows(officer.get("/audit?page=2").text)) <= 100
    assert officer.get("/audit?page=0").status_code == 404


def test_a_fact_leads_to_its_event_its_record_and_what_it_stands_in_place_of(
    app: Flask, session: Session, officer: Browser
) -> None:
    trainer = make.staff(session, TRAINER)
    person = add_person(
        session, commune_code=make.HOANG_LOC, village_id=None, name="Lê Thị Thử", now=NOW
    )
    make.acting(session, trainer)
    first = note_fact(
        session,
        subject_kind="person",
        subject_id=person.id,
        element="enquiry",
        word="yes",
        valid_on=date(2026, 11, 1),
        evidence="SD",
        now=NOW,
    )
    second = note_fact(
        session,
        subject_kind="person",
        subject_id=person.id,
        element="enquiry",
        word="yes",
        valid_on=date(2026, 11, 2),
        evidence="TV",
        now=NOW,
        supersedes=first,
    )
    page = officer.get(f"/audit/facts/{second.id}").text
    assert "Khách hỏi mua" in page
    assert "đã xem tận nơi" in page
    assert "Trần Thị Thử" in page
    assert f"/audit/facts/{first.id}" in page
    assert f"/audit/facts/{second.id}" in officer.get(f"/audit/facts/{first.id}").text
    elsewhere = make.phone(app, session, make.staff(session, OFFICER, make.NEXT_DOOR))
    assert elsewhere.get(f"/audit/facts/{second.id}").status_code == 404


def test_opening_a_list_of_names_is_noted_once_an_hour_and_shown(
    app: Flask, session: Session, clock: StandingClock
) -> None:
    officer = make.phone(app, session, make.staff(session, OFFICER))

    def readings() -> list[JournalEntry]:
        return list(session.scalars(select(JournalEntry).where(JournalEntry.event == "list.read")))

    officer.get("/data-requests")
    officer.get("/data-requests?page=1")
    assert len(readings()) == 1
    assert readings()[0].details == {"list": "data_requests"}
    clock.forward(minutes=61)
    officer.get("/data-requests")
    assert len(readings()) == 2
    told = {(row[2], row[4]) for row in rows(officer.get("/audit").text)}
    assert ("Mở danh sách có tên người", "Yêu cầu về dữ liệu") in told


def test_what_was_refused_is_no_reading(app: Flask, session: Session) -> None:
    make.phone(app, session, make.staff(session, TRAINER)).get("/data-requests")
    assert (
        session.scalars(select(JournalEntry).where(JournalEntry.event == "list.read")).all() == []
    )
