"""The accounts a shop has kept: the code, the name check, another account."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from qr_labels.payload import banks
from shopkit import clock
from shopkit.accounts.views.proofs import is_own_secret
from shopkit.errors import NotFound
from shopkit.payments.actions import accounts as actions
from shopkit.payments.forms.accounts import LabelForm, PinForm, SeenNameForm
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.queries import checks, stands
from shopkit.payments.queries.accounts import account as account_of
from shopkit.payments.queries.accounts import (
    accounts_of,
    all_accounts_of,
    pay_to,
    seen_by_staff,
)
from shopkit.payments.views.blueprint import bp
from shopkit.payments.views.files import picture_of, stand_file
from shopkit.payments.views.making import is_printable
from shopkit.shops.models.shops import Shop
from shopkit.shops.queries.shops import shop
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.phone import kept_on_phone
from shopkit.web.state import db, who


def own_shop() -> Shop:
    return shop(db.session, who())


def own_account(account_id: UUID) -> PaymentAccount:
    return account_of(db.session, own_shop(), account_id)


def account_in_use(account_id: UUID) -> PaymentAccount:
    """An account to be paid to; of one that is over no code is given out any more."""
    found = own_account(account_id)
    if found.ended_at is not None:
        raise NotFound(str(account_id))
    return found


@bp.route("/qr/accounts")
@kept_on_phone
def accounts() -> Response:
    """The code at once where there is one; a list where there are several.

    A phone keeps no address that only sends on, so the one code stands here itself.
    """
    shop = own_shop()
    found = accounts_of(db.session, shop)
    if not found:
        return redirect(url_for(".choose_bank"))
    if len(found) == 1:
        return code_page(shop, found[0])
    return show("payments/accounts.html", accounts=found, **looked_after(shop))


@bp.route("/qr/history")
def history() -> Response:
    """Every account the shop was ever paid to, and which stands are wrong since."""
    shop = own_shop()
    return show(
        "payments/history.html",
        accounts=all_accounts_of(db.session, shop),
        wrong=stands.wrong_stands(db.session, shop),
        staff_saw=seen_by_staff(db.session, shop),
        banks={bank.bin: bank.short_name for bank in banks.all_banks()},
    )


@bp.route("/qr/<uuid:account_id>")
@kept_on_phone
def account(account_id: UUID) -> Response:
    """The code for buyers, whether its name was seen, and what hangs where."""
    return code_page(own_shop(), own_account(account_id))


def code_page(shop: Shop, kept: PaymentAccount) -> Response:
    return show(
        "payments/code.html",
        pay_to=pay_to(kept),
        kept=kept,
        stands=stands.stands_of_account(db.session, kept),
        staff_saw=seen_by_staff(db.session, shop),
        **looked_after(shop),
    )


def looked_after(shop: Shop) -> dict[str, Any]:
    """What pages about accounts remind of: stands to take down, a look that is due."""
    return {
        "wrong": stands.wrong_stands(db.session, shop),
        "last": checks.last_check_or_none(db.session, shop),
        "alarm": checks.alarm_or_none(db.session, shop),
        "is_due": checks.is_check_due(db.session, shop, clock.now()),
    }


@bp.route("/qr/<uuid:account_id>/label", methods=["GET", "POST"])
def name_account(account_id: UUID) -> Response:
    """Which stall it is for; stands printed before keep the old name."""
    kept = own_account(account_id)
    form = LabelForm(obj=kept)
    if form.validate_on_submit() and is_printable(
        form, replace(pay_to(kept), label=form.label.data or "")
    ):
        actions.name_account(db.session, kept, **form.values(), now=clock.now())
        return to(".account", account_id=kept.id)
    return show("payments/label.html", form=form, kept=kept)


@bp.route("/qr/<uuid:account_id>/seen", methods=["POST"])
def say_same_name_of(account_id: UUID) -> Response:
    """She scanned the code with a bank app and saw the holder's name."""
    kept = own_account(account_id)
    return note_seen(kept, kept.holder)


@bp.route("/qr/<uuid:account_id>/name", methods=["GET", "POST"])
def say_shown_name_of(account_id: UUID) -> Response:
    """She types which name the bank app showed; another name is noted nowhere."""
    kept = own_account(account_id)
    form = SeenNameForm()
    if not form.validate_on_submit():
        back_url = url_for(".account", account_id=kept.id)
        return show("payments/name_shown.html", form=form, back_url=back_url)
    try:
        return note_seen(kept, form.shown_name.data)
    except actions.NameDiffers as problem:
        return show(
            "payments/name_differs.html",
            422,
            pay_to=pay_to(kept),
            shown=problem.shown,
            mend_url=url_for(".type_account", bin=kept.bin, instead=kept.id),
        )


def note_seen(kept: PaymentAccount, shown_name: str) -> Response:
    actions.confirm_name(db.session, kept, shown_name=shown_name, now=clock.now())
    flash(_("Đã ghi: tên trên app ngân hàng đúng với tên trên mã."), "good")
    return to(".account", account_id=kept.id)


@bp.route("/qr/<uuid:account_id>/end", methods=["GET", "POST"])
def end_account(account_id: UUID) -> Response:
    """Be paid here no longer; the PIN is asked again, and every phone of hers is told."""
    if who().signed_in_by_card:
        return show("payments/money_locked.html", 403)
    form = PinForm()
    is_sure = form.validate_on_submit() and is_own_secret(form, "pin")
    kept = own_account(account_id)
    if is_sure:
        actions.end_account(db.session, own_shop(), kept, now=clock.now())
        flash(_("Đã thôi dùng tài khoản này. Gỡ các bảng mã in từ tài khoản này."), "wait")
        return to(".account", account_id=kept.id)
    return show("payments/end_account.html", form=form, kept=kept)


@bp.route("/qr/<uuid:account_id>/code.png")
@kept_on_phone
def code(account_id: UUID) -> Response:
    return picture_of(pay_to(account_in_use(account_id)))


@bp.route("/qr/<uuid:account_id>/stand-<kind>.<suffix>")
def stand(account_id: UUID, kind: str, suffix: str) -> Response:
    return stand_file(pay_to(account_in_use(account_id)), kind, suffix)
