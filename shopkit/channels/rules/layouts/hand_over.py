"""TikTok Shop and Lazada: a sheet to type from, in the order in which the seller is asked.

No template of either was seen, so none is claimed: one row for each form, with the names of the
photos, which come in a folder beside it if wished for.
"""

from collections.abc import Callable, Iterator
from datetime import date

from shopkit.catalog.rules.record import Form, Record
from shopkit.channels.rules.layouts.categories import path_of
from shopkit.channels.rules.layouts.layout import (
    UNSEEN,
    XLSX,
    Layout,
    cut,
    item_id,
    kilograms,
    sale_price,
    whole_text,
)
from shopkit.sheets.writing import Row, Value

LEVELS = 2
LONGEST_TEXT = 10_000
TIKTOK_PHOTOS, LAZADA_PHOTOS = 9, 8
NO_BRAND = "No Brand"
HEADINGS = (
    "Ảnh (tên tệp trong thư mục anh)",
    "Tên sản phẩm",
    "Ngành hàng",
    "Thương hiệu",
    "Thuộc tính (mỗi dòng tên: giá trị)",
    "Mô tả",
    "Phân loại 1",
    "Giá trị 1",
    "Phân loại 2",
    "Giá trị 2",
    "Giá bán (đồng)",
    "Giá khuyến mãi (đồng)",
    "Khuyến mãi từ ngày",
    "Khuyến mãi đến ngày",
    "Số lượng trong kho",
    "Mã hàng của người bán (SKU)",
    "Mã vạch (GTIN)",
    "Khối lượng gói hàng (kg)",
    "Dài (cm)",
    "Rộng (cm)",
    "Cao (cm)",
    "Nhà sản xuất",
    "Địa chỉ nhà sản xuất",
    "Điện thoại nhà sản xuất",
    "Email nhà sản xuất",
)

PhotoName = Callable[[Record, int], str]


def photo_name(record: Record, number: int) -> str:
    """The file of a photo, counted from 1: by the SKU if a file can be called so, else our code."""
    named = record.sku if record.sku and record.sku == safe(record.sku) else record.code
    return f"{named}-{number}.jpg"


def safe(name: str) -> str:
    """A name that every computer takes for a file: letters, digits and hyphens of ASCII."""
    kept = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in name)
    return "-".join(part for part in kept.split("-") if part) or "hang"


def rows_of(most_photos: int) -> Callable[[Record, date], Iterator[Row]]:
    def rows(record: Record, _on: date) -> Iterator[Row]:
        for place, form in enumerate(record.sold_forms()):
            yield [*about(record, most_photos, is_first=place == 0), *sold(record, form)]

    return rows


def about(record: Record, most_photos: int, *, is_first: bool) -> list[Value]:
    """What is typed once for a product stands in its first row."""
    if not is_first:
        return ["", record.title, "", "", "", ""]
    numbers = range(1, min(len(record.pictures), most_photos) + 1)
    return [
        "\n".join(photo_name(record, number) for number in numbers),
        record.title,
        " > ".join(path_of(record.category)),
        record.brand or NO_BRAND,
        "\n".join(f"{name}: {value}" for name, value in record.attributes),
        cut(whole_text(record), LONGEST_TEXT),
    ]


def sold(record: Record, form: Form) -> list[Value]:
    lower = sale_price(record, form)
    names, values = record.option_names, form.values
    options: list[Value] = []
    for place in range(LEVELS):
        options += [next(iter(names[place:]), ""), next(iter(values[place:]), "")]
    return [
        *options,
        form.price_vnd,
        lower,
        record.sale_from if lower is not None else None,
        record.sale_to if lower is not None else None,
        form.stock,
        item_id(record, form),
        form.gtin,
        kilograms(form.packed_weight_g),
        record.packed_length_cm,
        record.packed_width_cm,
        record.packed_height_cm,
        record.maker_name,
        record.maker_address,
        record.maker_phone,
        record.maker_email,
    ]


def sheet(channel: str, most_photos: int) -> Layout:
    return Layout(
        channel,
        "xlsx",
        XLSX,
        HEADINGS,
        rows_of(most_photos),
        UNSEEN,
        photos_by_address=False,
        is_hand_over=True,
        longest_text=LONGEST_TEXT,
        most_photos=most_photos,
    )


TIKTOK_XLSX = sheet("tiktok", TIKTOK_PHOTOS)
LAZADA_XLSX = sheet("lazada", LAZADA_PHOTOS)
