"""Our own sheet: a product with everything known of it, written so that it comes back unchanged.

A product is one row; each of its forms is a further row below it, with only what differs.
What is empty is not known, or for a form as the product has it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shopkit.catalog.rules.record import Form, Proof, Record
from shopkit.sheets.writing import Row, Value

# What stands in a cell. LIST is one entry a line, PAIRS "name: value" a line; both are escaped.
TEXT, LINES, WHOLE, DONG, DAY = "text", "lines", "whole", "dong", "day"
WORD, LIST, PAIRS, SHOWN = "word", "list", "pairs", "shown"

PRODUCT_ROW, FORM_ROW = "hàng", "loại"
LEVELS = 3
OWN = "sheet"


@dataclass(frozen=True)
class Column:
    """One column; `field` is the name in a Record, or one of the names explained at COLUMNS."""

    field: str
    heading: str
    kind: str
    in_form: bool = False


# Beside the fields of a Record: `row` tells product from form, `key` is by what a product is known
# again, `option_N` the name of a level, `value_N` a form's value there, `form_picture` the number
# of a form's photo among the product's. Of kind SHOWN is what only stands there to be read.
COLUMNS = (
    Column("row", "Dòng", WORD, in_form=True),
    Column("key", "Mã nhận lại", TEXT, in_form=True),
    Column("title", "Tên hàng", TEXT),
    Column("option_1", "Phân loại 1", TEXT),
    Column("option_2", "Phân loại 2", TEXT),
    Column("option_3", "Phân loại 3", TEXT),
    Column("value_1", "Giá trị 1", TEXT, in_form=True),
    Column("value_2", "Giá trị 2", TEXT, in_form=True),
    Column("value_3", "Giá trị 3", TEXT, in_form=True),
    Column("price_vnd", "Giá (đồng)", DONG, in_form=True),
    Column("price_unit", "Bán theo", TEXT),
    Column("sale_price_vnd", "Giá khuyến mãi (đồng)", DONG, in_form=True),
    Column("sale_from", "Khuyến mãi từ ngày", DAY),
    Column("sale_to", "Khuyến mãi đến ngày", DAY),
    Column("stock", "Còn bao nhiêu", WHOLE, in_form=True),
    Column("sku", "Mã hàng (SKU)", TEXT, in_form=True),
    Column("gtin", "Mã vạch (GTIN)", TEXT, in_form=True),
    Column("state", "Trạng thái", WORD),
    Column("description", "Mô tả", LINES),
    Column("bullets", "Ý chính (mỗi dòng một ý)", LIST),
    Column("story", "Câu chuyện", LINES),
    Column("brand", "Thương hiệu", TEXT),
    Column("category", "Nhóm hàng", TEXT),
    Column("ocop_group", "Nhóm OCOP", TEXT),
    Column("origin", "Xuất xứ", TEXT),
    Column("ingredients", "Thành phần", LINES),
    Column("storage", "Bảo quản", LINES),
    Column("directions", "Cách dùng", LINES),
    Column("keeps_count", "Hạn dùng", WHOLE),
    Column("keeps_unit", "Hạn dùng tính theo", WORD),
    Column("net_amount", "Lượng trong gói", WHOLE, in_form=True),
    Column("net_unit", "Lượng tính theo", WORD),
    Column("packed_weight_g", "Nặng khi đóng gói (g)", WHOLE, in_form=True),
    Column("packed_length_cm", "Gói dài (cm)", WHOLE),
    Column("packed_width_cm", "Gói rộng (cm)", WHOLE),
    Column("packed_height_cm", "Gói cao (cm)", WHOLE),
    Column("maker_name", "Nơi làm ra", TEXT),
    Column("maker_address", "Địa chỉ nơi làm ra", TEXT),
    Column("maker_phone", "Điện thoại nơi làm ra", TEXT),
    Column("maker_email", "Email nơi làm ra", TEXT),
    Column("attributes", "Thông tin thêm (mỗi dòng tên: giá trị)", PAIRS),
    Column("hashtags", "Thẻ (mỗi dòng một thẻ)", LIST),
    Column("pictures", "Ảnh (mỗi dòng một địa chỉ)", LIST),
    Column("form_picture", "Ảnh của loại là ảnh số", WHOLE, in_form=True),
    Column("address", "Trang trên mạng", SHOWN),
    Column("proofs", "Giấy tờ còn hạn", SHOWN),
    Column("shop_name", "Cửa hàng", SHOWN),
)
HEADINGS = tuple(column.heading for column in COLUMNS)

# The words of a cell for our machine words, by field.
WORDS: Mapping[str, Mapping[str, str]] = {
    "row": {"product": PRODUCT_ROW, "form": FORM_ROW},
    "state": {"draft": "nháp", "published": "đang bán", "hidden": "đã ẩn"},
    "keeps_unit": {"day": "ngày", "month": "tháng", "year": "năm"},
    "net_unit": {"g": "g", "ml": "ml", "piece": "cái"},
}


def rows(record: Record) -> Iterator[Row]:
    """The product's row, then one for each of its forms."""
    yield [product_cell(record, column) for column in COLUMNS]
    for form in record.forms:
        yield [form_cell(record, form, column) if column.in_form else None for column in COLUMNS]


def product_cell(record: Record, column: Column) -> Value:
    made = PRODUCT_CELLS.get(column.field)
    if made:
        return made(record)
    return written(getattr(record, column.field), column)


def form_cell(record: Record, form: Form, column: Column) -> Value:
    made = FORM_CELLS.get(column.field)
    if made:
        return made(record, form)
    return written(getattr(form, column.field), column)


def written(value: Any, column: Column) -> Value:
    """What a cell of this kind holds for a value of a record."""
    if column.kind == LIST:
        return joined(value)
    if column.kind == PAIRS:
        return joined_pairs(value)
    if column.kind == WORD and value is not None:
        return WORDS[column.field].get(value, str(value))
    plain: Value = value
    return plain


def at(values: Sequence[str], place: int) -> str:
    return values[place] if place < len(values) else ""


def option(place: int) -> Callable[[Record], Value]:
    return lambda record: at(record.option_names, place)


def value(place: int) -> Callable[[Record, Form], Value]:
    return lambda _record, form: at(form.values, place)


def key_of(record: Record) -> str:
    """By what a product is known again: what it was called where it came from, else our code.

    `came_of` reads it. A product that came with a sheet like this keeps the key it had there.
    """
    if record.came_from is None or record.came_as is None:
        return record.code
    return record.came_as if record.came_from == OWN else f"{record.came_from}:{record.came_as}"


def came_of(key: str) -> tuple[str, str]:
    """Where a product came from and what it was called there, out of a key.

    From `OWN` it is the code of a product of this shop, or of whichever shop wrote the sheet.
    """
    origin, colon, name = key.partition(":")
    return (origin, name) if colon else (OWN, key)


def picture_number(record: Record, form: Form) -> int | None:
    """Which of the product's photos shows this form, counted from 1."""
    if form.picture is None:
        return None
    ids = [picture.id for picture in record.pictures]
    return ids.index(form.picture.id) + 1 if form.picture.id in ids else None


def told(proof: Proof) -> str:
    end = proof.valid_to.isoformat() if proof.valid_to else ""
    stars = f"{proof.stars} sao" if proof.stars else ""
    return " · ".join(part for part in (proof.kind, proof.number, stars, end) if part)


PRODUCT_CELLS: Mapping[str, Callable[[Record], Value]] = {
    "row": lambda _record: PRODUCT_ROW,
    "key": key_of,
    "form_picture": lambda _record: None,
    "pictures": lambda record: joined([one.address for one in record.pictures if one.address]),
    "proofs": lambda record: "\n".join(told(proof) for proof in record.proofs),
    **{f"option_{place + 1}": option(place) for place in range(LEVELS)},
    **{f"value_{place + 1}": lambda _record: None for place in range(LEVELS)},
}
FORM_CELLS: Mapping[str, Callable[[Record, Form], Value]] = {
    "row": lambda _record, _form: FORM_ROW,
    "key": lambda record, _form: key_of(record),
    "form_picture": picture_number,
    **{f"value_{place + 1}": value(place) for place in range(LEVELS)},
}


def joined(entries: Sequence[str]) -> str:
    """A list as one cell, an entry a line; `entries_of` reads it."""
    return "\n".join(escaped(entry) for entry in entries)


def entries_of(text: str) -> tuple[str, ...]:
    """The entries of a cell that `joined` wrote; blank lines that she left are passed over."""
    lines = text.replace("\r\n", "\n").split("\n")
    return tuple(bare(line.strip()) for line in lines if line.strip())


def joined_pairs(pairs: Sequence[tuple[str, str]]) -> str:
    """Names with values as one cell, a pair a line; `pairs_of` reads it."""
    return "\n".join(f"{escaped_name(name)}: {escaped(of)}" for name, of in pairs)


def pairs_of(text: str) -> tuple[tuple[str, str], ...]:
    """The pairs of a cell that `joined_pairs` wrote; a line without a colon is a name alone."""
    return tuple(pair_of(line) for line in text.replace("\r\n", "\n").split("\n") if line.strip())


def pair_of(line: str) -> tuple[str, str]:
    place = 0
    while place < len(line) and line[place] != ":":
        place += 2 if line[place] == "\\" else 1
    return bare(line[:place].strip()), bare(line[place + 1 :].strip())


def escaped(entry: str) -> str:
    return entry.replace("\\", r"\\").replace("\n", r"\n")


def escaped_name(name: str) -> str:
    return escaped(name).replace(":", r"\:")


def bare(text: str) -> str:
    r"""Undo `escaped`: `\n` is a new line, any other escaped letter is itself."""
    letters = iter(text)
    out = []
    for letter in letters:
        if letter == "\\":
            following = next(letters, "")
            out.append("\n" if following == "n" else following)
        else:
            out.append(letter)
    return "".join(out)
