"""A leader names who decides for some days where nobody else can."""

from uuid import UUID

from flask import flash
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.accounts import queries
from shopkit.accounts.actions import stand_ins as actions
from shopkit.accounts.actions.people import StaffNeedPassword
from shopkit.accounts.forms import StandInForm
from shopkit.accounts.models import Account
from shopkit.scope import COMMUNE, LEADER
from shopkit.web.doors import for_roles
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db, who


@for_roles(LEADER)
def stand_ins() -> Response:
    """Who stands in now and did before, and naming another."""
    code = who().codes(COMMUNE, LEADER)[0]
    staff = {
        str(one.id): one
        for one in queries.staff_of_commune(db.session, code, clock.now())
        if one.id != who().account_id
    }
    form = StandInForm()
    form.person.choices = [(key, one.name) for key, one in staff.items()]
    if form.validate_on_submit() and is_named(form, staff[form.person.data], code):
        flash(_("Đã cử người thay."), "good")
        return to(".stand_ins")
    return show(
        "accounts/stand_ins.html",
        form=form,
        stand_ins=queries.stand_ins_of(db.session, who()),
        now=clock.now(),
    )


def is_named(form: StandInForm, person: Account, commune_code: str) -> bool:
    """Name her, or let the form say why not."""
    told = {name: form[name].data for name in ("role", "days", "why")}
    try:
        actions.name_stand_in(
            db.session, who(), person, commune_code=commune_code, **told, now=clock.now()
        )
    except actions.WearsItAlready:
        form.refuse("person", _("Người này đang giữ việc đó rồi. Chọn người khác."))
    except StaffNeedPassword:
        form.refuse("person", _("Người này chưa có mật khẩu cán bộ. Nhờ người quản trị đặt giúp."))
    else:
        return True
    return False


@for_roles(LEADER)
def end_one(grant_id: UUID) -> Response:
    """Before its last day."""
    actions.end_stand_in(db.session, queries.stand_in(db.session, who(), grant_id), now=clock.now())
    flash(_("Đã thôi cử người thay."), "good")
    return to(".stand_ins")
