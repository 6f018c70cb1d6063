"""What every page of figures begins and ends with: nothing unread before, nothing lost after."""

import logging

from flask import g, request
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from shopkit.adoption.actions.deriving import catch_up, communes_with_news, has_news, keep_figures
from shopkit.adoption.rules.periods import period_of
from shopkit.adoption.views.blueprint import bp
from shopkit.clock import today
from shopkit.web.state import db, parts, who_or_none

log = logging.getLogger(__name__)

# What one page reads of other communes; the rest is read when they look, or at night.
MOST_OF_OTHERS = 500
MOST_KEPT = 3


@bp.before_request
def read_news() -> None:
    """What happened since somebody looked last is read before anything is counted."""
    who = who_or_none()
    if request.method != "GET" or who is None or not has_news(db.session):
        return
    news = communes_with_news(db.session)
    own = {role.code for role in who.roles}
    # A session that has read once would go on seeing what was before.
    db.session.rollback()
    try:
        with parts().database.writing() as session:
            left = MOST_OF_OTHERS
            for code in sorted(news, key=lambda one: (one not in own, one)):
                if code in own:
                    catch_up(session, code)
                elif left > 0:
                    left -= catch_up(session, code, most=left)
    except OperationalError:
        log.warning("the news could not be read now; the next page does it", exc_info=True)


@bp.after_request
def keep_missing(response: Response) -> Response:
    """Figures that had to be worked out for this page are kept for the next."""
    if request.method != "GET" or "session" not in g:
        return response
    missing = sorted(db.session.info.pop("figures_missing", ()))[:MOST_KEPT]
    if not missing:
        return response
    db.session.rollback()
    try:
        with parts().database.writing() as session:
            for commune_code, period_code, _day in missing:
                period = period_of(period_code)
                if period is not None:
                    keep_figures(session, commune_code, period, today=today())
    except OperationalError:
        log.warning("figures could not be kept; the next page does it", exc_info=True)
    return response
