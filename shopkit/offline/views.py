"""The worker that keeps pages, and the two pages that stand when nothing else does."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, current_app, g, url_for
from werkzeug.wrappers import Response

from shopkit.config import folder
from shopkit.web.doors import public
from shopkit.web.pages import show

bp = Blueprint("offline", __name__)

# Pages that are the same for everybody, so that any phone may have them before they are needed.
SHELL_PAGES = ("offline.away", "offline.outbox", "onboarding.help_list", "payments.code_here")
WORKER = "js/worker.js"
# Scripts and styles of pages that nobody fills in without a network.
NOT_NEEDED = ("css/trace.", "css/front.", "css/office.", WORKER.rpartition(".")[0])


@bp.route("/sw.js")
@public
def worker() -> Response:
    """The worker of this build: its text names everything that it must have beforehand."""
    text = worker_text(folder("static"), tuple(url_for(name) for name in SHELL_PAGES))
    response = current_app.response_class(text, mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Service-Worker-Allowed"] = "/"
    g.no_cookies = True
    return response


@bp.route("/offline")
@public
def away() -> Response:
    """Shown by the worker where a page is asked for that the phone does not have."""
    return show("offline/away.html")


@bp.route("/outbox")
@public
def outbox() -> Response:
    """What waits on this phone; the page itself is empty, the browser fills it from its store."""
    return show("offline/outbox.html")


@lru_cache(maxsize=2)
def worker_text(static: Path, pages: tuple[str, ...]) -> str:
    files: dict[str, str] = json.loads((static / "manifest.json").read_text("utf-8"))["files"]
    script = (static / files[WORKER]).read_text("utf-8")
    wanted = [
        f"/static/{served}"
        for name, served in sorted(files.items())
        if name.endswith((".css", ".js")) and not name.startswith(NOT_NEEDED)
    ]
    told = {"build": build_id(files, script), "files": wanted, "pages": list(pages)}
    return f"self.shopkitBuild={json.dumps(told)};\n{script}"


def build_id(files: dict[str, str], script: str) -> str:
    """A name for all that a phone keeps together: the static files, the templates, the words."""
    mark = hashlib.sha256("".join(sorted(files.values())).encode() + script.encode())
    for place in ("templates", "translations"):
        for path in sorted(folder(place).rglob("*")):
            if path.suffix in (".html", ".po", ".mo"):
                mark.update(path.read_bytes())
    return mark.hexdigest()[:12]
