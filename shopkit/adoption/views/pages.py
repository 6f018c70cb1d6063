"""All pages of figures, periods and recognition."""

from shopkit.adoption.views import (
    assessing,
    checklists,
    comments,
    commune,
    criteria,
    decisions,
    groups,
    keeping,
    official,
    periods,
    public,
    publishing,
    recognition_prints,
    rounds,
    seconds,
    targets,
    village,
)
from shopkit.adoption.views.blueprint import bp

__all__ = [
    "assessing",
    "bp",
    "checklists",
    "comments",
    "commune",
    "criteria",
    "decisions",
    "groups",
    "keeping",
    "official",
    "periods",
    "public",
    "publishing",
    "recognition_prints",
    "rounds",
    "seconds",
    "targets",
    "village",
]
