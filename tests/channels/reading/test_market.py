"""Sheets as markets keep them: dots between thousands, prices by the kilogram or not yet known."""

from csv import reader
from dataclasses import replace
from io import BytesIO, StringIO
from json import dumps
from xml.etree import ElementTree

import pytest

from shopkit.catalog.rules.record import Record
from shopkit.channels.rules.bringing import merged
from shopkit.channels.rules.files import write_file
from shopkit.channels.rules.layouts.layout import RSS, Layout
from shopkit.channels.rules.layouts.shopping import GOOGLE_RSS, GOOGLE_TSV
from shopkit.channels.rules.reading.found import Found, Line, Terms
from shopkit.channels.rules.reading.table import WANTED, apart
from shopkit.channels.rules.reading.table import record as record_of
from shopkit.channels.rules.reading.values import grams_of, stock_of
from shopkit.imports.rules.guessing import guess, headings, is_sure
from shopkit.sheets.cells import Cell
from tests.channels.layouts_made import HEAD, HONEY, ON

TERMS = Terms("table")


def of_row(**cells: Cell) -> Found:
    return record_of([Line(2, {"title": "Cam sành", **cells})], TERMS)


@pytest.mark.parametrize(
    ("typed", "unit", "told"),
    [
        ("1.500", "g", (1500, "")),
        ("1,500", "g", (1500, "")),
        ("1.500 g", "kg", (1500, "")),
        ("0.500", "g", (1, "")),
        (1.5, "g", (2, "")),
        (1.125, "g", (1, "")),
        ("1.500", "kg", (1500, "weight_doubtful")),
        ("1,500", "kg", (1500, "weight_doubtful")),
        ("1.5", "kg", (1500, "")),
        ("0.350", "kg", (350, "")),
        (1.125, "kg", (1125, "")),
    ],
)
def test_dots_before_three_digits_are_thousands_in_grams_and_said_in_kilograms(
    typed: Cell, unit: str, told: tuple[int, str]
) -> None:
    assert grams_of(typed, unit) == told


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("1.000", (1000, "")),
        ("12.000.000", (12_000_000, "")),
        (1.0, (1, "")),
        ("7.0", (7, "")),
        (1.125, (None, "stock_unread")),
        ("hết", (0, "")),
    ],
)
def test_pieces_are_counted_in_thousands_too(typed: Cell, told: tuple[int | None, str]) -> None:
    assert stock_of(typed) == told


def test_a_net_weight_of_thousands_of_grams_is_no_fraction() -> None:
    record = of_row(net="1.500 g").record
    assert (record.net_amount, record.net_unit) == (1500, "g")
    assert of_row(net="1.500 kg").record.net_amount == 1500


@pytest.mark.parametrize("typed", ["45.000đ/kg", "45k/kg", "45.000 đ / kg"])
def test_what_a_price_is_for_is_read_where_it_is_written_behind_it(typed: str) -> None:
    record = of_row(price=typed).record
    assert (record.price_vnd, record.price_unit) == (45_000, "kg")
    assert of_row(price=typed, price_unit="bó").record.price_unit == "bó"


@pytest.mark.parametrize("typed", ["35-40k", "35k - 40k", "35.000đ–40.000đ/kg", "hỏi", "Liên hệ"])
def test_a_price_to_be_asked_for_leaves_a_draft_and_is_said(typed: str) -> None:
    found = of_row(price=typed)
    assert (found.record.price_vnd, found.record.state) == (None, "draft")
    assert found.notes == ("price_asked",)


@pytest.mark.parametrize("heading", ["Còn", "Tồn", "SL còn", "Sl tồn"])
def test_what_is_left_is_the_stock(heading: str) -> None:
    rows: list[list[Cell]] = [["Tên hàng", "Giá", heading], ["Cam", "45k", 3]]
    assert guess([rows], WANTED).columns["stock"] == 2


@pytest.mark.parametrize(
    ("sku", "notes"),
    [("=SKU1", ("sku_strange",)), ("-ABC", ("sku_strange",)), ("A 1", ("sku_strange",)),
     ("MẬT-01", ()), ("a.1/b", ())],
)  # fmt: skip
def test_a_code_that_channels_would_change_is_kept_and_said(
    sku: str, notes: tuple[str, ...]
) -> None:
    found = of_row(sku=sku)
    assert (found.record.sku, found.notes) == (sku, notes)


def ids_in(layout: Layout, record: Record) -> list[str]:
    """The identities in a file for Google: of its table, or of its feed."""
    out = BytesIO()
    write_file(layout, [record], out, on=ON, head=HEAD)
    if layout.kind == RSS:
        name = "{http://base.google.com/ns/1.0}id"
        return [one.text or "" for one in ElementTree.fromstring(out.getvalue()).iter(name)]
    rows = list(reader(StringIO(out.getvalue().decode("utf-8-sig")), delimiter="\t"))
    return [row[rows[0].index("id")] for row in rows[1:]]


@pytest.mark.parametrize("sku", ["=SKU1", "+SKU2", "-ABC", "A 1"])
def test_a_code_that_a_table_must_guard_is_replaced_by_ours_in_every_file(sku: str) -> None:
    known = replace(HONEY, sku=sku)
    assert ids_in(GOOGLE_TSV, known) == ids_in(GOOGLE_RSS, known) == ["MAT7K2"]
    assert merged(known, Record(title=HONEY.title, sku="MAT7K2")).sku == sku
    assert ids_in(GOOGLE_TSV, HONEY) == ids_in(GOOGLE_RSS, HONEY) == ["MAT-500"]


@pytest.mark.parametrize("name", ["Tổng cộng", "CỘNG", "Total", "Tổng cộng:", "Tổng tiền hàng"])
def test_a_row_of_sums_is_no_product(name: str) -> None:
    assert apart(Line(9, {"title": name, "price": 250_000, "stock": 12})) == "sum"
    assert apart(Line(9, {"sku": name, "price": 250_000})) == "sum"


@pytest.mark.parametrize("name", ["Tổng hợp hạt", "Cộng tác viên", "Totally Tea", "Bánh tổng"])
def test_goods_called_like_sums_are_goods(name: str) -> None:
    assert apart(Line(9, {"title": name, "price": 250_000})) == ""


def test_a_product_with_a_code_is_no_row_of_sums() -> None:
    assert apart(Line(9, {"title": "Total", "sku": "KEM-1"})) == ""


def test_a_table_without_price_or_code_is_looked_at_by_a_person_first() -> None:
    rows: list[list[Cell]] = [["file", "same data, fields of product"], ["a.csv", "one good row"]]
    layout = guess([rows], WANTED)
    assert "title" in layout.columns
    assert not is_sure(layout, headings(rows, layout.heading, 1), WANTED)
    rows = [["Tên hàng", "Giá"], ["Cam", "45k"]]
    layout = guess([rows], WANTED)
    assert is_sure(layout, headings(rows, layout.heading, 1), WANTED)


def test_a_description_out_of_a_block_editor_is_plain_text() -> None:
    blocks = [
        {"type": "header", "data": {"text": "Cam <b>ngọt</b>", "level": 2}},
        {"type": "paragraph", "data": {"text": "Hái sáng &amp; giao chiều"}},
        {"type": "list", "data": {"items": ["Mọng", {"content": "Thơm", "items": []}]}},
        {"type": "image", "data": {"file": {"url": "https://images.invalid/1.jpg"}}},
    ]
    text = of_row(text=dumps({"time": 1, "blocks": blocks, "version": "2"})).record.description
    assert text == "Cam ngọt\n\nHái sáng & giao chiều\n\n- Mọng\n- Thơm"


@pytest.mark.parametrize(
    "text", ['{"blocks": 7}', '{"blocks"', "{một}", '{"blocks": [1, {"data": 2}]}']
)
def test_what_only_looks_like_a_block_editor_is_no_error(text: str) -> None:
    assert of_row(text=text).record.description in (text, "")
