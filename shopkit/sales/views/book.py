"""The household's own book: a day, a month or a year of it; to download and to print."""

from datetime import date

from flask import request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.errors import NotFound
from shopkit.payments.views.files import file
from shopkit.places.queries import place_label
from shopkit.sales.forms.fields import CHANNEL_WORDS
from shopkit.sales.queries.book import cells_of, entries_of, keeps_book, shares_amounts
from shopkit.sales.rules import drawing
from shopkit.sales.rules.ledger import bars_of, total_of, totals_by
from shopkit.sales.rules.periods import DAY, MONTH, YEAR, Period, period_named, period_of
from shopkit.sales.rules.thresholds import REVENUE_FREE, threshold_or_none
from shopkit.sales.views import papers
from shopkit.sales.views.blueprint import bp
from shopkit.sales.views.choices import own_shop
from shopkit.sheets.writing import workbook
from shopkit.shops.models.shops import Shop
from shopkit.web.language import LazyText
from shopkit.web.language import lazy_gettext as lazy
from shopkit.web.pages import show, to
from shopkit.web.state import db

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KIND_WORDS: dict[str, LazyText] = {DAY: lazy("Ngày"), MONTH: lazy("Tháng"), YEAR: lazy("Năm")}
MOST_SHOWN = 100
# A paper of more lines than this has one line a day; a spreadsheet takes many more.
MOST_ON_PAPER, MOST_IN_SHEET = 1_500, 100_000


@bp.route("/book")
def book() -> Response:
    """What came in, by day, month or year; nothing of it is here without her yes."""
    own = own_shop()
    if not keeps_book(db.session, own):
        return to(".keep_book")
    today = clock.today()
    period = period_named(request.args.get("period", ""), today)
    cells = cells_of(db.session, own, period)
    bars = bars_of(cells, period)
    is_day = period.kind == DAY
    return show(
        "sales/book.html",
        period=period,
        title=papers.period_words(period),
        kinds=[(word, period_of(kind, anchor(period, today))) for kind, word in KIND_WORDS.items()],
        earlier=period_of(period.kind, period.before),
        later=period_of(period.kind, period.after) if period.last < today else None,
        total=total_of(cells),
        sums=[totals_by(cells, "channel"), totals_by(cells, "paid_by")],
        bars=bars,
        columns=[] if is_day else drawing.columns_of(bars),
        drawing=drawing,
        channel_words=CHANNEL_WORDS,
        papers=papers,
        threshold=threshold_or_none(REVENUE_FREE, period.last, today),
        shares=shares_amounts(db.session, own),
        entries=entries_of(db.session, own, period, limit=MOST_SHOWN) if is_day else [],
    )


def anchor(period: Period, today: date) -> date:
    """The day that a change from month to day or year looks at."""
    return today if period.first <= today <= period.last else period.first


def kept_period(name: str) -> tuple[Shop, Period]:
    """Whose book and which part of it; where no book is kept there is no file."""
    own = own_shop()
    if not keeps_book(db.session, own):
        raise NotFound(name)
    return own, period_named(name, clock.today())


@bp.route("/book/<period>.xlsx")
def book_sheet(period: str) -> Response:
    """Every sale of a period, with the sums, for a spreadsheet program."""
    own, asked = kept_period(period)
    cells = cells_of(db.session, own, asked)
    entries = entries_of(db.session, own, asked, limit=MOST_IN_SHEET)
    content = workbook(papers.sheets_of(asked, cells, entries), made_at=clock.now())
    return file(content, XLSX, f"so-ban-hang-{asked.name}.xlsx")


@bp.route("/book/<period>.pdf")
def book_paper(period: str) -> Response:
    """The revenue book to print and sign."""
    own, asked = kept_period(period)
    cells = cells_of(db.session, own, asked)
    has_room = total_of(cells).count <= MOST_ON_PAPER and asked.kind != YEAR
    entries = entries_of(db.session, own, asked, limit=MOST_ON_PAPER) if has_room else []
    place = place_label(db.session, own.commune_code, own.village_id) if own.is_placed else ""
    paper = papers.revenue_book(own, place, asked, cells, entries, clock.today())
    return file(paper.render(), "application/pdf", f"so-doanh-thu-{asked.name}.pdf")
