"""Joining a class by its code on one's own phone, and waiting to be seen by the trainer."""

from uuid import UUID

from flask import session
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.errors import NotFound
from shopkit.training.actions.attendance import join
from shopkit.training.forms.courses import NONE, JoinCodeForm, JoinForm
from shopkit.training.models.courses import Course, Joining
from shopkit.training.queries.courses import course_by_join_code, meetings_of
from shopkit.training.queries.lists import MOST_WAITING, joinings_by, waiting_at
from shopkit.training.rules.codes import read_join_code, shown_join_code
from shopkit.training.views.attendance import places_in
from shopkit.training.views.blueprint import bp
from shopkit.training.views.classes import topic_word
from shopkit.web.doors import public, repeatable
from shopkit.web.language import gettext as _
from shopkit.web.look import form_key
from shopkit.web.pages import show, to
from shopkit.web.state import db, who_or_none


@bp.route("/join", methods=["GET", "POST"])
@public
@repeatable("it finds and changes nothing")
def join_by_code() -> Response:
    """Six letters that were read aloud."""
    form = JoinCodeForm()
    if form.validate_on_submit():
        code = read_join_code(form.code.data)
        try:
            course_by_join_code(db.session, code, today=clock.today())
        except NotFound:
            form.refuse("code", _("Chưa thấy lớp nào có mã này hôm nay. Xem lại 6 chữ cái."))
        else:
            return to(".join_class", code=code)
    return show("training/join.html", form=form)


@bp.route("/join/<code>", methods=["GET", "POST"])
@public
def join_class(code: str) -> Response:
    """Say who is there; whoever is signed in only taps. The list of the others is not shown."""
    try:
        course = course_by_join_code(db.session, read_join_code(code), today=clock.today())
    except NotFound:
        return show("training/join_gone.html", status=404)
    form = JoinForm(**told_before())
    form.village_id.choices = places_in(course)
    if form.validate_on_submit():
        if len(waiting_at(db.session, course)) >= MOST_WAITING:
            form.refuse("name", _("Đang có nhiều người chờ. Đưa máy cho cô ghi tên."))
        else:
            note_joining(course, form)
            return to(".join_class", code=course.join_code)
    mine = joined_here(course)
    return show(
        "training/join_class.html",
        form=form,
        course=course,
        mine=mine,
        meetings=meetings_of(db.session, course),
        code=shown_join_code(course.join_code),
        topic_word=topic_word,
        is_known=who_or_none() is not None,
    )


def told_before() -> dict[str, str]:
    """The name of who is signed in on this phone."""
    person = who_or_none()
    return {"name": person.name if person else "", "village_id": NONE}


def visitor() -> str:
    """The mark of this browser; a form that is shown gives it one."""
    form_key()
    return str(session["visitor"])


def joined_here(course: Course) -> list[Joining]:
    person = who_or_none()
    return list(
        joinings_by(
            db.session,
            course,
            account_id=person.account_id if person else None,
            visitor=visitor(),
        )
    )


def note_joining(course: Course, form: JoinForm) -> None:
    """Wait at the door, once for each name from this phone."""
    person = who_or_none()
    if any(one.name == form.name.data for one in joined_here(course)):
        return
    own = person is not None and form.name.data == person.name
    join(
        db.session,
        course,
        name=form.name.data,
        village_id=UUID(form.village_id.data) if form.village_id.data != NONE else None,
        phone=form.phone.data,
        account_id=person.account_id if person and own else None,
        visitor=visitor(),
        now=clock.now(),
    )
