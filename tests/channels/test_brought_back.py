"""Files that come back to the shop they are about, and what they must not do to it."""

from dataclasses import replace
from io import BytesIO

import pytest
from sqlalchemy.orm import Session

from shopkit.catalog.actions.records import keep_records
from shopkit.catalog.queries.records import records_of
from shopkit.catalog.rules.record import Record
from shopkit.channels.rules.files import write_file
from shopkit.channels.rules.layouts.shelf import BY_NAME
from shopkit.shops.models.shops import Shop
from tests.accounts.browser import Browser
from tests.channels.reading.files import csv_of
from tests.channels.reading.test_round_trip import (
    BARE,
    DAY,
    HEAD,
    ON_SALE,
    PLAIN,
    ROUND,
    WITH_FORMS,
)
from tests.channels.test_bringing import phone, place, send, shop, take
from tests.conftest import NOW

__all__ = ["phone", "shop"]
NOTHING_NEW = "Không có sản phẩm nào mới để lấy"


def have(session: Session, shop: Shop, *records: Record) -> None:
    """The shop has these; a code of its own is given to each."""
    kept = keep_records(session, shop, [replace(one, code="") for one in records], now=NOW)
    assert kept.added == len(records), kept.outcomes
    session.flush()


def own(session: Session, shop: Shop) -> list[Record]:
    return list(records_of(session, shop, address="https://example.vn", on=DAY, states=()))


def only(session: Session, shop: Shop) -> Record:
    session.expire_all()
    (record,) = own(session, shop)
    return record


@pytest.mark.parametrize("name", ROUND, ids="-".join)
def test_our_own_file_brings_nothing_new_to_the_shop_it_came_from(
    name: tuple[str, str], phone: Browser, shop: Shop, session: Session
) -> None:
    without = replace(PLAIN, title="Chả tôm", sku=None, gtin=None)
    unnamed = replace(
        WITH_FORMS,
        title="Nem chua",
        forms=tuple(replace(one, sku=None) for one in WITH_FORMS.forms),
    )
    have(session, shop, replace(ON_SALE, sku="BG-1"), WITH_FORMS, BARE, without, unnamed)
    out = BytesIO()
    write_file(BY_NAME[name], own(session, shop), out, on=DAY, head=HEAD)
    before = own(session, shop)
    ending = "xml" if name[1] == "rss" else name[1].partition("_")[0]
    shown = phone.get(place(send(phone, out.getvalue(), f"hang.{ending}"))).text
    assert NOTHING_NEW in shown
    session.expire_all()
    assert own(session, shop) == before


def test_a_number_that_another_product_has_is_refused_by_the_name_of_that_product(
    phone: Browser, shop: Shop, session: Session
) -> None:
    have(session, shop, PLAIN)
    before = only(session, shop)
    rows = [["Nem chua", "NC-1", "8932282840567", "35000"]]
    page = place(send(phone, csv_of(["Tên hàng", "Mã hàng", "Mã vạch", "Giá"], *rows)))
    said = "“Bánh gai Thọ Xuân, hộp 10 chiếc” đã dùng mã vạch này"
    assert said in phone.get(page).text
    assert only(session, shop) == before


def test_a_number_with_the_same_name_is_the_same_product(
    phone: Browser, shop: Shop, session: Session
) -> None:
    have(session, shop, PLAIN)
    rows = [["BÁNH GAI THỌ XUÂN, hộp 10 chiếc", "8932282840567", "65000"]]
    page = place(send(phone, csv_of(["Tên hàng", "Mã vạch", "Giá"], *rows)))
    assert "60.000" in phone.get(page).text
    take(phone, page)
    assert only(session, shop).price_vnd == 65_000


def test_a_file_without_sale_columns_leaves_the_sale_and_all_else_it_does_not_tell(
    phone: Browser, shop: Shop, session: Session
) -> None:
    known = replace(ON_SALE, attributes=(("Vị", "Ngọt"),), story="Bà dạy mẹ, mẹ dạy con.")
    have(session, shop, known)
    before = only(session, shop)
    heads = ["Mã hàng", "Tên hàng hóa", "Nhóm hàng", "Giá bán"]
    rows = [["BG-10", before.title, "Hàng quê", "62000"]]
    take(phone, place(send(phone, csv_of(heads, *rows))))
    after = only(session, shop)
    assert after.price_vnd == 62_000
    assert after.attributes == (("Vị", "Ngọt"), ("Danh mục", "Hàng quê"))
    assert replace(after, price_vnd=60_000, attributes=before.attributes) == before


def test_a_sale_that_is_no_longer_lower_ends(phone: Browser, shop: Shop, session: Session) -> None:
    have(session, shop, ON_SALE)
    rows = [["BG-10", ON_SALE.title, "45000"]]
    take(phone, place(send(phone, csv_of(["Mã hàng", "Tên hàng hóa", "Giá bán"], *rows))))
    after = only(session, shop)
    assert (after.price_vnd, after.sale_price_vnd, after.sale_from) == (45_000, None, None)


def shopify(*rows: tuple[str, str, str]) -> bytes:
    heads = ["Handle", "Title", "Option1 Name", "Option1 Value", "Variant SKU", "Variant Price"]
    lines = [["ao", "Áo" if not at else "", "Cỡ" if not at else "", *row]
             for at, row in enumerate(rows)]  # fmt: skip
    return csv_of(heads, *lines)


THREE = (("S", "A-S", "90000"), ("M", "A-M", "95000"), ("L", "A-L", "99000"))


def test_forms_that_a_file_does_not_speak_of_stay(
    phone: Browser, shop: Shop, session: Session
) -> None:
    take(phone, place(send(phone, shopify(*THREE))))
    page = place(send(phone, shopify(("S", "A-S", "90000"), ("M", "A-M", "97000"))))
    shown = phone.get(page).text
    assert "loại sẽ mất" not in shown
    assert "Giá sẽ đổi" in shown
    assert "Đổi giá “Áo / M”: 95.000" in shown
    assert "Không lấy được hết" not in shown
    take(phone, page)
    forms = only(session, shop).sold_forms()
    assert [(one.values, one.price_vnd) for one in forms] == [
        (("S",), 90_000),
        (("M",), 97_000),
        (("L",), 99_000),
    ]


def test_our_own_sheet_drops_forms_and_says_how_many_before(
    phone: Browser, shop: Shop, session: Session
) -> None:
    have(session, shop, WITH_FORMS)
    fewer = replace(only(session, shop), forms=WITH_FORMS.forms[:2])
    out = BytesIO()
    write_file(BY_NAME["sheet", "csv"], [fewer], out, on=DAY, head=HEAD)
    page = place(send(phone, out.getvalue()))
    assert '<b class="digits">1</b> loại sẽ mất vì tệp không có' in phone.get(page).text
    take(phone, page)
    assert len(only(session, shop).forms) == 2


def test_option_names_that_differ_in_capitals_only_stay(
    phone: Browser, shop: Shop, session: Session
) -> None:
    take(phone, place(send(phone, shopify(*THREE))))
    again = shopify(*THREE).replace("Cỡ".encode(), "CỠ".encode())
    assert NOTHING_NEW in phone.get(place(send(phone, again))).text
    assert only(session, shop).option_names == ("Cỡ",)


def test_a_code_that_two_forms_of_a_product_share_stays_with_the_first(
    phone: Browser, shop: Shop, session: Session
) -> None:
    content = shopify(("S", "A", "90000"), ("M", "A", "95000"), ("L", "B", "99000"))
    page = place(send(phone, content))
    assert "trùng mã hàng, chỉ giữ ở loại đầu: 1 sản phẩm" in phone.get(page).text
    take(phone, page)
    assert [one.sku for one in only(session, shop).forms] == ["A", None, "B"]
    assert NOTHING_NEW in phone.get(place(send(phone, content))).text


def test_signs_that_only_look_like_a_tag_stay_in_a_till_s_text(
    phone: Browser, shop: Shop, session: Session
) -> None:
    heads = ["Mã hàng", "Tên hàng hóa", "Giá bán", "Mô tả"]
    rows = [["X1", "Bánh", "9000", "Cỡ <g:x> hộp"], ["X2", "Nem", "9000", "<b>Chua</b> cay"]]
    take(phone, place(send(phone, csv_of(heads, *rows))))
    assert [one.description for one in own(session, shop)] == ["Cỡ <g:x> hộp", "Chua cay"]
