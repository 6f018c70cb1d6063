"""What only a person can see or say, with the evidence of whoever says it."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.adoption.models.facts import Fact
from shopkit.adoption.models.targets import SwitchedOn
from shopkit.adoption.queries.declared import about_shop, items_of
from shopkit.adoption.rules.declared import OF_BUSINESS, OF_HOUSEHOLD
from shopkit.adoption.rules.elements import ELEMENTS
from shopkit.adoption.views.declared_words import ANSWER_WORDS, QUESTION_WORDS
from shopkit.channels.models.listed import ChannelShop
from shopkit.scope import LEADER, OFFICER, TRAINER
from shopkit.shops.actions.register import add_person, register_household
from shopkit.shops.models.register import Household
from shopkit.shops.models.shops import Shop
from tests import make
from tests.accounts.browser import Browser, errors
from tests.conftest import NOW

TODAY = date(2026, 11, 22)


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session, agrees=True)


@pytest.fixture
def trainer(app: Flask, session: Session) -> Browser:
    return make.phone(app, session, make.staff(session, TRAINER))


@pytest.fixture
def seller(app: Flask, session: Session, shop: Shop) -> Browser:
    return make.phone(app, session, make.owner_of(session, shop))


def noted(session: Session) -> list[Fact]:
    return list(session.scalars(select(Fact).where(Fact.origin == "noted").order_by(Fact.id)))


def home(session: Session, phone: str | None = None) -> Household:
    return register_household(
        session,
        commune_code=make.HOANG_LOC,
        village_id=None,
        name="Nguyễn Thị Mẫu",
        phone=phone,
        since=TODAY,
        now=NOW,
    )


def test_every_question_asks_about_something_that_can_be_known_and_has_words() -> None:
    for question in (*OF_BUSINESS, *OF_HOUSEHOLD):
        assert question.element in ELEMENTS
        assert question.element in QUESTION_WORDS
        assert set(question.answers) <= set(ANSWER_WORDS)


def test_a_trainer_notes_what_she_saw_and_a_seller_what_she_says(
    session: Session, shop: Shop, trainer: Browser, seller: Browser
) -> None:
    page = f"/facts/shop/{shop.id}"
    assert "Chưa ghi" in trainer.get(page).text
    sent = {"answer": "yes", "valid_on": "20/11/2026"}
    assert trainer.post(f"{page}/e_payment", **sent).status_code == 303
    assert seller.post("/me/facts/e_payment", **(sent | {"answer": "no"})).status_code == 303
    seen, said = noted(session)
    assert (seen.evidence, seen.word, seen.valid_on) == ("TV", "yes", date(2026, 11, 20))
    assert (said.evidence, said.word) == ("SD", "no")
    assert seen.recorded_by_id != said.recorded_by_id
    assert "tự khai" in seller.get("/me/facts").text


def test_a_correction_stands_in_place_of_the_mistake_and_both_stay(
    session: Session, shop: Shop, trainer: Browser
) -> None:
    page = f"/facts/shop/{shop.id}/e_payment"
    trainer.post(page, answer="yes", valid_on="20/11/2026")
    trainer.post(page, answer="no", valid_on="20/11/2026", was_wrong="y")
    wrong, right = noted(session)
    assert right.supersedes_id == wrong.id
    text = trainer.get(page).text
    assert text.count("20/11/2026") >= 2
    assert "đang dùng" in text


def test_her_word_does_not_stand_in_place_of_what_was_seen(
    session: Session, shop: Shop, trainer: Browser, seller: Browser
) -> None:
    trainer.post(f"/facts/shop/{shop.id}/e_payment", answer="no", valid_on="20/11/2026")
    seller.post("/me/facts/e_payment", answer="yes", valid_on="20/11/2026", was_wrong="y")
    assert [fact.supersedes_id for fact in noted(session)] == [None, None]


def test_an_officer_looks_but_enters_nothing(app: Flask, session: Session, shop: Shop) -> None:
    page = f"/facts/shop/{shop.id}"
    for hat in (OFFICER, LEADER):
        phone = make.phone(app, session, make.staff(session, hat))
        assert phone.get(page).status_code == 200
        answer = phone.post(f"{page}/e_payment", answer="yes", valid_on="20/11/2026")
        assert answer.status_code == 403
        assert "Cán bộ xã không ghi thay" in answer.text
    assert noted(session) == []


def test_what_concerns_taxes_is_asked_only_where_a_document_switched_it_on(
    session: Session, shop: Shop, trainer: Browser
) -> None:
    page = f"/facts/shop/{shop.id}/e_invoice"
    assert trainer.get(page).status_code == 404
    session.add(
        SwitchedOn(
            commune_code=make.HOANG_LOC,
            what="tax_duty",
            document="Công văn 5/UBND",
            document_on=TODAY,
            since=TODAY,
            switched_by_id=make.account(session).id,
            confirmed_by_id=make.account(session).id,
            switched_at=NOW,
        )
    )
    assert trainer.get(page).status_code == 200


def test_each_channel_is_asked_about_by_itself(
    session: Session, shop: Shop, trainer: Browser
) -> None:
    places = [
        ChannelShop(shop_id=shop.id, commune_code=shop.commune_code, channel=channel, begun_at=NOW)
        for channel in ("shopee", "tiktok")
    ]
    session.add_all(places)
    page = f"/facts/shop/{shop.id}/eid_linked"
    assert trainer.get(page).status_code == 404
    trainer.post(f"{page}/shopee", answer="yes", valid_on="20/11/2026")
    fact = noted(session)[0]
    assert (fact.about, fact.source_id) == ("shopee", places[0].id)
    standing = {
        item.about: item.standing is not None
        for item in items_of(session, about_shop(shop))
        if item.question.for_each_channel
    }
    assert standing == {"shopee": True, "tiktok": False}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"answer": "maybe"}, "Chọn một câu trả lời."),
        (
            {"answer": "yes", "valid_on": "30/11/2026"},
            "Chỉ ghi được việc của hôm nay hoặc trước đó.",
        ),
        ({"answer": "yes", "valid_on": ""}, "Nhập ngày, ví dụ 22/11/2026."),
    ],
)
def test_an_answer_that_is_none_is_refused_with_a_sentence(
    session: Session, shop: Shop, trainer: Browser, fields: dict[str, str], sentence: str
) -> None:
    sent = {"valid_on": "20/11/2026"} | fields
    answer = trainer.post(f"/facts/shop/{shop.id}/e_payment", **sent)
    assert answer.status_code == 422
    assert errors(answer) == [sentence]
    assert noted(session) == []


def test_only_what_lies_in_reach_is_asked_about(
    app: Flask, session: Session, shop: Shop, trainer: Browser, seller: Browser
) -> None:
    elsewhere = make.phone(app, session, make.staff(session, TRAINER, make.NEXT_DOOR))
    household = home(session)
    for page in (f"/facts/shop/{shop.id}", f"/facts/household/{household.id}"):
        assert trainer.get(page).status_code == 200
        assert elsewhere.get(page).status_code == 404
        assert seller.get(page).status_code == 404
    silent = make.shop(session)
    assert trainer.get(f"/facts/shop/{silent.id}").status_code == 404


def test_a_household_sees_what_it_meets_what_lacks_and_what_would_show_it(
    session: Session, shop: Shop, seller: Browser
) -> None:
    assert "Chưa thấy hộ nào" in seller.get("/me/household").text
    owner = make.owner_of(session, shop)
    household = home(session)
    add_person(
        session,
        commune_code=make.HOANG_LOC,
        village_id=None,
        household=household,
        name=owner.name,
        phone=owner.phone,
        now=NOW,
    )
    text = seller.get("/me/household").text
    assert household.name in text
    assert "Điều này sẽ cho thấy" in text
    assert "Mẫu ví dụ" in text
    assert "chưa đạt" not in text.split("<main")[1] or "không bị nêu tên" in text


def test_a_household_of_another_with_the_same_phone_but_another_name_is_not_hers(
    session: Session, shop: Shop, seller: Browser
) -> None:
    owner = make.owner_of(session, shop)
    household = register_household(
        session,
        commune_code=make.HOANG_LOC,
        village_id=None,
        name="Lê Văn Thử",
        since=TODAY,
        now=NOW,
    )
    add_person(
        session,
        commune_code=make.HOANG_LOC,
        village_id=None,
        household=household,
        name="Lê Văn Thử",
        phone=owner.phone,
        now=NOW,
    )
    assert "Lê Văn Thử" not in seller.get("/me/household").text
