"""Who changed or approved what, and where a figure comes from, down to the event."""

from datetime import date, timedelta
from uuid import UUID

from flask import current_app, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.adoption.models.facts import Fact
from shopkit.adoption.queries.audit import Asked, actors_of, audit_lines, origin_of
from shopkit.adoption.views.audit_words import (
    ELEMENT_WORDS,
    EVIDENCE_WORDS,
    LIST_WORDS,
    ORIGIN_WORDS,
    RECORD_WORDS,
)
from shopkit.adoption.views.blueprint import bp
from shopkit.adoption.views.event_words import EVENT_WORDS
from shopkit.errors import NotFound
from shopkit.places.queries import villages_of
from shopkit.scope import COMMUNE, LEADER, OFFICER
from shopkit.web.doors import for_roles
from shopkit.web.pages import show
from shopkit.web.state import db, who

SHOWN_DAYS = 30
MOST_PAGES = 500
# Pages on which an officer finds the record itself, by its kind and the name of its part.
PAGES = {
    "household": ("shops.household", "household_id"),
    "person": ("shops.person", "person_id"),
    "business": ("shops.business", "business_id"),
    "shop": ("shops.shop_for_staff", "shop_id"),
    "branch": ("shops.branch", "branch_id"),
    "course": ("training.class_page", "course_id"),
    "data_request": ("shops.data_request", "data_request_id"),
    "round": ("adoption.round_page", "round_id"),
    "decision": ("adoption.decision_page", "decision_id"),
}


@bp.route("/audit")
@for_roles(OFFICER, LEADER)
def audit() -> Response:
    """The journal of the commune, by day, person, kind of record and village."""
    asked = asked_for()
    page = request.args.get("page", 1, type=int)
    if not 1 <= page <= MOST_PAGES:
        raise NotFound
    lines, has_more = audit_lines(db.session, who(), asked, page=page)
    codes = who().codes(COMMUNE, OFFICER, LEADER)
    return show(
        "adoption/audit.html",
        lines=lines,
        has_more=has_more,
        page=page,
        asked=asked,
        actors=actors_of(db.session, who(), Asked(asked.since, asked.until)),
        villages=[one for code in codes for one in villages_of(db.session, code)],
        events=EVENT_WORDS,
        records=RECORD_WORDS,
        lists=LIST_WORDS,
        evidence=EVIDENCE_WORDS,
        pages=pages_here(),
    )


def pages_here() -> dict[str, tuple[str, str]]:
    """Only those that this house has put up."""
    return {kind: page for kind, page in PAGES.items() if page[0] in current_app.view_functions}


def asked_for() -> Asked:
    """What the address asks for; what cannot be read is passed over."""
    today = clock.today()
    until = day_or_none("until") or today
    since = day_or_none("since") or until - timedelta(days=SHOWN_DAYS)
    kind = request.args.get("kind", "")
    return Asked(
        min(since, until),
        max(since, until),
        id_or_none("actor"),
        kind if kind in RECORD_WORDS else "",
        id_or_none("village"),
        id_or_none("record"),
    )


def day_or_none(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def id_or_none(name: str) -> UUID | None:
    try:
        return UUID(request.args.get(name, ""))
    except ValueError:
        return None


@bp.route("/audit/facts/<uuid:fact_id>")
@for_roles(OFFICER, LEADER)
def fact_origin(fact_id: UUID) -> Response:
    """From a fact behind a figure to the event it was read from, and to the record itself."""
    found = origin_of(db.session, who(), fact_id)
    return show(
        "adoption/fact_origin.html",
        origin=found,
        fact=found.fact,
        told=told,
        elements=ELEMENT_WORDS,
        evidence=EVIDENCE_WORDS,
        origins=ORIGIN_WORDS,
        events=EVENT_WORDS,
        records=RECORD_WORDS,
        pages=pages_here(),
    )


def told(fact: Fact) -> str:
    """The value of a fact where it is a number; machine words are told by what they stand for."""
    return "" if fact.number is None else str(fact.number)
