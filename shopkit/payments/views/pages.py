"""All pages about payment codes."""

from shopkit.payments.views import (
    checks,
    class_prints,
    code_here,
    feeds,
    feeds_door,
    kept,
    making,
    money,
    pad,
    prints,
    requests,
    stands,
    statements,
    till,
    visits,
)
from shopkit.payments.views.blueprint import bp

__all__ = [
    "bp",
    "checks",
    "class_prints",
    "code_here",
    "feeds",
    "feeds_door",
    "kept",
    "making",
    "money",
    "pad",
    "prints",
    "requests",
    "stands",
    "statements",
    "till",
    "visits",
]
