"""Household businesses of the register, and the shops they run here."""

import pytest
from sqlalchemy.orm import Session

from shopkit.errors import NotFound
from shopkit.journal.write import entries_of
from shopkit.shops.actions import register as actions
from shopkit.shops.actions.businesses import BusinessClosed, ShopJoined
from tests import make
from tests.conftest import NOW
from tests.make import NEXT_DOOR


def test_a_business_takes_household_and_gender_from_its_owner(session: Session) -> None:
    home = make.household(session)
    owner = make.person(session, home=home)
    business = make.business(session, owner=owner, sector="food", legal_basis="QĐ 12")
    assert (business.household_id, business.owner_gender) == (home.id, "f")
    entry = entries_of(session, [business.id])[0]
    assert (entry.event, entry.evidence) == ("business.registered", "IM")
    assert entry.details == {
        "village_id": "",
        "household_id": str(home.id),
        "owner_gender": "f",
        "kind": "household",
        "sector": "food",
        "legal_basis": "yes",
    }


def test_a_joined_shop_is_told_with_its_business(session: Session) -> None:
    business, shop = make.business(session), make.shop(session)
    for _again in range(2):
        actions.join_shop(session, business, shop, now=NOW)
    assert shop.business_id == business.id
    told = [entry for entry in entries_of(session, [business.id]) if "joined" in entry.event]
    assert [entry.details for entry in told] == [{"shop_id": str(shop.id)}]


def test_a_shop_belongs_to_one_business_of_its_own_commune(session: Session) -> None:
    shop = make.shop(session)
    actions.join_shop(session, make.business(session), shop, now=NOW)
    with pytest.raises(ShopJoined):
        actions.join_shop(session, make.business(session, "Hộ khác"), shop, now=NOW)
    with pytest.raises(NotFound):
        elsewhere = make.business(session, commune_code=NEXT_DOOR)
        actions.join_shop(session, elsewhere, make.shop(session), now=NOW)


def test_a_closed_business_takes_no_shop(session: Session) -> None:
    business = make.business(session)
    actions.close_business(session, business, now=NOW)
    with pytest.raises(BusinessClosed):
        actions.join_shop(session, business, make.shop(session), now=NOW)


def test_merged_businesses_run_the_shops_of_both(session: Session) -> None:
    kept, double = make.business(session), make.business(session, phone="+84900000031")
    shop = make.shop(session)
    actions.join_shop(session, double, shop, now=NOW)
    actions.merge_businesses(session, kept, double, now=NOW)
    session.refresh(shop)
    assert (shop.business_id, kept.phone) == (kept.id, "+84900000031")
    entry = entries_of(session, [double.id])[0]
    assert (entry.event, entry.details) == ("business.closed", {"into": str(kept.id)})
