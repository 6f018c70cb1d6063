"""Our own sheet holds everything, and its cells can be taken apart again."""

from dataclasses import fields

from hypothesis import given
from hypothesis import strategies as st

from shopkit.catalog.rules.record import Form, Record
from shopkit.channels.rules.layouts import sheet
from shopkit.channels.rules.layouts.shelf import SHEET_XLSX
from tests.channels.layouts_made import HONEY, JARS, column, rows

# In columns by other names, or of no use elsewhere: what a key, an option or a photo stands for.
ELSEWHERE = {
    "id",
    "code",
    "option_names",
    "forms",
    "came_from",
    "came_as",
    "looked",
    "values",
    "picture",
}
LINE = st.text(min_size=1, max_size=40).map(lambda text: " ".join(text.split())).filter(bool)


def test_every_field_has_a_column() -> None:
    known = {column.field for column in sheet.COLUMNS}
    assert {one.name for one in fields(Record)} - known <= ELSEWHERE
    in_form = {column.field for column in sheet.COLUMNS if column.in_form}
    assert {one.name for one in fields(Form)} - in_form <= ELSEWHERE


def test_no_heading_stands_twice() -> None:
    assert len(set(sheet.HEADINGS)) == len(sheet.HEADINGS)


def test_forms_stand_below_their_product_with_only_what_differs() -> None:
    product, small, large = rows(SHEET_XLSX, JARS)
    assert [product["Dòng"], small["Dòng"], large["Dòng"]] == ["hàng", "loại", "loại"]
    assert {product["Mã nhận lại"], small["Mã nhận lại"]} == {"HU9TT3"}
    assert (small["Giá trị 1"], small["Giá trị 2"]) == ("250 ml", "Ngọt")
    assert (small["Giá (đồng)"], small["Tên hàng"]) == (65_000, "")
    assert large["Ảnh của loại là ảnh số"] == 2


def test_numbers_are_numbers_and_states_are_words() -> None:
    found = rows(SHEET_XLSX, HONEY)
    assert column(found, "Giá (đồng)") == [120_000]
    assert column(found, "Trạng thái") == ["đang bán"]


@given(st.lists(LINE))
def test_a_list_comes_back_from_its_cell(entries: list[str]) -> None:
    assert list(sheet.entries_of(sheet.joined(entries))) == entries


@given(st.lists(st.tuples(LINE, LINE)))
def test_pairs_come_back_from_their_cell(pairs: list[tuple[str, str]]) -> None:
    assert list(sheet.pairs_of(sheet.joined_pairs(pairs))) == pairs


def test_a_key_says_where_a_product_came_from() -> None:
    came = Record(code="X1", came_from="shopify", came_as="a:b")
    assert sheet.came_of(sheet.key_of(came)) == ("shopify", "a:b")
    assert sheet.came_of(sheet.key_of(HONEY)) == (sheet.OWN, HONEY.code)
    again = Record(code="NEW", came_from=sheet.OWN, came_as=HONEY.code)
    assert sheet.key_of(again) == HONEY.code
