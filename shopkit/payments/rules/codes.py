"""What a payment code says and whether two names are one: no table, no web."""

import re
from dataclasses import asdict, dataclass
from datetime import datetime

from qr_labels.drawing.fonts import GlyphMissing, text_runs
from qr_labels.drawing.stand import (
    FORMATS,
    Format,
    Stand,
    content_of,
    draw_stand,
)
from qr_labels.drawing.stand_column import StandTextTooLong
from qr_labels.drawing.stand_layout import compose
from qr_labels.payload import banks, vietqr
from qr_labels.payload.errors import PayloadError
from qr_labels.symbol.one import symbol
from qr_labels.symbol.proof import proved
from shopkit.errors import Refusal
from shopkit.text.search import search_text

LONGEST_HOLDER = 80
SCREEN_SCALE = 8
BETWEEN_DIGITS = re.compile(r"[\s.\-]+")


class AccountUnreadable(Refusal):
    """What was typed cannot be an account number."""


class Unprintable(Refusal):
    """No stand can carry this text; `letter` is the first that no font has, or it is too long."""

    def __init__(self, field: str, letter: str | None) -> None:
        super().__init__(field)
        self.field, self.letter = field, letter


@dataclass(frozen=True)
class PayTo:
    """Who is paid: enough to draw the code, whether it is kept yet or not."""

    bin: str
    number: str
    holder: str
    label: str = ""
    seen_name: str | None = None
    seen_at: datetime | None = None

    @property
    def bank(self) -> banks.Bank:
        found = banks.by_bin(self.bin)
        if found is None:
            raise AccountUnreadable(self.bin)
        return found

    @property
    def is_checked(self) -> bool:
        return self.seen_at is not None

    def payment(self, amount_vnd: int | None = None) -> vietqr.Payment:
        """Who is paid, and how much when it is asked for."""
        return vietqr.Payment(bin=self.bin, account=self.number, amount=amount_vnd)

    def payload(self, amount_vnd: int | None = None) -> str:
        """The text of the code, decoded again before it is given out."""
        return vietqr.encode(self.payment(amount_vnd))

    def packed(self) -> dict[str, str]:
        """As plain words, for a visitor's cookie."""
        plain = {name: value for name, value in asdict(self).items() if value}
        if self.seen_at:
            plain["seen_at"] = self.seen_at.isoformat()
        return plain


def unpacked(plain: dict[str, str]) -> PayTo:
    seen_at = plain.get("seen_at")
    return PayTo(
        bin=plain["bin"],
        number=plain["number"],
        holder=plain["holder"],
        label=plain.get("label", ""),
        seen_name=plain.get("seen_name"),
        seen_at=datetime.fromisoformat(seen_at) if seen_at else None,
    )


def account_number(bin: str, typed: str) -> str:
    """The number as the bank wants it: without the spaces and dots of handwriting.

    Letters keep their case, because it is part of some accounts. Raises AccountUnreadable when
    no code can carry it.
    """
    number = BETWEEN_DIGITS.sub("", typed)
    if not (number.isascii() and number.isalnum()):
        raise AccountUnreadable(number)
    try:
        vietqr.encode(vietqr.Payment(bin=bin, account=number))
    except PayloadError as problem:
        raise AccountUnreadable(number) from problem
    return number


def is_same_name(one: str, other: str) -> bool:
    """Whether two writings are one holder's name: case, marks and punctuation do not matter."""
    return bool(search_text(one)) and search_text(one) == search_text(other)


def code_picture(pay_to: PayTo, amount_vnd: int | None = None) -> bytes:
    """The bare code as a small PNG, decoded again before it is given out."""
    return screen_code(pay_to.payload(amount_vnd))


def screen_code(payload: str) -> bytes:
    """A code for a screen, read back from its own PNG before it is given out."""
    drawn = symbol(payload)
    png = drawn.png(scale=SCREEN_SCALE)
    proved(drawn, png)
    return png


def code_drawing(pay_to: PayTo) -> bytes:
    """The bare code as an SVG for a print shop; the same modules were read back."""
    return proved(symbol(pay_to.payload())).svg().encode()


def stand_for(pay_to: PayTo, language: str) -> Stand:
    """What a stand of this account says."""
    return Stand(
        payment=pay_to.payment(),
        holder=pay_to.holder,
        bank_name=pay_to.bank.short_name,
        label=pay_to.label or None,
        checked=pay_to.is_checked,
        language="en" if language == "en" else "vi",
    )


def require_printable(pay_to: PayTo) -> None:
    """Raise Unprintable unless every size of the stand has room and letters for all of it."""
    for field, text in (("holder", pay_to.holder), ("label", pay_to.label)):
        try:
            text_runs(text)
        except GlyphMissing as missing:
            raise Unprintable(field, missing.character) from missing
    content, drawn = content_of(stand_for(pay_to, "vi")), symbol(pay_to.payload())
    try:
        for format in FORMATS:
            compose(content, drawn, format)
    except StandTextTooLong as problem:
        field = problem.field if problem.field == "label" else "holder"
        raise Unprintable(field, None) from problem


def stand_picture(pay_to: PayTo, format: Format, language: str) -> bytes:
    """The stand as a file, read back before it is given out; raises Unprintable."""
    try:
        return draw_stand(stand_for(pay_to, language), format)
    except (GlyphMissing, StandTextTooLong) as problem:
        raise Unprintable("label", None) from problem
