"""All pages about products."""

from shopkit.catalog.views import (
    adding,
    advice,
    details,
    drafting,
    one_page,
    papers,
    papers_seen,
    photo_shapes,
    photos,
    products,
    sharing,
    showing,
    variants,
)
from shopkit.catalog.views.blueprint import bp

__all__ = [
    "adding",
    "advice",
    "bp",
    "details",
    "drafting",
    "one_page",
    "papers",
    "papers_seen",
    "photo_shapes",
    "photos",
    "products",
    "sharing",
    "showing",
    "variants",
]
