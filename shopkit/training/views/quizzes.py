"""Five questions before and after a class: on her phone, read out, or by raised hands."""

from uuid import UUID

from flask import flash, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.clock import local_day
from shopkit.errors import NotFound
from shopkit.scope import TRAINER
from shopkit.training.actions.quizzes import count_hands, take_quiz
from shopkit.training.forms.quizzes import AnswersForm, HandsForm
from shopkit.training.models.help import AFTER, BEFORE
from shopkit.training.queries import quizzes as queries
from shopkit.training.queries.courses import (
    course_by_join_code,
    course_in_reach,
    meeting_of_today_or_none,
)
from shopkit.training.queries.lists import class_list, row_of_person
from shopkit.training.queries.skills import quiz_of_course
from shopkit.training.rules.codes import read_join_code
from shopkit.training.views.blueprint import bp
from shopkit.web.doors import for_roles
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.phone import kept_on_phone, noted_at
from shopkit.web.state import db, who

MOMENTS = (BEFORE, AFTER)


def known_moment(moment: str) -> str:
    if moment not in MOMENTS:
        raise NotFound(moment)
    return moment


@bp.route("/classes/<uuid:course_id>/quiz")
@kept_on_phone
@for_roles(TRAINER)
def class_quiz(course_id: UUID) -> Response:
    """Who has answered before and after, what was gained, and what the hands said."""
    course = course_in_reach(db.session, who(), course_id, TRAINER)
    meeting = meeting_of_today_or_none(db.session, course, clock.today())
    scores = queries.scores_of(db.session, course)
    return show(
        "training/class_quiz.html",
        course=course,
        quiz=quiz_of_course(db.session, course),
        rows=class_list(db.session, course),
        scores=scores,
        gain=queries.gain_of(scores),
        hands=queries.hands_of(db.session, meeting) if meeting else {},
        meeting=meeting,
    )


@bp.route("/classes/<uuid:course_id>/quiz/<moment>/<uuid:person_id>", methods=["GET", "POST"])
@for_roles(TRAINER)
def read_quiz(course_id: UUID, moment: str, person_id: UUID) -> Response:
    """The trainer reads the questions out and taps what she answers."""
    course = course_in_reach(db.session, who(), course_id, TRAINER)
    row = row_of_person(db.session, course, person_id)
    quiz, form = quiz_of_course(db.session, course), AnswersForm()
    if form.validate_on_submit():
        answers = form.answered(quiz, request.form)
        if answers is not None:
            taken = take_quiz(
                db.session,
                row.person,
                quiz,
                kind=known_moment(moment),
                answers=answers,
                course=course,
                by=who().account_id,
                now=clock.now(),
            )
            said = _("%(name)s: %(score)s trên %(out_of)s câu.", name=row.name,
                     score=taken.score, out_of=taken.out_of)  # fmt: skip
            flash(said, "good")
            return to(".class_quiz", course_id=course.id)
    return show(
        "training/quiz.html",
        form=form,
        quiz=quiz,
        course=course,
        moment=known_moment(moment),
        person=row.person,
        sent=request.form,
    )


@bp.route("/classes/<uuid:course_id>/quiz/<moment>/hands", methods=["GET", "POST"])
@kept_on_phone
@for_roles(TRAINER)
def hands(course_id: UUID, moment: str) -> Response:
    """How many hands were right; a figure of the class, never of a person."""
    course = course_in_reach(db.session, who(), course_id, TRAINER)
    made = noted_at(clock.now())
    meeting = meeting_of_today_or_none(db.session, course, local_day(made))
    if meeting is None:
        raise NotFound(str(course_id))
    quiz, form = quiz_of_course(db.session, course), HandsForm()
    if form.validate_on_submit():
        right = form.counted(quiz, request.form)
        if right is not None:
            count_hands(
                db.session,
                meeting,
                kind=known_moment(moment),
                of_count=form.of_count.data,
                right=right,
                by=who().account_id,
                now=made,
            )
            return to(".class_quiz", course_id=course.id)
    return show(
        "training/hands.html",
        form=form,
        quiz=quiz,
        course=course,
        moment=known_moment(moment),
        sent=request.form,
    )


@bp.route("/quiz/<code>/<moment>", methods=["GET", "POST"])
def own_quiz(code: str, moment: str) -> Response:
    """Her own answers on her own phone, once she is on the list of the class."""
    today = clock.today()
    course = course_by_join_code(db.session, read_join_code(code), today=today)
    person = queries.classmate(db.session, who(), course)
    quiz, form = quiz_of_course(db.session, course), AnswersForm()
    if form.validate_on_submit():
        answers = form.answered(quiz, request.form)
        if answers is not None:
            taken = take_quiz(
                db.session,
                person,
                quiz,
                kind=known_moment(moment),
                answers=answers,
                course=course,
                by=who().account_id,
                now=clock.now(),
            )
            right = _("Đúng %(score)s trên %(out_of)s câu. Cảm ơn đã trả lời.",
                      score=taken.score, out_of=taken.out_of)  # fmt: skip
            flash(right, "good")
            return to(".own_quiz", code=course.join_code, moment=moment)
    told = queries.scores_of(db.session, course).get(person.merged_into_id or person.id, {})
    return show(
        "training/quiz.html",
        form=form,
        quiz=quiz,
        course=course,
        moment=known_moment(moment),
        person=None,
        is_answered=moment in told,
        sent=request.form,
    )
