"""What everybody may read of a commune: published figures and open data. No cookies, no scripts."""

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from flask import current_app, g, request, url_for
from werkzeug.wrappers import Response

from shopkit.adoption.models.publishing import Publication
from shopkit.adoption.queries import publishing as queries
from shopkit.adoption.rules.content import Figure, figures_in, villages_in
from shopkit.adoption.rules.open_data import FIELDS, HEADINGS, HIDING_RULES, as_json, rows
from shopkit.adoption.rules.suppression import Place
from shopkit.adoption.views import figure_words as words
from shopkit.adoption.views.blueprint import bp
from shopkit.adoption.views.period_words import BREAKDOWNS, GROUPS, known_period, word_of_code
from shopkit.errors import NotFound
from shopkit.places.queries import communes
from shopkit.sheets.writing import csv_bytes
from shopkit.web.doors import public
from shopkit.web.language import gettext as _
from shopkit.web.language import language_of_the_browser
from shopkit.web.pages import show
from shopkit.web.state import db, parts


class NotPublished(NotFound):
    """Nothing is published there, or the operator has switched the public pages off."""


def begin() -> None:
    """A page without cookies, in the language of the browser; none where the operator says so."""
    g.no_cookies = True
    language_of_the_browser()
    if not parts().config.public_pages:
        raise NotPublished(request.path[:60])


def kept(response: Response) -> Response:
    """A page that a browser may keep, if it asks each time whether it still holds."""
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["Vary"] = "Accept-Language"
    response.set_etag(sha256(response.get_data()).hexdigest()[:32], weak=True)
    return response.make_conditional(request)


@bp.errorhandler(NotPublished)
def not_published(_problem: NotPublished) -> tuple[Response, int]:
    return show("adoption/public_gone.html"), 404


@bp.route("/figures")
@public
def public_figures() -> Response:
    """The communes that publish figures."""
    begin()
    found = queries.communes_published(db.session)
    named = communes(db.session, [code for code, _count, _last in found])
    lines = [
        (named[code].name, named[code].sort_key, code, count, word_of_code(last))
        for code, count, last in found
        if code in named
    ]
    return kept(show("adoption/public_list.html", lines=sorted(lines, key=lambda one: one[1])))


@bp.route("/figures/<commune_code>")
@public
def public_commune(commune_code: str) -> Response:
    """The last period that a commune published."""
    begin()
    return shown(found_or_none(commune_code, ""))


@bp.route("/figures/<commune_code>/<period>")
@public
def public_period(commune_code: str, period: str) -> Response:
    """One published period: all figures of the commune, or one group by village."""
    begin()
    return shown(found_or_none(commune_code, period))


def found_or_none(commune_code: str, period: str) -> Publication:
    try:
        return queries.published(db.session, commune_code, period)
    except NotFound as problem:
        raise NotPublished(commune_code[:10]) from problem


def shown(publication: Publication) -> Response:
    content: Mapping[str, Any] = publication.content
    figures, group = figures_in(content), request.args.get("group", "")
    if group and group not in GROUPS:
        raise NotPublished(group[:40])
    context: dict[str, Any] = {
        "content": content,
        "publication": publication,
        "period_word": word_of_code(publication.period),
        "periods": queries.published_periods(db.session, publication.commune_code),
        "word_of_code": word_of_code,
        "words": words,
        "known_day": known_period(publication.period).last,
        "hiding_rules": hiding_words(),
    }
    if group:
        some = [one for one in figures if one.group == group]
        return kept(
            show(
                "adoption/public_group.html",
                group=GROUPS[group],
                figures=some,
                villages=villages_in(content),
                place=Place,
                parts_of=parts_of,
                **context,
            )
        )
    return kept(show("adoption/public_period.html", groups=by_group(figures), **context))


def hiding_words() -> list[str]:
    """Why a number may be kept, in the reader's language."""
    return [
        _("Che mọi số đếm người, hộ, hộ kinh doanh từ 1 đến 4; số 0 thật vẫn in."),
        _("Che thêm số khác khi lấy tổng trừ đi là ra số bị che."),
        _("Che tỷ lệ có mẫu số dưới 10; che phần còn lại của mẫu số khi còn 1 đến 4."),
        _("Che tổng của dưới 5 hộ, hoặc có một hộ chiếm trên 70 phần trăm."),
        _("Che số chỉ lệch 1 đến 4 so với kỳ đã công bố."),
    ]


def by_group(figures: list[Figure]) -> list[tuple[str, str, list[Figure]]]:
    """Groups with their word and figures; one where nothing was reported has no figures."""
    return [
        (code, str(word), some)
        for code, word in GROUPS.items()
        if (
            some := [
                one for one in figures if one.group == code and not one.is_silent and not one.is_off
            ]
        )
    ]


def parts_of(figure: Figure) -> list[tuple[str, list[tuple[str, Place]]]]:
    """How a figure is divided over the commune: each breakdown with its parts."""
    found: dict[str, list[tuple[str, Place]]] = {}
    for place in figure.cells:
        if place.breakdown:
            found.setdefault(place.breakdown, []).append((words.key_word(place.key), place))
    return [(str(BREAKDOWNS.get(name, name)), some) for name, some in found.items()]


@bp.route("/figures/<commune_code>/<period>.<any(csv, json):suffix>")
@public
def open_data(commune_code: str, period: str, suffix: str) -> Response:
    """A published period as a table or as JSON; what is kept is in neither."""
    begin()
    publication = found_or_none(commune_code, period)
    make: Callable[[Mapping[str, Any]], bytes] = csv_of if suffix == "csv" else json_of
    kind = "text/csv; charset=utf-8" if suffix == "csv" else "application/json; charset=utf-8"
    response = current_app.response_class(make(publication.content), content_type=kind)
    name = f"so-lieu-{commune_code}-{publication.period}.{suffix}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return kept(response)


def csv_of(content: Mapping[str, Any]) -> bytes:
    return csv_bytes(HEADINGS, rows(content))


def json_of(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(as_json(content), ensure_ascii=False, indent=1) + "\n").encode()


@bp.route("/figures/fields")
@public
def open_data_fields() -> Response:
    """What each column of the open data means."""
    begin()
    return kept(
        show(
            "adoption/public_fields.html",
            fields=FIELDS,
            rules=hiding_words(),
            list_url=url_for(".public_figures"),
        )
    )


__all__ = ["HIDING_RULES", "open_data", "public_commune", "public_figures", "public_period"]
