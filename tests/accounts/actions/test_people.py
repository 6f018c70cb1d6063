from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.accounts import queries
from shopkit.accounts.actions.clearing import clear_old
from shopkit.accounts.actions.consents import give_consent
from shopkit.accounts.actions.people import (
    IsNoStaff,
    PhoneTaken,
    SecretWeak,
    StaffNeedPassword,
    end_role,
    forget,
    grant_role,
    make_staff,
    recover_staff,
    sign_up,
)
from shopkit.accounts.actions.sign_ins import (
    WrongSecret,
    note_failure,
    open_sign_in,
    verify_secret,
)
from shopkit.accounts.models import Account, Attempt, Consent, RoleGrant, SignIn
from shopkit.accounts.rules.secrets import Weakness
from shopkit.errors import NotFound
from shopkit.journal.models import JournalEntry
from shopkit.scope import COMMUNE, LEADER, OFFICER, SELLER, SHOP, TRAINER, Role, Who
from tests.accounts.browser import PASSWORD, PIN
from tests.conftest import StandingClock


def events(session: Session) -> list[str]:
    return list(session.scalars(select(JournalEntry.event).order_by(JournalEntry.id)))


def test_a_new_account_keeps_no_pin_and_says_in_the_journal_that_it_was_opened(
    session: Session, mau: Account
) -> None:
    assert PIN not in mau.secret_hash
    assert mau.secret_hash.startswith("$argon2id$")
    assert events(session) == ["account.opened"]
    entry = session.scalars(select(JournalEntry)).one()
    assert entry.details is None


def test_a_second_account_with_the_same_phone_is_refused_and_leaves_the_first(
    session: Session, mau: Account, clock: StandingClock
) -> None:
    with pytest.raises(PhoneTaken):
        sign_up(session, phone=mau.phone, name="Lê Văn Thử", pin="874120", now=clock.at)

    session.flush()
    assert session.scalars(select(Account.name)).all() == ["Nguyễn Thị Mẫu"]


def test_a_weak_pin_is_refused_with_its_weakness(session: Session, clock: StandingClock) -> None:
    with pytest.raises(SecretWeak) as refused:
        sign_up(session, phone="+84900000011", name="Mẫu", pin="123456", now=clock.at)

    assert refused.value.weakness is Weakness.RUN
    assert session.scalars(select(Account)).all() == []


def test_a_hat_given_twice_is_one_hat(session: Session, mau: Account, clock: StandingClock) -> None:
    code = uuid4().hex
    for _time in range(2):
        grant_role(session, mau, role=SELLER, scope_kind=SHOP, scope_code=code, now=clock.at)

    assert queries.roles_of(session, mau.id) == (Role(SELLER, SHOP, code),)
    assert len(session.scalars(select(RoleGrant)).all()) == 1


def test_a_hat_taken_off_can_be_given_again(
    session: Session, thu: Account, clock: StandingClock
) -> None:
    end_role(session, thu, role=OFFICER, scope_kind=COMMUNE, scope_code="15961", now=clock.at)
    assert queries.roles_of(session, thu.id) == ()

    grant_role(session, thu, role=OFFICER, scope_kind=COMMUNE, scope_code="15961", now=clock.at)

    assert queries.roles_of(session, thu.id) == (Role(OFFICER, COMMUNE, "15961"),)
    assert events(session)[-3:] == ["role.granted", "role.ended", "role.granted"]


def test_staff_never_get_in_with_a_pin_alone(
    session: Session, mau: Account, clock: StandingClock
) -> None:
    with pytest.raises(StaffNeedPassword):
        grant_role(session, mau, role=TRAINER, scope_kind=COMMUNE, scope_code="15961", now=clock.at)

    assert queries.roles_of(session, mau.id) == ()


def test_a_seller_who_becomes_a_trainer_gets_a_password_and_keeps_her_shop(
    session: Session, mau: Account, clock: StandingClock
) -> None:
    shop = uuid4()
    grant_role(session, mau, role=SELLER, scope_kind=SHOP, scope_code=shop.hex, now=clock.at)
    open_sign_in(session, mau, now=clock.at)

    same = make_staff(
        session,
        phone=mau.phone,
        name=mau.name,
        roles=[Role(TRAINER, COMMUNE, "15961")],
        password=PASSWORD,
        now=clock.at,
        is_same_person=True,
    )

    assert same is mau
    assert [role.name for role in queries.roles_of(session, mau.id)] == [SELLER, TRAINER]
    assert queries.people_of_shop(session, shop) == [mau.id]
    with pytest.raises(WrongSecret):
        verify_secret(session, phone=mau.phone, secret=PIN, address=None, now=clock.at)
    assert verify_secret(session, phone=mau.phone, secret=PASSWORD, address=None, now=clock.at)
    assert session.scalars(select(SignIn).where(SignIn.ended_at.is_(None))).all() == []


def test_the_account_of_a_seller_is_not_taken_over_by_making_staff(
    session: Session, mau: Account, clock: StandingClock
) -> None:
    with pytest.raises(IsNoStaff) as refused:
        make_staff(
            session,
            phone=mau.phone,
            name="Lê Văn Thử",
            roles=[Role(LEADER, COMMUNE, "15961")],
            password=PASSWORD,
            now=clock.at,
        )

    assert refused.value.name == mau.name == "Nguyễn Thị Mẫu"
    assert queries.roles_of(session, mau.id) == ()
    assert verify_secret(session, phone=mau.phone, secret=PIN, address=None, now=clock.at) is mau


def test_a_further_hat_leaves_name_and_password_and_ends_practice(
    session: Session, thu: Account, clock: StandingClock
) -> None:
    same = make_staff(
        session,
        phone=thu.phone,
        name="Lê Văn Thử",
        roles=[Role(LEADER, COMMUNE, "15961")],
        password="năm con trâu đen",
        now=clock.at,
    )

    assert same is thu
    assert thu.name == "Trần Thị Thử"
    assert verify_secret(session, phone=thu.phone, secret=PASSWORD, address=None, now=clock.at)
    assert {role.name for role in queries.roles_of(session, thu.id)} == {LEADER, OFFICER}
    assert not thu.is_practice


def test_the_operator_lets_staff_back_in_with_a_new_password_and_a_new_app(
    session: Session, thu: Account, clock: StandingClock
) -> None:
    thu.totp_secret = "JBSWY3DPEHPK3PXP"
    opened = open_sign_in(session, thu, now=clock.at)

    recover_staff(session, thu, password="năm con trâu đen", now=clock.at)

    assert thu.totp_secret is None
    assert queries.who_of_token(session, opened.token, clock.at) is None
    person = verify_secret(
        session, phone=thu.phone, secret="năm con trâu đen", address=None, now=clock.at
    )
    assert person is thu


def test_who_gave_a_hat_is_kept(session: Session, mau: Account, clock: StandingClock) -> None:
    session.info["actor"] = Who(uuid4(), "Lê Văn Thử")

    grant = grant_role(
        session, mau, role=SELLER, scope_kind=SHOP, scope_code=uuid4().hex, now=clock.at
    )

    assert grant.granted_by_id == session.info["actor"].account_id


def test_an_erased_person_leaves_an_empty_row_and_cannot_sign_in(
    session: Session, mau: Account, clock: StandingClock
) -> None:
    phone = mau.phone
    give_consent(session, mau.id, "report", now=clock.at)
    note_failure(session, phone=phone, address=None, now=clock.at)
    opened = open_sign_in(session, mau, device="SM-A125F, Chrome", now=clock.at)

    forget(session, mau, now=clock.at)
    session.commit()
    session.expire_all()

    with pytest.raises(NotFound):
        queries.account(session, mau.id)
    assert (mau.name, mau.secret_hash, mau.totp_secret) == ("", "", None)
    assert phone not in mau.phone
    assert queries.who_of_token(session, opened.token, clock.at) is None
    assert session.scalars(select(SignIn)).all() == []
    assert session.scalars(select(Attempt.key)).all() == ["address:unknown"]
    assert session.scalars(select(Consent.withdrawn_at)).all() == [clock.at]
    with pytest.raises(WrongSecret):
        verify_secret(session, phone=phone, secret=PIN, address=None, now=clock.at)


def test_an_erased_phone_number_can_sign_up_again(
    session: Session, mau: Account, clock: StandingClock
) -> None:
    phone = mau.phone
    forget(session, mau, now=clock.at)

    again = sign_up(session, phone=phone, name="Lê Văn Thử", pin="874120", now=clock.at)

    assert again.id != mau.id


def test_what_nobody_needs_any_more_is_cleared_and_the_rest_stays(
    session: Session, mau: Account, clock: StandingClock
) -> None:
    note_failure(session, phone=mau.phone, address="203.0.113.9", now=clock.at)
    old = open_sign_in(session, mau, now=clock.at).sign_in
    old.ended_at = clock.at
    clock.forward(days=31)
    kept = open_sign_in(session, mau, now=clock.at).sign_in
    note_failure(session, phone=mau.phone, address="203.0.113.9", now=clock.at)
    session.flush()

    clear_old(session, now=clock.at)

    assert session.scalars(select(SignIn.id)).all() == [kept.id]
    assert set(session.scalars(select(Attempt.at))) == {clock.at}
