"""Making a payment code: the bank, the account, the code. No account needed."""

from collections.abc import Callable
from dataclasses import replace

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from qr_labels.payload import banks
from shopkit import clock
from shopkit.errors import NotFound
from shopkit.payments import actions
from shopkit.payments.forms import AccountForm, SeenNameForm
from shopkit.payments.rules import AccountUnreadable, PayTo, account_number, is_same_name
from shopkit.payments.views.blueprint import bp
from shopkit.payments.views.draft import draft, draft_or_none, keep_draft
from shopkit.payments.views.files import picture_of, stand_file
from shopkit.shops.queries import shop_or_none
from shopkit.web.doors import public
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db, who_or_none

KNOWN_FIRST = ("970436", "970405", "970415", "970418", "970422", "970407", "970432", "970416")
MOST_FOUND = 12


@bp.route("/qr/bank")
@public
def choose_bank() -> Response:
    """Banks as links: one tap goes on. `q` narrows them by any of their names."""
    text = request.args.get("q", "")[:60]
    if text.strip():
        found = banks.search(text, limit=MOST_FOUND)
    else:
        found = [bank for bin in KNOWN_FIRST if (bank := banks.by_bin(bin))]
    template = "bank_rows" if request.args.get("rows") else "choose_bank"
    return show(f"payments/{template}.html", banks=found, text=text, is_search=bool(text.strip()))


@bp.route("/qr/account/<bin>", methods=["GET", "POST"])
@public
def type_account(bin: str) -> Response:
    bank = banks.by_bin(bin)
    if bank is None:
        raise NotFound(bin)
    form = AccountForm(obj=typed_before(bin))
    if form.validate_on_submit():
        try:
            number = account_number(bin, form.number.data)
        except AccountUnreadable:
            form.refuse(
                "number", _("Nhập lại số tài khoản: chỉ có số hoặc chữ không dấu, tối đa 19.")
            )
        else:
            return keep(PayTo(bin, number, form.holder.data.upper(), form.label.data or ""))
    return show("payments/type_account.html", form=form, bank=bank)


def typed_before(bin: str) -> PayTo | None:
    """What she typed before for this bank, so that going back loses nothing."""
    before = draft_or_none()
    return before if before and before.bin == bin else None


def keep(pay_to: PayTo) -> Response:
    """Keep the code in her shop when she has one, else in her browser."""
    person = who_or_none()
    own_shop = shop_or_none(db.session, person) if person else None
    if own_shop is None:
        keep_draft(pay_to)
        return to(".made")
    try:
        account = actions.add_account(db.session, own_shop, pay_to, now=clock.now())
    except actions.MoneyLocked:
        return show("payments/money_locked.html", 403)
    return to(".account", account_id=account.id)


@bp.route("/qr")
@public
def made() -> Response:
    """The code just made, or the one kept."""
    if who_or_none() is not None and draft_or_none() is None:
        return redirect(url_for(".accounts"))
    if draft_or_none() is None:
        return redirect(url_for(".choose_bank"))
    return show("payments/code.html", pay_to=draft(), kept=None)


@bp.route("/qr/seen", methods=["POST"])
@public
def say_seen_name() -> Response:
    """She scanned the code with a bank app and tells which name it showed."""
    pay_to = draft()

    def note(shown_name: str) -> Response:
        keep_draft(replace(pay_to, seen_name=shown_name, seen_at=clock.now()))
        return to(".made")

    return hear_seen_name(pay_to, note)


def hear_seen_name(pay_to: PayTo, note: Callable[[str], Response]) -> Response:
    """Note the name when it is the holder's; warn, and note nothing, when it is another."""
    form = SeenNameForm()
    if request.form.get("same"):
        shown_name = pay_to.holder
    elif form.validate_on_submit():
        shown_name = form.shown_name.data
    else:
        return show("payments/name_shown.html", form=form, pay_to=pay_to)
    if not is_same_name(shown_name, pay_to.holder):
        return show("payments/name_differs.html", 422, pay_to=pay_to, shown=shown_name)
    flash(_("Đã ghi: tên trên app ngân hàng đúng với tên trên mã."), "good")
    return note(shown_name)


@bp.route("/qr/code.png")
@public
def draft_code() -> Response:
    return picture_of(draft(), "png")


@bp.route("/qr/stand-<kind>.<suffix>")
@public
def draft_stand(kind: str, suffix: str) -> Response:
    return stand_file(draft(), kind, suffix)
