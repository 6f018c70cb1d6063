"""All pages of the feature, gathered for the application."""

from shopkit.channels.models import front, handed_over, listed
from shopkit.channels.views import beside, channels, front_files, guides
from shopkit.channels.views import front as front_pages
from shopkit.channels.views import listed as listed_pages
from shopkit.channels.views.blueprint import bp

__all__ = [
    "beside",
    "bp",
    "channels",
    "front",
    "front_files",
    "front_pages",
    "guides",
    "handed_over",
    "listed",
    "listed_pages",
]
