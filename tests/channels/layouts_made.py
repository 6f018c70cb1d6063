"""Records as files are made of them, and files read back by programs of others."""

import csv
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from typing import Any

from python_calamine import CalamineWorkbook

from shopkit.catalog.rules.record import Form, Picture, Record
from shopkit.channels.rules.files import Head, write_file
from shopkit.channels.rules.layouts.layout import TSV, XLSX, Layout

ON = date(2026, 11, 22)
HEAD = Head("Quầy cô Mẫu", "https://shop.example/s/QUAY", datetime(2026, 11, 22, 2, 30, tzinfo=UTC))


def picture(number: int) -> Picture:
    address = f"https://shop.example/photos/{number}.jpg"
    return Picture(id=str(number), address=address, width=1600, height=1600, weight_bytes=300_000)


HONEY = Record(
    id="0192f0c4-5a7b-7d6e-8f9a-000000000001",
    code="MAT7K2",
    address="https://shop.example/p/MAT7K2",
    state="published",
    title="Mật ong hoa tràm U Minh nguyên chất, chai 500 ml",
    description="Mật ong lấy trong rừng tràm.\nQuay tay, lọc hai lần.",
    bullets=("Thơm hoa tràm", "Không pha đường"),
    price_vnd=120_000,
    price_unit="chai",
    sku="MAT-500",
    brand="Tràm Xanh",
    category="mat-ong",
    origin="Cà Mau",
    net_amount=500,
    net_unit="ml",
    packed_weight_g=800,
    packed_length_cm=10,
    packed_width_cm=9,
    packed_height_cm=22,
    stock=20,
    attributes=(("Vị", "ngọt"), ("Hạng", "A, đặc biệt")),
    hashtags=("matong", "uminh"),
    pictures=(picture(1), picture(2), picture(3)),
    shop_name="Quầy cô Mẫu",
)
JARS = replace(
    HONEY,
    id="0192f0c4-5a7b-7d6e-8f9a-000000000002",
    code="HU9TT3",
    title="Mật ong hoa tràm, nhiều cỡ",
    sku=None,
    stock=None,
    net_amount=None,
    option_names=("Cỡ", "Vị"),
    forms=(
        Form(values=("250 ml", "Ngọt"), sku="HU-250", price_vnd=65_000, stock=0, net_amount=250),
        Form(values=("500 ml", "Đắng"), price_vnd=120_000, stock=4, picture=picture(2)),
    ),
)


def written(layout: Layout, *records: Record, on: date = ON) -> bytes:
    out = BytesIO()
    write_file(layout, records, out, on=on, head=HEAD)
    return out.getvalue()


def rows(layout: Layout, *records: Record, on: date = ON) -> list[dict[str, Any]]:
    """The rows by heading, read by a program that is not ours."""
    found = table(layout, written(layout, *records, on=on))
    return [dict(zip(layout.headings, row, strict=True)) for row in found[1:]]


def table(layout: Layout, content: bytes) -> list[list[Any]]:
    if layout.kind == XLSX:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        return book.get_sheet_by_index(0).to_python()
    text = content.decode("utf-8-sig" if layout.has_bom else "utf-8")
    read = csv.reader(StringIO(text, newline=""), delimiter="\t" if layout.kind == TSV else ",")
    return list(read)


def column(found: Iterable[dict[str, Any]], heading: str) -> list[Any]:
    return [row[heading] for row in found]
