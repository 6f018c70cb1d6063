"""All pages about shops and the register."""

from shopkit.shops.views import (
    shops,
)
from shopkit.shops.views.blueprint import bp

__all__ = [
    "bp",
    "shops",
]
