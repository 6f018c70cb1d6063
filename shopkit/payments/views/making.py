"""Making a payment code: the bank, the account, the code. No account needed."""

from dataclasses import replace
from uuid import UUID

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from qr_labels.payload import banks
from shopkit import clock
from shopkit.accounts.views.proofs import is_own_secret
from shopkit.errors import NotFound
from shopkit.payments.actions import accounts as actions
from shopkit.payments.forms.accounts import AccountForm, GuardedAccountForm, SeenNameForm
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.queries.accounts import pay_to, purse_of
from shopkit.payments.rules.codes import (
    AccountUnreadable,
    PayTo,
    Unprintable,
    account_number,
    is_same_name,
    require_printable,
)
from shopkit.payments.views.blueprint import bp
from shopkit.payments.views.draft import draft, draft_or_none, drop_draft, keep_draft
from shopkit.payments.views.files import picture_of, stand_file
from shopkit.web.doors import public
from shopkit.web.forms import Form
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.phone import kept_on_phone
from shopkit.web.state import db, parts, who, who_or_none

KNOWN_FIRST = ("970436", "970405", "970415", "970418", "970422", "970407", "970432", "970416")
MOST_FOUND = 12


@bp.route("/qr/bank")
@public
def choose_bank() -> Response:
    """Banks as links: one tap goes on. `q` narrows them by any of their names."""
    text = request.args.get("q", "")[:60]
    old = purse_of(db.session, who_or_none(), old_id()).old
    if text.strip():
        found = banks.search(text, limit=MOST_FOUND)
    else:
        first = dict.fromkeys(([old.bin] if old else []) + list(KNOWN_FIRST))
        found = [bank for bin in first if (bank := banks.by_bin(bin))]
    template = "bank_rows" if request.args.get("rows") else "choose_bank"
    return show(
        f"payments/{template}.html",
        banks=found,
        text=text,
        is_search=bool(text.strip()),
        old=old,
    )


def old_id() -> UUID | None:
    """The account that the new one takes the place of, as the address says."""
    return request.args.get("instead", type=UUID)


@bp.route("/qr/account/<bin>", methods=["GET", "POST"])
@public
def type_account(bin: str) -> Response:
    """Number and holder; who is paid by code already proves with her PIN that it is she."""
    bank = banks.by_bin(bin)
    if bank is None:
        raise NotFound(bin)
    with parts().database.reading() as looking:  # while her PIN is checked, others may write
        purse = purse_of(looking, who_or_none(), old_id())
    if purse.shop and who().signed_in_by_card:
        return show("payments/money_locked.html", 403)
    form_kind = GuardedAccountForm if purse.accounts else AccountForm
    form = form_kind(obj=typed_before(bin, purse.old))
    if form.validate_on_submit():
        typed = typed_account(form, bin)
        if typed and (not purse.accounts or is_own_secret(form, "pin")):
            return keep(typed)
    has_letters = bool(request.args.get("letters"))
    return show(
        "payments/type_account.html", form=form, bank=bank, old=purse.old, has_letters=has_letters
    )


def typed_before(bin: str, old: PaymentAccount | None) -> PayTo | None:
    """What she typed before for this bank, so that going back loses nothing."""
    before = pay_to(old) if old else draft_or_none()
    return before if before and before.bin == bin else None


def typed_account(form: AccountForm, bin: str) -> PayTo | None:
    try:
        number = account_number(bin, form.number.data)
    except AccountUnreadable:
        form.refuse("number", _("Nhập lại số tài khoản: chỉ gồm số và chữ không dấu, tối đa 19."))
        return None
    typed = PayTo(bin, number, form.holder.data.upper(), form.label.data or "")
    return typed if is_printable(form, typed) else None


def is_printable(form: Form, typed: PayTo) -> bool:
    """True when stands can carry these names; else the form says what to change."""
    try:
        require_printable(typed)
    except Unprintable as problem:
        letter = problem.letter
        form.refuse(
            problem.field,
            _("Bỏ ký hiệu %(sign)s: máy in không in được.", sign=letter)
            if letter
            else _("Nhập ngắn hơn để in vừa bảng mã."),
        )
        return False
    return True


def keep(typed: PayTo) -> Response:
    """Keep the code in her shop when she has one, else in her browser."""
    purse = purse_of(db.session, who_or_none(), old_id())
    if purse.shop is None:
        keep_draft(typed)
        return to(".made")
    now = clock.now()
    if purse.old is not None:
        account = actions.replace_account(db.session, purse.shop, purse.old, typed, now=now)
        flash(_("Đã đổi tài khoản nhận tiền. Gỡ các bảng mã in trước đây và in lại."), "wait")
    else:
        account = actions.add_account(db.session, purse.shop, typed, now=now)
        if account.began_at != now:
            flash(_("Tài khoản này đã lưu từ trước."), "news")
    drop_draft()
    return to(".account", account_id=account.id)


@bp.route("/qr")
@public
@kept_on_phone
def made() -> Response:
    """The code just made, or the one kept."""
    made = draft_or_none()
    if made is None:
        return redirect(url_for(".choose_bank" if who_or_none() is None else ".accounts"))
    own = purse_of(db.session, who_or_none(), None).shop
    keep_url = url_for(".type_account", bin=made.bin) if own else None
    return show("payments/code.html", pay_to=made, kept=None, keep_url=keep_url)


@bp.route("/qr/seen", methods=["POST"])
@public
def say_same_name() -> Response:
    """She scanned the code with a bank app and saw the holder's name."""
    return note_seen(draft().holder)


@bp.route("/qr/name", methods=["GET", "POST"])
@public
def say_shown_name() -> Response:
    """She types which name the bank app showed."""
    made = draft()
    form = SeenNameForm()
    if not form.validate_on_submit():
        return show("payments/name_shown.html", form=form, back_url=url_for(".made"))
    if not is_same_name(form.shown_name.data, made.holder):
        return show(
            "payments/name_differs.html",
            422,
            pay_to=made,
            shown=form.shown_name.data,
            mend_url=url_for(".type_account", bin=made.bin),
        )
    return note_seen(form.shown_name.data)


def note_seen(shown_name: str) -> Response:
    keep_draft(replace(draft(), seen_name=shown_name, seen_at=clock.now()))
    flash(_("Đã ghi: tên trên app ngân hàng đúng với tên trên mã."), "good")
    return to(".made")


@bp.route("/qr/code.png")
@public
@kept_on_phone
def draft_code() -> Response:
    return picture_of(draft())


@bp.route("/qr/stand-<kind>.<suffix>")
@public
def draft_stand(kind: str, suffix: str) -> Response:
    return stand_file(draft(), kind, suffix)
