"""Files of shops: sales and hidden forms of WooCommerce, goods of one form in Haravan's words."""

from datetime import date
from io import BytesIO

import pytest

from shopkit.channels.rules.files import write_file
from shopkit.channels.rules.layouts.layout import Layout
from shopkit.channels.rules.layouts.shopify import HARAVAN_CSV, NEW_CSV, OLD_CSV
from shopkit.channels.rules.layouts.shopping import GOOGLE_TSV, META_CSV
from shopkit.channels.rules.reading.found import Found
from shopkit.channels.rules.reading.shelf import is_sure
from tests.channels.layouts_made import HEAD, HONEY, ON
from tests.channels.reading.files import csv_of, products_in

WOO = ["Type", "SKU", "Name", "Published", "Parent", "Regular price", "Sale price",
       "Date sale price starts", "Date sale price ends", "Attribute 1 name",
       "Attribute 1 value(s)"]  # fmt: skip
Row = list[str]


def honey(*forms: Row, shown: str = "1") -> Found:
    head = ["variable", "MO", "Mật ong", shown, "", "", "", "", "", "Cỡ", "250 g, 500 g, 1 kg"]
    found = products_in(csv_of(WOO, head, *forms))[1][0]
    assert isinstance(found, Found), found
    return found


def form(size: str, price: str, sale: str = "", days: str = "", shown: str = "1") -> Row:
    first, _, last = days.partition(" ")
    return ["variation", "", "Mật ong", shown, "MO", price, sale, first, last, "Cỡ", size]


NOVEMBER, DECEMBER = "2026-11-01 2026-11-30", "2026-12-01 2026-12-31"


def test_days_that_all_forms_on_sale_share_are_the_days_of_the_product() -> None:
    found = honey(
        form("250 g", "120000"),
        form("500 g", "220000", "199000", NOVEMBER),
        form("1 kg", "400000", "360000", NOVEMBER),
    )
    record = found.record
    assert (record.sale_from, record.sale_to) == (date(2026, 11, 1), date(2026, 11, 30))
    assert [one.sale_price_vnd for one in record.sold_forms()] == [None, 199_000, 360_000]
    assert found.notes == ()


def test_a_sale_on_other_days_than_the_next_form_is_left_out_and_said() -> None:
    found = honey(
        form("250 g", "120000", "99000", DECEMBER),
        form("500 g", "220000", "199000", NOVEMBER),
        form("1 kg", "400000", "360000"),
    )
    record = found.record
    assert (record.sale_from, record.sale_to) == (None, None)
    assert [one.sale_price_vnd for one in record.sold_forms()] == [None, None, 360_000]
    assert found.notes == ("sale_days_differ", "sale_days_differ")


def test_a_form_that_is_hidden_is_left_out_and_said() -> None:
    found = honey(form("250 g", "120000"), form("500 g", "220000", shown="0"))
    assert [one.values for one in found.record.forms] == [("250 g",)]
    assert found.notes == ("form_hidden",)
    assert found.record.state == "published"


def test_a_hidden_product_or_a_draft_keeps_its_forms() -> None:
    for shown in ("0", "-1"):
        found = honey(form("250 g", "120000", shown=shown), shown=shown)
        assert (len(found.record.forms), found.record.state) == (1, "draft")
        assert found.notes == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [("Tiêu đề", "Default Title"), ("Title", "Mặc định"), ("Tiêu đề", "Mặc định"),
     ("Title", "Default Title"), ("", "")],
)  # fmt: skip
def test_goods_of_one_form_have_no_option_in_any_words(name: str, value: str) -> None:
    content = csv_of(
        ["Url", "Tên", "Mô tả", "Thuộc tính 1", "Giá trị thuộc tính 1", "Giá"],
        ["banh", "Bánh gai", "Ngon", name, value, "60000"],
    )
    code, (found,) = products_in(content)
    assert code == "haravan"
    assert isinstance(found, Found)
    assert (found.record.option_names, found.record.forms) == ((), ())
    assert found.record.price_vnd == 60_000


@pytest.mark.parametrize(
    ("layout", "code", "is_alone"),
    [
        (NEW_CSV, "shopify", True),
        (OLD_CSV, "shopify", False),
        (HARAVAN_CSV, "shopify", False),
        (GOOGLE_TSV, "google", True),
        (META_CSV, "meta", True),
    ],
)
def test_a_file_is_called_by_one_program_only_where_its_headings_tell(
    layout: Layout, code: str, is_alone: bool
) -> None:
    out = BytesIO()
    write_file(layout, [HONEY], out, on=ON, head=HEAD)
    assert products_in(out.getvalue())[0] == code
    assert is_sure(code, [str(name) for name in layout.headings]) is is_alone


def test_the_least_file_for_meta_is_not_said_to_be_of_google() -> None:
    names = ["id", "title", "description", "availability", "condition", "price", "link"]
    code, _found = products_in(csv_of(names, ["A1", "Cam", "Ngon", "in stock", "new", "45000", ""]))
    assert code == "google"
    assert not is_sure(code, names)
