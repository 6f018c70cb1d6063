from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.accounts.actions.consents import give_consent, refuse_consent, withdraw_consent
from shopkit.accounts.models import Consent
from shopkit.accounts.queries import consents_of, has_answered, has_consent
from shopkit.accounts.rules.purposes import PURPOSES, REPORT
from shopkit.journal.models import JournalEntry
from tests.conftest import StandingClock


def journal(session: Session) -> list[tuple[str, dict[str, str] | None]]:
    rows = session.scalars(select(JournalEntry).order_by(JournalEntry.id))
    return [(row.event, row.details) for row in rows]


def test_agreeing_and_taking_it_back_both_stand_in_the_journal_with_their_purpose(
    session: Session, clock: StandingClock
) -> None:
    person, shop = uuid4(), uuid4()

    consent = give_consent(
        session, person, "report", shop_id=shop, commune_code="15961", now=clock.at
    )
    assert has_consent(session, shop, "report")
    withdraw_consent(session, shop, "report", now=clock.forward(days=1))

    assert not has_consent(session, shop, "report")
    details = {
        "purpose": "report",
        "text_version": REPORT.text_version,
        "subject": str(person),
        "given_by": "self",
    }
    assert journal(session) == [("consent.given", details), ("consent.withdrawn", details)]
    entry = session.scalars(select(JournalEntry).limit(1)).one()
    assert (entry.shop_id, entry.commune_code, entry.subject_id) == (shop, "15961", consent.id)


def test_agreeing_twice_is_agreeing_once(session: Session, clock: StandingClock) -> None:
    person = uuid4()

    first = give_consent(session, person, "report", now=clock.at)
    second = give_consent(session, person, "report", now=clock.forward(days=1))

    assert second is first
    assert len(journal(session)) == 1


def test_taking_back_what_was_never_given_does_nothing(
    session: Session, clock: StandingClock
) -> None:
    withdraw_consent(session, uuid4(), "report", now=clock.at)

    assert journal(session) == []
    assert session.scalars(select(Consent)).all() == []


def test_one_purpose_says_nothing_about_another(session: Session, clock: StandingClock) -> None:
    person = uuid4()

    give_consent(session, person, "report", now=clock.at)

    assert [one for one in PURPOSES if has_consent(session, person, one)] == ["report"]


def test_a_no_is_remembered_as_an_answer_and_told_to_nobody(
    session: Session, clock: StandingClock
) -> None:
    person = uuid4()
    assert not has_answered(session, person, "report")

    for _time in range(2):
        refuse_consent(session, person, "report", now=clock.at)

    assert has_answered(session, person, "report")
    assert not has_consent(session, person, "report")
    assert journal(session) == []
    assert len(session.scalars(select(Consent)).all()) == 1


def test_a_no_after_a_yes_takes_the_yes_back(session: Session, clock: StandingClock) -> None:
    person = uuid4()
    give_consent(session, person, "report", now=clock.at)

    refuse_consent(session, person, "report", now=clock.forward(days=1))

    assert not has_consent(session, person, "report")
    assert [event for event, _details in journal(session)] == ["consent.given", "consent.withdrawn"]


def test_a_yes_after_a_no_counts(session: Session, clock: StandingClock) -> None:
    person = uuid4()
    refuse_consent(session, person, "report", now=clock.at)

    give_consent(session, person, "report", now=clock.forward(days=1))

    assert has_consent(session, person, "report")


def test_anybody_of_a_shop_can_take_back_what_another_gave_for_it(
    session: Session, clock: StandingClock
) -> None:
    mother, daughter, shop = uuid4(), uuid4(), uuid4()
    give_consent(session, daughter, "report", shop_id=shop, now=clock.at)

    refuse_consent(session, mother, "report", shop_id=shop, now=clock.forward(days=1))

    assert consents_of(session, shop) == []


def test_a_consent_to_words_that_no_longer_stand_does_not_count(
    session: Session, clock: StandingClock
) -> None:
    person = uuid4()
    old = give_consent(session, person, "report", now=clock.at)
    old.text_version = "1999-1"
    session.flush()

    assert not has_consent(session, person, "report")
    assert not has_answered(session, person, "report")


def test_consent_of_somebody_without_an_account_says_who_wrote_it_down(
    session: Session, clock: StandingClock
) -> None:
    consent = give_consent(session, uuid4(), "follow_up_call", given_by="paper", now=clock.at)

    assert (consent.given_by, consent.recorded_by_id) == ("paper", None)
