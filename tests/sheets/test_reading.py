"""Spreadsheets of the wild: read right, or refused by name within bounded time and memory."""

import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path
from unicodedata import normalize

import pytest
import xlsxwriter
import xlwt

from shopkit.sheets.cells import Above, Cell
from shopkit.sheets.flaws import Limits, SheetFlaw, SheetRefused
from shopkit.sheets.letters import ABC
from shopkit.sheets.reading import unroll
from shopkit.sheets.rolls import Roll
from shopkit.sheets.writing import Sheet, workbook

TEXT = "Ngày giao dịch;Số tiền;Nội dung\n22/11/2026;200.000;Nguyễn Thị Mẫu trả tiền bánh\n"
ROWS: list[list[Cell]] = [
    ["Ngày giao dịch", "Số tiền", "Nội dung"],
    ["22/11/2026", "200.000", "Nguyễn Thị Mẫu trả tiền bánh"],
]
BACK = {new: old for old, new in ABC.items()}


def rows(content: bytes, folder: Path, limits: Limits | None = None) -> list[list[Cell]]:
    return list(unroll(content, folder, limits=limits or Limits()).rows(0))


def flaw(content: bytes, folder: Path, limits: Limits | None = None) -> SheetFlaw:
    with pytest.raises(SheetRefused) as refused:
        rows(content, folder, limits)
    assert not list(folder.iterdir()), "something was left behind"
    return refused.value.flaw


def in_1258(text: str) -> bytes:
    """As old programs wrote it: the letter, then its tone as a sign of its own."""
    out = b""
    for letter in text:
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            parts = normalize("NFD", letter)
            tone = next(mark for mark in "\u0300\u0301\u0303\u0309\u0323" if mark in parts)
            out += normalize("NFC", parts.replace(tone, "")).encode("cp1258")
            out += tone.encode("cp1258")
    return out


def in_abc(text: str) -> str:
    return "".join(BACK.get(letter, letter) for letter in text)


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        in_1258(TEXT),
        in_abc(TEXT).encode("cp1252"),
        TEXT.replace(";", "\t").encode(),
        TEXT.replace(";", "|").encode(),
        TEXT.replace(";", ",").encode(),
        ("sep=;\r\n" + TEXT).encode(),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
    ],
)
def test_text_in_any_usual_coat_reads_the_same(content: bytes, tmp_path: Path) -> None:
    assert rows(content, tmp_path) == ROWS


def test_a_letter_cut_off_at_the_end_spoils_nothing_else(tmp_path: Path) -> None:
    assert rows(TEXT.strip().encode()[:-1] + b"\xc3", tmp_path)[0] == ROWS[0]


def test_a_break_inside_quotes_stays_inside_its_cell(tmp_path: Path) -> None:
    assert rows(b'a,b\n"x\r\ny",2\n', tmp_path)[1] == ["x\ny", "2"]


def test_a_quote_that_never_ends_swallows_nothing(tmp_path: Path) -> None:
    text = 'a;b\n"5 inch;1\n' + "x;2\n" * 300
    found = rows(text.encode(), tmp_path)
    assert (len(found), found[1]) == (302, ['"5 inch', "1"])


def test_what_keeps_a_cell_text_is_taken_off(tmp_path: Path) -> None:
    found = rows(b'a,b,c\n"=""0123""",\'=1+1,\'0123\n', tmp_path)
    assert found[1] == ["0123", "=1+1", "'0123"]


def test_rows_of_a_workbook_keep_their_numbers_and_types(tmp_path: Path) -> None:
    out = BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("Sổ")
    sheet.write(3, 1, "Sao kê")
    sheet.write(5, 1, 25_000)
    sheet.write_datetime(5, 2, datetime(2026, 11, 22, 9, 30), book.add_format({"num_format": 22}))  # noqa: DTZ001
    sheet.write_formula(5, 3, "=1+1", None, 2)
    book.close()
    found = rows(out.getvalue(), tmp_path)
    assert found[3] == [None, "Sao kê"]
    assert found[5] == [None, 25_000, datetime(2026, 11, 22, 9, 30), 2]  # noqa: DTZ001


def test_the_old_workbook_reads_like_the_new_one(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    for number, row in enumerate(ROWS):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell)
    out = BytesIO()
    book.save(out)
    assert rows(out.getvalue(), tmp_path) == ROWS


def test_a_merged_cell_says_so_below_and_hidden_sheets_are_left_out(tmp_path: Path) -> None:
    out = BytesIO()
    book = xlsxwriter.Workbook(out)
    hidden = book.add_worksheet("ẩn")
    sheet = book.add_worksheet("hiện")
    sheet.activate()
    hidden.hide()
    hidden.write(0, 0, "x")
    sheet.merge_range(0, 0, 1, 0, "Thôn 1")
    sheet.write(0, 1, "a")
    sheet.write(1, 1, "b")
    book.close()
    roll = unroll(out.getvalue(), tmp_path)
    assert [sheet.name for sheet in roll.sheets] == ["hiện"]
    assert list(roll.rows(0)) == [["Thôn 1", "a"], [Above("Thôn 1"), "b"]]


def test_old_fonts_inside_a_new_workbook_are_told_by_their_words(tmp_path: Path) -> None:
    content = workbook(
        [Sheet("x", [in_abc(str(cell)) for cell in ROWS[0]], [[in_abc("Thôn Đông")]])]
    )
    assert rows(content, tmp_path) == [ROWS[0], ["Thôn Đông"]]


@pytest.mark.parametrize(
    "markup",
    [
        "<html><table><tr><td colspan=2>Sao kê<tr><td>a<td>b</table></html>",
        "<table><tr><td><table><tr><td colspan='2'>Sao k&ecirc;</td></tr>"
        "<tr><td>a</td><td>b</td></tr></table></td></tr></table>",
        '<?xml version="1.0"?><Workbook><Table><Row><Cell><Data>Sao kê</Data></Cell></Row>'
        '<Row><Cell><Data>a</Data></Cell><Cell ss:Index="2"><Data>b</Data></Cell></Row></Table>'
        "</Workbook>",
    ],
    ids=["careless", "nested", "xml"],
)
def test_a_web_page_called_xls_is_read_as_what_it_is(markup: str, tmp_path: Path) -> None:
    found = [[cell for cell in row if cell] for row in rows(markup.encode(), tmp_path)]
    assert found[:2] == [["Sao kê"], ["a", "b"]]


def test_blocks_are_read_from_any_row_on(tmp_path: Path) -> None:
    content = workbook([Sheet("x", ["n"], ([n] for n in range(1, 2_501)))])
    roll = unroll(content, tmp_path)
    assert next(roll.rows(0, 2_001)) == [2_001]
    assert sum(1 for _ in roll.rows(0, 999)) == 2_501 - 999


def test_what_was_told_to_the_reader_stays_with_the_rows(tmp_path: Path) -> None:
    roll = unroll(TEXT.encode(), tmp_path, told={"import": "7"})
    assert Roll(roll.path).told["import"] == "7"


def zipped(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def sparse() -> bytes:
    """4 KB that say: one cell at each end of the largest sheet."""
    plain = zipfile.ZipFile(BytesIO(workbook([Sheet("x", ["a"], [["b"]])])))
    parts = {name: plain.read(name) for name in plain.namelist()}
    first = '<row r="1"><c r="A1"><v>1</v></c></row>'
    last = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    start = parts["xl/worksheets/sheet1.xml"].split(b"<sheetData>")[0]
    parts["xl/worksheets/sheet1.xml"] = (
        start.replace(b"A1:A2", b"A1:XFD1048576")
        + f"<sheetData>{first}{last}</sheetData></worksheet>".encode()
    )
    return zipped(parts)


def dense() -> bytes:
    """Half a megabyte that unpacks to six million tiny rows."""
    plain = zipfile.ZipFile(BytesIO(workbook([Sheet("x", ["a"], [["b"]])])))
    parts = {name: plain.read(name) for name in plain.namelist()}
    start = parts["xl/worksheets/sheet1.xml"].split(b"<sheetData>")[0]
    rows = b"<row><c><v>1</v></c></row>" * 6_000_000
    parts["xl/worksheets/sheet1.xml"] = start + b"<sheetData>" + rows + b"</sheetData></worksheet>"
    return zipped(parts)


def test_a_small_sheet_that_claims_a_huge_one_is_refused(tmp_path: Path) -> None:
    content = sparse()
    assert len(content) < 8_000
    assert flaw(content, tmp_path) == SheetFlaw.DEMANDING


def test_a_dense_sheet_is_refused_by_what_it_says_and_by_the_limits_if_it_lies(
    tmp_path: Path,
) -> None:
    content = dense()
    assert flaw(content, tmp_path) == SheetFlaw.DEMANDING
    believed = Limits(most_unpacked_for_one=10_000, cpu_s=2)
    assert flaw(content, tmp_path, believed) in (SheetFlaw.DEMANDING, SheetFlaw.TOO_MANY_ROWS)


def locked() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", SheetFlaw.EMPTY),
        (b" \n\n", SheetFlaw.EMPTY),
        (b";;;\n;;;\n", SheetFlaw.EMPTY),
        (workbook([Sheet("x", [], [])]), SheetFlaw.EMPTY),
        (b"%PDF-1.7 ...", SheetFlaw.PDF),
        (b"\x89PNG\r\n\x1a\n", SheetFlaw.PICTURE),
        (b"\x00\x00\x00\x18ftypheic", SheetFlaw.PICTURE),
        (bytes(range(256)) * 8, SheetFlaw.UNKNOWN),
        (b'<?xml version="1.0"?><products><p/></products>', SheetFlaw.EMPTY),
        (b'<?xml version="1.0"?><products><p name="a"/>', SheetFlaw.NOT_XML),
        (b'<!DOCTYPE a [<!ENTITY b "cc">]><a><p>&b;</p></a>', SheetFlaw.ENTITIES),
        (b'{"a": 1', SheetFlaw.NOT_JSON),
        (b"[1, 2]", SheetFlaw.UNKNOWN),
        (locked(), SheetFlaw.LOCKED),
        (zipped({"xl/workbook.bin": b""}), SheetFlaw.BINARY_BOOK),
        (zipped({"mimetype": b"", "content.xml": b""}), SheetFlaw.OPEN_DOCUMENT),
        (zipped({"Index/Document.iwa": b""}), SheetFlaw.NUMBERS),
        (zipped({"word/document.xml": b""}), SheetFlaw.DOCUMENT),
        (zipped({"a.csv": b"a,b"}), SheetFlaw.PACKED),
        (workbook([Sheet("x", ["a"], [["b"]])])[:-40], SheetFlaw.BROKEN),
        (zipped({"xl/workbook.xml": b"<x"}), SheetFlaw.BROKEN),
    ],
)
def test_what_is_no_spreadsheet_is_refused_by_name(
    content: bytes, expected: SheetFlaw, tmp_path: Path
) -> None:
    assert flaw(content, tmp_path) == expected


def test_too_much_of_anything_is_refused_by_name(tmp_path: Path) -> None:
    many = b"a,b\n" * 51
    assert flaw(many, tmp_path, Limits(rows=50)) == SheetFlaw.TOO_MANY_ROWS
    assert flaw(b"a," * 300 + b"b\n", tmp_path) == SheetFlaw.TOO_MANY_COLUMNS
    assert flaw(many, tmp_path, Limits(content_bytes=100)) == SheetFlaw.TOO_HEAVY
    noise = "".join(f"{n * 7919:x},{n * 104_729:x}\n" for n in range(20_000)).encode()
    assert flaw(noise, tmp_path, Limits(roll_bytes=10_000)) == SheetFlaw.DEMANDING


SAMPLES = Path(__file__).parents[3] / "shared" / "samples"


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample files lie beside a checkout only")
def test_the_same_table_in_three_formats_reads_the_same(tmp_path: Path) -> None:
    def texts(name: str) -> list[list[str]]:
        found = rows((SAMPLES / name).read_bytes(), tmp_path)
        return [["" if cell is None else str(cell) for cell in row] for row in found]

    assert texts("bagisto_products.xls") == texts("bagisto_products.xlsx")
    assert len(texts("bagisto_products.csv")) == 27


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample files lie beside a checkout only")
@pytest.mark.parametrize("name", ["bagisto_products.xls", "bagisto_products.xlsx"])
def test_a_file_cut_off_anywhere_is_read_or_refused(name: str, tmp_path: Path) -> None:
    whole = (SAMPLES / name).read_bytes()
    for part in (0.1, 0.5, 0.9, 0.99):
        cut = flaw_or_none(whole[: int(len(whole) * part)], tmp_path)
        assert cut in (None, SheetFlaw.BROKEN, SheetFlaw.UNKNOWN)


def flaw_or_none(content: bytes, folder: Path) -> SheetFlaw | None:
    try:
        rows(content, folder)
    except SheetRefused as refusal:
        return refusal.flaw
    return None
