"""Short lessons for everybody, each with five questions."""

from flask import request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.errors import NotFound
from shopkit.training.actions.quizzes import pass_lesson
from shopkit.training.forms.quizzes import AnswersForm
from shopkit.training.queries.quizzes import lessons_passed, own_person_or_none
from shopkit.training.rules.lessons import Lesson, lessons
from shopkit.training.rules.quizzes import is_passed, quizzes
from shopkit.training.views.blueprint import bp
from shopkit.web.doors import public, repeatable
from shopkit.web.pages import show
from shopkit.web.state import db, who_or_none


def known_lesson(code: str) -> Lesson:
    found = lessons().get(code)
    if found is None:
        raise NotFound(code)
    return found


@bp.route("/lessons")
@public
def lesson_list() -> Response:
    """All lessons; to somebody signed in, which she has passed."""
    found = who_or_none()
    person = own_person_or_none(db.session, found) if found else None
    passed = lessons_passed(db.session, person) if person else set()
    return show("training/lessons.html", lessons=lessons(), passed=passed)


@bp.route("/lessons/<lesson>")
@public
def lesson(lesson: str) -> Response:
    """One lesson: a story, its signs, what to do, what never, and what then."""
    return show("training/lesson.html", lesson=known_lesson(lesson), lessons=lessons())


@bp.route("/lessons/<lesson>/quiz", methods=["GET", "POST"])
@public
@repeatable("a pass is kept once a day, and nothing else changes")
def lesson_quiz(lesson: str) -> Response:
    """Five questions, answered at once with why; four right ones are a pass."""
    found = known_lesson(lesson)
    quiz, form = quizzes()[found.quiz], AnswersForm()
    answers = form.answered(quiz, request.form) if form.validate_on_submit() else None
    if answers is None:
        return show("training/lesson_quiz.html", form=form, lesson=found, quiz=quiz,
                    sent=request.form)  # fmt: skip
    asked, kept = who_or_none(), None
    person = own_person_or_none(db.session, asked) if asked else None
    if asked and person:
        kept = pass_lesson(
            db.session, person, quiz, answers=answers, by=asked.account_id, now=clock.now()
        )
    score = quiz.score(answers)
    return show(
        "training/lesson_result.html",
        lesson=found,
        quiz=quiz,
        answers=answers,
        score=score,
        is_passed=is_passed(score, len(quiz.questions)),
        is_kept=kept is not None,
        is_signed_in=asked is not None,
    )
