"""The cookie that carries the token of a sign-in."""

from flask import request
from werkzeug.wrappers import Response

from shopkit.accounts.rules.lifetimes import OF_SELLER
from shopkit.web.state import parts


def cookie_name() -> str:
    """With the prefix that ties it to this host, which browsers grant on https only."""
    return "__Host-key" if parts().config.is_secure else "key"


def token_of_request() -> str | None:
    return request.cookies.get(cookie_name()) or None


def set_sign_in_cookie(response: Response, token: str) -> None:
    """Keep the token on this phone; how long it is good for is decided on the server."""
    response.set_cookie(
        cookie_name(),
        token,
        max_age=OF_SELLER.whole,
        path="/",
        secure=parts().config.is_secure,
        httponly=True,
        samesite="Lax",
    )


def drop_sign_in_cookie(response: Response) -> None:
    response.delete_cookie(
        cookie_name(),
        path="/",
        secure=parts().config.is_secure,
        httponly=True,
        samesite="Lax",
    )
