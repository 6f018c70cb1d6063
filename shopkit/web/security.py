"""Headers and checks that every answer and every request go through."""

from flask import Flask, Response, abort, request

from shopkit.config import Config
from shopkit.web.answers import SAFE_METHODS
from shopkit.web.squeeze import squeeze

CONTENT_SECURITY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
}
ONE_YEAR = 31_536_000
LARGEST_BODY = 30 * 1024 * 1024
LARGEST_FORM = 200_000
LARGEST_PHOTO = 3_000_000
MOST_PARTS = 400


def harden(app: Flask, config: Config) -> None:
    """Set the limits, the cookie and the headers of an application."""
    app.config.update(
        SECRET_KEY=config.secret_key,
        SECRET_KEY_FALLBACKS=list(config.old_secret_keys),
        SESSION_COOKIE_NAME="__Host-visit" if config.is_secure else "visit",
        SESSION_COOKIE_SECURE=config.is_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=90 * 86_400,
        SESSION_REFRESH_EACH_REQUEST=False,
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        MAX_FORM_PARTS=MOST_PARTS,
        TRUSTED_HOSTS=trusted_hosts(config),
        WTF_CSRF_TIME_LIMIT=None,
        # Browsers inside chat apps send no Referer; token, Origin and Sec-Fetch-Site are checked.
        WTF_CSRF_SSL_STRICT=False,
    )
    app.before_request(limit_text)
    app.before_request(refuse_other_sites)
    app.after_request(lambda response: squeeze(with_headers(response, config)))


def trusted_hosts(config: Config) -> list[str]:
    host = config.public_address.split("://", 1)[1].split("/", 1)[0].rsplit(":", 1)[0]
    return sorted({host, "127.0.0.1", "localhost", *config.trusted_hosts})


def limit_text() -> None:
    """Only photos may be heavy: text is read whole, so an endless one would fill the memory."""
    if request.mimetype.startswith("image/"):
        request.max_content_length = LARGEST_PHOTO
    elif request.mimetype != "multipart/form-data":
        request.max_content_length = LARGEST_FORM


def refuse_other_sites() -> None:
    """A form of another site cannot write here, even with a token it stole."""
    if request.method in SAFE_METHODS:
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        abort(403)
    origin = request.headers.get("Origin")
    if origin and origin != "null" and origin.split("://", 1)[-1] != request.host:
        abort(403)


def with_headers(response: Response, config: Config) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if config.is_secure:
        response.headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR}; includeSubDomains"
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response
