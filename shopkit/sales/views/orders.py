"""The orders of a shop."""

from werkzeug.wrappers import Response

from shopkit.sales.views.blueprint import bp
from shopkit.sales.views.choices import own_shop
from shopkit.web.pages import show


@bp.route("/sales")
def sales() -> Response:
    own_shop()
    return show("sales/sales.html")
