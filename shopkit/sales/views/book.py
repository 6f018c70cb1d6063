"""The household's own book."""

from werkzeug.wrappers import Response

from shopkit.sales.queries.book import keeps_book
from shopkit.sales.views.blueprint import bp
from shopkit.sales.views.choices import own_shop
from shopkit.web.pages import show, to
from shopkit.web.state import db


@bp.route("/book")
def book() -> Response:
    own = own_shop()
    if not keeps_book(db.session, own):
        return to(".keep_book")
    return show("sales/book.html")
