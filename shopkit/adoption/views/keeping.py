"""What every page of figures begins and ends with: nothing unread before, nothing lost after."""

from flask import g, request
from werkzeug.wrappers import Response

from shopkit.adoption.actions.deriving import communes_with_news, has_news
from shopkit.adoption.actions.keeping import keep_missing, read_news
from shopkit.adoption.views.blueprint import bp
from shopkit.clock import today
from shopkit.web.state import db, parts, who_or_none


@bp.before_request
def read_what_is_new() -> None:
    """What happened since somebody looked last is read before anything is counted."""
    who = who_or_none()
    if request.method != "GET" or who is None or not has_news(db.session):
        return
    news = communes_with_news(db.session)
    # A session that has read once would go on seeing what was before.
    db.session.rollback()
    read_news(parts().database, news, {role.code for role in who.roles})


@bp.after_request
def keep_what_was_missing(response: Response) -> Response:
    """Figures that had to be worked out for this page are kept for the next."""
    if request.method != "GET" or "session" not in g:
        return response
    missing = db.session.info.pop("figures_missing", set())
    if missing:
        db.session.rollback()
        keep_missing(parts().database, missing, today=today())
    return response
