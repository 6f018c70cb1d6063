"""The list behind a figure: its meaning, who is in it, how that is known, and the event."""

from uuid import UUID

from flask import request, url_for
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.adoption.queries.asked import NOWHERE
from shopkit.adoption.queries.behind import DENOMINATOR, NUMERATOR, Line, behind_cell
from shopkit.adoption.queries.commune import entries_of
from shopkit.adoption.queries.figures import WHOLE, figures_of
from shopkit.adoption.queries.targets import official_figures
from shopkit.adoption.rules.indicators import indicator_on
from shopkit.adoption.rules.periods import Period
from shopkit.adoption.views import cell_words
from shopkit.adoption.views.event_words import EVENT_WORDS
from shopkit.adoption.views.official_words import official_word, source_word
from shopkit.adoption.views.period_words import (
    BREAKDOWNS,
    indicator_word,
    key_word,
    note_word,
    period_word,
)
from shopkit.errors import NotFound
from shopkit.journal.models import JournalEntry
from shopkit.places.queries import commune as commune_named
from shopkit.places.queries import village, villages_of
from shopkit.web.language import gettext as _
from shopkit.web.pages import show
from shopkit.web.state import db, who

PAGE = 100
ALL_VILLAGES, NO_VILLAGE = "all", "none"


def show_behind(commune_code: str, figure: str, asked: str, period: Period) -> Response:
    """One figure with its list; a page of it at a time."""
    today = clock.today()
    indicator = indicator_on(figure, period.day_for(today))
    if indicator is None:
        raise NotFound(figure)
    village_id = place_asked(commune_code, asked)
    by, key = request.args.get("by", ""), request.args.get("key", "")
    part = DENOMINATOR if request.args.get("part") == DENOMINATOR else NUMERATOR
    figures = figures_of(db.session, commune_code, period, today=today)
    is_off = figures.is_off(indicator)
    lines: list[Line] = []
    if indicator.is_counted_here and not is_off:
        lines = behind_cell(
            db.session, who(), figure, period, village_id, by, key,
            today=today, part=part, commune_code=commune_code,
        )  # fmt: skip
    page = min(max(1, request.args.get("page", 1, type=int)), max(1, -(-len(lines) // PAGE)))
    shown = lines[(page - 1) * PAGE : page * PAGE]
    return show(
        "adoption/behind.html",
        commune=commune_named(db.session, commune_code),
        indicator=indicator,
        name=indicator_word(indicator),
        note=note_word(indicator),
        cell=figures.cell(figure, village_id, by, key),
        is_off=is_off,
        period=period,
        word=period_word(period),
        place=place_word(commune_code, village_id),
        asked=asked,
        by=by,
        key=key,
        by_word=BREAKDOWNS.get(by, ""),
        key_word=key_word(by, key),
        part=part,
        lines=shown,
        count=len(lines),
        page=page,
        pages=-(-len(lines) // PAGE),
        villages={one.id: one for one in villages_of(db.session, commune_code)},
        entries=entries_behind(shown),
        official=official_figures(db.session, commune_code, figure),
        official_word=official_word,
        source_word=source_word,
        words=cell_words,
        event_word=lambda event: EVENT_WORDS.get(event, _("Việc khác")),
        page_url=lambda number: url_for(
            "adoption.figure",
            figure=figure,
            period=period.code,
            village=asked,
            by=by,
            key=key,
            part=part,
            page=number,
        ),
    )


def entries_behind(lines: list[Line]) -> dict[UUID, JournalEntry]:
    return entries_of(db.session, [line.entry_id for line in lines if line.entry_id])


def place_asked(commune_code: str, asked: str) -> UUID:
    """The village of an address, all of them, or what lies in none."""
    if asked == ALL_VILLAGES:
        return WHOLE
    if asked == NO_VILLAGE:
        return NOWHERE
    try:
        return village(db.session, commune_code, UUID(asked)).id
    except ValueError as problem:
        raise NotFound(asked) from problem


def place_word(commune_code: str, village_id: UUID) -> str:
    if village_id == WHOLE:
        return _("cả xã")
    if village_id == NOWHERE:
        return _("chưa rõ thôn")
    return village(db.session, commune_code, village_id).name
