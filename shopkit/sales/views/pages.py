"""All pages about sales."""

from shopkit.sales.views import book, choices, new, orders, paying, quick, slip
from shopkit.sales.views.blueprint import bp

__all__ = ["book", "bp", "choices", "new", "orders", "paying", "quick", "slip"]
