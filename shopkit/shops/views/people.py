"""The people of households, and somebody who was met and is on no list."""

from uuid import UUID

from flask import flash, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.scope import OFFICER, TRAINER, VILLAGE_HEAD
from shopkit.shops.actions import register as actions
from shopkit.shops.actions.households import HasLeft, Nameless
from shopkit.shops.forms.register import PersonForm, WalkInForm, with_villages
from shopkit.shops.queries import register as queries
from shopkit.shops.queries.reach import READERS
from shopkit.shops.views import register_words as words
from shopkit.shops.views.blueprint import bp
from shopkit.shops.views.register import (
    WRITERS,
    around,
    household_to_change,
    own_commune_code,
    village_told,
    villages_to_choose,
)
from shopkit.web.doors import for_roles
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db, who

PERSON, WHOLE_HOUSEHOLD = "person", "household"
MOST_FOUND = 30


def person_form(**facts: object) -> PersonForm:
    form = PersonForm(**facts)
    form.gender.choices = [(code, word) for code, word in words.GENDERS.items()]
    return form


@bp.route("/register/households/<uuid:household_id>/people/new", methods=["GET", "POST"])
@for_roles(*WRITERS)
def new_person(household_id: UUID) -> Response:
    """One more of a household."""
    household = household_to_change(household_id)
    form = person_form(gender="")
    if form.validate_on_submit():
        try:
            actions.add_person(
                db.session,
                commune_code=household.commune_code,
                village_id=household.village_id,
                household=household,
                **form.values(),
                now=clock.now(),
            )
        except Nameless:
            form.refuse("name", _("Nhập tên bằng chữ."))
        except HasLeft:
            form.refuse("name", _("Hộ này đã ghi là không còn ở đây. Mở lại hộ rồi thêm người."))
        else:
            return to(".household", household_id=household.id)
    return show("shops/person_form.html", form=form, household=household, person=None, **around())


@bp.route("/register/people/<uuid:person_id>", methods=["GET", "POST"])
@for_roles(*WRITERS)
def person(person_id: UUID) -> Response:
    """What the register says of somebody, to be set right."""
    found = queries.person_in_reach(db.session, who(), person_id, *WRITERS)
    form = person_form(
        name=found.name, gender=found.gender, birth_year=found.birth_year, phone=found.phone
    )
    household = (
        queries.household_in_reach(db.session, who(), found.household_id)
        if found.household_id
        else None
    )
    if form.validate_on_submit():
        try:
            actions.change_person(db.session, found, **form.values(), now=clock.now())
        except Nameless:
            form.refuse("name", _("Nhập tên bằng chữ."))
        else:
            flash(_("Đã lưu."), "good")
            if household:
                return to(".household", household_id=household.id)
            return to(".people")
    return show("shops/person_form.html", form=form, household=household, person=found, **around())


@bp.route("/register/people/<uuid:person_id>/out", methods=["POST"])
@for_roles(*WRITERS)
def take_out(person_id: UUID) -> Response:
    """Somebody no longer lives in her household."""
    found = queries.person_in_reach(db.session, who(), person_id, *WRITERS)
    household_id = found.household_id
    actions.move_person(db.session, found, None, now=clock.now())
    flash(_("Đã ghi là không còn ở trong hộ. Lịch sử lớp học vẫn giữ."), "good")
    return to(".household", household_id=household_id) if household_id else to(".people")


@bp.route("/register/people")
@for_roles(*READERS)
def people() -> Response:
    """Finding somebody by name or by the end of her phone number."""
    text = request.args.get("q", "")[:60]
    found = queries.people_matching(db.session, who(), text, limit=MOST_FOUND) if text else []
    return show(
        "shops/people.html",
        people=found,
        text=text,
        most=MOST_FOUND,
        village_names=queries.village_words(db.session, (one.village_id for one in found)),
        **around(),
    )


@bp.route("/register/walk-in", methods=["GET", "POST"])
@for_roles(TRAINER, VILLAGE_HEAD, OFFICER)
def walk_in() -> Response:
    """Somebody met who is on no list: name and village are enough, the rest can wait."""
    form = WalkInForm(kind=PERSON)
    form.kind.choices = [(PERSON, _("Chỉ người này")), (WHOLE_HOUSEHOLD, _("Cả hộ của người này"))]
    villages = villages_to_choose(OFFICER, TRAINER)
    with_villages(form.village_id, villages, may_be_open=not villages)
    if form.validate_on_submit():
        try:
            return keep_walk_in(form)
        except Nameless:
            form.refuse("name", _("Nhập tên bằng chữ."))
    return show("shops/walk_in.html", form=form, **around())


def keep_walk_in(form: WalkInForm) -> Response:
    """Keep the person, and her household where that was asked for."""
    now, code = clock.now(), own_commune_code(OFFICER, TRAINER)
    village_id = village_told(form.village_id.data)
    household = None
    if form.kind.data == WHOLE_HOUSEHOLD:
        household = actions.register_household(
            db.session,
            commune_code=code,
            village_id=village_id,
            name=form.name.data,
            phone=form.phone.data,
            since=clock.today(),
            now=now,
        )
    made = actions.add_person(
        db.session,
        commune_code=code,
        village_id=village_id,
        name=form.name.data,
        phone=form.phone.data,
        household=household,
        is_head=household is not None,
        is_walk_in=True,
        now=now,
    )
    flash(
        _("Đã ghi %(name)s. Nếu trùng người đã có trong sổ, cán bộ sẽ gộp sau.", name=made.name),
        "good",
    )
    if household:
        return to(".household", household_id=household.id)
    return to(".people", q=made.name)
