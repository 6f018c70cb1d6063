"""Files of other programs with their quirks: nothing is lost without a word."""

from datetime import date
from decimal import Decimal

import pytest

from shopkit.channels.rules.reading.found import Found, Meant, Unfit
from shopkit.channels.rules.reading.markup import text_of_page
from shopkit.channels.rules.reading.values import gtin_of, price_of
from tests.channels import brought_files as wild
from tests.channels.reading.files import SAMPLES, csv_of, products_in, records_in


def test_a_shopify_file_groups_its_rows_whether_handles_repeat_or_are_blank() -> None:
    code, found = products_in(wild.shopify())
    assert code == "shopify"
    dress, scarf = (one.record for one in found if isinstance(one, Found))
    assert dress.title == "Áo dài lụa"
    assert dress.option_names == ("Cỡ", "Màu")
    assert [form.values for form in dress.forms] == [("S", "Đỏ"), ("M", "Đỏ"), ("L", "Xanh")]
    assert [form.sku for form in dress.forms] == ["AD-S-DO", "AD-M-DO", "AD-L-XANH"]
    assert (dress.price_vnd, dress.sale_price_vnd) == (500_000, 450_000)
    assert [form.price_vnd for form in dress.forms] == [None, 450_000, 470_000]
    assert [form.stock for form in dress.forms] == [5, 0, 0]
    assert dress.packed_weight_g == 300, "grams are grams whatever unit is shown"
    assert dress.hashtags == ("lụa", "áo dài")
    assert dress.description == "Lụa tơ tằm\n\n- Mềm\n- Mát"
    assert (scarf.option_names, scarf.forms, scarf.sku) == ((), (), "KHAN-1")
    assert scarf.state == "draft"


def test_an_image_only_row_is_a_photo_and_no_form() -> None:
    dress = products_in(wild.shopify())[1][0]
    assert isinstance(dress, Found)
    assert dress.numbers == (2, 3, 4, 5)
    names = [one.rpartition("/")[2] for one in dress.wants]
    assert sorted(names) == ["1.jpg", "2.jpg", "3.jpg", "do.jpg"]
    assert dress.notes == ("stock_negative",)


def test_a_woocommerce_file_joins_forms_by_id_and_by_sku_in_any_order() -> None:
    code, found = products_in(wild.woocommerce())
    assert code == "woocommerce"
    honey, tea, lost = found
    assert isinstance(honey, Found)
    assert isinstance(tea, Found)
    record = honey.record
    assert (record.title, record.sku) == ("Mật ong hoa nhãn", "MO")
    assert [(form.values, form.sku) for form in record.forms] == [
        (("250 g",), "MO-250"),
        (("500 g",), "MO-500"),
    ]
    assert record.description == "Dòng một\nDòng hai"
    assert record.price_vnd == 120_000
    assert (record.forms[1].price_vnd, record.forms[1].sale_price_vnd) == (220_000, 199_000)
    assert [form.stock for form in record.forms] == [7, 0]
    assert record.packed_weight_g == 299, "0.66 lb"
    assert (record.packed_length_cm, record.packed_height_cm) == (10, 15)
    assert record.hashtags == ("ngọt", "'=ngon")
    assert dict(record.attributes) == {
        "Danh mục": "Đồ ăn > Mật; Đồ uống, nước",
        "Xuất xứ": "Hưng Yên",
    }
    assert len(honey.wants) == 2
    assert (tea.record.sku, tea.record.description, tea.record.state) == ("-CHE", "=Ngon", "draft")
    assert lost == "parent_missing"


def test_new_shopify_headings_need_a_title_only() -> None:
    content = csv_of(["Title", "Price", "Product image URL"], ["Bánh", "25000", ""])
    assert [one.title for one in records_in(content)] == ["Bánh"]


def test_a_google_feed_in_xml_reads_like_its_table() -> None:
    feed = """<?xml version="1.0"?><rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">
    <channel><title>Cửa hàng</title><item><g:id>A1</g:id><title>Bánh</title>
    <g:price>45000 VND</g:price>
    <g:sale_price>40000 VND</g:sale_price>
    <g:sale_price_effective_date>2026-11-20T00:00+07:00/2026-11-30T23:59+07:00
    </g:sale_price_effective_date><g:availability>out of stock</g:availability>
    <g:image_link>https://images.invalid/1.jpg</g:image_link>
    <g:additional_image_link>https://images.invalid/2.jpg</g:additional_image_link>
    <g:additional_image_link>https://images.invalid/3.jpg</g:additional_image_link>
    <g:description><![CDATA[<b>Ngon</b>]]></g:description></item></channel></rss>"""
    code, found = products_in(feed.encode())
    assert code == "google"
    assert isinstance(found[0], Found)
    record = found[0].record
    assert (record.sku, record.price_vnd, record.sale_price_vnd) == ("A1", 45_000, 40_000)
    assert (record.sale_from, record.sale_to) == (date(2026, 11, 20), date(2026, 11, 30))
    assert (record.stock, record.description, len(found[0].wants)) == (0, "Ngon", 3)


@pytest.mark.parametrize(
    ("typed", "price"),
    [
        ("45.000", 45_000),
        ("45,000", 45_000),
        ("45k", 45_000),
        ("45000.00", 45_000),
        ("1.250.000đ", 1_250_000),
        ("VND 45,000", 45_000),
        (45_000.0, 45_000),
        ("0", None),
        ("", None),
        ("-", None),
        ("AED 15", "price_foreign"),
        ("$19.99", "price_foreign"),
        ("19.99", "price_fraction"),
        ("14", "price_tiny"),
        ("-1", "price_negative"),
        (-1, "price_negative"),
        ("1e99", "price_huge"),
        (1e99, "price_huge"),
        ("hai chục", "price_unreadable"),
    ],
)
def test_a_price_is_read_or_asked_about(typed: str | float, price: int | str | None) -> None:
    try:
        found: int | str | None = price_of(typed, Meant())
    except Unfit as problem:
        found = problem.why
    assert found == price


def test_prices_of_another_currency_go_by_the_rate_she_told() -> None:
    meant = Meant("rate", Decimal(25_400))
    assert [price_of(one, meant) for one in ("$19.99", "1,250.50", 10)] == [
        507_746,
        31_762_700,
        254_000,
    ]
    assert price_of("45", Meant("thousand")) == 45_000
    assert price_of("19.99", Meant("none")) is None


def test_digits_that_excel_lost_are_said_and_never_made_up() -> None:
    assert gtin_of(8932282840567) == ("8932282840567", "")
    assert gtin_of("8.93228E+12") == (None, "gtin_lost")
    assert gtin_of(8.93228e12) == (None, "gtin_lost")
    assert gtin_of(36000291452) == ("036000291452", ""), "a zero at the front fits one length only"
    assert gtin_of("8932282840568") == (None, "gtin_wrong")


def test_scripts_and_styles_are_no_text_and_entities_are_letters() -> None:
    assert text_of_page("<style>p{}</style>a<script>alert(1)</script> &amp; b") == "a & b"
    assert text_of_page("5 < 6 &lt;b&gt;") == "5 < 6 <b>"
    assert text_of_page("a <script>alert(1)") == "a"


def test_marks_that_turn_or_hide_letters_are_taken_off_and_emoji_stay() -> None:
    content = csv_of(
        ["Title", "URL handle", "Description", "Price"],
        ["Bánh\u202e gai\u200b", "x", "Ngon 😋 lắm\u200f", "25000"],
    )
    record = records_in(content)[0]
    assert (record.title, record.description) == ("Bánh gai", "Ngon 😋 lắm")


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (["x" * 10_000, "a", "", "25000"], "title_long"),
        (["", "a", "", "25000"], "title_missing"),
        (["!!!", "a", "", "25000"], "title_missing"),
        (["Bánh", "a", "x" * 6_000, "25000"], "text_long"),
        (["Bánh", "a", "", "-1"], "price_negative"),
        (["Bánh", "a", "", "1e99"], "price_huge"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_reason(row: list[str], why: str) -> None:
    content = csv_of(["Title", "URL handle", "Description", "Price"], row)
    assert products_in(content)[1] == [why]


HAS_SAMPLES = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="the sample files lie beside a checkout only"
)


@HAS_SAMPLES
@pytest.mark.parametrize("ending", ["csv", "xls", "xlsx", "xml"])
def test_the_same_goods_in_four_formats_are_the_same_products(ending: str) -> None:
    def told(name: str) -> list[tuple[str, str | None, int]]:
        content = (SAMPLES / name).read_bytes()
        code, found = products_in(content, Meant("rate", Decimal(25_000)))
        assert code == "bagisto"
        return [
            (one.record.title, one.record.sku, len(one.record.forms))
            for one in found
            if isinstance(one, Found)
        ]

    assert told(f"bagisto_products.{ending}") == told("bagisto_products.csv")
    jacket = next(one for one in told(f"bagisto_products.{ending}") if one[2])
    assert jacket[1:] == ("CP-001", 4)
