"""Upload sheets as a channel gives them out: several sheets, a hidden key row, lists, looks."""

from collections.abc import Sequence
from io import BytesIO
from zipfile import ZipFile

from xlsxwriter import Workbook

KEYS = (
    "ps_category|0|0",
    "ps_product_name|1|0",
    "ps_product_description|1|0",
    "et_title_variation_integration_no|0|0",
    "et_title_variation_1|0|0",
    "et_title_option_for_variation_1|0|0",
    "ps_price|1|1",
    "ps_stock|0|0",
    "ps_sku_short|0|0",
    "ps_item_cover_image|0|0",
    "ps_item_image_1|0|0",
    "ps_weight|1|1",
    "channel_id.50018|0|0",
    "et_title_reason|0|0",
)
HEADINGS = 6


def template(
    keys: Sequence[str] = KEYS,
    *,
    rows: Sequence[Sequence[object]] = (),
    styled_rows: int = 0,
    key_row: int = 0,
) -> bytes:
    """A workbook with a guide, the sheet itself and a hidden list; `rows` stand from row 7 on."""
    out = BytesIO()
    book = Workbook(out)
    bold = book.add_format({"bold": True, "bg_color": "#ee4d2d"})
    boxed = book.add_format({"border": 1, "num_format": "@"})
    guide = book.add_worksheet("Hướng dẫn")
    guide.merge_range("A1:D4", "Đọc trước khi điền", bold)
    sheet = book.add_worksheet("Bản mẫu")
    for column, key in enumerate(keys):
        sheet.write_string(key_row, column, key)
        for row in range(HEADINGS):
            if row != key_row:
                sheet.write_string(row, column, f"Dòng {row} & <cột> {column}", bold)
    sheet.set_row(key_row, None, None, {"hidden": True})
    sheet.set_column(0, len(keys), 22, boxed)
    sheet.merge_range(1, 0, 1, 2, "Thông tin cơ bản", bold)
    sheet.data_validation(6, 0, 1005, 0, {"validate": "list", "source": "=Danh_sach!$A$1:$A$9"})
    sheet.data_validation(6, 6, 1005, 6, {"validate": "decimal", "criteria": ">", "value": 0})
    sheet.conditional_format(
        6, 6, 1005, 6, {"type": "cell", "criteria": "<", "value": 1000, "format": bold}
    )
    sheet.freeze_panes(6, 1)
    for row in range(HEADINGS, HEADINGS + styled_rows):
        for column in range(len(keys)):
            sheet.write_blank(row, column, None, boxed)
    for number, values in enumerate(rows, HEADINGS):
        sheet.write_row(number, 0, values)
    hidden = book.add_worksheet("Danh_sach")
    hidden.write_column(0, 0, [f"Ngành {number}" for number in range(9)])
    hidden.hide()
    book.close()
    return out.getvalue()


def raw(sheet: str, *, strings: str | None = None, name: str = "xl/worksheets/sheet1.xml") -> bytes:
    """A workbook whose one sheet is this very XML."""
    out = BytesIO()
    with ZipFile(out, "w") as book:
        book.writestr("xl/workbook.xml", "<workbook/>")
        book.writestr(name, sheet)
        if strings is not None:
            book.writestr("xl/sharedStrings.xml", strings)
    return out.getvalue()


def members(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as book:
        return {info.filename: book.read(info) for info in book.infolist()}
