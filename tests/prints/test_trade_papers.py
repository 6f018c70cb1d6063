"""What a shop prints of an order, its book and a batch, at the longest it may type."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from shopkit.clock import local_day
from shopkit.db.files import Files
from shopkit.jobs.work import Bench
from shopkit.sales.actions.counter import sell
from shopkit.sales.actions.orders import Item, Sale, agree_order
from shopkit.sales.models import Order
from shopkit.shops.models.shops import Shop
from shopkit.traceability.actions.events import record_event
from tests import make
from tests.accounts.browser import Browser
from tests.conftest import NOW
from tests.prints.looking import A4, A6, Sheet, by_zxing, require_codes, require_good, sheets
from tests.prints.test_papers import LANGUAGES, LONG_NAME, LONG_TITLE
from tests.sales.conftest import Agree, agreed
from tests.traceability.test_epcis import full_story

__all__ = ["agreed"]

TODAY = local_day(NOW)
ADDRESS = (
    "Số nhà 128 ngõ 99 ngách 45 đường Nguyễn Phước Hoàng, Tổ dân phố Nam Hoằng Đại Ngọc Khánh, "
    "Phường Hoằng Lộc (trước đây: xã Hoằng Đại, thành phố Thanh Hóa), tỉnh Thanh Hóa, gần chợ Ễ"
)
NOTE = "Gọi trước khi tới, để ở nhà bác Mẫu đầu ngõ nếu vắng. " * 3


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session, name=LONG_NAME)


@pytest.fixture
def phone(app: Flask, session: Session, shop: Shop) -> Browser:
    return make.phone(app, session, make.owner_of(session, shop))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_slip_with_everything_on_it_stands_on_one_small_sheet(
    phone: Browser, agreed: Agree, language: str
) -> None:
    order = agreed()
    buyer = {"buyer_name": LONG_NAME[:80], "buyer_phone": "0900000009", "buyer_address": ADDRESS}
    phone.post(f"/sales/{order.id}/buyer", version=str(order.version), note=NOTE[:200], **buyer)
    pdf = phone.get(f"/sales/{order.id}/slip.pdf?lang={language}").data
    (sheet,) = require_good(pdf, A6, 1)
    for said in (LONG_NAME[:80], "0900 000 009", "gần chợ Ễ", "nếu vắng"):
        assert said in sheet.said, said


def test_a_slip_of_many_goods_says_who_and_how_much_on_its_first_sheet(
    phone: Browser, session: Session, shop: Shop
) -> None:
    order = make_order(session, shop, 14)
    phone.post(
        f"/sales/{order.id}/buyer",
        version=str(order.version),
        buyer_name="Trần Thị Thử",
        buyer_address=ADDRESS,
        note=NOTE[:200],
    )
    pdf = phone.get(f"/sales/{order.id}/slip.pdf").data
    first, *others = require_good(pdf, A6, len(sheets(pdf)))
    assert all(said in first.said for said in ("gần chợ Ễ", "Chưa trả tiền", shop.name))
    assert others
    assert all("Số lượng" in sheet.said for sheet in (first, *others) if "cái số" in sheet.said)
    require_whole_rows([first, *others], 14)


def make_order(session: Session, shop: Shop, count: int) -> Order:
    items = [Item(f"thứ{n}. {LONG_TITLE} cái số{n}.", n, None, 499_999_999) for n in range(count)]
    return agree_order(session, shop, Sale(items, "zalo", TODAY), now=NOW)


def require_whole_rows(found: list[Sheet], count: int) -> None:
    """Each row begins and ends on one sheet."""
    for number in range(count):
        ends = [(s.said.count(f"thứ{number}."), s.said.count(f"số{number}.")) for s in found]
        assert sorted(ends)[-1] == (1, 1)
        assert sum(map(sum, ends)) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_book_of_a_full_month_adds_up_at_its_end(
    phone: Browser, session: Session, shop: Shop, language: str
) -> None:
    make.agree(session, shop, "book")
    for number in range(40):
        items = [Item(f"thứ{number}. {LONG_TITLE} số{number}.", 9, None, 499_999_999)]
        sell(session, shop, Sale(items, "stall", TODAY), paid_by="cash", now=NOW)
    pdf = phone.get(f"/book/{TODAY:%Y-%m}.pdf?lang={language}").data
    found = require_good(pdf, A4, len(sheets(pdf)))
    head = {"vi": "Diễn giải", "en": "Description"}[language]
    assert len(found) > 1
    assert all(head in sheet.said for sheet in found if "Bánh gai lá" in sheet.said)
    require_whole_rows(found, 40)


def test_the_summary_of_a_batch_holds_a_long_story(
    phone: Browser, session: Session, files: Files, shop: Shop, bench: Bench
) -> None:
    product = make.product(session, files, shop, LONG_TITLE)
    batch = make.batch(session, shop, product, best_before=TODAY.replace(year=2027))
    for number in range(45):
        record_event(
            session,
            batch,
            kind="ship",
            at=NOW,
            partner=f"thứ{number}. {LONG_NAME} số{number}.",
            quantity_milli=999_999_000,
            unit="kg",
            now=NOW,
        )
    full_story(session, shop, batch, bench)
    make.paper(session, shop, product, issuer=LONG_NAME, number="1234/QĐ-UBND-VHXH")
    answer = phone.post(f"/batches/{batch.id}/inspection")
    with ZipFile(BytesIO(answer.data)) as archive:
        pdf = archive.read("01-tom-tat.pdf")
    found = require_good(pdf, A4, len(sheets(pdf)))
    assert len(found) > 2
    codes = by_zxing(found[0].seen[-1])
    assert len(codes) == 1
    require_codes(found[0], *codes)
    assert codes[0] in found[0].said
