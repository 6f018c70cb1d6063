"""All pages of the feature, gathered for the application."""

from shopkit.channels.models import brought, front, handed_over, listed
from shopkit.channels.views import (
    beside,
    bringing,
    channels,
    feeds,
    files,
    front_files,
    front_own,
    guides,
    kit,
    pack,
    template,
)
from shopkit.channels.views import front as front_pages
from shopkit.channels.views import listed as listed_pages
from shopkit.channels.views.blueprint import bp

__all__ = [
    "beside",
    "bp",
    "bringing",
    "brought",
    "channels",
    "feeds",
    "files",
    "front",
    "front_files",
    "front_own",
    "front_pages",
    "guides",
    "handed_over",
    "kit",
    "listed",
    "listed_pages",
    "pack",
    "template",
]
