"""The copy of everything that is kept about somebody: to read, and for another program."""

import io
import json
import zipfile
from uuid import UUID

from flask import render_template
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.errors import NotFound
from shopkit.scope import LEADER, OFFICER
from shopkit.shops.models.requests import SEE
from shopkit.shops.queries.export import records_of
from shopkit.shops.queries.requests import request_in_reach
from shopkit.shops.queries.subjects import subject
from shopkit.shops.rules.subjects import ACCOUNT, Subject
from shopkit.shops.views.blueprint import bp
from shopkit.shops.views.export_words import COLUMN_WORDS, TABLE_WORDS
from shopkit.web.doors import for_roles
from shopkit.web.state import db, who

BEGINNING = (1980, 1, 1, 0, 0, 0)


@bp.route("/me/data/du-lieu.zip")
def export_my_data() -> Response:
    """Hers at once; nobody need be asked."""
    return copy_of(subject(db.session, ACCOUNT, who().account_id))


@bp.route("/data-requests/<uuid:data_request_id>/du-lieu.zip")
@for_roles(OFFICER, LEADER)
def export_for_request(data_request_id: UUID) -> Response:
    """What an officer hands to somebody who asked to see it, while the request is open."""
    asked = request_in_reach(db.session, who(), data_request_id).request
    if asked.kind != SEE or asked.closed_on:
        raise NotFound(str(data_request_id))
    return copy_of(subject(db.session, asked.subject_kind, asked.subject_id))


def copy_of(found: Subject) -> Response:
    """A ZIP with a page to read and the same as JSON; secrets stay here."""
    records = records_of(db.session, found)
    page = render_template(
        "shops/export.html",
        records=records,
        tables=TABLE_WORDS,
        columns=COLUMN_WORDS,
        made_at=clock.now(),
    )
    told = {"made_at": clock.now().isoformat(), "records": records}
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("doc-truoc.html", BEGINNING), page)
        archive.writestr(
            zipfile.ZipInfo("du-lieu.json", BEGINNING),
            json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True),
        )
    answer = Response(held.getvalue(), mimetype="application/zip")
    answer.headers["Content-Disposition"] = 'attachment; filename="du-lieu-cua-toi.zip"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
