"""Classes: the list, a new one, its page, its days."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import flash, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.clock import local_day
from shopkit.errors import NotFound
from shopkit.places.queries import villages_of
from shopkit.scope import TRAINER
from shopkit.shops.queries.branches import branches_of
from shopkit.training.actions import courses as actions
from shopkit.training.forms.courses import NONE, CancelForm, ClassForm, DayForm, NewClassForm
from shopkit.training.models.courses import Course, Meeting
from shopkit.training.queries import courses as queries
from shopkit.training.queries.flags import flags_of
from shopkit.training.queries.lists import class_list, enrolment_counts, waiting_at
from shopkit.training.rules.codes import shown_join_code
from shopkit.training.rules.topics import topic_name, topics
from shopkit.training.views.blueprint import bp
from shopkit.training.views.reach import (
    READERS,
    STAND_READERS,
    class_to_see,
    commune_of,
    may_teach,
    own_class,
    own_meeting,
)
from shopkit.training.views.words import MEETING_WORDS, ORGANISATION_WORDS
from shopkit.web.doors import for_roles
from shopkit.web.language import gettext as _
from shopkit.web.language import language
from shopkit.web.pages import show, to
from shopkit.web.phone import kept_on_phone
from shopkit.web.state import db, who

MOST_PAGES = 1000
KEPT_AHEAD = timedelta(days=3)
"""How long before a day of class her phone has what she needs there."""


@bp.route("/classes")
@kept_on_phone
@for_roles(*READERS)
def classes() -> Response:
    """Her classes that are coming, those that are over, and those of others around her."""
    part = request.args.get("part") or (queries.COMING if may_teach() else queries.OTHERS)
    page = request.args.get("page", 1, type=int)
    if part not in (queries.COMING, queries.PAST, queries.OTHERS) or not 1 <= page <= MOST_PAGES:
        raise NotFound(part)
    found, count = queries.courses_in_reach(db.session, who(), part, today=clock.today(), page=page)
    return show(
        "training/classes.html",
        courses=found,
        days=queries.first_meetings(db.session, found),
        counts=queries.counts_of(db.session, found),
        enrolled=enrolment_counts(db.session, found),
        villages=queries.village_names(db.session, [one.village_id for one in found]),
        part=part,
        page=page,
        page_count=-(-count // queries.PAGE),
        count=count,
        may_teach=may_teach(),
        may_see_stands=who().has(*STAND_READERS),
        topic_word=topic_word,
        soon=soon(),
    )


def soon() -> Sequence[tuple[Meeting, Course]]:
    """The days of class that her phone should have before she goes where there is no signal."""
    today = clock.today()
    return queries.meetings_soon(db.session, who(), today, today + KEPT_AHEAD)


def topic_word(code: str) -> str:
    return topic_name(code, language())


@bp.route("/classes/new", methods=["GET", "POST"])
@for_roles(TRAINER)
def new_class() -> Response:
    """A class with its first day, all on one page."""
    code = commune_of(who())
    form = NewClassForm(
        held_on=clock.today(), seats=30, least_meetings=1, village_id=NONE, branch_id=NONE
    )
    offer_places(form, code)
    offer_topics(form)
    if form.validate_on_submit():
        course = actions.open_course(
            db.session,
            commune_code=code,
            trainer_id=who().account_id,
            now=clock.now(),
            **said(form),
        )
        flash(_("Đã mở lớp. Giờ lập danh sách mời."), "good")
        return to(".class_page", course_id=course.id)
    return show("training/new_class.html", form=form)


def offer_places(form: ClassForm, commune_code: str) -> None:
    """The villages and branches of her commune."""
    villages = villages_of(db.session, commune_code)
    form.village_id.choices = [(NONE, _("Cả xã")), *((str(one.id), one.name) for one in villages)]
    branches = branches_of(db.session, commune_code)
    form.branch_id.choices = [
        (NONE, _("Chưa ghi đơn vị")),
        *((str(one.id), one.name) for one in branches),
    ]


def offer_topics(form: DayForm) -> None:
    form.topic.choices = [(code, topic.name(language())) for code, topic in topics().items()]


def said(form: ClassForm) -> dict[str, Any]:
    """The words of a form as an action takes them."""
    values = form.values()
    for name in ("village_id", "branch_id"):
        values[name] = UUID(values[name]) if values[name] != NONE else None
    if not values["name"] and "topic" in values:
        values["name"] = topic_word(values["topic"])
    return values


@bp.route("/classes/<uuid:course_id>")
@kept_on_phone
@for_roles(*READERS)
def class_page(course_id: UUID) -> Response:
    """What comes next in a class, and everything about it."""
    course = class_to_see(course_id)
    meetings = queries.meetings_of(db.session, course)
    today = queries.meeting_of_today_or_none(db.session, course, clock.today())
    return show(
        "training/class.html",
        course=course,
        meetings=meetings,
        meeting=today,
        rows=class_list(db.session, course, today),
        waiting=len(waiting_at(db.session, course)),
        counts=queries.counts_of(db.session, [course]).get(course.id),
        by_meeting={one.id: queries.counts_of_meeting(db.session, one) for one in meetings},
        flags=flags_of(db.session, course, meetings),
        villages=queries.village_names(db.session, [course.village_id]),
        join_code=shown_join_code(course.join_code),
        is_joinable=course.ended_at is None and course.ends_on >= clock.today(),
        may_teach=may_teach(),
        today=clock.today(),
        topic_word=topic_word,
        organisation_words=ORGANISATION_WORDS,
        meeting_words=MEETING_WORDS,
    )


@bp.route("/classes/<uuid:course_id>/change", methods=["GET", "POST"])
@for_roles(TRAINER)
def change_class(course_id: UUID) -> Response:
    course = own_class(course_id)
    form = ClassForm(
        obj=course,
        village_id=str(course.village_id or NONE),
        branch_id=str(course.branch_id or NONE),
    )
    offer_places(form, course.commune_code)
    if form.validate_on_submit():
        values = said(form)
        values["name"] = values["name"] or course.name
        actions.change_course(
            db.session, course, organisation=course.organisation, now=clock.now(), **values
        )
        return to(".class_page", course_id=course.id)
    return show("training/change_class.html", form=form, course=course)


@bp.route("/classes/<uuid:course_id>/days", methods=["GET", "POST"])
@for_roles(TRAINER)
def add_day(course_id: UUID) -> Response:
    """One more day of the same class, with the same list."""
    course = own_class(course_id)
    last = queries.meetings_of(db.session, course)[-1]
    form = DayForm(held_on=clock.today(), topic=last.topic, begins=last.begins)
    form.opened_on = local_day(course.opened_at)
    offer_topics(form)
    if form.validate_on_submit():
        try:
            actions.plan_meeting(db.session, course, **form.values(), now=clock.now())
        except actions.AlreadyOver:
            form.refuse("held_on", _("Lớp đã kết thúc. Mở lớp mới cho buổi này."))
        else:
            return to(".class_page", course_id=course.id)
    return show("training/add_day.html", form=form, course=course)


@bp.route("/meetings/<uuid:meeting_id>/cancel", methods=["GET", "POST"])
@for_roles(TRAINER)
def cancel_day(meeting_id: UUID) -> Response:
    course, meeting = own_meeting(meeting_id)
    form = CancelForm()
    if form.validate_on_submit():
        try:
            actions.cancel_meeting(db.session, meeting, why=form.why.data, now=clock.now())
        except actions.WasThere:
            form.refuse("why", _("Buổi này đã ghi người có mặt, nên không ghi nghỉ được."))
        else:
            return to(".class_page", course_id=course.id)
    return show("training/cancel_day.html", form=form, course=course, meeting=meeting)


@bp.route("/classes/<uuid:course_id>/end", methods=["POST"])
@for_roles(TRAINER)
def end_class(course_id: UUID) -> Response:
    """The list is closed; certificates can be made."""
    course = own_class(course_id)
    if course.starts_on > clock.today():
        flash(_("Lớp chưa học buổi nào, chưa kết thúc được."), "wait")
        return to(".class_page", course_id=course.id)
    actions.end_course(db.session, course, now=clock.now())
    flash(_("Lớp đã kết thúc. Giờ làm giấy chứng nhận."), "good")
    return to(".certificates", course_id=course.id)
