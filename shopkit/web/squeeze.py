"""Pages leave compressed, so that a phone with two bars waits less; static files already are."""

import gzip

from flask import Response, request

SQUEEZED = frozenset({"text/html", "application/json", "image/svg+xml", "text/csv"})
TOO_SHORT = 600
LEVEL = 6


def squeeze(response: Response) -> Response:
    """Compress a page for a browser that says it can read it."""
    if response.mimetype not in SQUEEZED or response.direct_passthrough:
        return response
    response.vary.add("Accept-Encoding")
    if not request.accept_encodings.quality("gzip") or "Content-Encoding" in response.headers:
        return response
    plain = response.get_data()
    if len(plain) < TOO_SHORT:
        return response
    response.set_data(gzip.compress(plain, LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    return response
