"""A helper's list of visits, the form on her phone, and what she noted."""

import re
from datetime import date
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.accounts.models import Account
from shopkit.journal.models import SEEN, JournalEntry
from shopkit.scope import OFFICER, TRAINER, VILLAGE, VILLAGE_HEAD
from shopkit.shops.models.register import Person
from shopkit.training.models.help import SkillSeen, SupportEvent, VisitDue
from tests import make
from tests.accounts.browser import Browser, errors
from tests.make import NEXT_DOOR


@pytest.fixture
def trainer(session: Session) -> Account:
    return make.staff(session, TRAINER)


@pytest.fixture
def woman(session: Session, trainer: Account) -> Person:
    """She was in a class a week ago."""
    village = make.village(session)
    course = make.course(session, trainer, held_on=date(2026, 11, 15))
    found = make.person(session, "Lê Thị Thử", village_id=village.id)
    make.enrolment(session, course, found)
    make.attendance(session, course, make.meeting(session, course), found)
    return found


@pytest.fixture
def phone(app: Flask, session: Session, trainer: Account) -> Browser:
    return make.phone(app, session, trainer)


def due_of(session: Session, woman: Person) -> VisitDue:
    return make.visit_due(session, woman)


def last_event(session: Session) -> SupportEvent:
    found = session.scalars(select(SupportEvent).order_by(SupportEvent.id.desc())).first()
    assert found
    return found


def test_a_visit_due_today_stands_on_the_list_and_day_30_not_yet(
    phone: Browser, session: Session, woman: Person
) -> None:
    page = phone.get("/visits").text
    assert "Lê Thị Thử" in page
    assert "Hôm nay" in page
    assert page.count("/visits/") == 1
    assert f"/visits/{due_of(session, woman).id}" in page


def test_a_visit_that_found_an_overlaid_sticker_is_noted_and_leaves_the_list(
    phone: Browser, session: Session, woman: Person
) -> None:
    due = due_of(session, woman)
    answer = phone.post(
        f"/visits/{due.id}",
        place="stall",
        on="22/11/2026",
        outcome="helped",
        referred_to="police",
        note="Gỡ mã lạ",
        is_confirmed="y",
        **{"check-sticker": "wrong", "check-label": "nonsense", "skill-payment_qr": "2"},
    )
    event = last_event(session)
    assert answer.location == f"/help/{event.id}"
    assert (event.kind, event.place, event.outcome) == ("follow_up", "stall", "helped")
    assert event.checks == {"sticker": "wrong"}
    assert event.confirmed_at is not None
    assert event.course_id == due.course_id
    seen = session.scalars(select(SkillSeen)).one()
    assert (seen.skill, seen.level, seen.person_id) == ("payment_qr", 2, woman.id)
    page = phone.get(answer.location).text
    assert "Bị dán đè hay tiền về người khác" in page
    assert "báo công an xã" in page
    assert "Lê Thị Thử" not in phone.get("/visits").text


def test_not_yet_needs_its_reason_and_keeps_it(
    phone: Browser, session: Session, woman: Person
) -> None:
    path = f"/visits/{due_of(session, woman).id}"
    told = {"place": "home", "on": "22/11/2026", "outcome": "not_yet"}
    answer = phone.post(path, **told)
    assert answer.status_code == 422
    assert errors(answer) == ["Chọn lý do chưa làm được."]
    assert session.scalars(select(SupportEvent)).all() == []
    answer = phone.post(path, **told, why_not="afraid_fraud")
    assert "Chưa: sợ bị lừa" in phone.get(str(answer.location)).text


def test_what_was_typed_survives_a_refusal(phone: Browser, session: Session, woman: Person) -> None:
    answer = phone.post(
        f"/visits/{due_of(session, woman).id}",
        place="home",
        on="22/11/2026",
        note="Mai quay lại",
        **{"check-sticker": "none", "skill-label": "1"},
    )
    assert errors(answer) == ["Chọn: tự làm, có giúp hay chưa."]
    assert "Mai quay lại" in answer.text
    assert re.search(r'name="check-sticker" value="none"[^>]* checked', answer.text)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("on", "23/11/2026", "Ngày này chưa đến. Chọn hôm nay hoặc ngày trước."),
        ("on", "hôm qua", "Nhập ngày theo mẫu ngày/tháng/năm, ví dụ 22/11/2026."),
        ("place", "moon", "Chọn nơi gặp."),
        ("outcome", "perhaps", "Chọn: tự làm, có giúp hay chưa."),
        ("note", "a" * 501, "Nhập ngắn hơn: tối đa 500 ký tự, đang có 501."),
    ],
)
def test_bad_input_gets_one_sentence(
    phone: Browser, session: Session, woman: Person, field: str, value: str, sentence: str
) -> None:
    told = {"place": "home", "on": "22/11/2026", "outcome": "alone"} | {field: value}
    answer = phone.post(f"/visits/{due_of(session, woman).id}", **told)
    assert answer.status_code == 422
    assert errors(answer) == [sentence]
    assert session.scalars(select(SupportEvent)).all() == []


def test_the_same_sending_twice_notes_one_visit(
    phone: Browser, session: Session, woman: Person
) -> None:
    path, key = f"/visits/{due_of(session, woman).id}", uuid4().hex
    for _time in range(2):
        phone.post(path, place="home", on="22/11/2026", outcome="alone", _key=key)
    assert len(session.scalars(select(SupportEvent)).all()) == 1


def test_undoing_needs_a_reason_and_the_visit_waits_again(
    phone: Browser, session: Session, woman: Person
) -> None:
    due = due_of(session, woman)
    phone.post(f"/visits/{due.id}", place="home", on="22/11/2026", outcome="alone")
    event = last_event(session)
    assert phone.post(f"/help/{event.id}/undo", why=" ").status_code == 422
    phone.post(f"/help/{event.id}/undo", why="Ghi nhầm người")
    page = phone.get(f"/help/{event.id}").text
    assert "không tính vào số liệu" in page
    assert "Ghi nhầm người" in page
    assert "Lê Thị Thử" in phone.get("/visits").text
    told = session.scalars(select(JournalEntry).where(JournalEntry.event == "help.undone")).one()
    assert "Ghi nhầm" not in str(told.details)
    phone.post(f"/help/{event.id}/undo", why="Lần nữa")
    undone = select(JournalEntry).where(JournalEntry.event == "help.undone")
    assert len(session.scalars(undone).all()) == 1


def test_the_journal_tells_ids_and_machine_words_only(
    phone: Browser, session: Session, woman: Person
) -> None:
    phone.post(
        f"/visits/{due_of(session, woman).id}",
        place="home",
        on="22/11/2026",
        outcome="not_yet",
        why_not="no_phone",
        note="Bà Thử nói thế",
    )
    told = session.scalars(select(JournalEntry).where(JournalEntry.event == "help.given")).one()
    assert told.evidence == SEEN
    assert told.details is not None
    assert told.details["kind"] == "follow_up"
    assert told.details["why_not"] == "no_phone"
    assert told.details["person_id"] == str(woman.id)
    assert "Thử" not in str(told.details)


def test_helping_onto_a_channel_names_the_channel(
    phone: Browser, session: Session, woman: Person
) -> None:
    path = f"/help/new?person={woman.id}"
    told = {"kind": "channel_onboarding", "place": "home", "on": "2026-11-22", "outcome": "helped"}
    answer = phone.post(path, **told)
    assert errors(answer) == ["Chọn nơi bán đã giúp đưa lên."]
    phone.post(path, **told, channel="zalo")
    event = last_event(session)
    assert (event.kind, event.channel) == ("channel_onboarding", "zalo")


def test_a_household_without_a_shop_is_found_and_helped(phone: Browser, session: Session) -> None:
    home = make.household(session, "Hộ Trần Thị Thử")
    branch = make.branch(session)
    assert f"household={home.id}" in phone.get("/help/given?q=tran+thi").text
    phone.post(
        f"/help/new?household={home.id}",
        kind="visit",
        place="home",
        on="22/11/2026",
        outcome="not_yet",
        why_not="no_data",
        branch=str(branch.id),
    )
    event = last_event(session)
    assert (event.household_id, event.branch_id) == (home.id, branch.id)
    assert "Hộ Trần Thị Thử" in phone.get("/help/given").text


def test_a_shop_of_her_place_is_helped_from_its_page(phone: Browser, session: Session) -> None:
    shop = make.shop(session, agrees=True)
    assert f"/help/new?shop={shop.id}" in phone.get(f"/shops/{shop.id}").text
    page = phone.get(f"/help/new?shop={shop.id}").text
    assert f"/shops/{shop.id}/sticker" in page
    phone.post(
        f"/help/new?shop={shop.id}", kind="visit", place="stall", on="22/11/2026", outcome="alone"
    )
    assert last_event(session).shop_id == shop.id


def test_another_commune_another_village_and_a_seller_find_nothing(
    app: Flask, session: Session, woman: Person
) -> None:
    due = due_of(session, woman)
    other = make.village(session, "Thôn 2")
    strangers = [
        make.staff(session, TRAINER, NEXT_DOOR),
        make.staff(session, VILLAGE_HEAD, str(other.id), VILLAGE),
        make.staff(session, OFFICER),
        make.owner_of(session, make.shop(session)),
    ]
    for person in strangers:
        browser = make.phone(app, session, person)
        assert browser.get(f"/visits/{due.id}").status_code == 404
        assert browser.get(f"/help/new?person={woman.id}").status_code == 404
        posted = browser.post(f"/visits/{due.id}", place="home", on="22/11/2026", outcome="alone")
        assert posted.status_code == 404
    head = make.staff(session, VILLAGE_HEAD, str(woman.village_id), VILLAGE)
    assert "Lê Thị Thử" in make.phone(app, session, head).get("/visits").text


def test_an_officer_reads_what_was_noted_and_only_the_helper_takes_it_back(
    app: Flask, phone: Browser, session: Session, woman: Person
) -> None:
    phone.post(
        f"/visits/{due_of(session, woman).id}", place="home", on="22/11/2026", outcome="alone"
    )
    event = last_event(session)
    officer = make.phone(app, session, make.staff(session, OFFICER))
    assert officer.get(f"/help/{event.id}").status_code == 200
    assert officer.get(f"/help/{event.id}/undo").status_code == 404
    other = make.phone(app, session, make.staff(session, TRAINER))
    assert other.get(f"/help/{event.id}").status_code == 200
    assert other.post(f"/help/{event.id}/undo", why="Nhầm").status_code == 404


def test_she_reads_on_her_own_phone_who_helped_her_and_confirms_it(
    app: Flask, phone: Browser, session: Session, woman: Person
) -> None:
    her = make.account(session, "Lê Thị Thử")
    woman.account_id = her.id
    phone.post(
        f"/visits/{due_of(session, woman).id}", place="home", on="22/11/2026", outcome="helped"
    )
    event, own = last_event(session), make.phone(app, session, her)
    assert "Trần Thị Thử" in own.get("/help/mine").text
    own.post(f"/help/{event.id}/confirm")
    session.refresh(event)
    assert event.confirmed_by_id == her.id
    stranger = make.phone(app, session, make.account(session))
    assert stranger.post(f"/help/{event.id}/confirm").status_code == 404


def test_nobody_notes_help_for_herself(
    phone: Browser, session: Session, woman: Person, trainer: Account
) -> None:
    woman.account_id = trainer.id
    answer = phone.post(
        f"/visits/{due_of(session, woman).id}", place="home", on="22/11/2026", outcome="alone"
    )
    assert errors(answer) == ["Không ai tự thăm mình. Chọn người đã đến thăm."]


def told_of_visit(**but: str) -> dict[str, str]:
    return {"place": "home", "on": "22/11/2026", "outcome": "alone", "why_not": ""} | but


def test_a_visit_is_not_before_the_class_it_follows(
    phone: Browser, session: Session, woman: Person
) -> None:
    due = due_of(session, woman)
    answer = phone.post(f"/visits/{due.id}", **told_of_visit(on="14/11/2026"))
    assert errors(answer) == ["Lớp học ngày 15/11/2026. Chọn ngày đó hoặc ngày sau."]
    assert session.scalars(select(SupportEvent)).all() == []
    assert phone.post(f"/visits/{due.id}", **told_of_visit(on="15/11/2026")).status_code == 303


def test_a_reason_beside_an_outcome_that_needs_none_is_asked_about(
    phone: Browser, session: Session, woman: Person
) -> None:
    due = due_of(session, woman)
    assert "cần khi chọn Chưa" in phone.get(f"/visits/{due.id}").text
    answer = phone.post(f"/visits/{due.id}", **told_of_visit(why_not="afraid_fraud"))
    assert errors(answer) == ["Đã chọn lý do chưa làm được. Bỏ lý do, hoặc chọn lại là Chưa."]
    assert session.scalars(select(SupportEvent)).all() == []


def test_what_is_typed_of_a_visit_that_was_noted_meanwhile_goes_on_beside_it(
    phone: Browser, session: Session, woman: Person
) -> None:
    """Without scripts too: both notes are shown, and hers becomes a visit of its own."""
    path = f"/visits/{due_of(session, woman).id}"
    phone.post(path, **told_of_visit(), **{"skill-payment_qr": "2"})
    first = last_event(session)
    assert phone.post(path, **told_of_visit(), **{"skill-payment_qr": "2"}).status_code == 303
    answer = phone.post(path, **told_of_visit(place="stall", note="Con gái bán thay"))
    assert answer.status_code == 409
    for words in ("Hai bản khác nhau", "Ở nhà", "Ở quầy", "Con gái bán thay", "Tự làm"):
        assert words in answer.text
    assert f'action="/help/new?person={woman.id}"' in answer.text
    assert 'value="visit" checked' in answer.text
    assert last_event(session).id == first.id
    told = told_of_visit(place="stall", note="Con gái bán thay", kind="visit")
    assert phone.post(f"/help/new?person={woman.id}", **told).status_code == 303
    assert last_event(session).note == "Con gái bán thay"
