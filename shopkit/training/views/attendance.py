"""Attendance on the phone: a tap for each one, the door, and who waits there."""

from datetime import UTC, datetime
from uuid import UUID

from flask import flash, jsonify, request, url_for
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.clock import local_day
from shopkit.errors import NotFound
from shopkit.places.queries import villages_of
from shopkit.scope import TRAINER
from shopkit.shops.models.register import FEMALE, MALE
from shopkit.training.actions import attendance as actions
from shopkit.training.actions.courses import AlreadyOver, ListFull
from shopkit.training.forms.courses import NONE, WalkInForm
from shopkit.training.models.courses import Course, Meeting
from shopkit.training.queries.courses import counts_of_meeting, village_names
from shopkit.training.queries.lists import (
    class_list,
    joining_of,
    known_like,
    row_of_person,
    waiting_at,
)
from shopkit.training.rules.attendance import next_status
from shopkit.training.views.blueprint import bp
from shopkit.training.views.classes import topic_word
from shopkit.training.views.reach import own_meeting, somebody
from shopkit.training.views.words import STATUS_ICONS, STATUS_TONES, STATUS_WORDS
from shopkit.web.answers import wants_json
from shopkit.web.doors import for_roles
from shopkit.web.forms import Sentence
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.phone import WAITED, kept_on_phone, noted_at
from shopkit.web.state import db

NEW, ELSEWHERE = "new", ""
LONG_AGO = datetime.min.replace(tzinfo=UTC)


@bp.route("/meetings/<uuid:meeting_id>")
@kept_on_phone
@for_roles(TRAINER)
def attendance(meeting_id: UUID) -> Response:
    """Big rows: one tap is present, the next ones late, left early, absent."""
    course, meeting = own_meeting(meeting_id)
    rows = class_list(db.session, course, meeting)
    return show(
        "training/attendance.html",
        course=course,
        meeting=meeting,
        rows=rows,
        counts=counts_of_meeting(db.session, meeting),
        waiting=waiting_at(db.session, course),
        names=village_names(db.session, [row.person.village_id for row in rows]),
        next_status=next_status,
        status_words=STATUS_WORDS,
        status_icons=STATUS_ICONS,
        status_tones=STATUS_TONES,
        topic_word=topic_word,
        is_early=meeting.held_on > clock.today(),
    )


@bp.route("/meetings/<uuid:meeting_id>/tap", methods=["POST"])
@for_roles(TRAINER)
def tap(meeting_id: UUID) -> Response:
    """One row: `tap` is the person and what she is from now on; a script is told the outcome.

    What waited on a phone says what was so then: it never takes back what was noted since.
    """
    course, meeting = own_meeting(meeting_id)
    now = clock.now()
    made = noted_at(now)
    person_hex, _colon, status = request.form.get("tap", "").partition(":")
    row = row_of_person(db.session, course, id_in(person_hex), meeting)
    try:
        actions.note_attendance(
            db.session,
            course,
            meeting,
            row.person.id,
            status=status,
            today=local_day(made),
            now=made,
            waited_since=waited_since(made, now),
        )
    except (actions.NotYet, AlreadyOver):
        return refused(meeting)
    if wants_json():
        return row_as_json(course, meeting, row.person.id)
    return to(".attendance", meeting_id=meeting.id, _anchor=f"r{row.number}")


def waited_since(made: datetime, now: datetime) -> datetime | None:
    """When a tap that waited was made; where nobody can tell, everything else came after it."""
    if WAITED not in request.headers:
        return None
    return made if made < now else LONG_AGO


def id_in(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as problem:
        raise NotFound(text) from problem


def refused(meeting: Meeting) -> Response:
    """This day has not come, or was cancelled: nothing is noted."""
    sentence = _("Buổi này chưa tới ngày hoặc đã nghỉ, nên chưa điểm danh được.")
    if wants_json():
        answer = jsonify({"error": "not_yet", "message": sentence})
        answer.status_code = 409
        return answer
    flash(sentence, "wait")
    return to(".attendance", meeting_id=meeting.id)


def row_as_json(course: Course, meeting: Meeting, person_id: UUID) -> Response:
    """What the row says now, in words, and how many have come."""
    row = row_of_person(db.session, course, person_id, meeting)
    counts = counts_of_meeting(db.session, meeting)
    return jsonify(
        {
            "location": url_for(".attendance", meeting_id=meeting.id),
            "person": str(person_id),
            "status": row.status,
            "word": str(STATUS_WORDS[row.status]),
            "turns": counts.turns,
            "people": counts.people,
        }
    )


@bp.route("/meetings/<uuid:meeting_id>/walk-in", methods=["GET", "POST"])
@kept_on_phone
@for_roles(TRAINER)
def walk_in(meeting_id: UUID) -> Response:
    """Somebody at the door: name and village; known people of that name are shown to choose."""
    course, meeting = own_meeting(meeting_id)
    form = WalkInForm(gender=FEMALE, village_id=str(course.village_id or ELSEWHERE))
    form.village_id.choices = places_in(course)
    if not form.validate_on_submit():
        return show("training/walk_in.html", form=form, course=course, meeting=meeting)
    chosen = request.form.get("known", "")
    alike = known_like(db.session, course.commune_code, name=form.name.data, phone=form.phone.data)
    if alike and not chosen:
        if wants_json():
            return asked_who()
        return show(
            "training/walk_in.html",
            form=form,
            course=course,
            meeting=meeting,
            alike=alike,
            names=village_names(db.session, [one.village_id for one in alike]),
        )
    known = somebody(id_in(chosen)) if chosen not in ("", NEW) else None
    return came_in(course, meeting, form, known_id=known.id if known else None)


def asked_who() -> Response:
    """The question which of them it is, for a script: only the page itself can ask it."""
    sentence = _("Trong sổ có người trùng tên. Mở ra, bấm Ghi có mặt rồi chọn đúng người.")
    answer = jsonify({"error": "alike", "errors": {"known": [sentence]}})
    answer.status_code = 422
    return answer


def places_in(course: Course) -> list[tuple[str, Sentence]]:
    villages = villages_of(db.session, course.commune_code)
    return [*((str(one.id), one.name) for one in villages), (ELSEWHERE, _("Nơi khác, chưa rõ"))]


def came_in(
    course: Course, meeting: Meeting, form: WalkInForm, *, known_id: UUID | None
) -> Response:
    made = noted_at(clock.now())
    try:
        person = actions.walk_in(
            db.session,
            course,
            meeting,
            name=form.name.data,
            village_id=UUID(form.village_id.data) if form.village_id.data != NONE else None,
            phone=form.phone.data,
            gender=form.gender.data,
            known=somebody(known_id),
            today=local_day(made),
            now=made,
        )
    except (actions.NotYet, AlreadyOver):
        return refused(meeting)
    except ListFull:
        form.refuse("name", _("Danh sách đã quá dài. Chia thành hai lớp."))
        return show("training/walk_in.html", form=form, course=course, meeting=meeting)
    flash(_("Đã ghi %(name)s có mặt.", name=person.name), "good")
    return to(".attendance", meeting_id=meeting.id)


def gender_in(told: str) -> str:
    """What the trainer saw; nothing where she did not say."""
    return told if told in (FEMALE, MALE) else ""


@bp.route("/meetings/<uuid:meeting_id>/door/<uuid:joining_id>", methods=["GET", "POST"])
@for_roles(TRAINER)
def door(meeting_id: UUID, joining_id: UUID) -> Response:
    """Somebody waits with the code of the class: let her in, as whom, or turn her away."""
    course, meeting = own_meeting(meeting_id)
    waiting = joining_of(db.session, course, joining_id)
    chosen = request.form.get("known", "")
    alike = known_like(db.session, course.commune_code, name=waiting.name, phone=waiting.phone)
    if request.method == "GET" or (alike and not chosen):
        return show(
            "training/door.html",
            course=course,
            meeting=meeting,
            waiting=waiting,
            alike=alike,
            names=village_names(
                db.session, [waiting.village_id, *(one.village_id for one in alike)]
            ),
        )
    if chosen == "away":
        actions.turn_away(db.session, waiting, now=clock.now())
        return to(".attendance", meeting_id=meeting.id)
    known = somebody(id_in(chosen)) if chosen not in ("", NEW) else None
    try:
        person = actions.let_in(
            db.session,
            course,
            meeting,
            waiting,
            known=known,
            gender=gender_in(request.form.get("gender", "")),
            today=clock.today(),
            now=clock.now(),
        )
    except (actions.NotYet, AlreadyOver):
        return refused(meeting)
    flash(_("Đã ghi %(name)s có mặt.", name=person.name), "good")
    return to(".attendance", meeting_id=meeting.id)
