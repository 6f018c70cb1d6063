"""All pages of the feature, gathered for the application."""

from shopkit.channels.models import front, handed_over, listed
from shopkit.channels.views import beside, channels, guides
from shopkit.channels.views import listed as listed_pages
from shopkit.channels.views.blueprint import bp

__all__ = ["beside", "bp", "channels", "front", "guides", "handed_over", "listed", "listed_pages"]
