"""Money that waits for a person: what it pays, what it is not, and taking that back."""

from datetime import timedelta
from math import ceil
from typing import Any
from uuid import UUID

from flask import flash, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.errors import Conflict
from shopkit.payments.actions import matching as actions
from shopkit.payments.forms.money import PlaceForm, VersionForm
from shopkit.payments.queries import money as queries
from shopkit.payments.queries.requests import request as request_of
from shopkit.payments.queries.requests import requests_waiting
from shopkit.payments.views.blueprint import bp
from shopkit.payments.views.kept import own_shop
from shopkit.payments.views.money_words import REQUEST_WORDS, SOURCE_WORDS, WHY_WORDS
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db

SHOWN_FOR = timedelta(days=3)
WORDS: dict[str, Any] = {"words": REQUEST_WORDS, "sources": SOURCE_WORDS, "whys": WHY_WORDS}


@bp.route("/money")
def money() -> Response:
    """What nobody could place by itself, then what was decided lately."""
    shop, now = own_shop(), clock.now()
    page_count = max(1, ceil(queries.to_decide_count(db.session, shop) / queries.PAGE))
    page = min(max(request.args.get("page", 1, type=int), 1), page_count)
    return show(
        "payments/money.html",
        to_decide=queries.lines_to_decide(db.session, shop, page=page),
        decided=queries.lines_decided(db.session, shop, now - SHOWN_FOR),
        page=page,
        page_count=page_count,
        **WORDS,
    )


@bp.route("/money/<uuid:line_id>", methods=["GET", "POST"])
def money_line(line_id: UUID) -> Response:
    """One payment: what it may be for; the likeliest first, then all that wait."""
    found = queries.line(db.session, own_shop(), line_id)
    form = PlaceForm()
    if form.validate_on_submit():
        chosen = [request_of(db.session, own_shop(), one) for one in form.request_ids()]
        try:
            actions.place_line(
                db.session, found.line, chosen, version=form.seen_version, now=clock.now()
            )
        except (Conflict, actions.NothingLeft, actions.LineErased):
            return decided_meanwhile(line_id)
        flash(_("Đã ghép tiền với mã."), "good")
        return to(".money_line", line_id=line_id)
    return line_page(found, form)


def line_page(found: queries.Line, form: PlaceForm) -> Response:
    shop, now = own_shop(), clock.now()
    likely = queries.suggestions(db.session, shop, found, now)
    known = {one.request.id for one in likely}
    others = [one for one in requests_waiting(db.session, shop, now) if one.id not in known]
    return show(
        "payments/money_line.html", found=found, form=form, likely=likely, others=others, **WORDS
    )


def decided_meanwhile(line_id: UUID) -> Response:
    """The second of two is told what the first did; nothing of hers is kept."""
    db.session.expire_all()
    found = queries.line(db.session, own_shop(), line_id)
    return show("payments/money_decided.html", 409, found=found, **WORDS)


@bp.route("/money/<uuid:line_id>/undo", methods=["POST"])
def undo_money(line_id: UUID) -> Response:
    found = queries.line(db.session, own_shop(), line_id)
    form = VersionForm()
    form.validate()
    try:
        actions.undo_line(db.session, found.line, version=form.seen_version, now=clock.now())
    except (Conflict, actions.LineErased):
        return decided_meanwhile(line_id)
    flash(_("Đã gỡ ra. Ghép lại với mã đúng."), "wait")
    return to(".money_line", line_id=line_id)


@bp.route("/money/<uuid:line_id>/aside", methods=["POST"])
def set_money_aside(line_id: UUID) -> Response:
    found = queries.line(db.session, own_shop(), line_id)
    form = VersionForm()
    form.validate()
    try:
        actions.set_aside(db.session, found.line, version=form.seen_version, now=clock.now())
    except (Conflict, actions.LineErased):
        return decided_meanwhile(line_id)
    flash(_("Đã để riêng. Khoản này không ghép với mã nào."), "good")
    return to(".money")


@bp.route("/money/<uuid:line_id>/given-back", methods=["POST"])
def give_money_back(line_id: UUID) -> Response:
    """She gave the buyer back what was paid twice."""
    found = queries.line(db.session, own_shop(), line_id)
    form = VersionForm()
    form.validate()
    try:
        actions.give_back(db.session, found.line, version=form.seen_version, now=clock.now())
    except (Conflict, actions.LineErased):
        return decided_meanwhile(line_id)
    flash(_("Đã ghi: khoản này đã trả lại khách."), "good")
    return to(".money")
