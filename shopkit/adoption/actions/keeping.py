"""Reading what is new before figures are shown, and keeping what had to be worked out for them."""

import logging
from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy.exc import OperationalError

from shopkit.adoption.actions.deriving import catch_up, keep_figures
from shopkit.adoption.rules.periods import period_of
from shopkit.db.engine import Database

log = logging.getLogger(__name__)

# What one page reads of other communes; the rest is read when they look, or at night.
MOST_OF_OTHERS = 500
MOST_KEPT = 3


def read_news(database: Database, communes: Iterable[str], own: Collection[str]) -> None:
    """Read what is new, of one's own communes all of it; a busy database leaves it for later."""
    left = MOST_OF_OTHERS
    try:
        with database.writing() as session:
            for code in sorted(communes, key=lambda one: (one not in own, one)):
                if code in own:
                    catch_up(session, code)
                elif left > 0:
                    left -= catch_up(session, code, most=left)
    except OperationalError:
        log.warning("the news could not be read now; the next page does it", exc_info=True)


def keep_missing(
    database: Database, missing: Collection[tuple[str, str, date]], *, today: date
) -> None:
    """Keep figures that a page had to work out, for the next that asks for them."""
    try:
        with database.writing() as session:
            for commune_code, period_code, _day in sorted(missing)[:MOST_KEPT]:
                period = period_of(period_code)
                if period is not None:
                    keep_figures(session, commune_code, period, today=today)
    except OperationalError:
        log.warning("figures could not be kept; the next page does it", exc_info=True)
