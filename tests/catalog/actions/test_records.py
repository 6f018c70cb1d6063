"""Whole records are kept in one go: what is new, what changed, and nothing when nothing did."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopkit.catalog.actions.products import PriceDoubtful, TitleUnreadable
from shopkit.catalog.actions.records import (
    FieldUnfit,
    GtinTaken,
    SkuTaken,
    keep_record,
    keep_records,
)
from shopkit.catalog.models.products import Price, Product
from shopkit.catalog.models.variants import Variant
from shopkit.catalog.models.words import ProductWord
from shopkit.catalog.queries.records import record_of
from shopkit.catalog.rules.record import Form, Record
from shopkit.journal.models import JournalEntry
from shopkit.shops.models.shops import Shop
from tests import make
from tests.conftest import NOW

HONEY = Record(
    title="Mật ong bạc hà Mèo Vạc",
    description="Hoa bạc hà nở tháng 10.",
    price_vnd=250_000,
    price_unit="chai",
    sku="MO",
    bullets=("Thơm", "Vàng chanh"),
    attributes=(("Xuất xứ", "Hà Giang"),),
    sale_price_vnd=220_000,
    sale_from=date(2026, 11, 1),
    sale_to=date(2026, 11, 30),
    option_names=("Cỡ",),
    forms=(
        Form(values=("250 ml",), sku="MO-1", price_vnd=140_000, stock=3),
        Form(values=("500 ml",), sku="MO-2", gtin="4006381333931"),
    ),
    came_from="shopify",
    came_as="mat-ong",
)


def told(session: Session, shop: Shop, product: Product) -> Record:
    known = record_of(session, shop, product, address="", on=date(2026, 11, 22))
    blank = {"id": "", "code": "", "address": "", "shop_name": "", "state": "draft", "looked": {}}
    return replace(known, **blank)


def by_sku(session: Session) -> dict[str | None, UUID]:
    return {variant.sku: variant.id for variant in session.scalars(select(Variant))}


def test_a_record_is_kept_with_its_forms_and_comes_back_as_it_was(session: Session) -> None:
    shop = make.shop(session)
    product = keep_record(session, shop, HONEY, now=NOW)
    assert told(session, shop, product) == HONEY
    assert session.scalars(select(Price.price_vnd)).all() == [250_000]
    events = select(JournalEntry.event).where(JournalEntry.subject_id == product.id)
    assert session.scalars(events).all() == ["product.drafted"]


def test_keeping_the_same_again_writes_nothing(session: Session) -> None:
    shop = make.shop(session)
    product = keep_record(session, shop, HONEY, now=NOW)
    counted = select(func.count()).select_from(JournalEntry)
    before = product.version, session.scalar(counted)
    again = record_of(session, shop, product, address="", on=NOW.date())
    kept = keep_records(session, shop, [again], now=NOW)
    assert (kept.added, kept.changed, kept.same) == (0, 0, 1)
    assert (product.version, session.scalar(counted)) == before


def test_what_changed_is_brought_to_the_record_and_forms_are_known_by_their_values(
    session: Session,
) -> None:
    shop = make.shop(session)
    product = keep_record(session, shop, HONEY, now=NOW)
    ids = by_sku(session)
    small, large = HONEY.forms
    news = replace(
        HONEY,
        title="Mật ong hoa nhãn",
        price_vnd=260_000,
        forms=(replace(large, sku="MO-1"), replace(small, sku="MO-2"), Form(values=("1 lít",))),
    )
    keep_record(session, shop, news, now=NOW, product=product)
    session.expire_all()
    assert told(session, shop, product) == news
    now = by_sku(session)
    assert (now["MO-1"], now["MO-2"]) == (ids["MO-2"], ids["MO-1"])
    assert session.scalars(select(Price.price_vnd).order_by(Price.price_vnd)).all() == [
        250_000,
        260_000,
    ]
    words = session.scalars(select(ProductWord.word).order_by(ProductWord.word)).all()
    assert words == ["hoa", "mat", "nhan", "ong"]


def test_a_form_that_is_dropped_goes(session: Session) -> None:
    shop = make.shop(session)
    product = keep_record(session, shop, HONEY, now=NOW)
    keep_record(session, shop, replace(HONEY, forms=HONEY.forms[:1]), now=NOW, product=product)
    assert session.scalars(select(Variant.sku)).all() == ["MO-1"]


@pytest.mark.parametrize(
    ("second", "refusal"),
    [
        (Record(title="Khác", sku="MO-2"), SkuTaken),
        (Record(title="Khác", gtin="4006381333931"), GtinTaken),
        (Record(title="..."), TitleUnreadable),
        (Record(title="a" * 256), FieldUnfit),
        (Record(title="Khác", price_vnd=-1), FieldUnfit),
        (Record(title="Khác", price_vnd=10**99), FieldUnfit),
        (Record(title="Khác", stock=-1), FieldUnfit),
        (Record(title="Khác", description="a\x00b"), FieldUnfit),
        (Record(title="Khác", option_names=("Cỡ",), forms=(Form(values=()),)), FieldUnfit),
    ],
)
def test_one_that_is_refused_leaves_nothing_and_stops_no_other(
    session: Session, second: Record, refusal: type[Exception]
) -> None:
    shop = make.shop(session)
    third = Record(title="Chè shan tuyết", sku="CH")
    kept = keep_records(session, shop, [HONEY, second, third], now=NOW)
    assert isinstance(kept.outcomes[0], UUID)
    assert isinstance(kept.outcomes[1], refusal)
    titles = session.scalars(select(Product.title).order_by(Product.sort_key)).all()
    assert titles == ["Chè shan tuyết", HONEY.title]


def test_a_product_of_a_neighbour_is_not_changed(session: Session) -> None:
    mine, other = make.shop(session), make.shop(session)
    theirs = keep_record(session, other, HONEY, now=NOW)
    kept = keep_records(session, mine, [Record(title="Khác")], now=NOW, known=[theirs.id])
    assert isinstance(kept.outcomes[0], Exception)
    session.refresh(theirs)
    assert theirs.title == HONEY.title


def test_a_doubtful_price_is_refused_unless_she_is_sure(session: Session) -> None:
    shop = make.shop(session)
    product = keep_record(session, shop, HONEY, now=NOW)
    dear = replace(HONEY, price_vnd=2_500_000)
    with pytest.raises(PriceDoubtful):
        keep_record(session, shop, dear, now=NOW, product=product, sure=False)
    keep_record(session, shop, dear, now=NOW, product=product)
    assert product.price_vnd == 2_500_000


def test_a_complete_product_goes_on_show_when_asked(session: Session) -> None:
    shop = make.shop(session)
    shown = keep_record(session, shop, HONEY, now=NOW, is_shown=True)
    priceless = keep_record(session, shop, Record(title="Hỏi giá"), now=NOW, is_shown=True)
    assert shown.is_published
    assert priceless.is_draft
