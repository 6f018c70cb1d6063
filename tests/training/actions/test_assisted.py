"""A shop typed for a woman without a phone: who typed, who confirmed, and how it becomes hers."""

from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from shopkit.accounts.models import Account
from shopkit.shops.models.shops import Shop
from shopkit.shops.queries.shops import shop_of_account_or_none
from shopkit.training.actions.assisted import (
    HasShop,
    PhoneOfStaff,
    confirm_entry,
    give_phone,
    type_shop,
)
from shopkit.training.models.courses import AssistedEntry, Course
from shopkit.training.queries.board import shops_of_people, tiles_of
from tests import make
from tests.conftest import NOW

PHONE = "+84900000055"


def typed(session: Session) -> tuple[Course, AssistedEntry, Account]:
    trainer = make.staff(session, "trainer")
    make.acting(session, trainer)
    course = make.course(session, trainer)
    person = make.person(session)
    make.enrolment(session, course, person)
    entry = type_shop(
        session,
        course,
        person,
        name="Xôi cô Mẫu",
        sells="xôi",
        is_maker=True,
        village_id=None,
        typed_by=trainer.id,
        now=NOW,
    )
    return course, entry, trainer


def test_the_record_says_who_typed_and_nobody_has_confirmed_yet(session: Session) -> None:
    _course, entry, trainer = typed(session)
    shop = session.get_one(Shop, entry.shop_id)
    assert (entry.typed_by_id, entry.confirmed_at) == (trainer.id, None)
    assert (shop.entered_by_id, shop.name, shop.owner_name) == (
        trainer.id,
        "Xôi cô Mẫu",
        "Nguyễn Thị Mẫu",
    )


def test_a_yes_on_the_trainers_phone_is_kept_as_that_and_her_own_stands_above_it(
    session: Session,
) -> None:
    _course, entry, trainer = typed(session)
    confirm_entry(session, entry, by=trainer.id, is_herself=False, now=NOW)
    assert (entry.confirmed_how, entry.confirmed_by_id) == ("said_yes", trainer.id)
    her = make.account(session)
    confirm_entry(session, entry, by=her.id, is_herself=True, now=NOW)
    assert (entry.confirmed_how, entry.confirmed_by_id) == ("herself", her.id)
    confirm_entry(session, entry, by=trainer.id, is_herself=False, now=NOW)
    assert entry.confirmed_by_id == her.id


def test_nobody_gets_a_second_shop(session: Session) -> None:
    course, entry, trainer = typed(session)
    person = tiles_of(session, course, None)[0].row.person
    assert shops_of_people(session, [person]) == {person.id: entry.shop_id}
    with pytest.raises(HasShop):
        type_shop(
            session,
            course,
            person,
            name="Khác",
            sells="khác",
            is_maker=False,
            village_id=None,
            typed_by=trainer.id,
            now=NOW,
        )


def test_with_a_phone_the_shop_becomes_hers(session: Session) -> None:
    course, entry, _trainer = typed(session)
    person = tiles_of(session, course, None)[0].row.person
    account = give_phone(session, entry, person, phone=PHONE, now=NOW)
    again = give_phone(session, entry, person, phone=PHONE, now=NOW)
    own = shop_of_account_or_none(session, account.id)
    assert own is not None
    assert (own.id, again.id, person.account_id) == (entry.shop_id, account.id, account.id)


def test_a_number_with_another_shop_or_of_the_staff_is_refused(session: Session) -> None:
    course, entry, trainer = typed(session)
    person = tiles_of(session, course, None)[0].row.person
    other = make.account(session, phone=PHONE)
    other_id: UUID = make.shop(session, other).id
    with pytest.raises(HasShop) as refused:
        give_phone(session, entry, person, phone=PHONE, now=NOW)
    assert refused.value.shop_id == other_id
    with pytest.raises(PhoneOfStaff):
        give_phone(session, entry, person, phone=trainer.phone, now=NOW)
