"""A name on a class list and somebody known: side by side, until a person says it is one."""

from uuid import UUID

from flask import flash, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.scope import TRAINER
from shopkit.shops.actions.households import SamePerson
from shopkit.shops.models.register import Person
from shopkit.shops.queries.register import people_matching
from shopkit.training.actions.attendance import merge_in_classes
from shopkit.training.queries.courses import village_names
from shopkit.training.queries.lists import counts_of_people, known_like, row_of_person
from shopkit.training.views.blueprint import bp
from shopkit.training.views.reach import own_class, somebody
from shopkit.web.doors import for_roles
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db, who

MOST_FOUND = 12


@bp.route("/classes/<uuid:course_id>/people/<uuid:person_id>/same", methods=["GET", "POST"])
@for_roles(TRAINER)
def same_person(course_id: UUID, person_id: UUID) -> Response:
    """Choose whom she is; participations stay as they are, people are counted anew."""
    course = own_class(course_id)
    one = row_of_person(db.session, course, person_id).somebody
    if request.method == "POST":
        other = somebody(request.form.get("other", type=UUID))
        if other is not None:
            merged(one, other)
            return to(".class_people", course_id=course.id)
        flash(_("Chọn một người, hoặc quay lại nếu không trùng ai."), "wait")
    text = request.values.get("q", "")[:60]
    found = [other for other in candidates(one, text) if other.id != one.id]
    return show(
        "training/same.html",
        course=course,
        person=one,
        row_id=person_id,
        found=found,
        text=text,
        counts=counts_of_people(db.session, [one.id, *(other.id for other in found)]),
        names=village_names(db.session, [one.village_id, *(other.village_id for other in found)]),
    )


def candidates(one: Person, text: str) -> list[Person]:
    """Those of her name or phone, or whom the trainer looks for."""
    if text.strip():
        return list(people_matching(db.session, who(), text, limit=MOST_FOUND))
    return list(known_like(db.session, one.commune_code, name=one.name, phone=one.phone))


def merged(one: Person, other: Person) -> None:
    """The one on the register stays; of two walk-ins the one that was chosen."""
    kept, double = (one, other) if other.is_walk_in and not one.is_walk_in else (other, one)
    try:
        merge_in_classes(db.session, kept, double, now=clock.now())
    except SamePerson:
        flash(_("Hai tên này đã là một người rồi."), "wait")
    else:
        flash(
            _("Đã ghi %(name)s là một người. Số lượt giữ nguyên, số người tính lại.",
              name=kept.name),
            "good",
        )  # fmt: skip
