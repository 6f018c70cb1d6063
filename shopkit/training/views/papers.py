"""Papers of a class as files: the list to sign, the poster with its code."""

from base64 import b64encode
from uuid import UUID

from flask import current_app, url_for
from werkzeug.wrappers import Response

from qr_labels.symbol.one import symbol
from qr_labels.symbol.proof import proved
from shopkit import clock
from shopkit.errors import NotFound
from shopkit.places.queries import place_label
from shopkit.scope import TRAINER
from shopkit.training.models.courses import Course
from shopkit.training.queries.courses import meeting_of_today_or_none, meetings_of, village_names
from shopkit.training.queries.lists import class_list
from shopkit.training.rules.codes import shown_join_code
from shopkit.training.views.blueprint import bp
from shopkit.training.views.classes import topic_word
from shopkit.training.views.list_paper import list_paper
from shopkit.training.views.poster import poster
from shopkit.training.views.reach import own_class, own_meeting
from shopkit.web.doors import for_roles
from shopkit.web.pages import show
from shopkit.web.phone import kept_on_phone
from shopkit.web.state import db, parts


def pdf(content: bytes, name: str) -> Response:
    response = current_app.response_class(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def join_address(course: Course) -> str:
    """What the code of a class holds: any phone camera opens it."""
    return parts().config.public_address.rstrip("/") + url_for(
        "training.join_class", code=course.join_code
    )


@bp.route("/meetings/<uuid:meeting_id>/list.pdf")
@for_roles(TRAINER)
def paper_list(meeting_id: UUID) -> Response:
    course, meeting = own_meeting(meeting_id)
    rows = class_list(db.session, course)
    content = list_paper(
        course,
        meeting,
        topic_word(meeting.topic),
        rows,
        village_names(db.session, [row.person.village_id for row in rows]),
        place=place_label(db.session, course.commune_code),
        address=join_address(course),
        today=clock.today(),
    )
    return pdf(content, f"danh-sach-lop-{meeting.held_on}.pdf")


@bp.route("/classes/<uuid:course_id>/code")
@kept_on_phone
@for_roles(TRAINER)
def class_code(course_id: UUID) -> Response:
    """The code of a class on her own screen, drawn in the page, for a hall without a network."""
    course = own_class(course_id)
    return show(
        "training/class_code.html",
        course=course,
        picture=b64encode(proved(symbol(join_address(course))).svg().encode()).decode(),
        join_code=shown_join_code(course.join_code),
        is_joinable=course.ended_at is None and course.ends_on >= clock.today(),
    )


@bp.route("/classes/<uuid:course_id>/poster.pdf")
@for_roles(TRAINER)
def class_poster(course_id: UUID) -> Response:
    course = own_class(course_id)
    meetings = meetings_of(db.session, course)
    meeting = meeting_of_today_or_none(db.session, course, clock.today()) or meetings[-1]
    if course.ended_at:
        raise NotFound(str(course_id))
    return pdf(poster(course, meeting, join_address(course)), "ma-lop.pdf")
