"""What stands in a product file by rule is no loss; what tells something of the goods is said."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from shopkit.catalog.rules.record import Form, Picture, Record
from shopkit.channels.actions.bringing import Table
from shopkit.channels.rules.files import Head, write_file
from shopkit.channels.rules.layouts.shelf import BY_NAME
from shopkit.channels.rules.reading.shelf import MANNERS, recognised
from shopkit.channels.rules.reading.table import TABLE
from shopkit.clock import LOCAL
from shopkit.imports.rules.columns import Layout
from shopkit.sheets.reading import unroll
from tests.channels.brought_files import SHOPIFY_HEAD, SHOPIFY_ROWS, csv_file

DAY = date(2026, 11, 22)
HEAD = Head("Bánh gai cô Mẫu", "https://example.vn/s/abc", datetime(2026, 11, 22, tzinfo=LOCAL))
CAKE = Record(
    code="ABCD2345",
    state="published",
    title="Bánh gai Thọ Xuân, hộp 10 chiếc",
    description="Dẻo, thơm mùi lá gai",
    address="https://example.vn/p/ABCD2345",
    price_vnd=60_000,
    sku="BG-10",
    packed_weight_g=650,
    stock=12,
    net_amount=600,
    net_unit="g",
    attributes=(("Vị", "Ngọt"),),
    shop_name="Bánh gai cô Mẫu",
    pictures=tuple(Picture(id=one, address=f"https://example.vn/{one}.jpg") for one in "ab"),
)
CAKES = replace(
    CAKE,
    code="ABCD2346",
    title="Bánh ít",
    sku=None,
    option_names=("Cỡ",),
    forms=(Form(values=("Nhỏ",), sku="BI-N", stock=3), Form(values=("To",), sku="BI-T", stock=0)),
)
OWN = [
    ("google", "tsv"),
    ("google", "rss"),
    ("meta", "csv"),
    ("shopify", "csv"),
    ("shopify", "csv_old"),
    ("woocommerce", "csv"),
    ("kiotviet", "xlsx"),
    ("pancake", "xlsx"),
    ("sheet", "csv"),
    ("sheet", "xlsx"),
]


def strange_in(content: bytes, code: str = "") -> Mapping[str, int]:
    """The columns that are said to have no place, as a trial says it."""
    with TemporaryDirectory() as folder:
        roll = unroll(content, Path(folder))
        known = recognised([roll.block(0, 0)[:20]])
        assert known
        manner = MANNERS[code] if code else known[0]
        return Table(manner, roll, Layout(known[1], known[2])).filled()


@pytest.mark.parametrize("name", OWN, ids="-".join)
def test_our_own_file_loses_nothing(name: tuple[str, str]) -> None:
    out = BytesIO()
    write_file(BY_NAME[name], [CAKE, CAKES], out, on=DAY, head=HEAD)
    assert strange_in(out.getvalue()) == {}


def test_what_another_shop_chose_itself_is_said() -> None:
    text = csv_file(SHOPIFY_HEAD, SHOPIFY_ROWS).decode()
    assert strange_in(text.encode()) == {"SEO Title": 1, "Image Alt Text": 1}
    chosen = text.replace(",deny,manual,470000.00", ",continue,manual,470000.00")
    assert strange_in(chosen.encode())["Variant Inventory Policy"] == 1


def test_in_a_table_of_unknown_make_every_column_is_said() -> None:
    content = csv_file(SHOPIFY_HEAD, SHOPIFY_ROWS)
    assert strange_in(content, TABLE)["Variant Inventory Policy"] == 4
