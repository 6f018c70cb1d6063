"""Showing a page, and the few pages that belong to no feature."""

from typing import Any

from flask import (
    Blueprint,
    abort,
    current_app,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_wtf import FlaskForm
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from shopkit.money.parse import PriceAmbiguous, PriceUnreadable, parse_price
from shopkit.money.shown import shown
from shopkit.web.answers import wants_json
from shopkit.web.doors import local_path, public
from shopkit.web.filters import money_words
from shopkit.web.language import LANGUAGES
from shopkit.web.phone import mark_of
from shopkit.web.state import who_or_none

bp = Blueprint("web", __name__)


def show(template: str, status: int = 200, **context: Any) -> Response:
    """Render a page; one with a refused form gets status 422, which undoes the request.

    Of a list in pages, one past the last does not exist: it would look like an empty list.
    """
    page, last = context.get("page"), context.get("page_count")
    if isinstance(page, int) and isinstance(last, int) and page > max(1, last):
        abort(404)
    form = context.get("form")
    if isinstance(form, FlaskForm) and form.errors:
        status = 422
        if wants_json():
            answer = jsonify({"errors": form.errors_by_field()})
            answer.status_code = status
            return answer
    return make_response(render_template(template, **context), status)


def to(endpoint: str, /, **values: Any) -> Response:
    """Send the browser on after a change; always by GET."""
    return redirect(url_for(endpoint, **values), code=303)


@bp.route("/ping")
@public
def ping() -> Response:
    response = current_app.response_class("shopkit:ok", mimetype="text/plain")
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.route("/api/csrf")
@public
def csrf() -> Response:
    """A token for what is sent now, and as whom it would be sent."""
    answer = jsonify({"token": generate_csrf(), "account": mark_of(who_or_none())})
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.route("/api/price")
@public
def price_in_words() -> Response:
    """What a typed price would be read as; the form says the same when it is sent."""
    try:
        amount = parse_price(request.args.get("text", "")[:40])
    except (PriceAmbiguous, PriceUnreadable):
        return jsonify({"price": None})
    return jsonify({"price": shown(amount), "words": money_words(amount)})


@bp.route("/language/<code>")
@public
def choose_language(code: str) -> Response:
    if code not in LANGUAGES:
        abort(404)
    session["lang"] = code
    g.language = code
    return redirect(local_path(request.args.get("next")) or "/", code=303)
