"""More about a product is told one question a page, and nobody overwrites anybody."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.catalog.actions.details import tell
from shopkit.catalog.actions.records import keep_record
from shopkit.catalog.models.products import Product
from shopkit.catalog.rules.record import Record
from shopkit.journal.models import OBSERVED, JournalEntry
from tests.catalog.conftest import Phone, Seller
from tests.conftest import NOW


def page(product: Product, part: str = "") -> str:
    return f"/products/{product.id}/details" + (f"/{part}" if part else "")


TOLD = [
    (
        "weight",
        {"net": "500 g", "packed_weight": "1,2 kg"},
        {"net_amount": 500, "net_unit": "g", "packed_weight_g": 1200},
    ),
    ("weight", {"net": "1 lít"}, {"net_amount": 1000, "net_unit": "ml"}),
    ("weight", {"net": "12 cái"}, {"net_amount": 12, "net_unit": "piece"}),
    ("codes", {"sku": "MO-1", "gtin": "4006381 333931"}, {"sku": "MO-1", "gtin": "4006381333931"}),
    ("origin", {"origin": " Mèo  Vạc "}, {"origin": "Mèo Vạc"}),
    ("brand", {"brand": "Bạc Hà"}, {"brand": "Bạc Hà"}),
    ("ingredients", {"ingredients": "Mật ong 100%"}, {"ingredients": "Mật ong 100%"}),
    (
        "storage",
        {"storage": "Nơi khô", "keeps": "2 năm"},
        {"storage": "Nơi khô", "keeps_count": 2, "keeps_unit": "year"},
    ),
    ("keeping", {"keeps": "2 tuần"}, {"keeps_count": 14, "keeps_unit": "day"}),
    ("bullets", {"bullets": "- Thơm\n\n• Vàng"}, {"bullets": ["Thơm", "Vàng"]}),
    ("attributes", {"attributes": "Vị: ngọt: nhẹ"}, {"attributes": [["Vị", "ngọt: nhẹ"]]}),
    ("hashtags", {"hashtags": "#mậtong\nmậtong\nhàgiang"}, {"hashtags": ["mậtong", "hàgiang"]}),
    ("category", {"category": "food.staple.honey"}, {"category": "food.staple.honey"}),
    ("ocop", {"ocop_group": "food.raw.honey"}, {"ocop_group": "food.raw.honey"}),
    ("stock", {"stock": "0"}, {"stock": 0}),
    (
        "sale",
        {"sale_price_vnd": "200k", "sale_from": "2026-11-22", "sale_to": "30/11/2026"},
        {
            "sale_price_vnd": 200_000,
            "sale_from": date(2026, 11, 22),
            "sale_to": date(2026, 11, 30),
        },
    ),
    (
        "maker",
        {
            "maker_name": "Nguyễn Thị Mẫu",
            "maker_address": "Số 1",
            "maker_phone": "0900 000 001",
            "maker_email": "ten@example.com",
        },
        {"maker_phone": "+84900000001", "maker_email": "ten@example.com"},
    ),
    ("story", {"story": "Bà kể\nlại"}, {"story": "Bà kể\nlại"}),
    ("directions", {"directions": "Pha nước ấm"}, {"directions": "Pha nước ấm"}),
]


@pytest.mark.parametrize(("part", "typed", "kept"), TOLD)
def test_each_part_is_kept_as_typed(
    session: Session,
    phone: Phone,
    listing: Product,
    part: str,
    typed: dict[str, str],
    kept: dict[str, object],
) -> None:
    session.commit()
    assert phone.get(page(listing, part)).status_code == 200
    answer = phone.post(page(listing, part), version=str(listing.version), **typed)
    assert answer.status_code == 303
    session.refresh(listing)
    assert {name: getattr(listing, name) for name in kept} == kept
    shown = phone.get(page(listing, part))
    again = phone.post(page(listing, part), version=str(listing.version), **typed)
    assert (shown.status_code, again.status_code) == (200, 303)
    version = listing.version
    session.refresh(listing)
    assert listing.version == version, "the same again is no change"
    entry = select(JournalEntry).where(JournalEntry.event == "product.changed")
    assert [one.evidence for one in session.scalars(entry)] == [OBSERVED]


WRONG = [
    ("weight", {"net": "nhiều"}, "Nhập số rồi đơn vị"),
    ("weight", {"packed_weight": "1.500 kg"}, "Nhập rõ hơn"),
    ("weight", {"packed_weight": "9" * 60}, "Nhập số rồi đơn vị"),
    ("weight", {"packed_length_cm": "10"}, "đủ dài, rộng, cao"),
    ("codes", {"gtin": "4006381333932"}, "số cuối chưa khớp"),
    ("codes", {"gtin": "4006"}, "8, 12, 13 hoặc 14"),
    ("sale", {"sale_price_vnd": "200k"}, "Nhập đủ giá, ngày đầu và ngày cuối"),
    (
        "sale",
        {"sale_price_vnd": "250k", "sale_from": "2026-11-22", "sale_to": "2026-11-23"},
        "thấp hơn giá bán",
    ),
    (
        "sale",
        {"sale_price_vnd": "200k", "sale_from": "2026-11-22", "sale_to": "2026-11-21"},
        "ngày cuối sau ngày đầu",
    ),
    ("maker", {"maker_name": "Nguyễn Thị Mẫu"}, "Nhập đủ cả bốn mục"),
    ("bullets", {"bullets": "a\n" * 6}, "nhiều nhất 5 dòng"),
    ("bullets", {"bullets": "a" * 251}, "Viết dòng 1 ngắn lại"),
    ("attributes", {"attributes": "không có gì"}, "Viết dòng 1 gồm tên"),
    ("category", {"category": "nothing"}, "Chọn một ngành hàng"),
    ("ocop", {"ocop_group": "nothing"}, "Chọn một nhóm"),
    ("stock", {"stock": "-1"}, "Nhập số bằng chữ số"),
    ("story", {"story": "a" * 5001}, "Nhập ngắn hơn"),
    ("origin", {"origin": "a\x00b"}, "Xóa hết chữ trong ô này"),
]


@pytest.mark.parametrize(("part", "typed", "sentence"), WRONG)
def test_what_cannot_be_read_is_answered_with_what_to_do(
    session: Session,
    phone: Phone,
    listing: Product,
    part: str,
    typed: dict[str, str],
    sentence: str,
) -> None:
    session.commit()
    before = listing.version
    answer = phone.post(page(listing, part), version=str(before), **typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    session.refresh(listing)
    assert listing.version == before


def test_two_who_change_one_part_see_both(session: Session, phone: Phone, listing: Product) -> None:
    session.commit()
    seen = str(listing.version)
    phone.post(page(listing, "origin"), version=seen, origin="Mèo Vạc")
    answer = phone.post(page(listing, "origin"), version=seen, origin="Đồng Văn")
    assert answer.status_code == 409
    assert "Mèo Vạc" in answer.text
    assert "Đồng Văn" in answer.text
    session.refresh(listing)
    assert listing.origin == "Mèo Vạc"
    phone.post(page(listing, "origin"), version=str(listing.version), origin="Đồng Văn")
    session.refresh(listing)
    assert listing.origin == "Đồng Văn"


def test_two_who_change_different_parts_do_not_stand_in_each_others_way(
    session: Session, her: Seller, listing: Product
) -> None:
    first = listing.version
    tell(session, her.shop, listing, "origin", {"origin": "Mèo Vạc"}, version=first, now=NOW)
    tell(session, her.shop, listing, "brand", {"brand": "Bạc Hà"}, version=first, now=NOW)
    assert (listing.origin, listing.brand) == ("Mèo Vạc", "Bạc Hà")


def test_a_code_that_another_product_has_is_refused(
    session: Session, phone: Phone, her: Seller, listing: Product
) -> None:
    keep_record(session, her.shop, Record(title="Chè", sku="MO-1"), now=NOW)
    session.commit()
    answer = phone.post(page(listing, "codes"), version=str(listing.version), sku="MO-1")
    assert answer.status_code == 422
    assert "đã dùng mã MO-1" in answer.text


def test_the_list_says_what_is_told_and_what_is_not(
    session: Session, phone: Phone, listing: Product
) -> None:
    listing.origin = "Mèo Vạc"
    session.commit()
    text = phone.get(page(listing)).text.split("<main")[1]
    assert "Mèo Vạc" in text
    assert text.count("Chưa có") == 15


def test_a_category_is_found_by_typed_words_and_proposed_from_the_name(
    session: Session, phone: Phone, listing: Product
) -> None:
    session.commit()
    assert "Mật ong, mật mía" in phone.get(page(listing, "category")).text
    rows = phone.get(f"/products/{listing.id}/categories?q=tho+cam").text
    assert "thổ cẩm" in rows
    found = phone.post(
        page(listing, "category"), version=str(listing.version), find="1", q="nuoc mam"
    )
    assert "Nước mắm" in found.text


def test_a_part_that_is_none_is_not_found(session: Session, phone: Phone, listing: Product) -> None:
    session.commit()
    assert phone.get(page(listing, "nothing")).status_code == 404
