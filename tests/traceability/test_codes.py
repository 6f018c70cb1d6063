"""Codes of products and places: taken, refused, kept for ever."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from shopkit.catalog.models.products import Product
from shopkit.shops.models.shops import Shop
from shopkit.traceability.actions.codes import declare_gtin, declare_own_code, withdraw_gtin
from shopkit.traceability.actions.places import (
    NumberTaken,
    add_place,
    close_place,
    declare_gln,
)
from shopkit.traceability.queries.codes import gtin_or_none, own_code, product_by_code
from shopkit.traceability.queries.places import place_by_code, place_by_gln
from shopkit.traceability.rules.codes import (
    NumberForeign,
    NumberOfExamples,
    NumberRestricted,
    NumberUnreadable,
    OwnCodeUnreadable,
    first_code,
    granted_gln,
    granted_gtin,
    own_product_code,
    proposed_place_code,
)
from tests import make
from tests.accounts.browser import Browser, errors
from tests.conftest import NOW

GTIN, GLN = "8931234567897", "8931234500016"
GRANTED = date(2026, 1, 1)


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session)


@pytest.fixture
def product(session: Session, shop: Shop) -> Product:
    return make.draft(session, shop)


@pytest.fixture
def phone(app: Flask, session: Session, shop: Shop) -> Browser:
    return make.phone(app, session, make.owner_of(session, shop))


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("8931234567890", NumberUnreadable),
        ("893123456789", NumberUnreadable),
        ("893123456789x", NumberUnreadable),
        ("", NumberUnreadable),
        ("2012345678903", NumberRestricted),
        ("0212345678909", NumberRestricted),
        ("0412345678903", NumberRestricted),
        ("2912345678906", NumberRestricted),
        ("9521000500013", NumberOfExamples),
        ("4006381333931", NumberForeign),
        ("012345678905", NumberForeign),
        ("4" * 5000, NumberUnreadable),
    ],
)
def test_a_number_that_she_cannot_have_been_granted_is_refused(
    typed: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        granted_gtin(typed)


def test_a_granted_number_is_read_with_spaces_and_kept_with_14_digits() -> None:
    assert granted_gtin(" 893 1234 56789 7 ") == "08931234567897"
    assert granted_gln("893 1234 50001 6") == GLN


@pytest.mark.parametrize("typed", ["8931234500017", "9521000500020", "400638133393", "x"])
def test_a_place_number_that_cannot_be_hers_is_refused(typed: str) -> None:
    with pytest.raises((NumberUnreadable, NumberOfExamples, NumberForeign)):
        granted_gln(typed)


@pytest.mark.parametrize(
    ("typed", "code"), [("matong01", "SP-MATONG01"), ("SP-a-1", "SP-A-1"), (" sp-9 ", "SP-9")]
)
def test_an_own_code_is_written_in_one_way(typed: str, code: str) -> None:
    assert own_product_code(typed) == code


@pytest.mark.parametrize("typed", ["mật ong", "a b", "", "x" * 40, "a/b", "--"])
def test_an_own_code_of_other_signs_is_refused(typed: str) -> None:
    with pytest.raises(OwnCodeUnreadable):
        own_product_code(typed)


def test_a_place_code_is_made_from_its_name_and_never_twice() -> None:
    assert proposed_place_code("Xưởng nhà", set()) == "DD-XUONGNHA"
    assert proposed_place_code("Xưởng nhà", {"DD-XUONGNHA"}) == "DD-XUONGNHA2"
    assert proposed_place_code("123 !", set()) == "DD-123"
    assert proposed_place_code("…", set()) == "DD-NOI"


def test_an_old_code_names_the_same_product_for_ever(
    session: Session, shop: Shop, product: Product
) -> None:
    first = first_code(product.code)
    assert own_code(session, product) == first
    declare_own_code(session, product, value="BANHGAI", now=NOW)
    declare_own_code(session, product, value="BANHGAI2", now=NOW)
    assert own_code(session, product) == "SP-BANHGAI2"
    for code in (first, "SP-BANHGAI", "SP-BANHGAI2"):
        assert product_by_code(session, code)[0].id == product.id
    other = make.draft(session, shop, "Bánh răng bừa")
    for value in ("BANHGAI", first):
        with pytest.raises(NumberTaken):
            declare_own_code(session, other, value=value, now=NOW)


def test_going_back_to_an_old_code_is_no_second_record(session: Session, product: Product) -> None:
    for value in ("A1", "B1", "A1"):
        declare_own_code(session, product, value=value, now=NOW)
    assert own_code(session, product) == "SP-A1"
    declare_own_code(session, product, value=first_code(product.code), now=NOW)
    assert own_code(session, product) == first_code(product.code)


def test_a_gtin_belongs_to_one_product_of_the_house(
    session: Session, shop: Shop, product: Product
) -> None:
    declare_gtin(session, product, gtin=GTIN, granted_on=GRANTED, now=NOW)
    assert gtin_or_none(session, product) == "08931234567897"
    withdraw_gtin(session, product, now=NOW)
    assert gtin_or_none(session, product) is None
    assert product_by_code(session, "08931234567897")[0].id == product.id
    other = make.draft(session, make.shop(session))
    with pytest.raises(NumberTaken):
        declare_gtin(session, other, gtin=GTIN, granted_on=GRANTED, now=NOW)


def test_a_place_number_lives_on_after_the_place(session: Session, shop: Shop) -> None:
    place = add_place(session, shop, name="Xưởng nhà", address="Số 1", now=NOW)
    declare_gln(session, place, gln=GLN, granted_on=GRANTED, now=NOW)
    close_place(session, place, now=NOW)
    assert place_by_gln(session, GLN)[0].code == place.code
    assert place_by_code(session, place.code)[1].id == shop.id


def test_a_gtin_is_declared_by_the_page_with_the_word_that_it_was_granted(
    phone: Browser, session: Session, product: Product
) -> None:
    path = f"/products/{product.id}/codes/gtin"
    typed = {"number": GTIN, "granted_on": "01/01/2026"}
    assert errors(phone.post(path, **typed)) == [
        "Đánh dấu nếu cửa hàng đã được cấp mã này. Chưa được cấp thì dùng mã nội bộ."
    ]
    assert gtin_or_none(session, product) is None
    phone.post(path, **typed, is_granted="y")
    page = phone.get(f"/products/{product.id}/codes").text
    assert "08931234567897" in page
    assert "Mã nội bộ, không phải mã GS1" in page


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("8931234567890", "Chép lại dãy số: cần 8, 12, 13 hoặc 14 chữ số, số cuối phải khớp."),
        ("2012345678903", "Số này chỉ dùng nội bộ một cơ sở"),
        ("9521000500013", "Đây là số làm mẫu của GS1"),
        ("4006381333931", "Số được cấp ở Việt Nam bắt đầu bằng 893"),
    ],
)
def test_a_refused_number_says_why(
    phone: Browser, session: Session, product: Product, number: str, said: str
) -> None:
    answer = phone.post(
        f"/products/{product.id}/codes/gtin",
        number=number,
        granted_on="01/01/2026",
        is_granted="y",
    )
    assert answer.status_code == 422
    assert errors(answer)[0].startswith(said)
    assert gtin_or_none(session, product) is None


def test_a_place_is_told_and_named_by_the_pages(
    phone: Browser, session: Session, shop: Shop
) -> None:
    answer = phone.post("/places/new", name="Xưởng nhà", address="Số 1, thôn 3")
    page = phone.get(answer.location).text
    assert "DD-XUONGNHA" in page
    assert "Xã Hoằng Lộc" in page
    phone.post(f"{answer.location}/commune", commune_code=make.NEXT_DOOR)
    assert "Xã Hoằng Lộc" not in phone.get(answer.location).text
    wrong = phone.post(
        f"{answer.location}/number", number="1", granted_on="01/01/2026", is_granted="y"
    )
    assert errors(wrong) == ["Chép lại dãy số: cần 13 chữ số, số cuối phải khớp."]
    phone.post(f"{answer.location}/number", number=GLN, granted_on="01/01/2026", is_granted="y")
    assert GLN in phone.get("/places").text
    phone.post(f"{answer.location}/close")
    assert "Xưởng nhà" not in phone.get("/places").text


def test_a_neighbour_finds_no_code_and_no_place_of_hers(
    app: Flask, session: Session, shop: Shop, product: Product
) -> None:
    place = add_place(session, shop, name="Xưởng nhà", address="", now=NOW)
    neighbour = make.phone(app, session, make.owner_of(session, make.shop(session)))
    for path in (
        f"/products/{product.id}/codes",
        f"/products/{product.id}/codes/own",
        f"/products/{product.id}/codes/gtin",
        f"/places/{place.id}",
        f"/places/{place.id}/name",
        f"/places/{place.id}/number",
        f"/places/{place.id}/commune",
    ):
        assert neighbour.get(path).status_code == 404, path
    assert "Xưởng nhà" not in neighbour.get("/places").text
