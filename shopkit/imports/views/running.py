"""Going on from one state of an import to the next."""

from flask import redirect
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.imports.actions import bringing, work
from shopkit.imports.actions.checking import Checked, check, keep_checked
from shopkit.imports.actions.taking import begin_taking
from shopkit.imports.models import CHECKING, TAKING, UPLOADED, Import
from shopkit.imports.views.blueprint import files, spec_of, specs
from shopkit.jobs.queries import latest_job_or_none
from shopkit.web.pages import to
from shopkit.web.state import db

JOBS = {CHECKING: work.CHECK, TAKING: work.TAKE}


def go_on(brought: Import) -> Response:
    """After a file arrived: straight to the trial run where its columns are understood."""
    if bringing.is_understood(db.session, files(), spec_of(brought), brought):
        return try_it(brought)
    return to("imports.columns", import_id=brought.id)


def try_it(brought: Import) -> Response:
    """Try a small table at once and a large one in the background."""
    if brought.state != UPLOADED:
        return to("imports.look", import_id=brought.id)
    question = spec_of(brought).asks(db.session, files(), brought)
    if question:
        return redirect(question, code=303)
    if not work.is_small(files(), brought):
        job = work.ask_for(db.session, work.CHECK, brought, now=clock.now())
        return to("jobs.job", job_id=job.id)
    found: Checked = check(db.session, files(), spec_of(brought), brought)
    keep_checked(db.session, brought, found, now=clock.now())
    return to("imports.look", import_id=brought.id)


def take(brought: Import) -> Response:
    """Take a small table at once and a large one in the background."""
    now = clock.now()
    if not begin_taking(db.session, brought):
        return to("imports.look", import_id=brought.id)
    if brought.good_count <= work.AT_ONCE_ROWS:
        work.take_at_once(db.session, files(), specs().spec(brought.kind), brought, now=now)
        return to("imports.look", import_id=brought.id)
    job = work.ask_for(db.session, work.TAKE, brought, now=now)
    return to("jobs.job", job_id=job.id)


def waiting_page_or_none(brought: Import) -> Response | None:
    """The page of the work that goes on for this import, if any does."""
    if brought.state not in JOBS:
        return None
    job = latest_job_or_none(db.session, JOBS[brought.state], brought.id)
    return to("jobs.job", job_id=job.id) if job else None
