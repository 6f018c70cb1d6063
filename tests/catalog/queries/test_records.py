"""Master records come whole, in order, and for one shop only."""

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from shopkit.catalog.models.variants import Variant
from shopkit.catalog.queries.records import record_of, records_of
from shopkit.db.files import Files
from tests import make

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
TODAY = date(2026, 11, 22)
HERE = "https://shop.example"


def test_a_record_holds_the_product_its_forms_and_where_its_photos_are(
    session: Session, files: Files
) -> None:
    shop = make.shop(session)
    product = make.product(session, files, shop)
    product.option_names = ["Cỡ"]
    for at, size in enumerate(("500 g", "1 kg")):
        session.add(
            Variant(
                product_id=product.id,
                shop_id=shop.id,
                commune_code=shop.commune_code,
                position=at,
                values=[size],
                price_vnd=None if at == 0 else 90_000,
            )
        )
    session.flush()
    record = record_of(session, shop, product, address=HERE, on=TODAY)
    assert record.title == product.title
    assert record.address == f"{HERE}/p/{product.code}"
    assert [form.price_vnd for form in record.sold_forms()] == [product.price_vnd, 90_000]
    assert all(picture.address.startswith(f"{HERE}/photos/") for picture in record.pictures)


def test_records_of_a_neighbour_are_not_given(session: Session, files: Files) -> None:
    mine, other = make.shop(session), make.shop(session)
    theirs = make.product(session, files, other)
    make.product(session, files, mine)
    asked = records_of(session, mine, address=HERE, on=TODAY, states=(), ids=[theirs.id])
    assert list(asked) == []


def test_a_product_without_forms_is_sold_as_itself(session: Session, files: Files) -> None:
    shop = make.shop(session)
    product = make.product(session, files, shop)
    product.sku, product.stock = "MO-1", 7
    session.flush()
    sold = record_of(session, shop, product, address=HERE, on=TODAY).sold_forms()
    assert [(form.sku, form.stock, form.price_vnd) for form in sold] == [
        ("MO-1", 7, product.price_vnd)
    ]
