"""The photos of events: sent after their text, and shown to everybody who scans the label."""

from uuid import UUID

from flask import g, jsonify, url_for
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.catalog.actions import darkroom
from shopkit.catalog.rules.photo import AT_ONCE, CARD, FORMS, MASTER, Flaw, PictureRefused
from shopkit.catalog.views.uploads import ADVICE
from shopkit.errors import NotFound
from shopkit.traceability.actions import events as actions
from shopkit.traceability.actions.batches import BatchErased
from shopkit.traceability.actions.events import NotHerWord, TooManyEvents
from shopkit.traceability.actions.events_photos import keep_photo, shelf
from shopkit.traceability.queries import events as queries
from shopkit.traceability.views.batches import batch_here
from shopkit.traceability.views.blueprint import bp
from shopkit.traceability.views.events import REFUSED
from shopkit.web.doors import public
from shopkit.web.kept import kept_file
from shopkit.web.phone import photo_body, photo_refused
from shopkit.web.state import db, parts

SIZES = {CARD: FORMS[CARD], MASTER: FORMS[MASTER]}


@bp.route("/batches/<uuid:batch_id>/events/<uuid:event_id>/photo/<uuid:photo_id>", methods=["PUT"])
def take_event_photo(batch_id: UUID, event_id: UUID, photo_id: UUID) -> Response:
    """The photo of an event, sent after its text; what was told stands, with the photo."""
    try:
        developed = darkroom.develop(photo_body(), AT_ONCE)
    except PictureRefused as refusal:
        return photo_refused(ADVICE[refusal.flaw], is_busy=refusal.flaw is Flaw.BUSY)
    here = batch_here(batch_id)
    event = queries.standing_telling(db.session, here.batch, event_id)
    photo = keep_photo(parts().files, developed)
    try:
        if event.photo != photo:
            actions.correct_event(
                db.session, here.batch, event, photo=photo, evidence=here.evidence, now=clock.now()
            )
    except (NotHerWord, BatchErased, TooManyEvents) as problem:
        return photo_refused(REFUSED[type(problem)])
    answer = jsonify({"location": url_for(".batch", batch_id=batch_id)})
    answer.status_code = 201
    return answer


@bp.route("/event-photos/<uuid:event_id>/<size>")
@public
def event_photo(event_id: UUID, size: str) -> Response:
    """The photo of an event, as everybody who scans the label sees it, while the event stands."""
    event = queries.public_photo_event_or_none(db.session, event_id)
    if event is None or size not in SIZES or not parts().config.public_pages:
        raise NotFound(str(event_id))
    assert event.photo
    name = event.photo.get(size) or event.photo[CARD]
    response = kept_file(shelf(parts().files), name, SIZES[size])
    response.headers["Cache-Control"] = "public, max-age=300"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    g.no_cookies = True
    return response
