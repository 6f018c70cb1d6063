"""The figures of closed periods, from which a trend is drawn."""

from datetime import date
from fractions import Fraction

from sqlalchemy.orm import Session

from shopkit.adoption.queries.figures import figures_of
from shopkit.adoption.rules.indicators import Indicator
from shopkit.adoption.rules.periods import period_on
from shopkit.adoption.rules.targets import value_of

POINTS = 6


def closed_values(
    session: Session, commune_code: str, indicator: Indicator, unit: str, *, today: date
) -> list[tuple[date, Fraction]]:
    """What an indicator came to in the last closed periods of its kind, oldest first."""
    found: list[tuple[date, Fraction]] = []
    period = period_on(today, indicator.period).before
    for _step in range(POINTS):
        cell = figures_of(session, commune_code, period, today=today).cell(indicator.code)
        value = value_of(cell, unit)
        if value is not None:
            found.append((period.last, value))
        period = period.before
    return found[::-1]
