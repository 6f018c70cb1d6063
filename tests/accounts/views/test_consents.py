import hashlib

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.accounts.models import Account, Consent
from shopkit.accounts.queries import has_consent
from shopkit.accounts.rules.purposes import PURPOSES, ROUND
from shopkit.accounts.views.consent_words import ALWAYS, WORDINGS
from shopkit.shops.actions.shops import open_shop, place_shop
from tests.accounts.browser import Browser, errors
from tests.conftest import StandingClock

# Of the words of each version. A changed sentence is a new version: add it, never edit a line.
WORDS_OF_VERSIONS = {
    ("report", "2026-1"): "f0a7459b8842d321",
    ("public_name", "2026-1"): "176338d7487ef4ed",
    ("public_address", "2026-1"): "a2a52f79f92d43fe",
    ("follow_up_call", "2026-1"): "b6cda5e0dfa485e4",
    ("book", "2026-1"): "8c87116a3e38cf58",
    ("share_amounts", "2026-1"): "9bf3c17a9c5ab2c1",
    ("training", "2026-1"): "1bc4b61af480fdb3",
    ("posting", "2026-1"): "a6aa3759bf3b33a7",
}


def test_each_question_comes_in_turn_with_nothing_chosen_and_then_the_list(
    browser: Browser, mau: Account, session: Session
) -> None:
    browser.sign_in()
    path = "/me/consents?next=/me"
    for purpose, answer in zip(ROUND, ("yes", "no", "no", "yes"), strict=True):
        asked = browser.get(path)
        assert asked.location == f"/me/consents/{purpose}?next=/me"
        page = browser.get(asked.location).text
        assert str(WORDINGS[purpose].question) in page
        assert "checked" not in page
        path = browser.post(asked.location, answer=answer).location

    listed = browser.get(path)

    assert listed.status_code == 200
    assert [has_consent(session, mau.id, purpose) for purpose in ROUND] == [
        True,
        False,
        False,
        True,
    ]
    assert 'href="/me"' in listed.text


def test_no_answer_is_asked_for_again_and_says_that_either_will_do(
    browser: Browser, mau: Account, session: Session
) -> None:
    browser.sign_in()

    answer = browser.post("/me/consents/report")

    assert errors(answer) == ["Chọn đồng ý hoặc không đồng ý. Chọn cách nào cũng dùng tiếp được."]
    assert session.scalars(select(Consent)).all() == []


def test_an_answer_can_be_changed_at_any_time(
    browser: Browser, mau: Account, session: Session
) -> None:
    browser.sign_in()
    browser.post("/me/consents/report", answer="yes")
    assert has_consent(session, mau.id, "report")

    browser.post("/me/consents/report", answer="no")

    assert not has_consent(session, mau.id, "report")


def test_a_purpose_nobody_knows_does_not_exist(browser: Browser, mau: Account) -> None:
    browser.sign_in()

    assert browser.get("/me/consents/everything").status_code == 404
    assert browser.post("/me/consents/everything", answer="yes").status_code == 404


def test_the_words_of_a_version_never_change(app: Flask) -> None:
    with app.test_request_context():
        now = {
            (purpose, PURPOSES[purpose].text_version): hashlib.sha256(
                "\n".join(
                    str(line) for line in (wording.name, wording.question, *wording.points, *ALWAYS)
                ).encode()
            ).hexdigest()[:16]
            for purpose, wording in WORDINGS.items()
        }

    assert now.items() <= WORDS_OF_VERSIONS.items()
    assert list(WORDINGS) == list(PURPOSES)


def test_what_a_seller_agrees_to_stands_for_her_shop_and_its_commune(
    browser: Browser, mau: Account, session: Session, clock: StandingClock
) -> None:
    shop = open_shop(session, mau, now=clock.at)
    place_shop(session, shop, commune_code="15961", village_id=None, now=clock.at)
    browser.sign_in()

    browser.post("/me/consents/report", answer="yes")

    consent = session.scalars(select(Consent)).one()
    assert (consent.subject_id, consent.shop_id) == (mau.id, shop.id)
    assert consent.commune_code == "15961"
    assert has_consent(session, shop.id, "report")
