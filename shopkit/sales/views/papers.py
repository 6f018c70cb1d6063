"""The book on paper and as a spreadsheet, for the household to keep and to show."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from shopkit.money.shown import shown
from shopkit.money.words import LARGEST
from shopkit.paper.document import Column, Document
from shopkit.sales.forms.fields import CHANNEL_WORDS, PAID_BY_WORDS
from shopkit.sales.models import NOT_YET
from shopkit.sales.queries.book import Entry
from shopkit.sales.rules.ledger import Cell, Total, total_of, totals_by, totals_by_day
from shopkit.sales.rules.periods import DAY, MONTH, Period
from shopkit.sales.rules.thresholds import READ, Threshold
from shopkit.sheets.writing import Row, Sheet
from shopkit.shops.models.shops import Shop
from shopkit.web.filters import day, money_words
from shopkit.web.language import LazyText, language
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy

WAY_WORDS: dict[str, LazyText] = {**PAID_BY_WORDS, NOT_YET: lazy("Chưa trả")}


def period_words(period: Period) -> str:
    if period.kind == DAY:
        return _("Ngày %(day)s", day=day(period.first))
    if period.kind == MONTH:
        return _("Tháng %(month)s", month=f"{period.first:%m/%Y}")
    return _("Năm %(year)s", year=period.first.year)


def certainty_words(threshold: Threshold) -> str:
    if threshold.certainty == READ:
        return _("đã đối chiếu văn bản")
    return _("chưa đối chiếu văn bản gốc")


def revenue_book(
    shop: Shop,
    place: str,
    period: Period,
    cells: Sequence[Cell],
    entries: Sequence[Entry],
    today: date,
) -> Document:
    """A revenue book as form S1a-HKD asks for: day, description, amount, total, signature.

    Without `entries` it has one line a day.
    """
    paper = revenue_head(shop, place, period, today)
    total = total_of(cells)
    columns = [
        Column(_("Ngày"), 1.1),
        Column(_("Diễn giải"), 4),
        Column(_("Số tiền"), 1.6, "right"),
    ]
    paper.table(
        columns,
        entry_rows(entries) if entries else day_rows(cells),
        foot=["", _("Tổng cộng"), shown(total.amount_vnd)],
    )
    paper.paragraph(_("Bằng chữ: %(words)s.", words=money_words(min(total.amount_vnd, LARGEST))))
    if total.unpriced_count:
        paper.hint(unpriced_words(total))
    paper.hint(
        _("Gồm các đơn đã giao hoặc đã trả tiền, theo ngày bán; không gồm đơn hủy, trả lại.")
    )
    paper.signatures([_("Người ghi sổ"), _("Người đại diện hộ, cá nhân kinh doanh")])
    return paper


def revenue_head(shop: Shop, place: str, period: Period, today: date) -> Document:
    """Whose book it is, after which form, and of when."""
    title = _("Sổ doanh thu bán hàng hóa, dịch vụ")
    paper = Document(title, language(), source=source_words(), made_on=today)
    paper.letterhead(
        [_("Hộ, cá nhân kinh doanh: %(name)s", name=shop.owner_name or shop.name), place],
        [
            _("Theo mẫu số S1a-HKD"),
            _("Thông tư 152/2025/TT-BTC"),
            _("(chưa đối chiếu văn bản gốc)"),
        ],
    )
    paper.heading(title, align="center")
    paper.paragraph(_("Cửa hàng: %(name)s", name=shop.name), align="center")
    paper.paragraph(period_words(period), align="center")
    return paper


def source_words() -> str:
    return _("Sổ do hộ tự ghi. Mẫu và quy định có thể đã đổi: hỏi cán bộ thuế")


def unpriced_words(total: Total) -> str:
    return _(
        "Có %(count)s lần bán không ghi số tiền, chưa nằm trong tổng.", count=total.unpriced_count
    )


def entry_rows(entries: Iterable[Entry]) -> Iterator[list[str]]:
    for entry in entries:
        amount = "–" if entry.amount_vnd is None else shown(entry.amount_vnd)
        yield [day(entry.day), described(entry), amount]


def described(entry: Entry) -> str:
    goods = ", ".join(f"{count} × {title}" for count, title in entry.goods)
    return _("Đơn %(number)s: %(goods)s", number=entry.number, goods=goods)


def day_rows(cells: Sequence[Cell]) -> Iterator[list[str]]:
    for on, total in totals_by_day(cells).items():
        sold = _("Bán hàng trong ngày, %(count)s lần", count=total.count)
        yield [day(on), sold, "–" if total.known_vnd is None else shown(total.known_vnd)]


def sheets_of(period: Period, cells: Sequence[Cell], entries: Sequence[Entry]) -> list[Sheet]:
    """The book for a spreadsheet program: every sale, and the sums by channel and way."""
    heads = [
        _("Ngày"),
        _("Đơn số"),
        _("Diễn giải"),
        _("Bán qua"),
        _("Trả bằng"),
        _("Số tiền (đồng)"),
    ]
    return [
        Sheet(period_words(period), heads, (entry_cells(entry) for entry in entries)),
        Sheet(
            _("Theo nơi bán"), sum_heads(_("Nơi bán")), sum_rows(cells, "channel", CHANNEL_WORDS)
        ),
        Sheet(_("Theo cách trả"), sum_heads(_("Cách trả")), sum_rows(cells, "paid_by", WAY_WORDS)),
    ]


def entry_cells(entry: Entry) -> Row:
    goods = ", ".join(f"{count} × {title}" for count, title in entry.goods)
    return [
        entry.day,
        entry.number,
        goods,
        str(CHANNEL_WORDS[entry.channel]),
        str(WAY_WORDS[entry.paid_by]),
        entry.amount_vnd,
    ]


def sum_heads(first: str) -> list[str]:
    return [first, _("Số lần bán"), _("Số tiền (đồng)")]


def sum_rows(cells: Sequence[Cell], part: str, words: dict[str, LazyText]) -> list[Row]:
    sums = totals_by(cells, part)
    rows: list[Row] = [[str(words[name]), one.count, one.known_vnd] for name, one in sums.items()]
    total = total_of(cells)
    return [*rows, [_("Tổng cộng"), total.count, total.known_vnd]]
