"""The till: what came in since it was opened, seen and heard."""

from flask import request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.payments.actions import till as actions
from shopkit.payments.queries.accounts import accounts_of
from shopkit.payments.queries.feeds import feeds_of
from shopkit.payments.queries.till import (
    lines_since,
    mark_of_lines,
    open_till_or_none,
    sum_of_today,
)
from shopkit.payments.views.blueprint import bp
from shopkit.payments.views.kept import own_shop
from shopkit.payments.views.money_words import REQUEST_WORDS, SOURCE_WORDS
from shopkit.web.pages import show, to
from shopkit.web.state import db


def unchanged(mark: str) -> Response | None:
    """Answer 304 to whoever has this already, before anything is drawn."""
    if not request.if_none_match.contains_weak(mark):
        return None
    answer = Response(status=304)
    answer.set_etag(mark, weak=True)
    return answer


@bp.route("/till")
def till() -> Response:
    shop = own_shop()
    day = open_till_or_none(db.session, shop)
    return show(
        "payments/till.html",
        day=day,
        lines=lines_since(db.session, shop, day.opened_at) if day else [],
        mark=mark_of_lines(db.session, shop, day.opened_at) if day else "",
        has_feed=bool(feeds_of(db.session, shop)),
        has_account=bool(accounts_of(db.session, shop)),
        today=sum_of_today(db.session, shop, clock.now()),
        words=REQUEST_WORDS,
        sources=SOURCE_WORDS,
    )


@bp.route("/till/lines")
def till_lines() -> Response:
    """The list alone, for a page that asks again and again; short when nothing changed."""
    shop = own_shop()
    day = open_till_or_none(db.session, shop)
    mark = mark_of_lines(db.session, shop, day.opened_at) if day else "closed"
    known = unchanged(mark)
    if known:
        return known
    answer = show(
        "payments/till_lines.html",
        lines=lines_since(db.session, shop, day.opened_at) if day else [],
        today=sum_of_today(db.session, shop, clock.now()),
        words=REQUEST_WORDS,
        sources=SOURCE_WORDS,
    )
    answer.set_etag(mark, weak=True)
    return answer


@bp.route("/till/open", methods=["POST"])
def open_till() -> Response:
    actions.open_till(db.session, own_shop(), now=clock.now())
    return to(".till")


@bp.route("/till/close", methods=["POST"])
def close_till() -> Response:
    actions.close_till(db.session, own_shop(), now=clock.now())
    return to(".till")
