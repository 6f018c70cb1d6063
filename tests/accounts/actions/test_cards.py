from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.accounts import queries
from shopkit.accounts.actions.cards import CardSpent, NoCardForStaff, make_card, use_card
from shopkit.accounts.actions.people import make_staff
from shopkit.accounts.actions.secrets import NoResettingCard, set_new_pin
from shopkit.accounts.actions.sign_ins import open_sign_in, verify_secret
from shopkit.accounts.models import Account, SignInCard
from shopkit.accounts.rules.hashing import token_hash
from shopkit.journal.models import JournalEntry
from shopkit.scope import COMMUNE, TRAINER, Role, Who
from tests.accounts.browser import PASSWORD
from tests.conftest import StandingClock

HELPER = Who(uuid4(), "Trần Thị Thử", (Role(TRAINER, COMMUNE, "15961"),))


def test_a_card_opens_one_sign_in_and_locks_the_money_for_a_day(
    session: Session, mau: Account, clock: StandingClock
) -> None:
    made = make_card(session, mau, made_by=HELPER, now=clock.at)

    opened = use_card(session, made.token, device="Android", now=clock.at)

    who = queries.who_of_token(session, opened.token, clock.at)
    assert who is not None
    assert (who.account_id, who.signed_in_by_card) == (mau.id, True)
    later = queries.who_of_token(session, opened.token, clock.forward(hours=24))
    assert later is not None
    assert not later.signed_in_by_card


def test_the_lock_holds_on_every_phone_of_hers(
    session: Session, mau: Account, clock: StandingClock
) -> None:
    old_phone = open_sign_in(session, mau, now=clock.at)
    use_card(session, make_card(session, mau, made_by=HELPER, now=clock.at).token, now=clock.at)

    who = queries.who_of_token(session, old_phone.token, clock.at)

    assert who is not None
    assert who.signed_in_by_card


def test_only_the_hash_of_a_card_is_kept(
    session: Session, mau: Account, clock: StandingClock
) -> None:
    made = make_card(session, mau, made_by=HELPER, now=clock.at)

    assert made.card.token_hash == token_hash(made.token)
    assert (made.card.made_by_id, made.card.used_at) == (HELPER.account_id, None)


def test_a_card_works_once(session: Session, mau: Account, clock: StandingClock) -> None:
    made = make_card(session, mau, made_by=HELPER, now=clock.at)
    use_card(session, made.token, now=clock.at)

    with pytest.raises(CardSpent):
        use_card(session, made.token, now=clock.at)


def test_a_card_lives_for_ten_minutes(session: Session, mau: Account, clock: StandingClock) -> None:
    made = make_card(session, mau, made_by=HELPER, now=clock.at)

    with pytest.raises(CardSpent):
        use_card(session, made.token, now=clock.forward(minutes=10))


def test_a_second_card_spends_the_first(
    session: Session, mau: Account, clock: StandingClock
) -> None:
    first = make_card(session, mau, made_by=HELPER, now=clock.at)
    second = make_card(session, mau, made_by=HELPER, now=clock.forward(minutes=1))

    with pytest.raises(CardSpent):
        use_card(session, first.token, now=clock.at)
    assert use_card(session, second.token, now=clock.at).token


def test_a_made_up_token_is_a_spent_card(session: Session, clock: StandingClock) -> None:
    with pytest.raises(CardSpent):
        use_card(session, "x" * 43, now=clock.at)


def test_nobody_makes_a_card_for_staff(
    session: Session, thu: Account, clock: StandingClock
) -> None:
    with pytest.raises(NoCardForStaff):
        make_card(session, thu, made_by=HELPER, now=clock.at)

    assert session.scalars(select(SignInCard)).all() == []


def test_a_card_made_before_she_became_staff_opens_nothing(
    session: Session, mau: Account, clock: StandingClock
) -> None:
    made = make_card(session, mau, made_by=HELPER, now=clock.at)
    make_staff(
        session,
        phone=mau.phone,
        name=mau.name,
        roles=[Role(TRAINER, COMMUNE, "15961")],
        password=PASSWORD,
        now=clock.at,
        is_same_person=True,
    )

    with pytest.raises(CardSpent):
        use_card(session, made.token, now=clock.at)


def test_her_other_phones_are_told_of_a_card_and_the_new_one_is_not(
    session: Session, mau: Account, clock: StandingClock
) -> None:
    old_phone = open_sign_in(session, mau, now=clock.at)
    made = make_card(session, mau, made_by=HELPER, now=clock.at)
    new_phone = use_card(session, made.token, now=clock.at)

    told = {}
    for name, phone in (("old", old_phone), ("new", new_phone)):
        who = queries.who_of_token(session, phone.token, clock.at)
        assert who is not None
        notices = queries.notices_unseen(session, who, clock.at)
        told[name] = [notice.kind for notice in notices]

    assert told == {"old": ["card.used"], "new": []}
    events = session.scalars(select(JournalEntry.event).order_by(JournalEntry.id)).all()
    assert list(events) == ["account.opened", "card.made", "card.used"]


def test_a_resetting_card_sets_one_new_pin_and_ends_the_other_phones(
    session: Session, mau: Account, clock: StandingClock
) -> None:
    lost = open_sign_in(session, mau, now=clock.at)
    made = make_card(session, mau, made_by=HELPER, resets_pin=True, now=clock.at)
    opened = use_card(session, made.token, now=clock.at)

    set_new_pin(session, mau, opened.sign_in, pin="874120", now=clock.at)

    assert queries.who_of_token(session, lost.token, clock.at) is None
    assert queries.who_of_token(session, opened.token, clock.at) is not None
    assert verify_secret(session, phone=mau.phone, secret="874120", address=None, now=clock.at)
    assert mau.is_money_locked(clock.at)
    with pytest.raises(NoResettingCard):
        set_new_pin(session, mau, opened.sign_in, pin="506938", now=clock.at)


def test_a_plain_card_sets_no_pin(session: Session, mau: Account, clock: StandingClock) -> None:
    made = make_card(session, mau, made_by=HELPER, now=clock.at)
    opened = use_card(session, made.token, now=clock.at)

    with pytest.raises(NoResettingCard):
        set_new_pin(session, mau, opened.sign_in, pin="874120", now=clock.at)
