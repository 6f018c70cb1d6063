"""A spreadsheet that was sent: read in the child, and what is said when it cannot be."""

from dataclasses import dataclass
from uuid import UUID

from shopkit.db.base import new_id
from shopkit.imports.actions.shelf import unrolled
from shopkit.imports.forms import FileForm
from shopkit.sheets.flaws import SheetFlaw, SheetRefused
from shopkit.web.language import LazyText
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy
from shopkit.web.state import parts

ADVICE: dict[SheetFlaw, LazyText] = {
    SheetFlaw.EMPTY: lazy("Tệp này trống. Mở tệp xem lại, hoặc tải lại từ nơi đã cho tệp."),
    SheetFlaw.TOO_HEAVY: lazy("Tệp nặng quá 20 MB. Chia thành nhiều tệp nhỏ rồi gửi từng tệp."),
    SheetFlaw.TOO_MANY_ROWS: lazy(
        "Tệp có hơn 120.000 dòng. Chia thành nhiều tệp, ví dụ mỗi quý một tệp."
    ),
    SheetFlaw.TOO_MANY_COLUMNS: lazy(
        "Tệp có hơn 250 cột. Chép riêng các cột cần dùng sang một tệp mới rồi gửi lại."
    ),
    SheetFlaw.DEMANDING: lazy(
        "Tệp này phình ra quá lớn khi mở, thường vì có ô nằm rất xa hoặc hàng triệu dòng trống. "
        "Chép riêng phần có chữ sang một tệp mới rồi gửi lại."
    ),
    SheetFlaw.LOCKED: lazy("Tệp có mật khẩu. Mở bằng Excel, lưu lại không đặt mật khẩu, rồi gửi."),
    SheetFlaw.BINARY_BOOK: lazy("Tệp này là .xlsb. Mở bằng Excel, lưu lại thành .xlsx rồi gửi."),
    SheetFlaw.OPEN_DOCUMENT: lazy("Tệp này là .ods. Mở ra, lưu lại thành .xlsx hoặc .csv rồi gửi."),
    SheetFlaw.NUMBERS: lazy("Tệp này của Numbers. Xuất ra Excel hoặc CSV rồi gửi."),
    SheetFlaw.PDF: lazy("Tệp này là PDF. Tải lại bản Excel hoặc CSV rồi gửi."),
    SheetFlaw.PICTURE: lazy("Tệp này là ảnh. Tải bản Excel hoặc CSV về máy rồi gửi tệp đó."),
    SheetFlaw.DOCUMENT: lazy("Tệp này là văn bản. Chép bảng sang Excel, lưu thành .xlsx rồi gửi."),
    SheetFlaw.PACKED: lazy("Tệp này là tệp nén. Giải nén ra, rồi gửi tệp Excel hoặc CSV ở trong."),
    SheetFlaw.UNKNOWN: lazy("Tệp này không phải bảng tính. Chọn tệp Excel (.xlsx, .xls) hoặc CSV."),
    SheetFlaw.BROKEN: lazy("Tệp bị hỏng hoặc tải về chưa đủ. Tải lại tệp rồi gửi lần nữa."),
    SheetFlaw.NOT_XML: lazy("Tệp .xml bị hỏng. Xuất lại tệp từ chương trình cũ rồi gửi lần nữa."),
    SheetFlaw.ENTITIES: lazy(
        "Tệp .xml có phần DOCTYPE nên chưa nhận được. Xuất lại tệp không có phần đó rồi gửi."
    ),
    SheetFlaw.NOT_JSON: lazy("Tệp .json bị hỏng. Xuất lại tệp từ chương trình cũ rồi gửi lần nữa."),
    SheetFlaw.BUSY: lazy("Đang có nhiều người gửi tệp. Chờ một phút rồi gửi lại."),
}


@dataclass(frozen=True)
class Arrived:
    """A file whose rows were read."""

    import_id: UUID
    rows_file: str
    name: str


def arrived_file(form: FileForm) -> Arrived | None:
    """The file of a form that was sent, with its rows read; or None and the form says why.

    Call it before the first `db.session`: a transaction that waits for a spreadsheet keeps all
    others waiting.
    """
    if not form.validate_on_submit() or form.file.data is None:
        return None
    upload = form.file.data
    import_id = new_id()
    try:
        rows_file = unrolled(parts().files, upload.stream.read(), import_id)
    except SheetRefused as refusal:
        form.refuse("file", advice_on(refusal))
        return None
    finally:
        upload.stream.seek(0)  # what was sent is compared with what came before under its key
    return Arrived(import_id, rows_file, plain_name(upload.filename or ""))


def advice_on(refusal: SheetRefused) -> str:
    """What the sender can do, with the line where the file is broken if that is known."""
    advice = str(ADVICE[refusal.flaw])
    return (
        advice
        if refusal.line is None
        else _("Hỏng ở dòng %(line)s.", line=refusal.line) + " " + advice
    )


def plain_name(name: str) -> str:
    """The name of the file without folders and without what cannot be shown."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable())[:200]
