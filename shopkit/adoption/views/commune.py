"""The commune's page, what stands behind each figure, and what the commune sees of a seller."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import request, url_for
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.adoption.queries import periods as period_queries
from shopkit.adoption.queries.beside import Beside, beside
from shopkit.adoption.queries.commune import behind, commune_page, own_commune, seen_of
from shopkit.adoption.queries.figures import WHOLE, Figures
from shopkit.adoption.queries.targets import official_figures
from shopkit.adoption.rules.cells import Cell
from shopkit.adoption.rules.commune import FIGURES, total
from shopkit.adoption.rules.indicators import Indicator, indicator_on, indicators_on
from shopkit.adoption.rules.periods import MONTH, QUARTER, YEAR, Period, period_of, period_on
from shopkit.adoption.rules.submissions import late_ones
from shopkit.adoption.views import cell_words
from shopkit.adoption.views.behind import show_behind
from shopkit.adoption.views.blueprint import bp
from shopkit.adoption.views.official_words import official_word, source_word
from shopkit.adoption.views.period_words import (
    BREAKDOWNS,
    GROUPS,
    LADDER,
    indicator_word,
    key_word,
    period_word,
    word_of_code,
)
from shopkit.adoption.views.targets import Progress, progress_of
from shopkit.errors import NotFound
from shopkit.places.models import Village
from shopkit.places.queries import commune as commune_named
from shopkit.places.queries import villages_of
from shopkit.scope import LEADER, OFFICER
from shopkit.shops.queries.requests import open_counts
from shopkit.shops.queries.shops import shop, village_names
from shopkit.traceability.queries.recalls import standing_recall_count
from shopkit.web.doors import for_roles
from shopkit.web.language import gettext as _
from shopkit.web.pages import show
from shopkit.web.refusals import refusal_page
from shopkit.web.state import db, who

ALL_VILLAGES, NO_VILLAGE = "all", "none"
START, EVERYTHING = "start", "all"
BACK = {MONTH: 12, QUARTER: 6, YEAR: 2}


@dataclass(frozen=True)
class Chosen:
    """What of the figures is looked at: period, group, breakdown, and the column of the order."""

    period: Period
    group: str
    by: str
    sort: str

    def url(self, **other: str) -> str:
        told = {
            "period": self.period.code,
            "group": self.group,
            "by": self.by,
            "sort": self.sort,
        } | other
        kept: dict[str, Any] = {name: value for name, value in told.items() if value}
        return url_for("adoption.commune", **kept)


@dataclass(frozen=True)
class Column:
    """One indicator, whole or one part of a breakdown."""

    indicator: Indicator
    key: str | None
    is_off: bool
    word: str


@bp.route("/commune")
@for_roles(OFFICER, LEADER)
def commune() -> Response:
    """Figures by village, each with what it rests on; first what waits and where we stand."""
    code = own_commune(who(), OFFICER, LEADER)
    chosen = chosen_of()
    if chosen.group == START:
        return first_steps(code, chosen)
    today = clock.today()
    figures = beside(db.session, code, chosen.period, today=today)
    indicators = indicators_on(chosen.period.day_for(today))
    columns = columns_of(figures.running, indicators, chosen)
    return show(
        "adoption/commune.html",
        commune=commune_named(db.session, code),
        chosen=chosen,
        columns=columns,
        rows=rows_of(figures, columns, chosen),
        total=cells_of(figures, WHOLE, columns, chosen),
        approved=marks_of(figures),
        ladder=ladder_of(figures),
        duties=duties_of(code),
        progress=goals_of(progress_of(code)),
        official=official_figures(db.session, code)[:5],
        recall_count=standing_recall_count(db.session, who()),
        **choices_of(indicators, chosen),
    )


def choices_of(indicators: tuple[Indicator, ...], chosen: Chosen) -> dict[str, Any]:
    """What can be chosen on the page, in words."""
    shown = [one for one in indicators if chosen.group in (one.group, EVERYTHING)]
    breakdowns = {by for one in shown for by in one.breakdowns}
    return {
        "group_words": GROUPS,
        "breakdown_words": {by: BREAKDOWNS[by] for by in BREAKDOWNS if by in breakdowns},
        "periods": [(one.code, period_word(one)) for one in periods_shown()],
        "word": word_of_code,
        "name_word": indicator_word,
        "ladder_words": LADDER,
        "words": cell_words,
        "official_word": official_word,
        "source_word": source_word,
    }


def chosen_of() -> Chosen:
    """What the address asks for; what it does not know falls back to the usual."""
    found = period_of(request.args.get("period", "")) or period_on(clock.today(), QUARTER)
    if found.first > clock.today():
        found = period_on(clock.today(), found.kind)
    group = request.args.get("group", "ecommerce")
    if group not in GROUPS and group not in (START, EVERYTHING):
        group = "ecommerce"
    by = request.args.get("by", "")
    return Chosen(found, group, by if by in BREAKDOWNS else "", request.args.get("sort", "")[:40])


def periods_shown() -> list[Period]:
    """The periods to choose from: those that run, and some before."""
    found: list[Period] = []
    for kind, count in BACK.items():
        one = period_on(clock.today(), kind)
        for _step in range(count):
            found.append(one)
            one = one.before
    return found


def columns_of(figures: Figures, indicators: tuple[Indicator, ...], chosen: Chosen) -> list[Column]:
    """The figures of a group; with a breakdown those that have it, part by part."""
    found: list[Column] = []
    for one in indicators:
        if chosen.group not in (one.group, EVERYTHING):
            continue
        is_off = figures.is_off(one)
        found.append(Column(one, None, is_off, _("tất cả")))
        if chosen.by in one.breakdowns and not is_off:
            found += [
                Column(one, key, False, key_word(chosen.by, key))
                for key in figures.keys(one.code, chosen.by)
            ]
    return found


def cell_in(figures: Beside, village_id: UUID, column: Column, by: str) -> Cell:
    if column.key is None:
        return figures.cell(column.indicator.code, village_id)
    return figures.cell(column.indicator.code, village_id, by, column.key)


Shown = tuple[str, str, str]


def cells_of(
    figures: Beside, village_id: UUID, columns: list[Column], chosen: Chosen
) -> list[Shown]:
    """The figures of a row: as printed, the verified share, and the list behind, if there is."""
    place = ALL_VILLAGES if village_id == WHOLE else str(village_id)
    tail = f"?period={chosen.period.code}&village={place}"
    found: list[Shown] = []
    for column in columns:
        if column.is_off:
            found.append((_("tắt"), "", ""))
            continue
        cell = cell_in(figures, village_id, column, chosen.by)
        if cell.numerator is None:
            found.append((cell_words.DASH, "", ""))
            continue
        part = "" if column.key is None else f"&by={chosen.by}&key={column.key}"
        url = f"/commune/{column.indicator.code}{tail}{part}"
        told = cell_words.figure_word(cell, column.indicator)
        if told == cell_words.DASH:
            told = cell_words.full_word(cell, column.indicator)
        told += since_word(figures, village_id, column, chosen.by)
        found.append((told, cell_words.share_word(cell), url))
    return found


def since_word(figures: Beside, village_id: UUID, column: Column, by: str) -> str:
    """What stands beside an approved figure: a correction, and what has moved since."""
    at = (column.indicator.code, village_id)
    part = ("", "") if column.key is None else (by, column.key)
    told = f" {_('sửa tay')}" if figures.is_corrected(*at, *part) else ""
    moved = figures.change(*at, *part)
    return told if moved == 0 else f"{told} {cell_words.change_word(moved)}"


def marks_of(figures: Beside) -> dict[UUID | None, str]:
    """Which rows are approved and which still run, where any of the period is approved."""
    if figures.found.is_empty:
        return {}
    marks: dict[UUID | None, str] = {
        one.id: _("đã duyệt") if figures.is_approved(one.id) else _("đang tính")
        for one in figures.villages
    }
    marks[None] = _(
        "%(told)s/%(all)s thôn đã duyệt", told=figures.approved_count, all=len(figures.villages)
    )
    return marks


Rows = list[tuple[Village, list[Shown]]]


def rows_of(figures: Beside, columns: list[Column], chosen: Chosen) -> Rows:
    """A row for each village, by name or by one of the columns."""
    villages = list(figures.villages)
    by = next((one for one in columns if f"{one.indicator.code}.{one.key or ''}" == chosen.sort), 0)
    if isinstance(by, Column):
        column = by
        villages.sort(key=lambda village: order_of(figures, village, column, chosen))
    return [(one, cells_of(figures, one.id, columns, chosen)) for one in villages]


def order_of(
    figures: Beside, village: Village, column: Column, chosen: Chosen
) -> tuple[bool, float]:
    """The highest first, those without a figure last."""
    cell = cell_in(figures, village.id, column, chosen.by)
    value = cell_words.sort_value(cell, column.indicator)
    return value is None, -(value or 0)


def ladder_of(figures: Beside) -> list[tuple[Indicator, Cell]]:
    """The steps that are counted as indicators, in their order."""
    found = ((indicator_on(code, figures.running.as_of), figures.cell(code)) for code in LADDER)
    return [(one, cell) for one, cell in found if one is not None]


@dataclass(frozen=True)
class Duties:
    """What waits in a commune: reports to look at, answers to give, and who is late."""

    sent_count: int
    asked_count: int
    request_count: int
    late_request_count: int
    late: list[tuple[str, str, int]]


def duties_of(commune_code: str) -> Duties:
    today = clock.today()
    late: list[tuple[str, str, int]] = []
    for asked in period_queries.open_periods(db.session, commune_code)[:3]:
        standings = period_queries.standings(db.session, asked)
        late += [
            (asked.period, one.name, days)
            for one, days in late_ones(
                standings, asked.due_on, today, by_lateness=who().has(OFFICER)
            )
            if one.first_sent_on is None
        ]
    return Duties(
        period_queries.sent_count(db.session, commune_code),
        len(period_queries.pending(db.session, commune_code)),
        *open_counts(db.session, who(), today),
        late,
    )


def goals_of(progress: list[Progress]) -> dict[str, int]:
    """How many targets are met, not met, and cannot be told."""
    return {
        "met": sum(one.is_met is True for one in progress),
        "open": sum(one.is_met is False for one in progress),
        "unknown": sum(one.is_met is None for one in progress),
    }


def first_steps(code: str, chosen: Chosen) -> Response:
    """From being known to being used: the five first steps, counted from the journal alone."""
    page = commune_page(db.session, code)
    return show(
        "adoption/first_steps.html",
        commune=commune_named(db.session, code),
        page=page,
        chosen=chosen,
        group_words=GROUPS,
        totals={name: total(page.figures, name) for name in FIGURES},
        recall_count=standing_recall_count(db.session, who()),
    )


@bp.route("/commune/<figure>", methods=["GET", "POST"])
@for_roles(OFFICER, LEADER)
def figure(figure: str) -> Response:
    """Who stands behind a figure; nobody types one."""
    if request.method == "POST":
        return refusal_page(
            403,
            "not_typed",
            _("Không ai gõ số ở đây"),
            _("Số tự tính từ việc đã ghi. Số của cơ quan khác thì nhập ở mục “Số chính thức”."),
        )
    code = own_commune(who(), OFFICER, LEADER)
    asked = request.args.get("village", ALL_VILLAGES)
    villages = {one.id: one for one in villages_of(db.session, code)}
    if figure not in FIGURES:
        return show_behind(code, figure, asked, chosen_of().period)
    village_id = village_of(asked, set(villages))
    lines = behind(db.session, code, figure, village_id, whole=asked == ALL_VILLAGES)
    return show(
        "adoption/figure.html",
        figure=figure,
        commune=commune_named(db.session, code),
        village=villages.get(village_id) if village_id else None,
        no_village=asked == NO_VILLAGE,
        villages=villages,
        lines=lines,
    )


def village_of(asked: str, known: set[UUID]) -> UUID | None:
    if asked in (ALL_VILLAGES, NO_VILLAGE):
        return None
    try:
        village_id = UUID(asked)
    except ValueError as problem:
        raise NotFound(asked) from problem
    if village_id not in known:
        raise NotFound(asked)
    return village_id


@bp.route("/me/seen-by-commune")
def seen_by_commune() -> Response:
    """Exactly what the commune can see of her, and nothing else."""
    own = shop(db.session, who())
    lines = seen_of(db.session, own) if own.is_placed else []
    return show(
        "adoption/seen_by_commune.html",
        shop=own,
        lines=lines,
        place=commune_named(db.session, own.commune_code) if own.is_placed else None,
        villages=village_names(db.session, [own]),
    )
