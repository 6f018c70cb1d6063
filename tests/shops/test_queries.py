import pytest
from sqlalchemy.orm import Session

from shopkit.accounts.actions.consents import refuse_consent, withdraw_consent
from shopkit.errors import NotFound
from shopkit.scope import ALL, OFFICER, TRAINER, VILLAGE, VILLAGE_HEAD
from shopkit.shops.queries import shops as queries
from tests import make
from tests.conftest import NOW
from tests.make import NEXT_DOOR


def names(session: Session, person: make.Account, text: str = "") -> list[str]:
    found, count = queries.shops_in_reach(session, make.who(session, person), text)
    assert count == len(found)
    return [shop.name for shop in found]


def test_staff_see_the_shops_of_their_places_that_agreed_by_name(session: Session) -> None:
    home = make.village(session, "Thôn 1")
    make.shop(session, name="Ớt cay", agrees=True, village_id=home.id)
    make.shop(session, name="Ốc luộc", agrees=True)
    make.shop(session, name="Nơi khác", agrees=True, commune_code=NEXT_DOOR)
    make.shop(session, name="Không báo")
    make.shop(session, name="Chưa ở đâu", agrees=True, commune_code="")
    officer = make.staff(session, OFFICER)
    head = make.staff(session, VILLAGE_HEAD, home.id.hex, VILLAGE)
    everywhere = make.staff(session, OFFICER, "", ALL)
    assert names(session, officer) == ["Ốc luộc", "Ớt cay"]
    assert names(session, officer, "ot cay") == ["Ớt cay"]
    assert names(session, officer, "100%") == []
    assert names(session, head) == ["Ớt cay"]
    assert names(session, everywhere) == ["Chưa ở đâu", "Nơi khác", "Ốc luộc", "Ớt cay"]


def test_a_seller_has_no_reach(session: Session) -> None:
    shop = make.shop(session, agrees=True)
    seller = make.owner_of(session, shop)
    assert names(session, seller) == []
    with pytest.raises(NotFound):
        queries.shop_in_reach(session, make.who(session, seller), shop.id)


def test_a_shop_that_takes_its_yes_back_is_gone_from_the_next_look_on(session: Session) -> None:
    shop = make.shop(session, agrees=True)
    officer = make.who(session, make.staff(session, OFFICER))
    assert queries.shop_in_reach(session, officer, shop.id) is shop
    withdraw_consent(session, shop.id, "report", now=NOW)
    session.flush()
    with pytest.raises(NotFound):
        queries.shop_in_reach(session, officer, shop.id)


def test_a_no_is_an_answer_and_no_yes(session: Session) -> None:
    shop = make.shop(session)
    assert not queries.has_answered_report(session, shop)
    refuse_consent(
        session,
        make.owner_of(session, shop).id,
        "report",
        shop_id=shop.id,
        commune_code=shop.commune_code,
        now=NOW,
    )
    assert queries.has_answered_report(session, shop)
    officer = make.who(session, make.staff(session, OFFICER))
    assert queries.shops_in_reach(session, officer) == ([], 0)


def test_a_long_list_comes_in_pages(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    for number in range(5):
        make.shop(session, name=f"Quầy {number}", agrees=True)
    officer = make.who(session, make.staff(session, OFFICER))
    pages = [queries.shops_in_reach(session, officer, page=page) for page in (1, 2, 3, 4)]
    assert [[shop.name for shop in found] for found, _count in pages] == [
        ["Quầy 0", "Quầy 1"],
        ["Quầy 2", "Quầy 3"],
        ["Quầy 4"],
        [],
    ]
    assert {count for _found, count in pages} == {5}


def test_a_helper_finds_a_shop_by_the_number_she_is_told_and_only_in_her_place(
    session: Session,
) -> None:
    shop = make.shop(session)
    owner = make.owner_of(session, shop)
    trainer = make.who(session, make.staff(session, TRAINER))
    elsewhere = make.who(session, make.staff(session, TRAINER, NEXT_DOOR))
    officer = make.who(session, make.staff(session, OFFICER))
    assert queries.shop_beside(session, trainer, owner.phone, TRAINER) == (shop, owner)
    for who, phone in (
        (elsewhere, owner.phone),
        (officer, owner.phone),
        (trainer, "+84900000000"),
    ):
        with pytest.raises(NotFound):
            queries.shop_beside(session, who, phone, TRAINER)


def test_the_oldest_shop_is_hers_where_she_helps_in_several(session: Session) -> None:
    person = make.account(session)
    first = make.shop(session, person, name="Trước")
    make.shop(session, person, name="Sau", now=NOW.replace(hour=3))
    assert queries.shop(session, make.who(session, person)) is first
    assert queries.shop_of_account_or_none(session, person.id) is first


def test_who_has_no_shop_has_none(session: Session) -> None:
    person = make.account(session)
    assert queries.shop_of_account_or_none(session, person.id) is None
    with pytest.raises(NotFound):
        queries.shop(session, make.who(session, person))
