"""The page of a piece of background work: how far it is, and what to do when it failed."""

from contextlib import suppress
from uuid import UUID

from flask import Blueprint, current_app, jsonify
from werkzeug.wrappers import Response

from shopkit.jobs import actions, queries
from shopkit.jobs.models import DONE, QUEUED, Job
from shopkit.jobs.registry import Kind, Registry
from shopkit.web.answers import wants_json
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db, who

bp = Blueprint("jobs", __name__, url_prefix="/jobs")


@bp.route("/<uuid:job_id>")
def job(job_id: UUID) -> Response:
    """The page, which looks again by itself; or the same figures for a script that asks."""
    found = queries.job(db.session, who(), job_id)
    words = progress_words(found)
    if wants_json():
        answer = {"state": found.state, "done": found.done, "total": found.total, "message": words}
        return jsonify(answer)
    kind = kind_or_none(found)
    return show(
        "jobs/job.html",
        job=found,
        words=words,
        title=kind.title() if kind and kind.title else _("Công việc"),
        result=kind.result(found.record_id) if kind and kind.result else None,
    )


@bp.route("/<uuid:job_id>/again", methods=["POST"])
def begin_again(job_id: UUID) -> Response:
    """Go on with failed work; for work that is not failed this changes nothing."""
    found = queries.job(db.session, who(), job_id)
    # Tapped twice, or asked for anew: the page says how far it is.
    with suppress(actions.JobNotFailed, actions.JobGoesOnElsewhere):
        actions.begin_again(db.session, found)
    return to(".job", job_id=job_id)


def progress_words(found: Job) -> str:
    """How far it is, in a sentence."""
    if found.state == QUEUED:
        return _("Đang chờ đến lượt.")
    if found.state == DONE:
        return _("Đã xong.")
    if found.is_over:
        return _("Chưa làm xong. Bấm “Làm tiếp” để làm phần còn lại.")
    if found.total > 1:
        return _("Đang làm: xong %(done)s/%(total)s phần.", done=found.done, total=found.total)
    return _("Đang làm.")


def kind_or_none(found: Job) -> Kind | None:
    """How this kind of work is called; nothing for work of a version gone by."""
    registry: Registry = current_app.extensions["shopkit.jobs"]
    return registry.kind(found.kind) if found.kind in registry else None
