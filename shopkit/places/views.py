"""The register of villages, kept by the commune itself."""

from uuid import UUID

from flask import Blueprint, flash
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.errors import NotFound
from shopkit.places import actions
from shopkit.places.forms import SPLIT, CloseForm, RenameForm, VillagesForm
from shopkit.places.models import Commune, Village, VillageKind
from shopkit.places.queries import commune, village, villages_of
from shopkit.places.rules import village_kind_of
from shopkit.scope import COMMUNE, OFFICER
from shopkit.web.doors import for_roles
from shopkit.web.language import gettext as _
from shopkit.web.language import ngettext
from shopkit.web.pages import show, to
from shopkit.web.state import db, who

bp = Blueprint("places", __name__)

MOST_VILLAGES = 200


def own_commune() -> Commune:
    codes = who().codes(COMMUNE, OFFICER)
    if not codes:
        raise NotFound
    return commune(db.session, codes[0])


def own_village(village_id: UUID) -> Village:
    return village(db.session, own_commune().code, village_id)


@bp.route("/villages", methods=["GET", "POST"])
@for_roles(OFFICER)
def villages() -> Response:
    """The villages of the commune, and adding some by pasting their names."""
    here = own_commune()
    form = VillagesForm()
    if form.validate_on_submit():
        names = [name for line in form.names.data.splitlines() if (name := line.strip())]
        if len(names) + len(villages_of(db.session, here.code)) > MOST_VILLAGES:
            form.refuse(
                "names", _("Một xã có tối đa %(most)s thôn. Xem lại danh sách.", most=MOST_VILLAGES)
            )
        elif add_all(form, here, names):
            return to(".villages")
    return show(
        "places/villages.html", form=form, commune=here, villages=villages_of(db.session, here.code)
    )


def add_all(form: VillagesForm, here: Commune, names: list[str]) -> bool:
    """Put all names on the register, or none and say which one cannot be."""
    now = clock.now()
    for name in names:
        try:
            actions.open_village(
                db.session,
                here,
                name=name,
                kind=VillageKind(village_kind_of(name)),
                valid_from=clock.today(),
                now=now,
            )
        except actions.VillageNameTaken:
            form.refuse("names", _("Đã có thôn tên “%(name)s”. Xóa dòng đó.", name=name[:80]))
        except actions.VillageUnnamed:
            form.refuse("names", _("Dòng “%(name)s” chưa phải tên thôn. Sửa lại.", name=name[:80]))
    if form.errors:
        return False
    flash(ngettext("Đã thêm %(num)s thôn.", "Đã thêm %(num)s thôn.", len(names)), "good")
    return True


@bp.route("/villages/<uuid:village_id>/name", methods=["GET", "POST"])
@for_roles(OFFICER)
def rename(village_id: UUID) -> Response:
    found = own_village(village_id)
    form = RenameForm(name=found.name)
    if form.validate_on_submit():
        try:
            actions.rename_village(
                db.session,
                found,
                name=form.name.data,
                kind=VillageKind(village_kind_of(form.name.data)),
                now=clock.now(),
            )
        except actions.VillageNameTaken:
            form.refuse("name", _("Đã có thôn tên này. Nhập tên khác."))
        except actions.VillageUnnamed:
            form.refuse("name", _("Nhập tên thôn bằng chữ."))
        except actions.VillageClosed:
            form.refuse("name", _("Thôn này không còn. Tên cũ giữ nguyên cho sổ sách."))
        else:
            return to(".villages")
    return show("places/rename.html", form=form)


@bp.route("/villages/<uuid:village_id>/close", methods=["GET", "POST"])
@for_roles(OFFICER)
def close(village_id: UUID) -> Response:
    """A village that was merged into another, or split; it stays in the books until that day."""
    found = own_village(village_id)
    others = [one for one in villages_of(db.session, found.commune_code) if one.id != found.id]
    form = CloseForm(last_day=clock.today())
    form.into.choices = [(str(one.id), one.name) for one in others]
    form.into.choices.append((SPLIT, _("Chia về nhiều thôn")))
    if form.validate_on_submit():
        into = None if form.into.data == SPLIT else own_village(UUID(form.into.data))
        try:
            actions.close_village(
                db.session, found, last_day=form.last_day.data, into=into, now=clock.now()
            )
        except actions.DayBeforeOpening:
            form.refuse("last_day", _("Ngày này trước ngày thôn được ghi vào sổ. Xem lại ngày."))
        except actions.VillageClosed:
            form.refuse("last_day", _("Thôn này đã được ghi là không còn."))
        else:
            return to(".villages")
    return show("places/close.html", form=form, village=found)
