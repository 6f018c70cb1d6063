"""Papers with many codes: the stands of a class, price lists and price tags."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from qr_labels.payload import vietqr
from shopkit.db.files import Files
from shopkit.payments.models.stands import PrintedStand
from shopkit.payments.queries.prints import NothingToPrint, class_stands, paid_shops
from shopkit.payments.rules.prices import TAG, Priced, price_list, price_tags
from shopkit.scope import OFFICER, TRAINER
from shopkit.shops.models.shops import Shop
from tests import make
from tests.accounts.browser import Browser
from tests.make import PAYEE
from tests.paper.pages import Page, fonts_of, pages_of

GOODS = [
    Priced(f"Bánh gai loại {n} Ễ", 5_000 * n, "cái", f"https://x.vn/p/{n}") for n in range(1, 16)
]
DAY = date(2026, 11, 22)


@pytest.fixture
def shops(session: Session) -> list[Shop]:
    """A class of three who agreed and are paid by code, each into her own account."""
    made = []
    for number, name in enumerate(("Quầy cá", "Bánh gai", "Chè xanh")):
        shop = make.shop(session, name=name, agrees=True)
        make.payment_account(session, shop, f"000000000{number}")
        made.append(shop)
    return made


def paid_on(page: Page) -> list[vietqr.Payment | None]:
    return [vietqr.decode(text).payment for text in page.codes]


@pytest.mark.parametrize("size", ["a5", "card"])
def test_each_page_of_a_class_pays_its_own_owner(
    session: Session, shops: list[Shop], size: str
) -> None:
    pages = pages_of(class_stands(session, shops, size, "vi"))  # type: ignore[arg-type]
    assert len(pages) == 3
    for page, (_shop, account) in zip(pages, paid_shops(session, shops), strict=True):
        assert paid_on(page) == [vietqr.Payment(account.bin, account.number)]
        assert account.holder in page.said
    assert [shop.name for shop, _ in paid_shops(session, shops)] == [
        "Bánh gai",
        "Chè xanh",
        "Quầy cá",
    ]


def test_a_class_without_a_code_prints_nothing(session: Session) -> None:
    with pytest.raises(NothingToPrint):
        class_stands(session, [make.shop(session)], "a5", "vi")


def test_a_trainer_prints_for_her_class_and_each_printing_is_counted(
    app: Flask, session: Session, shops: list[Shop]
) -> None:
    trainer = make.phone(app, session, make.staff(session, TRAINER))
    page = trainer.get("/class-stands").text
    assert "Quầy cá" in page
    assert "…0001" in page
    assert "0000000001" not in page
    answer = send(trainer, [shops[0], shops[2]], "a5")
    paper = pages_of(trainer.get(answer).data)
    assert len(paper) == 2
    assert len(session.scalars(select(PrintedStand)).all()) == 2
    assert {one.printed_by_id for one in session.scalars(select(PrintedStand))} != {None}


def test_a_class_brings_its_own_shops_and_says_who_has_no_code(
    app: Flask, session: Session, shops: list[Shop]
) -> None:
    """The class page leads here with the shops of its list chosen, and with no other."""
    teacher = make.staff(session, TRAINER)
    course = make.course(session, teacher)
    silent = make.shop(session, name="Kín", agrees=False)
    for shop in (shops[0], shops[2], silent):
        her = make.person(session, "Nguyễn Thị Mẫu")
        her.account_id = make.owner_of(session, shop).id
        make.enrolment(session, course, her)
    trainer = make.phone(app, session, teacher)
    there = trainer.get(f"/classes/{course.id}").text
    assert f'href="/classes/{course.id}/stands"' in there
    page = trainer.get(str(trainer.get(f"/classes/{course.id}/stands").location)).text
    assert page.count('name="shop"') == page.count("checked") - 1 == 2
    assert f'value="{shops[1].id}"' not in page
    assert f'value="{silent.id}"' not in page
    assert "Đã chọn sẵn 2 cửa hàng của lớp." in page
    assert "Còn 1 người chưa có mã QR" in page
    other = make.course(session, teacher)
    assert (
        "Chưa ai trong lớp"
        in trainer.get(str(trainer.get(f"/classes/{other.id}/stands").location)).text
    )


def send(trainer: Browser, shops: list[Shop], size: str) -> str:
    token = trainer.get("/api/csrf").get_json()["token"]
    data = {"shop": [str(shop.id) for shop in shops], "format": size, "csrf_token": token,
            "_key": "one"}  # fmt: skip
    trainer.session.commit()
    return str(trainer.client.post("/class-stands", data=data).location)


def test_she_prints_for_no_shop_that_did_not_agree_or_lies_elsewhere(
    app: Flask, session: Session, shops: list[Shop]
) -> None:
    silent = make.shop(session, name="Kín", agrees=False)
    account = make.payment_account(session, silent, "0000000009")
    trainer = make.phone(app, session, make.staff(session, TRAINER))
    assert "Kín" not in trainer.get("/class-stands").text
    assert trainer.post("/class-stands", shop=str(silent.id), format="a5").status_code == 404
    assert trainer.get(f"/class-stands/a5.pdf?shop={silent.id}").status_code == 404
    away = make.phone(app, session, make.staff(session, TRAINER, make.NEXT_DOOR))
    assert away.get(f"/class-stands/a5.pdf?shop={shops[0].id}").status_code == 404
    officer = make.phone(app, session, make.staff(session, OFFICER))
    assert officer.get("/class-stands").status_code == 404
    assert not session.scalars(
        select(PrintedStand).where(PrintedStand.account_id == account.id)
    ).all()


def test_a_price_list_says_every_price_and_who_is_paid() -> None:
    (page,) = pages_of(price_list("Bánh gai cô Mẫu", GOODS, PAYEE, "vi", DAY))
    for one in GOODS:
        assert one.title in page.said
    assert "75.000" in page.said
    assert PAYEE.holder in page.said
    assert "1012 3456 78" in page.said
    assert "Chưa kiểm tra tên" in page.said
    assert paid_on(page) == [PAYEE.payment()]
    assert not pages_of(price_list("", GOODS, None, "en", DAY))[0].codes


def test_tags_carry_the_page_of_each_product() -> None:
    pdf = price_tags("Bánh gai cô Mẫu", GOODS, None, "vi")
    pages = pages_of(pdf)
    assert len(pages) == 2
    assert sorted(code for page in pages for code in page.codes) == sorted(
        str(one.address) for one in GOODS
    )
    assert {name.split("+")[-1].split("-")[0] for name in fonts_of(pdf)} == {"BeVietnamPro"}
    assert TAG[0] * 2 < 210


@pytest.mark.parametrize("has_amount", [False, True])
def test_payment_tags_carry_an_amount_only_on_request(has_amount: bool) -> None:
    pages = pages_of(price_tags("Mẫu", GOODS, PAYEE, "vi", has_amount=has_amount))
    paid = [payment for page in pages for payment in paid_on(page)]
    assert all(payment and payment.account == PAYEE.number for payment in paid)
    amounts = {payment.amount for payment in paid if payment}
    assert amounts == ({one.price_vnd for one in GOODS} if has_amount else {None})
    initiations = {payment.initiation or vietqr.STATIC for payment in paid if payment}
    assert initiations == {vietqr.STATIC}
    assert PAYEE.holder in pages[0].said


def test_a_long_name_is_on_its_tag_whole() -> None:
    title = "Bánh gai lá dừa đặc biệt nhân đậu xanh dừa nạo thơm ngon " * 2
    (page,) = pages_of(price_tags("Quầy", [Priced(title.strip(), 1_250_000, "hộp")], PAYEE, "vi"))
    assert title.strip() in page.said


@pytest.fixture
def ask(app: Flask, session: Session, shops: list[Shop], files: Files) -> Callable[[str], Browser]:
    make.product(session, files, shops[0], title="Cá thu một nắng", price=180_000)
    phone = make.phone(app, session, make.owner_of(session, shops[0]))
    return lambda path: phone.get(path)  # type: ignore[return-value]


def test_the_page_offers_what_can_be_printed(
    ask: Callable[[str], Browser], session: Session, shops: list[Shop]
) -> None:
    page = ask("/qr/prices").text  # type: ignore[attr-defined]
    assert "Cá thu một nắng" in page
    product = page.split('name="product" value="')[1].split('"')[0]
    for kind in ("list", "tags", "pay-tags", "amount-tags"):
        answer = ask(f"/qr/prices.pdf?kind={kind}&product={product}")
        (paper,) = pages_of(answer.data)  # type: ignore[attr-defined]
        assert "Cá thu một nắng" in paper.said, kind
        assert len(paper.codes) == 1, kind
    assert ask("/qr/prices.pdf?kind=list").location == "/qr/prices"  # type: ignore[attr-defined]
    assert ask(f"/qr/prices.pdf?kind=x&product={product}").location == "/qr/prices"  # type: ignore[attr-defined]


def test_goods_of_another_shop_are_on_no_list_of_hers(
    app: Flask, session: Session, shops: list[Shop], files: Files
) -> None:
    foreign = make.product(session, files, shops[1])
    phone = make.phone(app, session, make.owner_of(session, shops[0]))
    assert phone.get(f"/qr/prices.pdf?product={foreign.id}").location == "/qr/prices"


def test_a_price_that_no_transfer_carries_is_typed_by_the_buyer() -> None:
    dear = [Priced("Đàn trâu", 500_000_000)]
    (page,) = pages_of(price_tags("Mẫu", dear, PAYEE, "vi", has_amount=True))
    assert paid_on(page) == [PAYEE.payment()]
