"""All pages about products."""

from shopkit.catalog.views import adding, products, sharing, showing
from shopkit.catalog.views.blueprint import bp

__all__ = ["adding", "bp", "products", "sharing", "showing"]
