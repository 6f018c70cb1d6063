"""A household's own page: what it meets, what lacks, what would show it, and what others see."""

from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.adoption.queries.own_household import own_households
from shopkit.adoption.rules.criteria import NOT_ASKED
from shopkit.adoption.views.blueprint import bp
from shopkit.adoption.views.recognition_words import (
    EVIDENCE_WORDS,
    LINE_WORDS,
    RULE_WORDS,
)
from shopkit.shops.queries.shops import shop_or_none
from shopkit.shops.views.register_words import GROUPS
from shopkit.web.pages import show
from shopkit.web.state import db, who


@bp.route("/me/household")
def my_household() -> Response:
    """For her own eyes; nobody is ranked and nobody is blamed."""
    today = clock.today()
    return show(
        "adoption/own_household.html",
        homes=own_households(db.session, who(), today),
        has_shop=shop_or_none(db.session, who()) is not None,
        states=LINE_WORDS,
        evidence=EVIDENCE_WORDS,
        rules=RULE_WORDS,
        groups=GROUPS,
        not_asked=NOT_ASKED,
        today=today,
    )
