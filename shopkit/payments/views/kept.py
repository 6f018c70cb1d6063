"""The accounts a shop has kept: the code, the name check, another account."""

from uuid import UUID

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.accounts.views.proofs import is_own_secret
from shopkit.payments import actions
from shopkit.payments.forms import ReplaceForm
from shopkit.payments.models import PaymentAccount
from shopkit.payments.queries import account as account_of
from shopkit.payments.queries import accounts_of, pay_to
from shopkit.payments.rules import AccountUnreadable, PayTo, account_number
from shopkit.payments.views.blueprint import bp
from shopkit.payments.views.files import picture_of, stand_file
from shopkit.payments.views.making import hear_seen_name
from shopkit.shops.models import Shop
from shopkit.shops.queries import shop
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db, who


def own_shop() -> Shop:
    return shop(db.session, who())


def own_account(account_id: UUID) -> PaymentAccount:
    return account_of(db.session, own_shop(), account_id)


@bp.route("/qr/accounts")
def accounts() -> Response:
    """Straight to the code where there is one; a list where there are several."""
    found = accounts_of(db.session, own_shop())
    if not found:
        return redirect(url_for(".choose_bank"))
    if len(found) == 1:
        return redirect(url_for(".account", account_id=found[0].id))
    return show("payments/accounts.html", accounts=found)


@bp.route("/qr/<uuid:account_id>")
def account(account_id: UUID) -> Response:
    kept = own_account(account_id)
    return show("payments/code.html", pay_to=pay_to(kept), kept=kept)


@bp.route("/qr/<uuid:account_id>/seen", methods=["POST"])
def say_seen_name_of(account_id: UUID) -> Response:
    kept = own_account(account_id)

    def note(shown_name: str) -> Response:
        actions.confirm_name(db.session, kept, shown_name=shown_name, now=clock.now())
        return to(".account", account_id=kept.id)

    return hear_seen_name(pay_to(kept), note)


@bp.route("/qr/<uuid:account_id>/change", methods=["GET", "POST"])
def change_account(account_id: UUID) -> Response:
    """Another number instead; the PIN is asked again, and every phone of hers is told."""
    kept = own_account(account_id)
    form = ReplaceForm(obj=pay_to(kept))
    if form.validate_on_submit() and is_own_secret(form, "pin"):
        try:
            number = account_number(kept.bin, form.number.data)
            new = PayTo(kept.bin, number, form.holder.data.upper(), form.label.data or "")
            changed = actions.replace_account(db.session, own_shop(), kept, new, now=clock.now())
        except AccountUnreadable:
            form.refuse(
                "number", _("Nhập lại số tài khoản: chỉ có số hoặc chữ không dấu, tối đa 19.")
            )
        except actions.MoneyLocked:
            return show("payments/money_locked.html", 403)
        else:
            flash(_("Đã đổi tài khoản nhận tiền. Các bảng mã in trước đây không còn đúng."), "wait")
            return to(".account", account_id=changed.id)
    return show("payments/change_account.html", form=form, kept=kept)


@bp.route("/qr/<uuid:account_id>/code.png")
def code(account_id: UUID) -> Response:
    return picture_of(pay_to(own_account(account_id)), "png")


@bp.route("/qr/<uuid:account_id>/stand-<kind>.<suffix>")
def stand(account_id: UUID, kind: str, suffix: str) -> Response:
    return stand_file(pay_to(own_account(account_id)), kind, suffix)
