"""What a helper sees of a shop on the spot, and the words of what was noted."""

from typing import Any

from shopkit import clock
from shopkit.errors import NotFound
from shopkit.payments.queries.checks import is_check_due, last_check_or_none
from shopkit.payments.rules.checks import ALARMS
from shopkit.scope import TRAINER
from shopkit.shops.models.shops import Shop
from shopkit.shops.queries.shops import shop_in_reach
from shopkit.shops.views.shops import beside_her
from shopkit.training.forms.help import KINDS, OUTCOMES, PLACES
from shopkit.training.queries.helped import Helped
from shopkit.training.rules.reasons import checks, reasons, referrals
from shopkit.training.rules.topics import topics
from shopkit.web.state import db, who


def shop_facts(helped: Helped) -> dict[str, Any]:
    """Her shop, if the helper may look at it, and what the last photo of its sticker showed."""
    shop = shop_seen(helped)
    if shop is None:
        return {"shop": None, "sticker": None, "is_sticker_due": False, "is_alarm": False}
    last = last_check_or_none(db.session, shop)
    return {
        "shop": shop,
        "sticker": last,
        "is_sticker_due": is_check_due(db.session, shop, clock.now()),
        "is_alarm": last is not None and last.result in ALARMS,
    }


def shop_seen(helped: Helped) -> Shop | None:
    """Her shop when she agreed to be seen, or sits beside the helper."""
    shop = helped.shop
    if shop is None or not who().has(TRAINER):
        return None
    if beside_her(shop.id):
        return shop
    try:
        return shop_in_reach(db.session, who(), shop.id, TRAINER)
    except NotFound:
        return None


def help_words() -> dict[str, Any]:
    """How what was noted is said."""
    return {
        "kind_words": KINDS,
        "place_words": PLACES,
        "outcome_words": OUTCOMES,
        "reason_words": reasons(),
        "referral_words": referrals(),
        "check_words": checks(),
        "topic_words": topics(),
    }
