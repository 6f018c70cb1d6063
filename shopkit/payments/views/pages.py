"""All pages about payment codes."""

from shopkit.payments.views import (
    checks,
    class_prints,
    kept,
    making,
    pad,
    prints,
    stands,
    statements,
    visits,
)
from shopkit.payments.views.blueprint import bp

__all__ = [
    "bp",
    "checks",
    "class_prints",
    "kept",
    "making",
    "pad",
    "prints",
    "stands",
    "statements",
    "visits",
]
