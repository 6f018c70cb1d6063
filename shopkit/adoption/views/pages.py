"""All pages of figures, periods and recognition."""

from shopkit.adoption.views import (
    commune,
    keeping,
    public,
    publishing,
)
from shopkit.adoption.views.blueprint import bp

__all__ = [
    "bp",
    "commune",
    "keeping",
    "public",
    "publishing",
]
