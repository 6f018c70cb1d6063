"""Sizes and flavours with their own price, stock, code and photo."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.catalog.actions.records import keep_record
from shopkit.catalog.models.products import Photo, Product
from shopkit.catalog.models.variants import Variant
from shopkit.catalog.rules.record import Record
from tests.catalog.conftest import Phone, Seller
from tests.conftest import NOW


def levels(product: Product) -> str:
    return f"/products/{product.id}/variants/levels"


def kept(session: Session) -> list[tuple[list[str], int | None, int | None, str | None]]:
    session.expire_all()
    found = session.scalars(select(Variant).order_by(Variant.position))
    return [(one.values, one.price_vnd, one.stock, one.sku) for one in found]


def typed_levels(phone: Phone, listing: Product, values: str) -> int:
    version = str(listing.version)
    return phone.post(levels(listing), version=version, name_1="Cỡ", values_1=values).status_code


def test_forms_are_made_priced_and_renamed_without_losing_anything(
    session: Session, phone: Phone, listing: Product
) -> None:
    session.commit()
    photo = session.scalars(select(Photo).where(Photo.product_id == listing.id)).one()
    page = f"/products/{listing.id}/variants"
    assert phone.get(page).status_code == 303
    assert typed_levels(phone, listing, "Nhỏ\nTo\nNhỏ") == 303
    session.refresh(listing)
    assert "Nhỏ" in phone.get(page).text
    told = {"v0-price_vnd": "100k", "v0-stock": "3", "v0-sku": "N", "v0-photo": str(photo.id)}
    answer = phone.post(page, version=str(listing.version), **told)
    assert answer.status_code == 303
    assert kept(session) == [(["Nhỏ"], 100_000, 3, "N"), (["To"], None, None, None)]
    session.refresh(listing)
    assert typed_levels(phone, listing, "Bé\nTo") == 303
    assert kept(session) == [(["Bé"], 100_000, 3, "N"), (["To"], None, None, None)]
    assert session.scalars(select(Variant.photo_id).order_by(Variant.position)).all() == [
        photo.id,
        None,
    ]
    session.refresh(listing)
    phone.post(page, version=str(listing.version), **{"v0-stock": "3", "v0-photo": ""})
    assert session.scalars(select(Variant.photo_id)).all() == [None, None]
    session.refresh(listing)
    assert phone.post(levels(listing), version=str(listing.version)).status_code == 303
    assert kept(session) == []


def test_bad_input_is_said_at_its_form_and_nothing_is_kept(
    session: Session, phone: Phone, her: Seller, listing: Product
) -> None:
    session.commit()
    typed_levels(phone, listing, "Nhỏ\nTo")
    session.refresh(listing)
    keep_record(session, her.shop, Record(title="Chè", sku="CH"), now=NOW)
    session.commit()
    page, version = f"/products/{listing.id}/variants", str(listing.version)
    wrong = phone.post(page, version=version, **{"v0-price_vnd": "-1", "v1-stock": "nhiều"})
    assert wrong.status_code == 422
    assert "lớn hơn 0" in wrong.text
    assert "Nhập số bằng chữ số" in wrong.text
    taken = phone.post(page, version=version, **{"v1-sku": "CH"})
    assert taken.status_code == 422
    assert "đã dùng mã CH" in taken.text
    assert kept(session) == [(["Nhỏ"], None, None, None), (["To"], None, None, None)]


def test_levels_that_cannot_be_are_answered_with_what_to_do(
    session: Session, phone: Phone, listing: Product
) -> None:
    session.commit()
    version = str(listing.version)
    many = "\n".join(str(at) for at in range(20))
    for sentence, typed in (
        ("Nhập từng loại", {"name_1": "Cỡ"}),
        ("Nhập tên của chỗ khác nhau", {"values_1": "To"}),
        ("Đặt hai tên khác nhau", {"name_1": "A", "values_1": "1", "name_2": "A", "values_2": "2"}),
        (
            "nhiều nhất được 100",
            {"name_1": "A", "values_1": many, "name_2": "B", "values_2": many},
        ),
        ("nhiều nhất 100 dòng", {"name_1": "A", "values_1": "\n".join(map(str, range(5000)))}),
    ):
        answer = phone.post(levels(listing), version=version, **typed)
        assert answer.status_code == 422
        assert sentence in answer.text
    assert kept(session) == []


def test_two_who_change_the_forms_see_both(
    session: Session, phone: Phone, listing: Product
) -> None:
    session.commit()
    typed_levels(phone, listing, "Nhỏ\nTo")
    session.refresh(listing)
    page, version = f"/products/{listing.id}/variants", str(listing.version)
    phone.post(page, version=version, **{"v0-stock": "3"})
    answer = phone.post(page, version=version, **{"v0-stock": "8"})
    assert answer.status_code == 409
    assert "còn 3" in answer.text
    assert "còn 8" in answer.text
    assert kept(session)[0][2] == 3
