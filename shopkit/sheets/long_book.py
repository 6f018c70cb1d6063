"""A workbook of one sheet with many rows, written as it goes; typed as `writing.workbook` types."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import BinaryIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from shopkit.sheets.writing import (
    LONGEST_CELL,
    MOST_ROWS,
    Row,
    TooManyRows,
    Value,
    free_title,
    is_exact,
    local,
    wide,
)

# Level 6 takes half as long again for a tenth less.
SQUEEZE = 3
PORTION = 500
DAY_ZERO = date(1899, 12, 30)
HEADING, WHOLE, DAY, MOMENT = 1, 2, 3, 4
NOT_IN_XML = re.compile("[^\\t\\n\\u0020-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
# What a reader would take for a letter written by its number.
LETTER_NUMBER = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

CONTENT_TYPES = (
    f'{XML}<Types xmlns="{TYPES}">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/>'
    "</Types>"
)
ROOT = (
    f'{XML}<Relationships xmlns="{RELATIONS}">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>"
)
BOOK_PARTS = (
    f'{XML}<Relationships xmlns="{RELATIONS}">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/>'
    "</Relationships>"
)
STYLES = (
    f'{XML}<styleSheet xmlns="{MAIN}">'
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/>'
    '<numFmt numFmtId="165" formatCode="dd/mm/yyyy hh:mm"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" '
    'applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="3" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    "</cellXfs></styleSheet>"
)


def write_book(
    out: BinaryIO, title: str, headings: Sequence[str], rows: Iterable[Row], made_at: datetime
) -> None:
    """Write an XLSX file; the same rows at the same moment give the same bytes.

    Text is written as text, never as a formula. Raises TooManyRows.
    """
    name = escape(free_title(NOT_IN_XML.sub("", title), set()), {'"': "&quot;"})
    book = (
        f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        f'<sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=SQUEEZE) as packed:
        for path, content in (
            ("[Content_Types].xml", CONTENT_TYPES),
            ("_rels/.rels", ROOT),
            ("xl/workbook.xml", book),
            ("xl/_rels/workbook.xml.rels", BOOK_PARTS),
            ("xl/styles.xml", STYLES),
        ):
            packed.writestr(entry(path, made_at), content)
        with packed.open(
            entry("xl/worksheets/sheet1.xml", made_at), "w", force_zip64=True
        ) as place:
            for piece in sheet_pieces(title, headings, rows):
                place.write(piece.encode())


def entry(path: str, made_at: datetime) -> ZipInfo:
    info = ZipInfo(path, local(made_at).timetuple()[:6])
    info.compress_type = ZIP_DEFLATED
    return info


def sheet_pieces(title: str, headings: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """The sheet in pieces of many rows, so that few of them are in memory at a time."""
    columns = [column_name(number) for number in range(len(headings))]
    widths = "".join(
        f'<col min="{number}" max="{number}" width="{wide(heading)}" customWidth="1"/>'
        for number, heading in enumerate(headings, 1)
    )
    yield (
        f'{XML}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        f"</sheetView></sheetViews><cols>{widths}</cols><sheetData>"
    )
    heads = zip(columns, headings, strict=True)
    cells = [text_cell(f"{column}1", heading, HEADING) for column, heading in heads]
    pieces = [f'<row r="1">{"".join(cells)}</row>']
    for number, row in enumerate(rows, 2):
        if number > MOST_ROWS:
            raise TooManyRows(title)
        pieces.append(row_xml(number, columns, row))
        if len(pieces) >= PORTION:
            yield "".join(pieces)
            pieces.clear()
    yield "".join([*pieces, "</sheetData></worksheet>"])


def row_xml(number: int, columns: Sequence[str], row: Row) -> str:
    """One row; empty cells are left out."""
    cells = [
        cell(f"{column}{number}", value)
        for column, value in zip(columns, row, strict=True)
        if value is not None and value != ""
    ]
    return f'<row r="{number}">{"".join(cells)}</row>'


def cell(place: str, value: Value) -> str:
    """One cell, typed as what it is; what a cell cannot hold exactly is written as text."""
    if type(value) is str:
        return text_cell(place, value)
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, datetime):
        return f'<c r="{place}" s="{MOMENT}"><v>{serial(local(value))!r}</v></c>'
    if isinstance(value, date):
        return f'<c r="{place}" s="{DAY}"><v>{(value - DAY_ZERO).days}</v></c>'
    if value is not None and is_exact(value):
        style = f' s="{WHOLE}"' if isinstance(value, int) else ""
        return f'<c r="{place}"{style}><v>{value}</v></c>'
    return text_cell(place, str(value))


def serial(at: datetime) -> float:
    """A moment as days since the zero of spreadsheets."""
    since = at - datetime.combine(DAY_ZERO, at.min.time())
    return since.days + since.seconds / 86_400


def text_cell(place: str, text: str, style: int = 0) -> str:
    kept = text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"
    kept = LETTER_NUMBER.sub("_x005F_", NOT_IN_XML.sub("", kept)) if needs_care(kept) else kept
    look = f' s="{style}"' if style else ""
    told = f'<is><t xml:space="preserve">{escape(kept)}</t></is>'
    return f'<c r="{place}"{look} t="inlineStr">{told}</c>'


def needs_care(text: str) -> bool:
    return "_x" in text or NOT_IN_XML.search(text) is not None


def column_name(number: int) -> str:
    """The letters of a column, counted from 0."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name
