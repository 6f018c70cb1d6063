"""All pages about batches and codes."""

from shopkit.traceability.views import (
    batches,
    labels,
    labels_runs,
    looks,
    pins,
    ranges,
    suspicion,
    suspicion_reports,
    trace,
)
from shopkit.traceability.views.blueprint import bp

__all__ = [
    "batches",
    "bp",
    "labels",
    "labels_runs",
    "looks",
    "pins",
    "ranges",
    "suspicion",
    "suspicion_reports",
    "trace",
]
