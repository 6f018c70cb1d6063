"""What an application pack holds, by name and word. It claims no form of any exchange.

A paper for offices in Vietnam, so its words are always Vietnamese; names of files are plain ASCII,
because not every program that opens a ZIP reads others.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipInfo

from shopkit.catalog.rules.facts import fact_lines, keeps, net, ocop_line
from shopkit.catalog.rules.papers import (
    OCOP,
    ORGANIC,
    OTHER,
    SELF_DECLARATION,
    STANDARD,
    VIETGAP,
)
from shopkit.catalog.rules.record import Form, Record
from shopkit.text.search import search_text

TABLE, READ_FIRST = "san-pham.xlsx", "DOC-TRUOC.txt"
LONGEST_NAME = 60
MOST_PRODUCTS = 300
MOST_PHOTOS, LEAST_PHOTOS = 5, 3
SHORT_TEXT = 100
# The same content is the same file, whenever it is made.
ALWAYS = (2026, 1, 1, 0, 0, 0)

PAPER_NAMES = {
    OCOP: "ocop",
    SELF_DECLARATION: "tu-cong-bo",
    VIETGAP: "vietgap",
    ORGANIC: "huu-co",
    STANDARD: "tieu-chuan",
    OTHER: "giay-khac",
}
# What names a person, an address or a number of hers goes along only when she says so.
PERSONAL = frozenset({SELF_DECLARATION, OTHER})


@dataclass(frozen=True)
class Item:
    """A product in the pack: its name there, and the names of its photos."""

    record: Record
    name: str
    photos: tuple[str, ...]


@dataclass(frozen=True)
class Attached:
    """A paper in the pack, or one left out: what it is called for people, and its files."""

    title: str
    kind: str
    files: tuple[str, ...] = ()


def plain_name(text: str, longest: int = LONGEST_NAME) -> str:
    """A name for a file that every program reads: "Mật ong bạc hà" becomes "mat-ong-bac-ha"."""
    words = "".join(letter if letter.isascii() else " " for letter in search_text(text)).split()
    return "-".join(words)[:longest].strip("-") or "san-pham"


def member(name: str, *, is_packed: bool = False) -> ZipInfo:
    """The heading of a file in a pack, the same at all times."""
    told = ZipInfo(name, date_time=ALWAYS)
    told.compress_type = ZIP_DEFLATED if is_packed else ZIP_STORED
    told.external_attr = 0o644 << 16
    return told


def names_for(records: Sequence[Record]) -> list[str]:
    """One name for each product, from its SKU or its code; two that fold alike get a number."""
    used: set[str] = set()
    return [free_name(plain_name(record.sku or record.code), used) for record in records]


def free_name(stem: str, used: set[str]) -> str:
    name, number = stem, 2
    while name in used:
        name, number = f"{stem}-{number}", number + 1
    used.add(name)
    return name


def paper_name(kind: str, number: str, used: set[str]) -> str:
    """`<kind>-<number>` for a paper; a second one of the same name gets a number."""
    ending = plain_name(number) if number else "khong-so"
    return free_name(f"{PAPER_NAMES.get(kind, PAPER_NAMES[OTHER])}-{ending}", used)


HEADINGS = (
    "Mã hàng",
    "Tên hàng",
    "Phân loại",
    "Giá (đồng)",
    "Đơn vị",
    "Giá giảm (đồng)",
    "Giảm từ ngày",
    "Giảm đến ngày",
    "Số lượng còn",
    "Mã vạch",
    "Thương hiệu",
    "Nơi làm",
    "Người làm",
    "Địa chỉ người làm",
    "Lượng trong gói",
    "Cân cả gói (g)",
    "Dài (cm)",
    "Rộng (cm)",
    "Cao (cm)",
    "Hạn dùng",
    "Cách cất giữ",
    "Cách dùng",
    "Thành phần",
    "OCOP",
    "Đặc điểm khác",
    "Bài mô tả",
    "Ảnh",
    "Trang sản phẩm",
)
Cell = str | int | date | None


def table_rows(items: Iterable[Item], *, has_pages: bool) -> Iterator[tuple[Cell, ...]]:
    """A row for each form that is sold; addresses only where buyers can open them."""
    for item in items:
        for form in item.record.sold_forms():
            yield row_of(item, form, item.record.address if has_pages else "")


def row_of(item: Item, form: Form, page: str) -> tuple[Cell, ...]:
    record = item.record
    return (
        form.sku or record.sku or record.code,
        record.title,
        ", ".join(form.values),
        form.price_vnd,
        record.price_unit,
        form.sale_price_vnd,
        record.sale_from,
        record.sale_to,
        form.stock,
        form.gtin,
        record.brand,
        record.origin,
        record.maker_name,
        record.maker_address,
        net(record),
        form.packed_weight_g,
        record.packed_length_cm,
        record.packed_width_cm,
        record.packed_height_cm,
        keeps(record),
        record.storage,
        record.directions,
        record.ingredients,
        ocop_line(record),
        "; ".join(f"{name}: {value}" for name, value in record.attributes),
        f"mo-ta/{item.name}.txt",
        ", ".join(item.photos),
        page,
    )


def description_text(record: Record) -> str:
    """All that is told of a product, as plain text."""
    blocks = (
        record.title,
        record.description,
        "\n".join(f"- {bullet}" for bullet in record.bullets),
        "\n".join(fact_lines(record)),
        record.story,
    )
    return "\n\n".join(block for block in blocks if block) + "\n"


def missing_of(item: Item) -> list[str]:
    """What an exchange is likely to ask for and a product does not have yet."""
    record = item.record
    lacking = {
        f"ảnh ({len(item.photos)} trên {LEAST_PHOTOS})": len(item.photos) < LEAST_PHOTOS,
        "giá": any(form.price_vnd is None for form in record.sold_forms()),
        "bài mô tả": len(record.description) < SHORT_TEXT,
        "nơi làm": not record.origin,
        "lượng trong gói": not net(record),
        "cân cả gói": any(form.packed_weight_g is None for form in record.sold_forms()),
        "hạn dùng": not keeps(record),
        "cách cất giữ": not record.storage,
    }
    return [name for name, is_lacking in lacking.items() if is_lacking]


# What exchanges have asked for, as others tell; certainty: third party.
OFTEN_ASKED = (
    ("Giấy đăng ký kinh doanh", ("kinh doanh",), ()),
    ("Giấy an toàn thực phẩm hoặc bản tự công bố", ("an toan thuc pham",), (SELF_DECLARATION,)),
    ("Giấy xuất xứ, chất lượng", ("xuat xu", "chat luong"), (STANDARD, VIETGAP, ORGANIC)),
    ("Giấy nhãn hiệu", ("nhan hieu",), ()),
)


def missing_papers(attached: Iterable[Attached]) -> list[str]:
    """Which of the papers that were asked for elsewhere are not in the pack."""
    known = [(search_text(paper.title), paper.kind) for paper in attached]
    return [
        title
        for title, words, kinds in OFTEN_ASKED
        if not any(kind in kinds or any(word in name for word in words) for name, kind in known)
    ]


def read_first(
    shop_name: str,
    phone: str,
    items: Sequence[Item],
    attached: Sequence[Attached],
    held: Sequence[Attached],
    refused: Sequence[str],
    beyond_count: int = 0,
) -> str:
    """The page that says what is inside and what is missing.

    `beyond_count` are the products on show for which a pack had no room.
    """
    lines = [
        "HỒ SƠ LÊN SÀN",
        f"Cửa hàng: {shop_name or 'chưa đặt tên'}",
        *([f"Điện thoại: {phone}"] if phone else []),
        "",
        "Hồ sơ này không theo mẫu của sàn nào, vì các sàn chưa công bố mẫu.",
        "Sàn cần mẫu riêng thì chép từ bảng san-pham.xlsx.",
        "",
        "TRONG HỒ SƠ CÓ",
        f"- {TABLE}: bảng {len(items)} sản phẩm",
        f"- mo-ta: {len(items)} bài mô tả",
        f"- anh: {sum(len(item.photos) for item in items)} ảnh, không mang nơi chụp",
        *(f"- {name}: {paper.title}" for paper in attached for name in paper.files),
        "",
        "CÒN THIẾU",
        *beyond_lines(beyond_count),
        *lacking_lines(items, attached),
    ]
    if held:
        lines += ["", "GIẤY CÓ NHƯNG KHÔNG GỬI KÈM", *(f"- {paper.title}" for paper in held)]
    if refused:
        lines += ["", "ĐỂ LẠI VÌ KHÔNG ĐỌC ĐƯỢC", *(f"- {name}" for name in refused)]
    return "\r\n".join(lines) + "\r\n"


def beyond_lines(count: int) -> Iterator[str]:
    if count:
        yield f"- {count} sản phẩm đang đăng khác không có ở đây: một hồ sơ chỉ chứa"
        yield f"  {MOST_PRODUCTS} sản phẩm, lấy theo tên. Hỏi cửa hàng phần còn lại."


def lacking_lines(items: Sequence[Item], attached: Sequence[Attached]) -> Iterator[str]:
    complete = True
    for item in items:
        lacking = missing_of(item)
        if lacking:
            complete = False
            yield f"- {item.record.title}: {', '.join(lacking)}"
    for title in missing_papers(attached):
        complete = False
        yield f"- {title} (nơi khác từng hỏi; hỏi sàn có cần không)"
    if complete:
        yield "- Chưa thấy thiếu gì; hỏi sàn cần thêm gì."


def is_bare_jpeg(content: bytes) -> bool:
    """Whether a photo carries no notes of its camera: no EXIF, XMP or comment."""
    if content[:2] != b"\xff\xd8":
        return False
    at = 2
    while content[at : at + 1] == b"\xff" and at + 4 <= len(content):
        mark = content[at + 1]
        if mark == 0xDA:
            return True
        if mark == 0xFE or (0xE1 <= mark <= 0xEF and mark not in (0xE2, 0xEE)):
            return False
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return False
