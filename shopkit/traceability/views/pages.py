"""All pages about batches and codes."""

from shopkit.traceability.views import batches, labels, trace
from shopkit.traceability.views.blueprint import bp

__all__ = ["batches", "bp", "labels", "trace"]
