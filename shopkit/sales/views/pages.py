"""All pages about sales."""

from shopkit.sales.views import book, choices, commune, imports, new, orders, paying, quick, slip
from shopkit.sales.views.blueprint import bp

__all__ = [
    "book",
    "bp",
    "choices",
    "commune",
    "imports",
    "new",
    "orders",
    "paying",
    "quick",
    "slip",
]
