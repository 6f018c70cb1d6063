from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.accounts.models import Notice
from shopkit.journal.write import entries_of
from shopkit.payments.actions import accounts as actions
from shopkit.payments.actions.accounts import MoneyLocked, NameDiffers, NotHerOwn
from shopkit.payments.queries import accounts as queries
from shopkit.payments.queries.accounts import Purse, purse_of
from shopkit.scope import OFFICER, SELLER, SHOP, TRAINER, VILLAGE_HEAD, Role, Who
from shopkit.shops.models.shops import Shop
from tests import make
from tests.conftest import NOW
from tests.make import PAYEE


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session)


def test_an_account_is_kept_and_told(session: Session, shop: Shop) -> None:
    account = actions.add_account(session, shop, PAYEE, now=NOW)
    session.flush()
    assert queries.accounts_of(session, shop) == [account]
    assert queries.pay_to(account) == PAYEE
    assert account.commune_code == shop.commune_code
    (entry,) = entries_of(session, [account.id])
    assert (entry.event, entry.shop_id, entry.details) == ("payment_account.added", shop.id, None)


def test_the_same_number_is_kept_once(session: Session, shop: Shop) -> None:
    first = actions.add_account(session, shop, PAYEE, now=NOW)
    assert actions.add_account(session, shop, replace(PAYEE, holder="KHAC"), now=NOW) is first
    assert len(queries.accounts_of(session, shop)) == 1


def test_a_name_seen_before_keeping_stays_seen(session: Session, shop: Shop) -> None:
    seen = replace(PAYEE, seen_name="NGUYEN THI MAU", seen_at=NOW)
    assert actions.add_account(session, shop, seen, now=NOW).is_checked


def test_another_account_leaves_the_old_one_in_the_past(session: Session, shop: Shop) -> None:
    old = actions.add_account(session, shop, PAYEE, now=NOW)
    new = actions.replace_account(session, shop, old, replace(PAYEE, number="0000000001"), now=NOW)
    session.flush()
    assert queries.accounts_of(session, shop) == [new]
    assert queries.account(session, shop, old.id).ended_at == NOW
    assert [entry.event for entry in entries_of(session, [old.id])] == [
        "payment_account.ended",
        "payment_account.added",
    ]


def test_every_change_is_told_to_all_her_phones_but_the_one_that_did_it(
    session: Session, shop: Shop
) -> None:
    owner = make.owner_of(session, shop)
    here = make.payment_account(session, shop, "0000000009").id  # any id does for a sign-in
    session.info["actor"] = Who(
        owner.id, owner.name, (Role(SELLER, SHOP, shop.id.hex),), session_id=here
    )
    account = actions.add_account(session, shop, PAYEE, now=NOW)
    actions.end_account(session, shop, account, now=NOW)
    told = session.scalars(
        select(Notice).where(Notice.sign_in_id == here).order_by(Notice.id)
    ).all()
    assert [notice.kind for notice in told] == ["payment_account.added", "payment_account.ended"]
    assert {notice.account_id for notice in told} == {owner.id}


@pytest.mark.parametrize("hat", [TRAINER, OFFICER, VILLAGE_HEAD])
def test_no_staff_touch_where_her_money_goes(session: Session, shop: Shop, hat: str) -> None:
    account = make.payment_account(session, shop)
    make.acting(session, make.staff(session, hat))
    for change in (
        lambda: actions.add_account(session, shop, replace(PAYEE, number="2"), now=NOW),
        lambda: actions.replace_account(session, shop, account, PAYEE, now=NOW),
        lambda: actions.end_account(session, shop, account, now=NOW),
    ):
        with pytest.raises(NotHerOwn):
            change()
    assert account.ended_at is None


def test_a_card_opens_everything_but_the_money_for_a_day(session: Session, shop: Shop) -> None:
    account = make.payment_account(session, shop)
    owner = make.owner_of(session, shop)
    role = Role(SELLER, SHOP, shop.id.hex)
    session.info["actor"] = Who(owner.id, owner.name, (role,), signed_in_by_card=True)
    for change in (
        lambda: actions.add_account(session, shop, replace(PAYEE, number="2"), now=NOW),
        lambda: actions.replace_account(session, shop, account, PAYEE, now=NOW),
        lambda: actions.end_account(session, shop, account, now=NOW),
    ):
        with pytest.raises(MoneyLocked):
            change()
    assert queries.accounts_of(session, shop) == [account]


def test_a_name_is_checked_once_somebody_saw_it_and_never_by_another(
    session: Session, shop: Shop
) -> None:
    account = make.payment_account(session, shop)
    with pytest.raises(NameDiffers):
        actions.confirm_name(session, account, shown_name="TRAN VAN KHAC", now=NOW)
    assert not account.is_checked
    owner = make.acting(session, make.owner_of(session, shop))
    actions.confirm_name(session, account, shown_name="Nguyễn Thị Mẫu", now=NOW)
    assert account.is_checked
    assert (account.seen_name, account.seen_at) == ("Nguyễn Thị Mẫu", NOW)
    assert account.seen_by_id == owner.account_id


def test_the_journal_knows_no_number_and_no_name(session: Session, shop: Shop) -> None:
    account = make.payment_account(session, shop)
    actions.confirm_name(session, account, shown_name=PAYEE.holder, now=NOW)
    session.flush()
    for entry in entries_of(session, [account.id]):
        assert entry.details is None


def test_a_purse_is_hers_only(session: Session, shop: Shop) -> None:
    account = make.payment_account(session, shop)
    owner = make.who(session, make.owner_of(session, shop))
    neighbour = make.who(session, make.owner_of(session, make.shop(session)))
    assert purse_of(session, owner, account.id) == Purse(shop, [account], account)
    assert purse_of(session, None, account.id) == Purse(None)
    with pytest.raises(queries.NotFound):
        purse_of(session, neighbour, account.id)
