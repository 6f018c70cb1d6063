"""All pages about payment codes."""

from shopkit.payments.views import kept, making
from shopkit.payments.views.blueprint import bp

__all__ = ["bp", "kept", "making"]
