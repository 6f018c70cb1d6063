"""The list of a class: from the register, from pasted names, from an earlier class."""

from collections.abc import Iterable
from uuid import UUID

from flask import flash, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.places.queries import villages_of
from shopkit.scope import TRAINER
from shopkit.shops.models.branches import WOMEN
from shopkit.shops.models.register import FEMALE, Person
from shopkit.shops.queries.register import people_matching
from shopkit.training.actions.courses import ListFull, WasThere, enrol, take_off
from shopkit.training.actions.pasting import enrol_pasted
from shopkit.training.forms.courses import MIXED, PasteForm
from shopkit.training.models.courses import EARLIER_CLASS, Course
from shopkit.training.queries.courses import PAST, courses_in_reach, village_names
from shopkit.training.queries.lists import (
    class_list,
    people_here,
    people_of_village,
    row_of_person,
)
from shopkit.training.rules.pasting import read_list
from shopkit.training.views.blueprint import bp
from shopkit.training.views.pasting_words import not_taken, to_look_at
from shopkit.training.views.reach import own_class
from shopkit.web.doors import for_roles
from shopkit.web.language import gettext as _
from shopkit.web.language import ngettext
from shopkit.web.pages import show, to
from shopkit.web.state import db, who

MOST_FOUND = 30
MOST_CHOSEN = 300


@bp.route("/classes/<uuid:course_id>/people")
@for_roles(TRAINER)
def class_people(course_id: UUID) -> Response:
    """Who is expected, and whom else to invite: by name, or a whole village to tick."""
    course = own_class(course_id)
    text = request.args.get("q", "")[:60]
    village_id = request.args.get("village", type=UUID)
    rows = class_list(db.session, course)
    found = found_people(course, text, village_id)
    listed = {row.person.id for row in rows}
    return show(
        "training/people.html",
        course=course,
        rows=rows,
        found=[one for one in found if one.id not in listed] if found is not None else None,
        villages=villages_of(db.session, course.commune_code),
        names=village_names(db.session, places_of(rows_people(rows), found or ())),
        text=text,
        village_id=village_id,
        earlier=courses_in_reach(db.session, who(), PAST, today=clock.today())[0][:8],
    )


def rows_people(rows: Iterable[object]) -> list[Person]:
    return [row.person for row in rows]  # type: ignore[attr-defined]  # lines of a class list


def places_of(*people: Iterable[Person]) -> list[UUID | None]:
    return [one.village_id for some in people for one in some]


def found_people(course: Course, text: str, village_id: UUID | None) -> list[Person] | None:
    """People to tick; None where nothing was asked for."""
    if text.strip():
        return list(
            people_matching(db.session, who(), text, village_id=village_id, limit=MOST_FOUND)
        )
    if village_id:
        return list(people_of_village(db.session, course.commune_code, village_id))
    return None


@bp.route("/classes/<uuid:course_id>/people/add", methods=["POST"])
@for_roles(TRAINER)
def add_people(course_id: UUID) -> Response:
    """Those who were ticked, in the order of their names."""
    course = own_class(course_id)
    ids = request.form.getlist("person", type=UUID)[:MOST_CHOSEN]
    return enrolled(course, people_here(db.session, course.commune_code, ids))


@bp.route("/classes/<uuid:course_id>/people/earlier", methods=["POST"])
@for_roles(TRAINER)
def add_from_earlier(course_id: UUID) -> Response:
    """Everybody of an earlier class."""
    course = own_class(course_id)
    earlier = own_class(request.form.get("earlier", type=UUID) or course.id)
    ids = [row.person.id for row in class_list(db.session, earlier)]
    return enrolled(course, people_here(db.session, course.commune_code, ids), EARLIER_CLASS)


def enrolled(course: Course, people: list[Person], way: str = "expected") -> Response:
    try:
        made = enrol(db.session, course, people, way=way, now=clock.now())
    except ListFull:
        flash(_("Danh sách đã quá dài. Chia thành hai lớp."), "wait")
    else:
        said = ngettext("Đã thêm %(num)s người.", "Đã thêm %(num)s người.", len(made))
        flash(said if made else _("Chưa chọn thêm ai."), "good" if made else "wait")
    return to(".class_people", course_id=course.id)


@bp.route("/classes/<uuid:course_id>/people/paste", methods=["GET", "POST"])
@for_roles(TRAINER)
def paste_people(course_id: UUID) -> Response:
    """Names from a list or a chat; who is known by name and village is not entered twice."""
    course = own_class(course_id)
    form = PasteForm(gender=FEMALE if course.organisation == WOMEN else MIXED)
    if form.validate_on_submit():
        gender = "" if form.gender.data == MIXED else form.gender.data
        lines, left_out = read_list(form.names.data)
        if not lines:
            sentences = [_("Chưa thấy tên nào. Mỗi dòng gõ một họ tên."), *not_taken(left_out)]
            form.refuse("names", " ".join(sentences))
        else:
            try:
                made = enrol_pasted(db.session, course, lines, gender=gender, now=clock.now())
            except ListFull:
                form.refuse("names", _("Danh sách đã quá dài. Chia thành hai lớp."))
            else:
                flash(
                    _(
                        "Đã thêm %(all)s người: %(known)s đã có trong sổ, %(fresh)s tên mới.",
                        all=made.known + made.fresh,
                        known=made.known,
                        fresh=made.fresh,
                    ),
                    "good",
                )
                for sentence in [*not_taken(left_out), *to_look_at(made)]:
                    flash(sentence, "wait")
                return to(".class_people", course_id=course.id)
    return show("training/paste.html", form=form, course=course)


@bp.route("/classes/<uuid:course_id>/people/<uuid:person_id>/off", methods=["POST"])
@for_roles(TRAINER)
def take_off_list(course_id: UUID, person_id: UUID) -> Response:
    course = own_class(course_id)
    row = row_of_person(db.session, course, person_id)
    try:
        take_off(db.session, row.enrolment, now=clock.now())
    except WasThere:
        flash(_("%(name)s đã được ghi có mặt nên giữ trong danh sách.", name=row.name), "wait")
    return to(".class_people", course_id=course.id)
