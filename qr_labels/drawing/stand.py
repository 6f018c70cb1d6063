"""Payment stands: what hangs at the stall, with the holder's name larger than anything else."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

import zxingcpp
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from qr_labels.drawing.stand_layout import Content, compose
from qr_labels.drawing.stand_page import Page
from qr_labels.drawing.stand_painting import paint_on_canvas, picture
from qr_labels.payload import vietqr
from qr_labels.symbol.one import symbol
from qr_labels.symbol.proof import QR_ONLY

Format = Literal["a4", "a5", "a6", "card", "png"]
FORMATS: tuple[Format, ...] = ("a4", "a5", "a6", "card", "png")
Language = Literal["vi", "en"]

# Pages are read back as pictures of about this height: five dots and more to a module.
READ_BACK_DOTS = 1500
PNG_COLOURS = 16
# Nothing else is looked for: letters and bars may pass for a striped code.

_WORDS = {
    "vi": {
        "heading": "Quét mã để chuyển khoản",
        "warning": "Xem đúng tên trước khi chuyển tiền",
        "checked": "Đã kiểm tra tên chủ tài khoản",
        "unchecked": "Chưa kiểm tra tên chủ tài khoản",
        "card": "Thẻ {number}",
        "purpose": "Nội dung: {purpose}",
    },
    "en": {
        "heading": "Scan to pay by bank transfer",
        "warning": "Check the name before you pay",
        "checked": "Account holder's name has been checked",
        "unchecked": "Account holder's name not checked yet",
        "card": "Card {number}",
        "purpose": "Message: {purpose}",
    },
}


@dataclass(frozen=True)
class Stand:
    """What a stand says; `checked` only when somebody saw the holder's name in a bank app."""

    payment: vietqr.Payment
    holder: str
    bank_name: str
    label: str | None = None
    checked: bool = False
    language: Language = "vi"


class StandMismatch(Exception):
    """The drawn stand does not read as the payment it was drawn for."""

    def __init__(self, wanted: str, found: Sequence[str]) -> None:
        self.wanted = wanted
        self.found = tuple(found)
        super().__init__(f"drawn for {wanted!r}, reads as {list(found)!r}")


def grouped_account(account: str) -> str:
    """An account number in fours, the way people read it out."""
    return " ".join(account[start : start + 4] for start in range(0, len(account), 4))


def amount_in_dong(amount: int) -> str:
    """An amount as it is written in Vietnam, its sign held by a no-break space."""
    return f"{amount:,}".replace(",", ".") + "\u00a0₫"


def draw_stand(stand: Stand, format: Format = "a5") -> bytes:
    """One stand as a PDF, or as a square palette PNG for a chat; read back before it returns."""
    if format != "png":
        return draw_stands([stand], format)
    page = _page(stand, format)
    image = picture(page).quantize(PNG_COLOURS, dither=Image.Dither.NONE)
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    with Image.open(BytesIO(out.getvalue())) as finished:
        require_same(finished, stand)
    return out.getvalue()


def draw_stands(stands: Sequence[Stand], format: Format = "a5") -> bytes:
    """Many stands as one PDF, one to a page, each read back from a picture of its page."""
    if format == "png" or not stands:
        raise ValueError("stands: a PDF needs a paper format and at least one stand")
    out = BytesIO()
    canvas = Canvas(out, pageCompression=1, invariant=1)
    canvas.setTitle(stands[0].label or stands[0].holder)
    canvas.setCreator("qr_labels")
    for stand in stands:
        page = _page(stand, format)
        require_same(picture(page, dots_per_unit=READ_BACK_DOTS / page.height), stand)
        paint_on_canvas(page, canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _page(stand: Stand, format: Format) -> Page:
    return compose(content_of(stand), symbol(vietqr.encode(stand.payment), level="M"), format)


def content_of(stand: Stand) -> Content:
    """The lines of a stand in its language."""
    words = _WORDS[stand.language]
    payment = stand.payment
    account = grouped_account(payment.account)
    if payment.service == vietqr.TO_CARD:
        account = words["card"].format(number=account)
    return Content(
        heading=stand.label or words["heading"],
        holder=stand.holder,
        bank=stand.bank_name,
        account=account,
        amount=amount_in_dong(payment.amount) if payment.amount else None,
        purpose=words["purpose"].format(purpose=payment.purpose) if payment.purpose else None,
        warning=words["warning"],
        note=words["checked" if stand.checked else "unchecked"],
    )


def require_same(image: Image.Image, stand: Stand) -> None:
    """Read a drawn stand back; raises StandMismatch unless it holds its one code and no other."""
    wanted = vietqr.encode(stand.payment)
    codes = zxingcpp.read_barcodes(image.convert("L"), formats=QR_ONLY)
    found = [code.text for code in codes]
    if found != [wanted] or vietqr.decode(found[0]).payment != stand.payment:
        raise StandMismatch(wanted, found)
