"""Answering with a kept file: in pieces, in parts, and not at all where the browser has it."""

from flask import current_app, request
from werkzeug.http import is_resource_modified, quote_etag
from werkzeug.wrappers import Response
from werkzeug.wsgi import wrap_file

from shopkit.db.files import Files


def kept_file(place: Files, name: str, mimetype: str) -> Response:
    """The file under a name; its name is its mark, so a browser's copy is known unread."""
    response = current_app.response_class(mimetype=mimetype)
    response.set_etag(name)
    if not is_resource_modified(request.environ, etag=quote_etag(name)):
        response.status_code = 304
        return response
    file = place.opened(name)
    size = file.seek(0, 2)
    file.seek(0)
    response.response = wrap_file(request.environ, file)
    response.direct_passthrough = True
    response.content_length = size
    response.call_on_close(file.close)
    return response.make_conditional(request, accept_ranges=True, complete_length=size)
