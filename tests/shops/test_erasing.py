"""An erased person is nowhere: not in one row of one table; counts and dates stay."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, func, select
from sqlalchemy.orm import Session

from shopkit.accounts.actions.people import grant_role
from shopkit.accounts.models import Account
from shopkit.app import FEATURES
from shopkit.catalog.models.products import Photo
from shopkit.db.base import Base
from shopkit.db.engine import Database
from shopkit.db.files import Files
from shopkit.db.types import Words as Text
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.sales.models import Order
from shopkit.shops.actions.erasing import erase
from shopkit.shops.actions.register import add_person, register_household
from shopkit.shops.actions.requests import file_request
from shopkit.shops.models.register import Household, Person
from shopkit.shops.models.requests import DataRequest, SubjectErased
from shopkit.shops.models.shops import Shop
from shopkit.shops.queries.subjects import subject
from shopkit.shops.rules.subjects import Words
from shopkit.text.search import fold
from shopkit.traceability.actions.events import record_event
from shopkit.traceability.actions.places import add_place
from shopkit.traceability.models.batches import Batch
from tests import make
from tests.conftest import NOW

NAME, PHONE = "Đinh Thị Thử Nghiệm", "+84900000911"
TODAY = date(2026, 11, 22)


def her_shop(session: Session, files: Files) -> Shop:
    """A shop with a photo, an account, a batch, an order, words and papers that name her."""
    owner = make.account(session, NAME, PHONE)
    shop = make.shop(session, owner, name="Bánh gai làng Đầm", agrees=True)
    make.acting(session, owner)
    account = make.payment_account(session, shop)
    account.holder, account.label = "DINH THI THU NGHIEM", f"Quầy {NAME}"
    product = make.product(session, files, shop)
    product.story, product.maker_name = f"{NAME} làm từ năm 1990", NAME
    product.maker_phone = PHONE
    make.paper(session, shop, product, title=f"Giấy của {NAME}")
    add_place(session, shop, name=f"Nhà {NAME}", address="Số 1 ngõ 2", now=NOW)
    batch = make.batch(session, shop, product)
    record_event(session, batch, kind="sell", at=NOW, partner=f"bà {NAME.upper()}", now=NOW)
    asked = make.payment_request(session, shop, account)
    asked.purpose = f"Trả cô {NAME} 0900 000 911"
    session.add(
        Order(
            shop_id=shop.id,
            commune_code=shop.commune_code,
            number=1,
            channel="zalo",
            sold_on=TODAY,
            agreed_at=NOW,
            buyer_name="Người mua",
            note=f"Gọi {NAME} 0900.000.911",
        )
    )
    session.flush()
    return shop


def household_of(session: Session, *, alone: bool) -> Person:
    household = register_household(
        session,
        commune_code=make.HOANG_LOC,
        village_id=None,
        name=NAME,
        phone=PHONE,
        since=TODAY,
        now=NOW,
    )
    her = add_person(
        session,
        commune_code=make.HOANG_LOC,
        village_id=None,
        household=household,
        name=NAME,
        phone=PHONE,
        gender="f",
        birth_year=1970,
        is_head=True,
        now=NOW,
    )
    if not alone:
        add_person(
            session,
            commune_code=make.HOANG_LOC,
            village_id=None,
            household=household,
            name="Lê Văn Thử",
            now=NOW,
        )
    return her


def places_of_words(session: Session, folded: str, digits: str) -> list[str]:
    """Every table and column in which a folded name or the digits of a phone stand."""
    found = []
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if not isinstance(column.type, Text | JSON):
                continue
            for value in session.connection().scalars(select(column)).all():
                if folded in plain(value) or digits in plain(value).replace(" ", "").replace(
                    ".", ""
                ):
                    found.append(f"{table.name}.{column.name}: {value}")
    return found


def plain(value: Any) -> str:
    return fold(repr(value)) if isinstance(value, dict | list) else fold(str(value or ""))


def everywhere(session: Session) -> list[str]:
    session.flush()
    return places_of_words(session, fold(NAME), PHONE[3:])


def test_an_erased_seller_is_in_no_row_of_any_table(session: Session, files: Files) -> None:
    shop = her_shop(session, files)
    her = household_of(session, alone=True)
    person_id, shop_id, account_id = her.id, shop.id, make.owner_of(session, shop).id
    request = file_request(
        session,
        subject_kind="account",
        subject_id=account_id,
        commune_code=shop.commune_code,
        kind="erase",
        asks=f"Xóa hết của {NAME}",
        received_on=TODAY,
        now=NOW,
    )
    before = everywhere(session)
    assert len({place.split(".")[0] for place in before}) >= 8, before
    erased = erase(
        session, FEATURES, subject_kind="account", subject_id=account_id, request=request, now=NOW
    )
    assert everywhere(session) == []
    assert session.get_one(Person, person_id).erased_at == NOW
    assert session.get_one(Person, person_id).gender == "f"
    assert session.get_one(Household, session.get_one(Person, person_id).household_id).erased_at
    assert session.get_one(Account, account_id).closed_at == NOW
    assert session.scalar(select(func.count()).select_from(Order)) == 1
    assert session.scalar(select(func.count()).select_from(Photo)) == 0
    assert session.scalars(select(PaymentAccount)).one().number == ""
    assert session.get_one(DataRequest, request.id).outcome == "done"
    assert (erased.request_id, erased.subject_id) == (request.id, account_id)
    assert session.get_one(Shop, shop_id).contact_phone is None


def test_the_files_of_the_database_hold_no_letter_of_an_erased_name(
    database: Database, files: Files
) -> None:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL overwrites its own files when it sees fit")
    with database.writing() as session:
        account_id = make.owner_of(session, her_shop(session, files)).id
        household_of(session, alone=True)
    assert of_her_in_files(database)
    with database.writing() as session:
        erase(session, FEATURES, subject_kind="account", subject_id=account_id, now=NOW)
    assert of_her_in_files(database) == []


def of_her_in_files(database: Database) -> list[str]:
    """Names of the database's files in which her name or phone can be read."""
    main = Path(database.engine.url.database or "")
    words = [NAME.encode(), fold(NAME).encode(), PHONE[1:].encode()]
    kept = [path for path in sorted(main.parent.glob(f"{main.name}*")) if path.is_file()]
    return [path.name for path in kept if any(word in path.read_bytes() for word in words)]


def test_goods_already_sold_stay_under_the_name_of_the_shop_until_their_term(
    session: Session, files: Files
) -> None:
    shop = her_shop(session, files)
    batch = session.scalars(select(Batch)).one()
    erased = erase(
        session,
        FEATURES,
        subject_kind="account",
        subject_id=make.owner_of(session, shop).id,
        now=NOW,
    )
    assert session.get_one(Shop, shop.id).name == "Bánh gai làng Đầm"
    assert session.get_one(Batch, batch.id).erased_on is None
    assert erased.kept_until is not None
    assert erased.kept_until > TODAY + timedelta(days=300)


def test_a_shop_that_made_no_batch_loses_its_name(session: Session) -> None:
    shop = make.shop(session, make.account(session, NAME, PHONE), name="Quầy làng Đầm")
    erase(
        session,
        FEATURES,
        subject_kind="account",
        subject_id=make.owner_of(session, shop).id,
        now=NOW,
    )
    assert session.get_one(Shop, shop.id).name == ""
    assert session.scalars(select(SubjectErased)).one().kept_until is None


def test_a_household_that_goes_on_is_named_by_the_next_of_its_people(session: Session) -> None:
    her = household_of(session, alone=False)
    erase(session, FEATURES, subject_kind="person", subject_id=her.id, now=NOW)
    left = session.get_one(Household, her.household_id)
    assert (left.name, left.phone, left.erased_at) == ("Lê Văn Thử", None, None)
    assert everywhere(session) == []


def test_a_shop_of_two_stays_with_the_other(session: Session, files: Files) -> None:
    shop = her_shop(session, files)
    other = make.account(session, "Lê Văn Thử")
    grant_role(session, other, role="seller", scope_kind="shop", scope_code=shop.id.hex, now=NOW)
    her = session.scalars(select(Account).where(Account.phone == PHONE)).one()
    assert subject(session, "account", her.id).shop_ids == frozenset()
    erase(session, FEATURES, subject_kind="account", subject_id=her.id, now=NOW)
    assert session.scalars(select(PaymentAccount)).one().ended_at is None
    assert session.get_one(Shop, shop.id).name == "Bánh gai làng Đầm"


def test_a_namesake_with_another_phone_keeps_her_row(session: Session) -> None:
    person = add_person(
        session,
        commune_code=make.HOANG_LOC,
        village_id=None,
        name=NAME,
        phone="+84900000912",
        now=NOW,
    )
    shop = make.shop(session, make.account(session, NAME, PHONE))
    erase(
        session,
        FEATURES,
        subject_kind="account",
        subject_id=make.owner_of(session, shop).id,
        now=NOW,
    )
    assert session.get_one(Person, person.id).name == NAME


def test_the_words_to_look_for_are_her_names_and_numbers(session: Session) -> None:
    her = household_of(session, alone=True)
    found = subject(session, "person", her.id)
    assert (found.names, found.phones) == (frozenset({NAME}), frozenset({PHONE}))
    assert Words(found.names, found.phones).taken_out(f"{NAME} 0900000911") == " "
