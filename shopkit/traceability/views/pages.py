"""All pages about batches and codes."""

from shopkit.traceability.views import (
    batches,
    changes,
    event_words,
    events,
    labels,
    labels_runs,
    lineage,
    looks,
    pins,
    ranges,
    recalls,
    suspicion,
    suspicion_reports,
    trace,
)
from shopkit.traceability.views.blueprint import bp

__all__ = [
    "batches",
    "bp",
    "changes",
    "event_words",
    "events",
    "labels",
    "labels_runs",
    "lineage",
    "looks",
    "pins",
    "ranges",
    "recalls",
    "suspicion",
    "suspicion_reports",
    "trace",
]
