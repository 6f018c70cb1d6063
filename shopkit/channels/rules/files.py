"""Whether a listing goes into a channel's file, and writing the file row by row."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import BinaryIO
from xml.sax.saxutils import escape

from shopkit.catalog.rules.claims import is_held_back
from shopkit.catalog.rules.quality import findings
from shopkit.catalog.rules.quality_rules import Severity
from shopkit.catalog.rules.record import Record
from shopkit.channels.rules.layouts.layout import CSV, RSS, TSV, XLSX, Layout, whole_text
from shopkit.channels.rules.layouts.shopify import LEVELS
from shopkit.sheets.long_book import write_book
from shopkit.sheets.writing import BOM, FORMULA_SIGNS, Row, Value, neutral, written

# Reasons of ours, beside the codes of the rules that channels publish.
CLAIMS, NO_TITLE, NO_PRICE = "claims", "no_title", "no_price"
TITLE_GUARDED = "title_guarded"
TITLE_CUT, TEXT_CUT, PHOTOS_LEFT, FACTS_LEFT, LEVELS_LEFT = (
    "title_cut",
    "text_cut",
    "photos_left",
    "facts_left",
    "levels_left",
)
# Rules that our file meets in another way: the shop stands for the brand, our code for a long SKU;
# and what is cut is said as such.
MET_BY_US = frozenset(
    {
        "meta.identified",
        "google.id",
        "google.title_most",
        "meta.title_most",
        "meta.description_most",
    }
)
NOT_IN_XML = re.compile("[^\\t\\n\\r\\u0020-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
# What `neutral` looks at more closely.
RISKY = frozenset({*FORMULA_SIGNS, "'"})
SHOPPING = "http://base.google.com/ns/1.0"
LIST_ITEM = "additional_image_link"


@dataclass(frozen=True)
class Judged:
    """What a channel would say of a listing: why it takes it not at all, and what it minds."""

    refused: tuple[str, ...] = ()
    complaints: tuple[str, ...] = ()


@dataclass(frozen=True)
class Head:
    """Whose file it is: the name and public page of the shop."""

    name: str
    address: str
    made_at: datetime


def judge(record: Record, layout: Layout, on: date) -> Judged:
    """Which rules of a channel a listing breaks; our own sheet takes everything."""
    if layout.is_whole:
        return Judged()
    refused, complaints = [], []
    if is_held_back(record):
        refused.append(CLAIMS)
    found = findings(record, layout.channel, on)
    parts = {one.part for one in found if one.severity is Severity.REFUSED}
    if not record.title and "title" not in parts:
        refused.append(NO_TITLE)
    if lacks_price(record) and "price" not in parts:
        refused.append(NO_PRICE)
    for one in found:
        if one.code in MET_BY_US:
            continue
        if one.severity is Severity.REFUSED:
            refused.append(one.code)
        elif one.severity is Severity.COMPLAINT:
            complaints.append(one.code)
    return Judged(tuple(refused), (*complaints, *left_behind(record, layout)))


def lacks_price(record: Record) -> bool:
    return any(form.price_vnd is None for form in record.sold_forms())


def left_behind(record: Record, layout: Layout) -> Iterator[str]:
    """What of a listing does not stand in the file as she wrote it."""
    if layout.kind in (CSV, TSV) and not layout.drops_guard and is_guarded(record.title):
        yield TITLE_GUARDED
    if layout.longest_title and len(record.title) > layout.longest_title:
        yield TITLE_CUT
    if layout.longest_text and len(whole_text(record)) > layout.longest_text:
        yield TEXT_CUT
    if layout.most_photos and len(record.pictures) > layout.most_photos:
        yield PHOTOS_LEFT
    if layout.most_attributes and len(record.attributes) >= layout.most_attributes - LEVELS:
        yield FACTS_LEFT
    if layout.is_hand_over and len(record.option_names) > 2:
        yield LEVELS_LEFT


def is_guarded(text: str) -> bool:
    """Whether the text gets a `'` before it, because a spreadsheet program would run it."""
    return text[:1] in RISKY and neutral(text) != text


def without_addresses(record: Record) -> Record:
    """The record of a house that nobody outside can reach: no page, no photos by address."""
    return replace(
        record,
        address="",
        pictures=tuple(replace(picture, address="") for picture in record.pictures),
        forms=tuple(
            replace(form, picture=replace(form.picture, address="")) if form.picture else form
            for form in record.forms
        ),
    )


def write_file(
    layout: Layout, records: Iterable[Record], out: BinaryIO, *, on: date, head: Head
) -> None:
    """Write the file of these records; text that begins like a formula is made harmless."""
    if layout.kind == RSS:
        write_rss(layout, records, out, on=on, head=head)
    elif layout.kind == XLSX:
        rows = rows_of(layout, records, on)
        write_book(out, head.name or layout.channel, layout.headings, rows, head.made_at)
    else:
        write_text(layout, records, out, on=on)


def rows_of(layout: Layout, records: Iterable[Record], on: date) -> Iterator[Row]:
    for record in records:
        yield from layout.rows(record, on)


class Encoded:
    """What `csv` writes to, passed on as UTF-8."""

    def __init__(self, out: BinaryIO) -> None:
        self.out = out

    def write(self, text: str) -> int:
        return self.out.write(text.encode())


def write_text(layout: Layout, records: Iterable[Record], out: BinaryIO, *, on: date) -> None:
    if layout.has_bom:
        out.write(BOM.encode())
    separator = "\t" if layout.kind == TSV else ","
    writer = csv.writer(Encoded(out), delimiter=separator, lineterminator="\r\n")
    writer.writerow(layout.headings)
    for row in rows_of(layout, records, on):
        writer.writerow([shown(cell) for cell in row])


def shown(cell: Value) -> str:
    """A cell as text; most are no danger by their first letter, and there are millions of them."""
    if type(cell) is str:
        return neutral(cell) if cell[:1] in RISKY else cell
    return written(cell)


def write_rss(
    layout: Layout, records: Iterable[Record], out: BinaryIO, *, on: date, head: Head
) -> None:
    """RSS 2.0 with the names of Google Merchant; well-formed whatever the texts hold."""
    start = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<rss version="2.0" xmlns:g="{SHOPPING}">\n<channel>\n'
        f"<title>{clean(head.name)}</title>\n<link>{clean(head.address)}</link>\n"
        f"<description>{clean(head.name)}</description>\n"
    )
    out.write(start.encode())
    for row in rows_of(layout, records, on):
        out.write(item(layout.headings, row).encode())
    out.write(b"</channel>\n</rss>\n")


def item(headings: Iterable[str], row: Row) -> str:
    parts = ["<item>\n"]
    for name, cell in zip(headings, row, strict=True):
        for entry in entries(name, cell):
            parts.append(f"<g:{name}>{clean(entry)}</g:{name}>\n")
    parts.append("</item>\n")
    return "".join(parts)


def entries(name: str, cell: Value) -> list[str]:
    """One element for each value of a list."""
    if cell is None or cell == "":
        return []
    text = str(cell)
    return text.split(",") if name == LIST_ITEM else [text]


def clean(text: str) -> str:
    """Text for XML: what XML cannot hold is dropped, what it reads as its own is escaped."""
    return escape(NOT_IN_XML.sub("", text))


def sorted_out(
    records: Iterable[Record],
    layout: Layout,
    on: date,
    note: Callable[[Record, Judged], None],
) -> Iterator[Record]:
    """The records that go into the file; `note` hears of every one, taken or not."""
    for record in records:
        judged = judge(record, layout, on)
        note(record, judged)
        if not judged.refused:
            yield record
