"""All pages about products."""

from shopkit.catalog.models import variants
from shopkit.catalog.views import (
    adding,
    advice,
    drafting,
    papers,
    papers_seen,
    photo_shapes,
    photos,
    products,
    sharing,
    showing,
)
from shopkit.catalog.views.blueprint import bp

__all__ = [
    "adding",
    "advice",
    "bp",
    "drafting",
    "papers",
    "papers_seen",
    "photo_shapes",
    "photos",
    "products",
    "sharing",
    "showing",
    "variants",
]
