"""KiotViet and Pancake POS: programs at the till, which name goods in Vietnamese."""

from collections.abc import Iterator
from datetime import date

from shopkit.catalog.rules.record import Form, Record
from shopkit.channels.rules.layouts.categories import path_of
from shopkit.channels.rules.layouts.layout import (
    READ,
    THIRD_PARTY,
    XLSX,
    Layout,
    item_id,
    parent_id,
    photo_addresses,
    whole_text,
)
from shopkit.sheets.writing import Row

MOST_PHOTOS = 10
LEVELS = 3

KIOTVIET_HEADINGS = (
    "Loại hàng",
    "Nhóm hàng(3 Cấp)",
    "Mã hàng",
    "Mã vạch",
    "Tên hàng",
    "Thương hiệu",
    "Giá bán",
    "Giá vốn",
    "Tồn kho",
    "Tồn nhỏ nhất",
    "Tồn lớn nhất",
    "ĐVT",
    "Mã ĐVT Cơ bản",
    "Quy đổi",
    "Thuộc tính",
    "Mã HH Liên quan",
    "Hình ảnh (url1,url2...)",
    "Trọng lượng",
    "Đang kinh doanh",
    "Được bán trực tiếp",
    "Mô tả",
)
PANCAKE_HEADINGS = (
    "MA_SP",
    "TEN_SP",
    "DANH_MUC",
    "MA_MAU_MA",
    "THUOC_TINH",
    "BARCODE",
    "TRONG_LUONG",
    "NHA_CUNG_CAP",
    "GIA_NHAP",
    "KHO_THAO_TAC",
)


def kiotviet(record: Record, _on: date) -> Iterator[Row]:
    """A row for each form; those after the first name the first as what they belong to."""
    forms = record.sold_forms()
    first = item_id(record, forms[0])
    for place, form in enumerate(forms):
        yield [
            "Hàng hóa",
            ">>".join(path_of(record.category)),
            item_id(record, form),
            form.gtin,
            record.title,
            record.brand,
            form.price_vnd,
            None,
            form.stock,
            None,
            None,
            record.price_unit,
            "",
            1,
            "|".join(f"{name.upper()}:{value}" for name, value in options(record, form)),
            first if place else "",
            ",".join(photo_addresses(record, form)[:MOST_PHOTOS]),
            form.packed_weight_g,
            1 if record.state == "published" else 0,
            1,
            whole_text(record),
        ]


def pancake(record: Record, _on: date) -> Iterator[Row]:
    """A row for each form; the sheet has no place for prices, texts and photos."""
    forms = record.sold_forms()
    product = parent_id(record, record.forms) if record.forms else item_id(record, forms[0])
    for form in forms:
        yield [
            product,
            record.title,
            ";".join(path_of(record.category)[-1:]),
            item_id(record, form),
            ", ".join(f"{name}: {value}" for name, value in options(record, form)),
            form.gtin,
            form.packed_weight_g,
            record.maker_name,
            None,
            "",
        ]


def options(record: Record, form: Form) -> list[tuple[str, str]]:
    return list(zip(record.option_names, form.values, strict=False))[:LEVELS]


KIOTVIET_XLSX = Layout(
    "kiotviet",
    "xlsx",
    XLSX,
    KIOTVIET_HEADINGS,
    kiotviet,
    THIRD_PARTY,
    most_photos=MOST_PHOTOS,
)
PANCAKE_XLSX = Layout(
    "pancake", "xlsx", XLSX, PANCAKE_HEADINGS, pancake, READ, photos_by_address=False
)
