import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.accounts.models import Consent
from shopkit.accounts.queries import people_of_shop, roles_of
from shopkit.errors import NotFound
from shopkit.journal.models import SEEN
from shopkit.journal.write import entries_of
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.places.actions import close_village
from shopkit.scope import SELLER, SHOP, TRAINER, Role
from shopkit.shops.actions import shops as actions
from shopkit.shops.actions.register import register_business
from shopkit.shops.actions.shops import OwnShop
from shopkit.shops.models.shops import Shop
from shopkit.traceability.models.batches import Batch
from tests import make
from tests.conftest import NOW
from tests.make import HOANG_LOC, NEXT_DOOR


def events(session: Session, shop: Shop) -> list[str]:
    session.flush()
    return [entry.event for entry in reversed(entries_of(session, [shop.id]))]


def test_who_opens_a_shop_becomes_its_seller(session: Session) -> None:
    person = make.account(session)
    shop = actions.open_shop(session, person, now=NOW)
    assert roles_of(session, person.id) == (Role(SELLER, SHOP, shop.id.hex),)
    assert people_of_shop(session, shop.id) == [person.id]
    assert (shop.owner_name, shop.contact_phone) == (person.name, person.phone)
    assert not shop.is_placed
    assert events(session, shop) == ["shop.opened"]


def test_an_answer_given_again_leaves_no_second_trace(session: Session) -> None:
    shop = make.shop(session)
    before = events(session, shop)
    actions.name_shop(session, shop, name=shop.name, sells=shop.sells, now=NOW)
    actions.say_maker(session, shop, is_maker=True, now=NOW)
    actions.place_shop(
        session, shop, commune_code=shop.commune_code, village_id=shop.village_id, now=NOW
    )
    assert events(session, shop) == before


def test_a_shop_is_found_by_its_name_its_owner_and_its_goods_without_marks(
    session: Session,
) -> None:
    shop = make.shop(session, make.account(session, "Đặng Thị Thử"), name="Quầy rau Đầm")
    for word in ("quay rau dam", "dang thi thu", "banh gai"):
        assert word in shop.search_text


def test_everything_a_shop_has_moves_with_it(session: Session) -> None:
    shop = make.shop(session, agrees=True)
    make.payment_account(session, shop)
    make.batch(session, shop)
    actions.place_shop(session, shop, commune_code=NEXT_DOOR, village_id=None, now=NOW)
    for kind in (PaymentAccount, Batch, Consent):
        moved = session.scalars(select(kind.commune_code).where(kind.shop_id == shop.id)).all()
        assert moved == [NEXT_DOOR], kind


def test_the_journal_stays_where_things_happened(session: Session) -> None:
    shop = make.shop(session)
    make.payment_account(session, shop)
    session.flush()
    actions.place_shop(session, shop, commune_code=NEXT_DOOR, village_id=None, now=NOW)
    told = {entry.event: entry.commune_code for entry in entries_of(session, [shop.id])}
    assert told["shop.named"] == ""
    assert told["shop.placed"] in (HOANG_LOC, NEXT_DOOR)
    account = session.scalars(select(PaymentAccount)).one()
    assert entries_of(session, [account.id])[0].commune_code == HOANG_LOC


def test_a_village_must_be_of_the_commune_and_open(session: Session) -> None:
    shop = make.shop(session)
    elsewhere = make.village(session, commune_code=NEXT_DOOR)
    closed = make.village(session, "Thôn Cũ")
    close_village(session, closed, last_day=NOW.date(), into=None, now=NOW)
    for village in (elsewhere, closed):
        with pytest.raises(NotFound):
            actions.place_shop(
                session, shop, commune_code=HOANG_LOC, village_id=village.id, now=NOW
            )


def test_a_visit_is_noted_once_with_who_and_when(session: Session) -> None:
    shop = make.shop(session)
    trainer = make.staff(session, TRAINER)
    other = make.staff(session, TRAINER)
    actions.see_shop(session, shop, by=trainer.id, now=NOW)
    actions.see_shop(session, shop, by=other.id, now=NOW)
    assert (shop.seen_by_id, shop.seen_at) == (trainer.id, NOW)
    assert events(session, shop)[-1] == "shop.seen"
    assert entries_of(session, [shop.id])[0].evidence == SEEN


def test_nobody_vouches_for_her_own_shop(session: Session) -> None:
    trainer = make.staff(session, TRAINER)
    shop = make.shop(session, trainer)
    with pytest.raises(OwnShop):
        actions.see_shop(session, shop, by=trainer.id, now=NOW)
    assert shop.seen_at is None


def test_a_business_on_the_list_is_told_as_imported(session: Session) -> None:
    business = register_business(
        session, commune_code=HOANG_LOC, village_id=None, name="Hộ bà Lê Thị Thử", now=NOW
    )
    session.flush()
    entry = entries_of(session, [business.id])[0]
    assert (entry.event, entry.evidence, entry.commune_code) == (
        "business.registered",
        "IM",
        HOANG_LOC,
    )
