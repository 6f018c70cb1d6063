"""All pages of the feature, gathered for the application."""

from shopkit.channels.models import front, handed_over, listed
from shopkit.channels.views.blueprint import bp

__all__ = ["bp", "front", "handed_over", "listed"]
