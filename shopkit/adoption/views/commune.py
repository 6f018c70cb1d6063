"""The commune's page, what stands behind each figure, and what the commune sees of a seller."""

from uuid import UUID

from flask import request
from werkzeug.wrappers import Response

from shopkit.adoption.queries.commune import behind, commune_page, own_commune, seen_of
from shopkit.adoption.rules.commune import FIGURES, total
from shopkit.adoption.views.blueprint import bp
from shopkit.errors import NotFound
from shopkit.places.queries import commune as commune_named
from shopkit.places.queries import villages_of
from shopkit.scope import LEADER, OFFICER
from shopkit.shops.queries.shops import shop, village_names
from shopkit.traceability.queries.recalls import standing_recall_count
from shopkit.web.doors import for_roles
from shopkit.web.pages import show
from shopkit.web.state import db, who

ALL_VILLAGES, NO_VILLAGE = "all", "none"


@bp.route("/commune")
@for_roles(OFFICER, LEADER)
def commune() -> Response:
    """Figures by village, each with what it rests on."""
    code = own_commune(who(), OFFICER, LEADER)
    page = commune_page(db.session, code)
    return show(
        "adoption/commune.html",
        commune=commune_named(db.session, code),
        page=page,
        totals={name: total(page.figures, name) for name in FIGURES},
        recall_count=standing_recall_count(db.session, who()),
    )


@bp.route("/commune/<figure>")
@for_roles(OFFICER, LEADER)
def figure(figure: str) -> Response:
    """Who stands behind a figure."""
    if figure not in FIGURES:
        raise NotFound(figure)
    code = own_commune(who(), OFFICER, LEADER)
    asked = request.args.get("village", ALL_VILLAGES)
    villages = {one.id: one for one in villages_of(db.session, code)}
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
