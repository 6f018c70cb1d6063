"""The Flask application of the house: each write request is one transaction."""

from typing import cast

from flask import Flask, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from shopkit.web.answers import SAFE_METHODS, write_once


class House(Flask):
    """Flask, with the commit in one place."""

    def dispatch_request(self) -> ResponseReturnValue:
        if request.method in SAFE_METHODS or request.url_rule is None:
            return super().dispatch_request()
        return write_once(
            lambda: cast(Response, self.make_response(super(House, self).dispatch_request()))
        )
