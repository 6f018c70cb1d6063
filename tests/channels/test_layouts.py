"""What stands in each channel's file, read back by programs that are not ours."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopkit.catalog.rules.record import Form, Record
from shopkit.channels.rules.files import (
    CLAIMS,
    NO_PRICE,
    SHOPPING,
    TEXT_CUT,
    TITLE_CUT,
    TITLE_GUARDED,
    judge,
    without_addresses,
)
from shopkit.channels.rules.layouts.hand_over import TIKTOK_XLSX
from shopkit.channels.rules.layouts.layout import CSV, RSS, TSV, XLSX, Layout, cut
from shopkit.channels.rules.layouts.shelf import LAYOUTS, SHEET_XLSX
from shopkit.channels.rules.layouts.shopify import HARAVAN_XLSX, NEW_CSV, OLD_CSV
from shopkit.channels.rules.layouts.shopping import GOOGLE_RSS, GOOGLE_TSV, META_CSV
from shopkit.channels.rules.layouts.tills import KIOTVIET_XLSX, PANCAKE_XLSX
from shopkit.channels.rules.layouts.woocommerce import WOOCOMMERCE_CSV
from shopkit.sheets.writing import bared
from tests.channels.layouts_made import HONEY, JARS, ON, column, rows, table, written

TABLES = [layout for layout in LAYOUTS if layout.kind != RSS]
G = f"{{{SHOPPING}}}"
ON_SALE = replace(
    HONEY, sale_price_vnd=99_000, sale_from=date(2026, 11, 20), sale_to=date(2026, 11, 30)
)
# Text as it may come from anywhere; a half letter cannot be written down at all.
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=80)


def named(layout: Layout) -> str:
    return f"{layout.channel} {layout.form}"


@pytest.mark.parametrize("layout", TABLES, ids=named)
def test_every_file_has_its_headings_and_a_row_for_each_form(layout: Layout) -> None:
    found = table(layout, written(layout, HONEY, JARS))
    assert tuple(found[0]) == layout.headings
    assert len(found) > 3
    assert {len(row) for row in found} == {len(layout.headings)}


@pytest.mark.parametrize("layout", LAYOUTS, ids=named)
def test_the_same_records_give_the_same_bytes(layout: Layout) -> None:
    assert written(layout, HONEY, JARS) == written(layout, HONEY, JARS)


def test_google_is_told_each_form_with_its_own_price_and_stock() -> None:
    honey, small, large = rows(GOOGLE_TSV, HONEY, JARS)
    assert (honey["id"], honey["item_group_id"]) == ("MAT-500", "")
    assert honey["price"] == "120000 VND"
    assert honey["unit_pricing_measure"] == "500 ml"
    assert honey["unit_pricing_base_measure"] == "100 ml"
    assert honey["image_link"] == "https://shop.example/photos/1.jpg"
    assert honey["additional_image_link"].count("https://") == 2
    assert (small["id"], small["availability"]) == ("HU-250", "out_of_stock")
    assert (large["id"], large["availability"]) == ("HU9TT3-500-ml-dang", "in_stock")
    assert small["item_group_id"] == large["item_group_id"] == "HU9TT3"
    assert large["size"] == "500 ml / Đắng"
    assert large["image_link"] == "https://shop.example/photos/2.jpg"


def test_google_is_told_that_goods_without_brand_and_number_have_none() -> None:
    assert column(rows(GOOGLE_TSV, replace(HONEY, brand="")), "identifier_exists") == ["no"]
    assert column(rows(GOOGLE_TSV, HONEY), "identifier_exists") == [""]


def test_a_sale_stands_with_its_days_by_the_clock_of_vietnam() -> None:
    (found,) = rows(GOOGLE_TSV, ON_SALE)
    assert (found["price"], found["sale_price"]) == ("120000 VND", "99000 VND")
    assert found["sale_price_effective_date"] == "2026-11-20T00:00+07:00/2026-11-30T23:59+07:00"


def test_meta_says_stock_with_blanks_and_never_lacks_a_brand() -> None:
    (found,) = rows(META_CSV, replace(HONEY, brand="", maker_name=""))
    assert found["availability"] == "in stock"
    assert found["brand"] == "Quầy cô Mẫu"


def test_a_long_title_is_cut_after_a_whole_word_and_said() -> None:
    long = replace(HONEY, title="Mật ong " * 30)
    (found,) = rows(META_CSV, long)
    assert len(found["title"]) <= 100
    assert found["title"].endswith(("Mật", "ong"))
    assert TITLE_CUT in judge(long, META_CSV, ON).complaints


def test_a_text_is_cut_only_where_the_channel_takes_less() -> None:
    long = replace(HONEY, description="lời " * 1200, story="chuyện " * 500)
    assert TEXT_CUT in judge(long, META_CSV, ON).complaints
    assert TEXT_CUT not in judge(long, OLD_CSV, ON).complaints
    assert len(rows(META_CSV, long)[0]["description"]) <= 5000


@given(st.text(max_size=300), st.integers(min_value=1, max_value=120))
def test_what_is_cut_is_a_beginning_of_the_text(text: str, longest: int) -> None:
    kept = cut(text, longest)
    assert len(kept) <= longest
    assert text.startswith(kept)


def test_shopify_has_the_product_in_the_first_row_and_photos_below() -> None:
    found = rows(NEW_CSV, HONEY)
    assert column(found, "URL handle") == ["mat7k2"] * 3
    assert column(found, "Title") == [HONEY.title, "", ""]
    assert column(found, "Price") == ["120000", "", ""]
    assert column(found, "Option1 name") == ["Title", "", ""]
    assert column(found, "Option1 value") == ["Default Title", "", ""]
    assert column(found, "Image position") == ["1", "2", "3"]
    assert column(found, "Weight value (grams)") == ["800", "", ""]


def test_shopify_has_forms_and_photos_side_by_side() -> None:
    found = rows(OLD_CSV, JARS)
    assert column(found, "Variant SKU") == ["HU-250", "HU9TT3-500-ml-dang", ""]
    assert column(found, "Option1 Name") == ["Cỡ", "", ""]
    assert column(found, "Option2 Value") == ["Ngọt", "Đắng", ""]
    assert column(found, "Variant Inventory Qty") == ["0", "4", ""]
    assert column(found, "Variant Image") == ["", "https://shop.example/photos/2.jpg", ""]


def test_shopify_has_the_lower_price_as_price_only_while_it_holds() -> None:
    during, after = rows(NEW_CSV, ON_SALE)[0], rows(NEW_CSV, ON_SALE, on=date(2026, 12, 1))[0]
    assert (during["Price"], during["Compare-at price"]) == ("99000", "120000")
    assert (after["Price"], after["Compare-at price"]) == ("120000", "")


def test_nothing_in_a_description_is_taken_for_html() -> None:
    risky = replace(HONEY, description="<script>alert(1)</script> & hết")
    told = rows(NEW_CSV, risky)[0]["Description"]
    assert "<script" not in told
    assert "&lt;script&gt;" in told


def test_woocommerce_has_a_parent_and_its_variations() -> None:
    found = rows(WOOCOMMERCE_CSV, HONEY, JARS)
    assert column(found, "Type") == ["simple", "variable", "variation", "variation"]
    assert column(found, "Parent") == ["", "", "HU9TT3", "HU9TT3"]
    assert column(found, "SKU") == ["MAT-500", "HU9TT3", "HU-250", "HU9TT3-500-ml-dang"]
    assert column(found, "Regular price") == ["120000", "", "65000", "120000"]
    assert column(found, "Weight (kg)") == ["0.8", "", "0.8", "0.8"]
    assert found[1]["Attribute 1 value(s)"] == "250 ml, 500 ml"
    assert found[0]["Attribute 3 value(s)"] == r"A\, đặc biệt"
    assert found[0]["Images"].count("https://") == 3
    assert written(WOOCOMMERCE_CSV, HONEY).startswith(b"\xef\xbb\xbf")


def test_tills_name_forms_by_the_first_of_them() -> None:
    found = rows(KIOTVIET_XLSX, JARS)
    assert column(found, "Mã hàng") == ["HU-250", "HU9TT3-500-ml-dang"]
    assert column(found, "Mã HH Liên quan") == ["", "HU-250"]
    assert column(found, "Thuộc tính") == ["CỠ:250 ml|VỊ:Ngọt", "CỠ:500 ml|VỊ:Đắng"]
    assert column(rows(PANCAKE_XLSX, JARS), "THUOC_TINH")[0] == "Cỡ: 250 ml, Vị: Ngọt"
    assert column(rows(PANCAKE_XLSX, JARS), "MA_SP") == ["HU9TT3", "HU9TT3"]


def test_a_sheet_to_type_from_names_the_photos_of_its_folder() -> None:
    honey, small, large = rows(TIKTOK_XLSX, HONEY, JARS)
    assert honey[TIKTOK_XLSX.headings[0]].split("\n")[0] == "MAT-500-1.jpg"
    assert honey["Khối lượng gói hàng (kg)"] == 0.8
    assert (small["Mô tả"] == "", large["Mô tả"]) == (False, "")


@pytest.mark.parametrize("layout", TABLES, ids=named)
def test_a_text_that_begins_like_a_formula_is_no_formula(layout: Layout) -> None:
    risky = replace(HONEY, title='=HYPERLINK("https://x.example","bấm")')
    cells = [cell for row in table(layout, written(layout, risky)) for cell in row]
    begun = [cell for cell in cells if isinstance(cell, str) and bared(cell).startswith("=")]
    assert begun
    if layout.kind in (CSV, TSV):
        assert not [cell for cell in begun if cell[0] in "=+-@"]


def test_a_title_that_a_channel_would_show_with_our_guard_is_minded() -> None:
    risky, plain = replace(HONEY, title="=Mật ong"), replace(HONEY, title="Mật ong = ngọt")
    guarded = {layout.channel for layout in LAYOUTS if says_guarded(risky, layout)}
    assert guarded == {"google", "meta", "shopify", "haravan"}
    assert not [layout for layout in LAYOUTS if says_guarded(plain, layout)]


def says_guarded(record: Record, layout: Layout) -> bool:
    return TITLE_GUARDED in judge(record, layout, ON).complaints


@pytest.mark.parametrize("layout", [HARAVAN_XLSX, SHEET_XLSX], ids=named)
def test_no_cell_of_a_workbook_is_a_formula(layout: Layout) -> None:
    with ZipFile(BytesIO(written(layout, replace(HONEY, title="=1+1")))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert ">=1+1<" in sheet


@settings(max_examples=60, deadline=None)
@given(title=TEXTS, description=TEXTS, value=TEXTS, layout=st.sampled_from(TABLES))
def test_any_text_leaves_the_table_whole(
    title: str, description: str, value: str, layout: Layout
) -> None:
    record = replace(
        HONEY,
        title=title,
        description=description,
        option_names=("Cỡ",),
        forms=(Form(values=(value,)), Form(values=("x",), sku="X1")),
    )
    found = table(layout, written(layout, record))
    assert tuple(found[0]) == layout.headings
    assert {len(row) for row in found} == {len(layout.headings)}


@settings(max_examples=150, deadline=None)
@given(title=TEXTS, description=TEXTS, brand=TEXTS)
def test_any_text_leaves_the_feed_well_formed(title: str, description: str, brand: str) -> None:
    record = replace(HONEY, title=title, description=description, brand=brand)
    root = ET.fromstring(written(GOOGLE_RSS, record, JARS))
    assert len(root.findall("channel/item")) == 3


def test_the_feed_says_what_the_table_says() -> None:
    items = ET.fromstring(written(GOOGLE_RSS, HONEY, JARS)).findall("channel/item")
    for item, row in zip(items, rows(GOOGLE_TSV, HONEY, JARS), strict=True):
        told = {name: item.findtext(G + name, "") for name in ("id", "price", "title", "link")}
        assert told == {name: row[name] for name in told}
        photos = [one.text for one in item.findall(G + "additional_image_link")]
        assert photos == row["additional_image_link"].split(",")


def test_what_xml_cannot_hold_is_dropped_and_nothing_else() -> None:
    odd = replace(HONEY, title="A\x00B\x0bC\ufffeD <b>&amp;")
    item = ET.fromstring(written(GOOGLE_RSS, odd)).find("channel/item")
    assert item is not None
    assert item.findtext(G + "title") == "ABCD <b>&amp;"


@pytest.mark.parametrize("layout", LAYOUTS, ids=named)
def test_a_house_that_nobody_reaches_hands_out_no_address(layout: Layout) -> None:
    content = written(layout, without_addresses(HONEY), without_addresses(JARS))
    text = content.decode("utf-8-sig") if layout.kind != XLSX else str(table(layout, content))
    assert "shop.example/p/" not in text
    assert "shop.example/photos/" not in text


def test_a_listing_without_a_price_is_refused_everywhere_but_in_the_own_sheet() -> None:
    bare = replace(HONEY, price_vnd=None)
    for layout in LAYOUTS:
        refused = judge(bare, layout, ON).refused
        says_price = NO_PRICE in refused or any(code.endswith(".price") for code in refused)
        assert says_price is not layout.is_whole


def test_words_that_the_law_forbids_keep_a_listing_out() -> None:
    risky = replace(HONEY, description="Mật ong chữa khỏi bệnh dạ dày.")
    for layout in LAYOUTS:
        assert (CLAIMS in judge(risky, layout, ON).refused) is not layout.is_whole


def test_a_listing_in_order_is_taken() -> None:
    for layout in LAYOUTS:
        assert judge(HONEY, layout, ON).refused == ()


def test_a_product_keeps_the_handle_it_had() -> None:
    came: Record = replace(HONEY, came_from="shopify", came_as="mat-ong-tram")
    assert column(rows(NEW_CSV, came), "URL handle") == ["mat-ong-tram"] * 3
