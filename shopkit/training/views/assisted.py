"""Typing a shop for a woman without a phone; her own yes to it, now or later."""

from uuid import UUID

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.accounts.actions.cards import NoCardForStaff, make_card
from shopkit.accounts.queries import account
from shopkit.accounts.views.cards import show_made_card
from shopkit.errors import NotFound
from shopkit.scope import TRAINER
from shopkit.shops.forms.shops import MAKER
from shopkit.shops.models.register import Person
from shopkit.shops.models.shops import Shop
from shopkit.shops.queries.shops import shop
from shopkit.training.actions.assisted import (
    HasShop,
    PhoneOfStaff,
    confirm_entry,
    give_phone,
    type_shop,
)
from shopkit.training.forms.assisted import HerPhoneForm, TypedShopForm
from shopkit.training.models.courses import AssistedEntry, Course
from shopkit.training.queries.assisted import account_names, entry_of_person_or_none, entry_of_shop
from shopkit.training.queries.lists import row_of_person
from shopkit.training.views.attendance import places_in
from shopkit.training.views.blueprint import bp
from shopkit.training.views.reach import own_class
from shopkit.web.doors import for_roles
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db, who

NO_VILLAGE = ""


def one_of_class(course_id: UUID, person_id: UUID) -> tuple[Course, Person]:
    course = own_class(course_id)
    return course, row_of_person(db.session, course, person_id).somebody


@bp.route("/classes/<uuid:course_id>/people/<uuid:person_id>/shop", methods=["GET", "POST"])
@for_roles(TRAINER)
def assist(course_id: UUID, person_id: UUID) -> Response:
    """The questions about a shop on one page, answered by her and typed by the trainer."""
    course, person = one_of_class(course_id, person_id)
    entry = entry_of_person_or_none(db.session, person)
    if entry is not None:
        return to(".assisted", course_id=course.id, person_id=person_id)
    form = TypedShopForm(village_id=str(person.village_id or NO_VILLAGE))
    form.village_id.choices = places_in(course)
    if form.validate_on_submit():
        try:
            typed(course, person, form)
        except HasShop:
            form.refuse("name", _("%(name)s đã có cửa hàng rồi.", name=person.name))
        else:
            return to(".assisted", course_id=course.id, person_id=person_id)
    return show("training/assist.html", form=form, course=course, person=person)


def typed(course: Course, person: Person, form: TypedShopForm) -> AssistedEntry:
    chosen = form.village_id.data
    return type_shop(
        db.session,
        course,
        person,
        name=form.name.data,
        sells=form.sells.data,
        is_maker=form.kind.data == MAKER,
        village_id=UUID(chosen) if chosen != NO_VILLAGE else None,
        typed_by=who().account_id,
        now=clock.now(),
    )


def typed_for(course_id: UUID, person_id: UUID) -> tuple[Course, Person, AssistedEntry]:
    course, person = one_of_class(course_id, person_id)
    entry = entry_of_person_or_none(db.session, person)
    if entry is None:
        raise NotFound(str(person_id))
    return course, person, entry


@bp.route("/classes/<uuid:course_id>/people/<uuid:person_id>/typed", methods=["GET", "POST"])
@for_roles(TRAINER)
def assisted(course_id: UUID, person_id: UUID) -> Response:
    """What was typed for her, by whom; a phone of hers, once she has one."""
    course, person, entry = typed_for(course_id, person_id)
    form = HerPhoneForm(phone=person.phone)
    if form.validate_on_submit():
        try:
            give_phone(db.session, entry, person, phone=form.phone.data, now=clock.now())
        except HasShop:
            form.refuse("phone", _("Số này đã có một cửa hàng khác. Hỏi lại số."))
        except PhoneOfStaff:
            form.refuse("phone", _("Số này là của cán bộ. Nhập số của người bán."))
        else:
            flash(_("Đã gắn số. Làm thẻ để người ấy đặt mã PIN trên máy của mình."), "good")
            return to(".assisted", course_id=course.id, person_id=person_id)
    return show(
        "training/assisted.html",
        form=form,
        course=course,
        person=person,
        row_id=person_id,
        entry=entry,
        shop=db.session.get_one(Shop, entry.shop_id),
        names=account_names(db.session, [entry.typed_by_id, entry.confirmed_by_id]),
    )


@bp.route("/classes/<uuid:course_id>/people/<uuid:person_id>/yes", methods=["POST"])
@for_roles(TRAINER)
def said_yes(course_id: UUID, person_id: UUID) -> Response:
    """She read it on the trainer's phone and said yes; it is kept as just that."""
    course, _person, entry = typed_for(course_id, person_id)
    confirm_entry(db.session, entry, by=who().account_id, is_herself=False, now=clock.now())
    return to(".assisted", course_id=course.id, person_id=person_id)


@bp.route("/classes/<uuid:course_id>/people/<uuid:person_id>/card", methods=["POST"])
@for_roles(TRAINER)
def card_for(course_id: UUID, person_id: UUID) -> Response:
    """A card with which she chooses a PIN of her own on her phone."""
    course, person, _entry = typed_for(course_id, person_id)
    if person.account_id is None:
        raise NotFound(str(person_id))
    try:
        made = make_card(
            db.session,
            account(db.session, person.account_id),
            made_by=who(),
            resets_pin=True,
            now=clock.now(),
        )
    except NoCardForStaff as problem:
        raise NotFound(str(person_id)) from problem
    back = url_for(".assisted", course_id=course.id, person_id=person_id)
    return show_made_card(made, back)


@bp.route("/shop/typed-for-me", methods=["GET", "POST"])
def typed_for_me() -> Response:
    """What a helper typed for her: she says herself that it is right."""
    own = shop(db.session, who())
    entry = entry_of_shop(db.session, own)
    if request.method == "POST":
        confirm_entry(db.session, entry, by=who().account_id, is_herself=True, now=clock.now())
        flash(_("Đã ghi là chính chủ xác nhận."), "good")
        return to("shops.own")
    names = account_names(db.session, [entry.typed_by_id])
    return show(
        "training/typed_for_me.html",
        shop=own,
        entry=entry,
        helper=names.get(entry.typed_by_id, ""),
    )
