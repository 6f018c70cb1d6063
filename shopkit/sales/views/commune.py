"""What a commune is told of money: a sum a quarter over those who agreed, and nothing else."""

from werkzeug.wrappers import Response

from shopkit.sales.queries.sums import settled_sums
from shopkit.sales.rules.sums import FEWEST, LARGEST_SHARE_PERCENT, TOO_FEW
from shopkit.sales.views.blueprint import bp
from shopkit.scope import LEADER, OFFICER
from shopkit.web.doors import for_roles
from shopkit.web.pages import show
from shopkit.web.state import db, who


@bp.route("/commune/online-sales")
@for_roles(OFFICER, LEADER)
def commune_sums() -> Response:
    return show(
        "sales/commune_sums.html",
        sums=settled_sums(db.session, who()),
        fewest=FEWEST,
        largest=LARGEST_SHARE_PERCENT,
        too_few=TOO_FEW,
    )
