"""Price lists and price tags on paper, each code read back before it is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reportlab.pdfgen.canvas import Canvas

from qr_labels.drawing.stand import grouped_account
from qr_labels.payload import vietqr
from qr_labels.symbol.one import Symbol, symbol
from qr_labels.symbol.proof import proved
from shopkit.money.shown import shown
from shopkit.paper.cards import cards
from shopkit.paper.document import Column, Document
from shopkit.paper.letters import GREY, STRONG, put, wrapped
from shopkit.paper.pieces import Painter, line_painter
from shopkit.payments.rules.codes import PayTo

TAG = (92.0, 46.0)
TAG_CODE, TAG_PAD = 34.0, 3.0
TITLE_SIZES = (5.2, 4.6, 4.0, 3.5, 3.0)
PRICE_SIZES = (9.0, 8.0, 7.0, 6.0)
MOST_UNDER = 3
LIST_MM, LIST_CODE = 4.8, 46.0

WORDS = {
    "vi": {
        "list": "Bảng giá",
        "goods": "Mặt hàng",
        "price": "Giá",
        "scan_goods": "Quét xem hàng",
        "scan_pay": "Quét để trả tiền",
        "pay": "Quét mã để chuyển khoản. Xem đúng tên trước khi chuyển tiền.",
        "unchecked": "Chưa kiểm tra tên chủ tài khoản",
        "checked": "Đã kiểm tra tên chủ tài khoản",
    },
    "en": {
        "list": "Price list",
        "goods": "Item",
        "price": "Price",
        "scan_goods": "Scan to see it",
        "scan_pay": "Scan to pay",
        "pay": "Scan to pay by bank transfer. Check the name before you pay.",
        "unchecked": "Account holder's name not checked yet",
        "checked": "Account holder's name has been checked",
    },
}


@dataclass(frozen=True)
class Priced:
    """One thing for sale as it stands on paper; `address` is its public page where it has one."""

    title: str
    price_vnd: int
    unit: str = ""
    address: str | None = None

    @property
    def price(self) -> str:
        return shown(self.price_vnd) + (f"/{self.unit}" if self.unit else "")


def price_list(
    shop_name: str, goods: Sequence[Priced], payee: PayTo | None, language: str, made_on: date
) -> bytes:
    """All prices on A4, with the payment code below them when there is a payee."""
    words = words_of(language)
    document = Document(f"{words['list']} {shop_name}", language, made_on=made_on)
    document.heading(shop_name or words["list"], align="center")
    if shop_name:
        document.heading(words["list"], 2, align="center")
    columns = [Column(words["goods"], 3), Column(words["price"], 1.3, "right")]
    document.table(columns, [(one.title, one.price) for one in goods], size=LIST_MM)
    if payee is not None:
        code = payment_symbol(payee, None)
        document.drawing(LIST_CODE, payee_painter(code, payee, document.width, words), gap=6)
    return document.render()


def payee_painter(code: Symbol, payee: PayTo, width: float, words: dict[str, str]) -> Painter:
    """The payment code with whose it is beside it, in letters that need no phone."""
    lines = [
        (payee.holder, 6.0, STRONG),
        (f"{payee.bank.short_name} · {grouped_account(payee.number)}", 4.6, STRONG),
        (words["pay"], 3.7, 400),
        (words["checked" if payee.is_checked else "unchecked"], 3.2, 400),
    ]

    def paint(canvas: Canvas, x: float, top: float) -> None:
        code.draw_on(canvas, x, top - LIST_CODE, LIST_CODE)
        y = top - 5
        for text, size, weight in lines:
            for line in wrapped(text, width - LIST_CODE - 4, size, weight):
                y -= size
                put(canvas, line, x + LIST_CODE + 4, y, size=size, weight=weight)
                y -= size * 0.45

    return paint


def price_tags(
    shop_name: str,
    goods: Sequence[Priced],
    payee: PayTo | None,
    language: str,
    *,
    has_amount: bool = False,
) -> bytes:
    """Tags to cut out: with the payment code when there is a payee, else with the product's.

    `has_amount` puts the price into the payment code; it may be paid many times.
    """
    words = words_of(language)
    tags = [Tag(one, shop_name, payee, has_amount, words) for one in goods]
    return cards(words["list"], [tag.paint for tag in tags], TAG)


class Tag:
    """One price tag; its code was read back when it was made."""

    def __init__(
        self,
        priced: Priced,
        shop_name: str,
        payee: PayTo | None,
        has_amount: bool,
        words: dict[str, str],
    ) -> None:
        self.priced, self.shop_name = priced, shop_name
        self.code: Symbol | None = None
        self.under: tuple[str, ...] = ()
        if payee is not None:
            # No transfer carries half a billion; such a price is typed by the buyer.
            fits = has_amount and 0 < priced.price_vnd < vietqr.TRANSFER_CEILING
            self.code = payment_symbol(payee, priced.price_vnd if fits else None)
            self.under = (words["scan_pay"], payee.holder)
        elif priced.address:
            self.code = proved(symbol(priced.address))
            self.under = (words["scan_goods"],)

    def paint(self, canvas: Canvas, x: float, top: float) -> None:
        width = TAG[0] - 2 * TAG_PAD - (TAG_CODE if self.code else 0)
        y = self._put_largest(canvas, self.priced.title, x, top - TAG_PAD, width, TITLE_SIZES, 3)
        self._put_largest(canvas, self.priced.price, x, y - 2, width, PRICE_SIZES, 1)
        for line in wrapped(self.shop_name, width, 3.0)[:1]:
            foot = top - TAG[1] + TAG_PAD
            put(canvas, line, x + TAG_PAD, foot, size=3.0, colour=GREY)
        if self.code:
            self._draw_code(canvas, x + TAG[0] - TAG_CODE - 1, top - 1)

    def _put_largest(
        self,
        canvas: Canvas,
        text: str,
        x: float,
        top: float,
        width: float,
        sizes: Sequence[float],
        most_lines: int,
    ) -> float:
        """Write a text in the largest size that needs few lines; returns where it ends."""
        size, lines = sizes[-1], wrapped(text, width, sizes[-1], STRONG)
        for tried in sizes:
            broken = wrapped(text, width, tried, STRONG)
            if len(broken) <= most_lines:
                size, lines = tried, broken
                break
        for line in lines:
            top -= size * 1.05
            put(canvas, line, x + TAG_PAD, top, size=size, weight=STRONG)
            top -= size * 0.2
        return top

    def _draw_code(self, canvas: Canvas, x: float, top: float) -> None:
        if self.code is None:
            return
        self.code.draw_on(canvas, x, top - TAG_CODE, TAG_CODE)
        y = top - TAG_CODE
        for text in self.under:
            size = next((s for s in (2.7, 2.3, 2.0) if len(wrapped(text, TAG_CODE, s)) == 1), 2.0)
            for line in wrapped(text, TAG_CODE, size)[:MOST_UNDER]:
                line_painter(line, TAG_CODE, size=size, align="center")(canvas, x, y)
                y -= size * 1.3


def payment_symbol(payee: PayTo, amount_vnd: int | None) -> Symbol:
    """The code of a payment that may be made many times, proved to say just that."""
    payment = vietqr.Payment(
        bin=payee.bin, account=payee.number, amount=amount_vnd, initiation=vietqr.STATIC
    )
    return proved(symbol(vietqr.encode(payment)))


def words_of(language: str) -> dict[str, str]:
    return WORDS["en" if language == "en" else "vi"]
