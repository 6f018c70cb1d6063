"""Statements as banks here print them, made up: each in the shape of one, with nobody's data.

Each holds the same five lines: two payments that came in with a code each, one without a code,
one that went out, and a second one like the third.
"""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter
import xlwt

ONE, TWO = "SK7K3QX9M4", "SKABCDEFG0"
OWN = "1012345678"

# When, in or out, how much, memo, reference.
LINES: tuple[tuple[str, int, str, str], ...] = (
    ("22/11/2026 08:05:11", 25_000, f"MBVCB.101.NGUYEN THI MAU CHUYEN TIEN {ONE}", "FT2632600001"),
    (
        "22/11/2026 08:30:00",
        200_000,
        f"CT DEN:0900 {TWO[:5]} {TWO[5:]} TRAN THI THU",
        "FT2632600002",
    ),
    ("22/11/2026 09:00:00", 30_000, "TRAN THI THU tra tien banh gai", "FT2632600003"),
    ("22/11/2026 09:10:00", -1_250_000, "TRA TIEN HANG; phi 0", "FT2632600004"),
    ("22/11/2026 09:20:00", 30_000, "TRAN THI THU tra tien banh gai", "FT2632600005"),
)
CAME_IN = [25_000, 200_000, 30_000, 30_000]


def dotted(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


def day_of(at: str) -> str:
    return at.split()[0]


def at_of(at: str) -> datetime:
    return datetime.strptime(at, "%d/%m/%Y %H:%M:%S")  # noqa: DTZ007  as a cell holds it


def book(rows: list[list[Any]], merged: list[tuple[int, int, int, int]] = ()) -> bytes:  # type: ignore[assignment]
    """An XLSX with these cells; days and moments as such, merged ranges merged."""
    out = BytesIO()
    made = xlsxwriter.Workbook(out, {"default_date_format": "dd/mm/yyyy hh:mm:ss"})
    sheet = made.add_worksheet("Sao kê")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell is not None:
                sheet.write(number, column, cell)
    for first, left, last, right in merged:
        sheet.merge_range(first, left, last, right, rows[first][left])
    made.close()
    return out.getvalue()


def old_book(rows: list[list[Any]]) -> bytes:
    out = BytesIO()
    made = xlwt.Workbook()
    sheet = made.add_sheet("Sheet1")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell is not None:
                sheet.write(number, column, cell)
    made.save(out)
    return out.getvalue()


def text(rows: list[list[str]], separator: str = ",", codec: str = "utf-8-sig") -> bytes:
    quoted = [
        separator.join(f'"{cell}"' if separator in cell or "\n" in cell else cell for cell in row)
        for row in rows
    ]
    return "\r\n".join(quoted).encode(codec)


def two_columns_under_titles() -> bytes:
    """Six title rows, the headings in two languages, amounts as text, sums below."""
    rows: list[list[Any]] = [
        ["NGÂN HÀNG MẪU", None, None, None, None, None],
        ["SAO KÊ TÀI KHOẢN / ACCOUNT STATEMENT", None, None, None, None, None],
        ["Số tài khoản: " + OWN, None, None, "Chủ tài khoản: NGUYEN THI MAU", None, None],
        ["Từ ngày 22/11/2026 đến ngày 22/11/2026", None, None, None, None, None],
        [None],
        ["Ngày giao dịch", "Số tham chiếu", "Số tiền ghi nợ", "Số tiền ghi có", "Số dư", "Mô tả"],
        ["Transaction date", "Reference", "Debit", "Credit", "Balance", "Description"],
    ]
    balance = 5_000_000
    for at, amount, memo, reference in LINES:
        balance += amount
        paid = dotted(-amount) if amount < 0 else None
        came = dotted(amount) if amount > 0 else None
        rows.append([at, reference, paid, came, dotted(balance), memo])
    rows.append(["Tổng cộng", None, "1.250.000", "285.000", None, None])
    rows.append(["Chứng từ này in từ hệ thống, không cần đóng dấu."])
    return book(rows, [(0, 0, 0, 5), (1, 0, 1, 5)])


def one_signed_column() -> bytes:
    """CSV with semicolons, one column with a sign, the newest first."""
    rows = [["Thời gian", "Số tiền", "Nội dung", "Mã giao dịch"]]
    rows += [[at, f"{amount:+}", memo, ref] for at, amount, memo, ref in reversed(LINES)]
    return text(rows, ";", "utf-8")


def amount_with_mark() -> bytes:
    """The old workbook; an amount without sign and a mark beside it; time in its own column."""
    rows: list[list[Any]] = [
        ["Lịch sử giao dịch"],
        ["STT", "Ngày", "Giờ", "Loại", "Số tiền (VND)", "Diễn giải", "Số bút toán"],
    ]
    for number, (at, amount, memo, ref) in enumerate(LINES, 1):
        mark = "Ghi có" if amount > 0 else "Ghi nợ"
        rows.append([number, day_of(at), at.split()[1], mark, abs(amount), memo, ref])
    return old_book(rows)


def english_with_cents() -> bytes:
    """CSV with commas and English headings, months by name, cents of zero."""
    rows = [["Transaction Date", "Description", "Debit Amount", "Credit Amount", "Ref No"]]
    for at, amount, memo, ref in LINES:
        shown = f"{abs(amount):,}.00"
        day = at_of(at).strftime("%d-%b-%Y %H:%M:%S")
        rows.append([day, memo, shown if amount < 0 else "", shown if amount > 0 else "", ref])
    return text(rows)


def two_heading_rows() -> bytes:
    """Số tiền over Nợ and Có; the memo broken over two rows; real days and numbers."""
    rows: list[list[Any]] = [
        ["Sổ phụ tài khoản " + OWN],
        [None],
        ["Ngày hạch toán", "Diễn giải", "Số tiền", None, "Số chứng từ"],
        [None, None, "Nợ", "Có", None],
    ]
    for at, amount, memo, ref in LINES:
        head, _, tail = memo.partition(" ")
        paid, came = (-amount, None) if amount < 0 else (None, amount)
        rows.append([at_of(at), head, paid, came, ref])
        rows.append([None, tail, None, None, None])
    rows.append([None, "Số dư cuối kỳ", None, 1_000_000, None])
    merged = [(2, 0, 3, 0), (2, 1, 3, 1), (2, 2, 2, 3), (2, 4, 3, 4)]
    return book(rows, merged)


def web_page() -> bytes:
    """A web page that calls itself .xls, each cell padded, the memo with breaks."""
    cells = "".join(
        f"<tr><td>{number}</td><td>{day_of(at)}<br>{at.split()[1]}</td><td>{ref}</td>"
        f"<td>{dotted(-amount) if amount < 0 else '&nbsp;'}</td>"
        f"<td>{dotted(amount) if amount > 0 else '&nbsp;'}</td>"
        f"<td>{memo[:14]}<br>{memo[14:]}</td></tr>"
        for number, (at, amount, memo, ref) in enumerate(LINES, 1)
    )
    return (
        "<html><meta charset=utf-8><table><tr><td colspan=6>Sao kê giao dịch</td></tr></table>"
        "<table><tr><th>STT</th><th>Ngày giao dịch</th><th>Số tham chiếu</th><th>Phát sinh nợ</th>"
        f"<th>Phát sinh có</th><th>Nội dung giao dịch</th></tr>{cells}"
        "<tr><td colspan=3>Tổng cộng</td><td>1.250.000</td><td>285.000</td><td></td></tr>"
        "</table></html>"
    ).encode()


def utf16_tabs() -> bytes:
    """Text with tabs in UTF-16 as Excel saves it, in and out of a wallet."""
    rows = [
        [
            "Thời gian giao dịch",
            "Tiền vào",
            "Tiền ra",
            "Số dư sau giao dịch",
            "Lời nhắn",
            "ID giao dịch",
        ]
    ]
    for at, amount, memo, ref in LINES:
        shown = f"{abs(amount):,}đ"
        rows.append(
            [at, shown if amount > 0 else "0đ", shown if amount < 0 else "0đ", "0đ", memo, ref]
        )
    return ("\ufeff" + "\r\n".join("\t".join(row) for row in rows)).encode("utf-16-le")


def code_page() -> bytes:
    """A list in the code page of old programs, days written 2026-11-22, thu and chi."""
    rows = [["Ngày", "Nội dung", "Thu", "Chi", "Số CT"]]
    for at, amount, memo, ref in LINES:
        day = at_of(at).strftime("%Y-%m-%d %H:%M")
        paid, came = (str(-amount), "") if amount < 0 else ("", str(amount))
        rows.append([day, memo, came, paid, ref])
    return encoded_1258(rows)


def encoded_1258(rows: list[list[str]]) -> bytes:
    plain = "\n".join("|".join(row) for row in rows)
    decomposed = {"ộ": "ô\u0323", "à": "à", "ố": "ô\u0301"}
    return "".join(decomposed.get(letter, letter) for letter in plain).encode("cp1258")


def account_in_each_row() -> bytes:
    """Business statements: the own account in each row, the other side's beside it."""
    rows: list[list[Any]] = [
        [
            "Số tài khoản", "Ngày GD", "Số tiền giao dịch", "Loại tiền", "D/C",
            "Tài khoản đối ứng", "Nội dung", "Số GD",
        ]
    ]  # fmt: skip
    for at, amount, memo, ref in LINES:
        mark = "C" if amount > 0 else "D"
        rows.append([OWN, at_of(at), abs(amount), "VND", mark, "0000000001", memo, ref])
    rows.append(["9999999999", at_of(LINES[0][0]), 1_000, "VND", "C", "", "khac", "X1"])
    return book(rows)


LAYOUTS: tuple[Callable[[], bytes], ...] = (
    two_columns_under_titles,
    one_signed_column,
    amount_with_mark,
    english_with_cents,
    two_heading_rows,
    web_page,
    utf16_tabs,
    code_page,
    account_in_each_row,
)
