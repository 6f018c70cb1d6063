"""Filling the upload sheet of a seller's own shop, and reading what the channel answered."""

import re
import struct
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from sqlalchemy.orm import Session

from shopkit.catalog.models.products import Product
from shopkit.catalog.rules.record import Form, Picture, Record
from shopkit.channels.queries.template import known_in
from shopkit.channels.rules.template import (
    ANSWER_KEYS,
    LONGEST_TEXT,
    NAME_KEY,
    Known,
    judged,
    missing_keys,
    reasons_in,
    rows_of,
    text_of,
    unknown_keys,
)
from shopkit.channels.rules.template_fill import filled
from shopkit.channels.rules.template_sheet import NoKeyRow, find_place
from shopkit.db.files import Files
from shopkit.sheets.flaws import SheetFlaw, SheetRefused
from shopkit.shops.models.shops import Shop
from tests import make
from tests.accounts.browser import Browser
from tests.channels import sheets

TODAY = date(2026, 11, 22)
SHEET = "xl/worksheets/sheet2.xml"
HONEY = Record(
    id="1",
    code="abc234",
    title="Mật ong bạc hà Hà Giang 500 ml",
    description="Mật ong lấy ở cao nguyên đá.",
    price_vnd=250_000,
    packed_weight_g=850,
    stock=12,
    sku="MO-500",
    pictures=(Picture(id="p", address="https://x.example/photos/p.jpg"),),
)
TWO = replace(
    HONEY,
    option_names=("Cỡ",),
    forms=(
        Form(values=("500 ml",), sku="MO-500", stock=3),
        Form(values=("1 lít",), sku="MO-1000", price_vnd=480_000, packed_weight_g=1600, stock=0),
    ),
)


def place_in(content: bytes):  # type: ignore[no-untyped-def]  # what it returns is told there
    return find_place(content, NAME_KEY, ANSWER_KEYS)


def filled_with(content: bytes, *records: Record) -> bytes:
    place, _ = place_in(content)
    rows = [row for record in records for row in rows_of(record, has_addresses=True)]
    return filled(content, place, rows)


def told_in(content: bytes, sheet: str = "Bản mẫu") -> list[list[object]]:
    return (
        CalamineWorkbook.from_filelike(BytesIO(content))
        .get_sheet_by_name(sheet)
        .to_python(skip_empty_area=False)
    )


def cell_of(row: list[object], key: str) -> object:
    return row[[one.partition("|")[0] for one in sheets.KEYS].index(key)]


def test_goods_are_written_under_their_keys_from_the_seventh_row() -> None:
    rows = told_in(filled_with(sheets.template(), HONEY))
    row = rows[6]
    assert cell_of(row, "ps_product_name") == HONEY.title
    assert cell_of(row, "ps_price") == 250_000.0
    assert cell_of(row, "ps_weight") == 0.85
    assert cell_of(row, "ps_stock") == 12.0
    assert cell_of(row, "ps_sku_short") == "MO-500"
    assert cell_of(row, "ps_item_cover_image") == "https://x.example/photos/p.jpg"
    assert cell_of(row, "ps_category") == ""
    assert cell_of(row, "channel_id.50018") == ""


def test_variants_share_a_code_and_only_the_first_row_tells_the_product() -> None:
    first, second = told_in(filled_with(sheets.template(), TWO))[6:8]
    group = "et_title_variation_integration_no"
    assert cell_of(first, group) == cell_of(second, group) == "abc234"
    assert cell_of(first, "ps_product_name") == HONEY.title
    assert cell_of(second, "ps_product_name") == ""
    option = "et_title_option_for_variation_1"
    assert [cell_of(row, option) for row in (first, second)] == ["500 ml", "1 lít"]
    assert [cell_of(row, "ps_price") for row in (first, second)] == [250_000.0, 480_000.0]
    assert [cell_of(row, "ps_stock") for row in (first, second)] == [3.0, 0.0]
    assert cell_of(second, "ps_weight") == 1.6


@pytest.mark.parametrize("styled_rows", [0, 5])
def test_every_other_byte_of_the_workbook_stays(styled_rows: int) -> None:
    before = sheets.template(styled_rows=styled_rows)
    after = filled_with(before, HONEY, TWO)
    old, new = sheets.members(before), sheets.members(after)
    assert list(old) == list(new)
    assert [name for name in old if old[name] != new[name]] == [SHEET]
    for part in (rb"<cols>.*</cols>", rb"</sheetData>.*", rb"<sheetViews>.*</sheetViews>"):
        found = re.search(part, old[SHEET], re.DOTALL)
        assert found
        assert found[0] in new[SHEET]
    head = old[SHEET][old[SHEET].index(b"<sheetData>") : old[SHEET].index(b'<row r="6"')]
    assert head in new[SHEET]


def test_cells_keep_the_looks_of_their_row_or_column() -> None:
    for styled_rows in (0, 3):
        before = sheets.template(styled_rows=styled_rows)
        xml = sheets.members(filled_with(before, HONEY))[SHEET]
        found = re.search(rb'<c r="B7"( s="\d+")? t="inlineStr">', xml)
        assert found
        assert found[1]


def test_the_sheet_is_sound_xml_and_its_size_grows() -> None:
    xml = sheets.members(filled_with(sheets.template(), HONEY, TWO))[SHEET]
    root = ElementTree.fromstring(xml)
    space = root.tag.partition("}")[0] + "}"
    numbers = [int(row.get("r", "0")) for row in root.iter(f"{space}row")]
    assert numbers == sorted(set(numbers))
    assert root.find(f"{space}dimension").get("ref") == "A1:O9"  # type: ignore[union-attr]


def test_rows_that_stand_there_are_never_written_over() -> None:
    before = sheets.template(rows=[["100", "Hàng cũ", "Mô tả cũ"], ["100", "Hàng cũ 2", "x"]])
    rows = told_in(filled_with(before, HONEY))
    assert [cell_of(row, "ps_product_name") for row in rows[6:9]] == [
        "Hàng cũ",
        "Hàng cũ 2",
        HONEY.title,
    ]


def test_a_key_row_is_found_wherever_it_hides() -> None:
    place, _ = place_in(sheets.template(key_row=3))
    assert (place.member, place.key_row, place.first_row) == (SHEET, 4, 7)


def test_what_the_sheet_lacks_and_what_we_do_not_know_is_told() -> None:
    place, _ = place_in(sheets.template())
    assert "ps_gtin_code" in missing_keys(place.columns)
    assert NAME_KEY not in missing_keys(place.columns)
    assert unknown_keys(place.columns) == ["ps_category", "channel_id.50018"]


def test_nothing_to_write_leaves_the_sheet_as_it_is() -> None:
    before = sheets.template()
    assert sheets.members(filled_with(before)) == sheets.members(before)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_comes_back_as_it_was_or_without_what_xml_cannot_hold(text: str) -> None:
    content = filled_with(sheets.template(("ps_product_name",)), replace(HONEY, title=text))
    rows = told_in(content)
    ElementTree.fromstring(sheets.members(content)[SHEET])
    kept = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
    expected = kept.replace("\r\n", "\n").replace("\r", "\n")
    assert (rows[6][0] if len(rows) > 6 else "") == expected


def test_what_looks_like_a_formula_is_text() -> None:
    content = filled_with(sheets.template(), replace(HONEY, title='=HYPERLINK("http://x")'))
    assert b"<f>" not in sheets.members(content)[SHEET]
    assert cell_of(told_in(content)[6], "ps_product_name") == '=HYPERLINK("http://x")'


PREFIXED = (
    '<?xml version="1.0" encoding="UTF-8"?><x:worksheet xmlns:x="http://schemas.openxmlformats.org/'
    'spreadsheetml/2006/main"><x:sheetData><x:row r="1" spans="1:2" hidden="1"><x:c r="A1" '
    't="inlineStr"><x:is><x:t>ps_product_name</x:t></x:is></x:c><x:c r="B1" t="str"><x:v>ps_price'
    '</x:v></x:c></x:row><x:row r="7" spans="1:2"><x:c r="B7" s="3"><x:f>1+1</x:f><x:v>2</x:v>'
    '</x:c></x:row><x:row r="9"/></x:sheetData></x:worksheet>'
)


def test_prefixes_formulas_and_empty_rows_are_kept() -> None:
    content = sheets.raw(PREFIXED)
    place, _ = place_in(content)
    assert place.columns == {"ps_product_name": 1, "ps_price": 2}
    place = replace(place, first_row=7)
    rows = [{"ps_product_name": f"Hàng {number}", "ps_price": number} for number in range(4)]
    xml = sheets.members(filled(content, place, rows))["xl/worksheets/sheet1.xml"].decode()
    ElementTree.fromstring(xml)
    assert "<x:f>1+1</x:f><x:v>2</x:v>" in xml
    assert '<x:row r="7"><x:c r="A7" t="inlineStr">' in xml
    assert re.findall(r'<x:row r="(\d+)"', xml) == ["1", "7", "8", "9", "10"]
    assert '<x:c r="B9"><x:v>2</x:v></x:c>' in xml


def test_rows_and_cells_without_places_of_their_own_are_counted() -> None:
    strings = (
        "<sst><si><t>ps_product_</t></si><si><r><t>ps_product</t></r><r><t>_name</t></r></si></sst>"
    )
    xml = "<worksheet><sheetData><row><c/><c t='s'><v>1</v></c></row><row/></sheetData></worksheet>"
    place, _ = place_in(sheets.raw(xml, strings=strings))
    assert (place.key_row, dict(place.columns)) == (1, {"ps_product_name": 2})


BOMB = (
    "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;'>]><worksheet>&b;</worksheet>"
)


def lying_zip() -> bytes:
    """A workbook whose sheet unpacks to more than its directory says."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", "<workbook/>")
        book.writestr("xl/worksheets/sheet1.xml", b" " * 40_000_000)
    content = bytearray(out.getvalue())
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 1000)
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "flaw"),
    [
        (b"", SheetFlaw.EMPTY),
        (b"a,b\n1,2\n", SheetFlaw.UNKNOWN),
        (b"%PDF-1.4", SheetFlaw.PDF),
        (b"PK\x03\x04 broken", SheetFlaw.BROKEN),
        (sheets.raw(BOMB), SheetFlaw.BROKEN),
        (sheets.raw("<worksheet><sheetData><row>"), SheetFlaw.BROKEN),
        (sheets.raw("\ufeff".join("<a/>")), SheetFlaw.BROKEN),
        (sheets.raw("<a/>", strings="<sst>" * 3), SheetFlaw.BROKEN),
        (b"\0" * 11_000_000, SheetFlaw.TOO_HEAVY),
        (lying_zip(), SheetFlaw.BROKEN),
    ],
)
def test_what_is_no_sound_workbook_is_refused(content: bytes, flaw: SheetFlaw) -> None:
    with pytest.raises(SheetRefused) as refused:
        place_in(content)
    assert refused.value.flaw == flaw


def test_a_sheet_that_unpacks_to_too_much_is_refused() -> None:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", "<workbook/>")
        book.writestr("xl/worksheets/sheet1.xml", b" " * 150_000_000)
    with pytest.raises(SheetRefused) as refused:
        place_in(out.getvalue())
    assert refused.value.flaw == SheetFlaw.DEMANDING


@pytest.mark.parametrize(
    "xml",
    [
        "<a " + " ".join(f"b{number}='1'" for number in range(60_000)) + "/>",
        "".join(f"<a{number}>" for number in range(100)),
        "<a><c t='" + "x" * 400_000 + "'/></a>",
    ],
)
def test_a_sheet_that_would_cost_minutes_is_refused_at_once(xml: str) -> None:
    with pytest.raises(SheetRefused) as refused:
        place_in(sheets.raw(xml))
    assert refused.value.flaw == SheetFlaw.DEMANDING


def test_a_workbook_without_keys_is_no_upload_sheet() -> None:
    with pytest.raises(NoKeyRow):
        place_in(sheets.template(("Tên hàng", "Giá")))


def test_a_workbook_cut_short_or_bitten_never_breaks_the_reader() -> None:
    whole = sheets.template()
    for at in range(0, len(whole), 97):
        bitten = bytearray(whole)
        bitten[at] ^= 0x55
        for content in (whole[:at], bytes(bitten)):
            try:
                place_in(content)
            except (SheetRefused, NoKeyRow):
                continue


def test_what_shopee_refuses_stays_out_with_the_reason() -> None:
    bare = Record(id="2", code="x", title="Bánh")
    codes = {finding.code for finding in judged(bare, TODAY).refused}
    assert {"shopee.photo", "shopee.price", "shopee.weight_given"} <= codes
    assert not judged(HONEY, TODAY).is_out
    assert judged(replace(HONEY, description="Chữa bệnh dạ dày"), TODAY).claims
    assert judged(replace(HONEY, option_names=("a", "b", "c")), TODAY).has_many_levels


def test_without_a_public_address_no_photo_is_named() -> None:
    rows = list(rows_of(TWO, has_addresses=False))
    assert not any("image" in key for row in rows for key in row)


def test_a_weight_has_no_exponent() -> None:
    heavy = replace(HONEY, packed_weight_g=20_000)
    assert [str(row["ps_weight"]) for row in rows_of(heavy, has_addresses=False)] == ["20"]
    light = replace(HONEY, packed_weight_g=5)
    assert next(iter(rows_of(light, has_addresses=False)))["ps_weight"] == Decimal("0.005")


def test_a_long_text_is_cut_at_a_word() -> None:
    long = replace(HONEY, description="mật ong " * 500)
    assert len(text_of(long)) <= LONGEST_TEXT
    assert text_of(long).split("\n")[0].endswith(" ong")


def test_reasons_find_their_products_by_sku_code_or_name() -> None:
    rows = [
        {"et_title_reason": "Thiếu ngành", "ps_sku_short": "MO-1000", "ps_product_name": ""},
        {"et_title_reason": "Ảnh mờ", "et_title_variation_integration_no": "abc234"},
        {"et_title_reason": "Tên dài", "ps_product_name": "Mật ong"},
        {"et_title_reason": "Lạ", "ps_product_name": "Hàng ai"},
        {"et_title_reason": "", "ps_product_name": "Không có lý do"},
    ]
    known = Known({"MO-1000": "1"}, {"abc234": "2"}, {"Mật ong": "3"})
    assert [one.product_id for one in reasons_in(rows, known)] == ["1", "2", "3", None]


def test_the_products_of_an_answer_are_hers_only(
    session: Session, files: Files, her_shop: Shop, product: Product
) -> None:
    other = make.shop(session, name="Quầy bên cạnh")
    rows = [{"ps_sku_short": "MO-500", "ps_product_name": product.title}]
    assert known_in(session, her_shop, rows).by_sku == {"MO-500": str(product.id)}
    assert known_in(session, her_shop, rows).by_title == {product.title: str(product.id)}
    assert known_in(session, other, rows).by_sku == {}


def test_many_listings_are_filled_part_by_part(
    session: Session,
    files: Files,
    her_shop: Shop,
    phone: Browser,
    product: Product,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shopkit.channels.queries.template.PART", 1)
    make.draft(session, her_shop, "Xôi nếp").state = "published"
    make.upload_sheet(session, files, her_shop)
    first = phone.get("/channels/shopee/template").text
    assert "phần 1 trên 2" in first
    assert "Xôi nếp" not in first
    assert "Xôi nếp" in phone.get("/channels/shopee/template?part=2").text
    for odd in ("0", "3", "-1"):
        assert phone.get(f"/channels/shopee/template?part={odd}").status_code == 404


def test_what_stays_out_is_counted_though_not_all_are_named(
    session: Session,
    files: Files,
    her_shop: Shop,
    phone: Browser,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shopkit.channels.views.template.MOST_NAMED", 1)
    for title in ("Bánh chưa xong", "Xôi nếp", "Cốm"):
        make.draft(session, her_shop, title).state = "published"
    make.upload_sheet(session, files, her_shop)
    page = phone.get("/channels/shopee/template").text
    assert "3 sản phẩm chưa được điền" in page
    assert "và 2 sản phẩm nữa" in page
    assert "Viết mô tả." in page
    assert "từ 1 chữ cái" not in page


@pytest.fixture
def her_shop(session: Session) -> Shop:
    shop = make.shop(session)
    make.acting(session, make.owner_of(session, shop))
    return shop


@pytest.fixture
def product(session: Session, files: Files, her_shop: Shop) -> Product:
    made = make.product(session, files, her_shop, HONEY.title)
    made.description, made.packed_weight_g, made.sku = HONEY.description, 850, "MO-500"
    return made


@pytest.fixture
def phone(app: Flask, session: Session, her_shop: Shop) -> Browser:
    return make.phone(app, session, make.owner_of(session, her_shop))


def send(phone: Browser, content: bytes, name: str = "mau.xlsx"):  # type: ignore[no-untyped-def]
    fields = {"file": (BytesIO(content), name)}
    return phone.post("/channels/shopee/template", **fields)  # type: ignore[arg-type]


def test_her_way_from_a_blank_sheet_to_a_filled_one(
    phone: Browser, session: Session, her_shop: Shop, product: Product
) -> None:
    bare = make.draft(session, her_shop, "Bánh chưa xong")
    bare.state = "published"
    assert send(phone, sheets.template()).status_code == 303
    page = phone.get("/channels/shopee/template").text
    assert "1 sản phẩm được điền, từ dòng 7." in page
    assert "1 sản phẩm chưa được điền" in page
    assert "Bánh chưa xong" in page
    assert "Mẫu không có cột: Mã hàng chung" in page
    link = re.search(r"/templates/[0-9a-f-]+/filled.xlsx", page)
    assert link
    answer = phone.get(link[0])
    assert "attachment" in answer.headers["Content-Disposition"]
    row = told_in(answer.data)[6]
    assert cell_of(row, "ps_product_name") == HONEY.title
    assert cell_of(row, "ps_item_cover_image") == ""
    assert "chưa có địa chỉ công khai" in page


def test_what_the_channel_answered_stands_beside_the_listing(
    phone: Browser, product: Product
) -> None:
    send(phone, sheets.template())
    values = [""] * len(sheets.KEYS)
    values[1], values[8], values[13] = HONEY.title, "MO-500", "Thiếu ngành hàng"
    assert send(phone, sheets.template(rows=[values]), "tra-lai.xlsx").status_code == 303
    page = phone.get("/channels/shopee/template").text
    assert "Shopee chưa nhận 1 sản phẩm" in page
    assert "Thiếu ngành hàng" in page
    assert "Tải mẫu đã điền" in page
    assert "Thiếu ngành hàng" in phone.get(f"/products/{product.id}/listed").text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (sheets.template(("Tên", "Giá")), "không phải mẫu đăng nhiều hàng của Shopee"),
        (b"%PDF-1.4", "Tệp này là PDF"),
        (b"PK\x03\x04", "Tệp bị hỏng"),
        (b"", "Tệp này trống"),
    ],
)
def test_a_wrong_file_is_answered_with_what_to_do(
    phone: Browser, product: Product, content: bytes, sentence: str
) -> None:
    answer = send(phone, content)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_no_file_at_all_is_asked_for(phone: Browser, her_shop: Shop) -> None:
    answer = phone.post("/channels/shopee/template")
    assert answer.status_code == 422
    assert "Chọn tệp mẫu" in answer.text
    assert phone.get("/channels/zalo/template").status_code == 404


def test_a_neighbour_cannot_have_her_sheet(
    app: Flask, session: Session, phone: Browser, product: Product
) -> None:
    send(phone, sheets.template())
    page = phone.get("/channels/shopee/template").text
    link = re.search(r"/templates/[0-9a-f-]+/filled.xlsx", page)
    assert link
    other = make.shop(session, name="Quầy bên cạnh")
    neighbour = make.phone(app, session, make.owner_of(session, other))
    assert neighbour.get(link[0]).status_code == 404
    assert neighbour.post(link[0].replace("filled.xlsx", "remove")).status_code == 404
