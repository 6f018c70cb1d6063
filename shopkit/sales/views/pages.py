"""All pages about sales."""

from shopkit.sales.views import book, choices, orders
from shopkit.sales.views.blueprint import bp

__all__ = ["book", "bp", "choices", "orders"]
