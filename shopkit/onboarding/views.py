"""The first page of everybody, keeping what a visitor made, and a seller's home."""

from flask import Blueprint, flash, redirect, session, url_for
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.accounts import actions as accounts
from shopkit.accounts.forms import SignUpForm
from shopkit.accounts.models import Account
from shopkit.accounts.queries import account_by_phone
from shopkit.accounts.views.cookies import set_sign_in_cookie
from shopkit.onboarding.queries import done_by
from shopkit.onboarding.rules import LINK_ACCOUNTS_BY, is_due, open_steps
from shopkit.payments.actions import add_account
from shopkit.payments.queries import accounts_of
from shopkit.payments.views.draft import draft_or_none, drop_draft
from shopkit.scope import LEADER, OFFICER, PROVINCE_VIEWER, TRAINER, VILLAGE_HEAD, Who
from shopkit.shops.actions import open_shop
from shopkit.shops.queries import shop_or_none, shops_of_account
from shopkit.web.doors import public, repeatable
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db, who_or_none

bp = Blueprint("onboarding", __name__)


@bp.route("/")
@public
def home() -> Response:
    """The first page: what can be made at once, or where this person left off."""
    person = who_or_none()
    if person is None:
        return show("onboarding/welcome.html", has_draft=draft_or_none() is not None)
    own = shop_or_none(db.session, person)
    if own is None:
        return home_of_staff(person)
    steps = open_steps(done_by(db.session, own))
    today = clock.today()
    return show(
        "onboarding/home.html",
        shop=own,
        steps=steps,
        account=next(iter(accounts_of(db.session, own)), None),
        link_by=LINK_ACCOUNTS_BY if is_due(LINK_ACCOUNTS_BY, today) else None,
    )


def home_of_staff(person: Who) -> Response:
    if person.has(OFFICER, LEADER, PROVINCE_VIEWER):
        return redirect(url_for("adoption.commune"))
    if person.has(TRAINER, VILLAGE_HEAD):
        return redirect(url_for("shops.shops"))
    return redirect(url_for("accounts.me"))


@bp.route("/keep", methods=["GET", "POST"])
@public
@repeatable("a phone that is known signs in when its PIN is right, so sending twice makes one shop")
def keep() -> Response:
    """Keep what was made so far: name, phone, PIN. Nothing typed before is asked again."""
    if who_or_none() is not None:
        return to(".home")
    made = draft_or_none()
    form = SignUpForm(name=made.holder.title() if made else None)
    if form.validate_on_submit():
        try:
            account = account_for(form)
        except accounts.WrongSecret:
            form.refuse("pin", _("Số này đã có người dùng. Nhập đúng mã PIN của số này, hoặc đăng nhập."))
        else:
            return signed_in(account)
    return show("onboarding/keep.html", form=form, made=made)


def account_for(form: SignUpForm) -> Account:
    """A new account, or the one that already has this phone when the PIN is its own."""
    known = account_by_phone(db.session, form.phone.data)
    if known is None:
        return accounts.sign_up(db.session, **form.values(), now=clock.now())
    accounts.check_secret(db.session, known, form.pin.data, now=clock.now())
    return known


def signed_in(account: Account) -> Response:
    now = clock.now()
    shops = shops_of_account(db.session, account.id)
    shop = shops[0] if shops else open_shop(db.session, account, now=now)
    made = draft_or_none()
    if made is not None:
        add_account(db.session, shop, made, now=now)
    token = accounts.open_sign_in(db.session, account, way="pin", now=now)
    drop_draft()
    flash(_("Đã giữ lại. Máy khác đăng nhập bằng số điện thoại và mã PIN vừa đặt."), "good")
    session.permanent = True
    response = to("onboarding.home")
    set_sign_in_cookie(response, token)
    return response
