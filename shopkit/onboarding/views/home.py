"""The first page of everybody, keeping what a visitor made, and a seller's home."""

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.accounts.actions.people import PhoneTaken, SecretWeak, allow_opening, sign_up
from shopkit.accounts.actions.sign_ins import TryLater, note_attempt
from shopkit.accounts.forms import SignUpForm
from shopkit.accounts.models import Account
from shopkit.accounts.queries import account_by_phone_or_none, is_staff, notices_unseen
from shopkit.accounts.rules.delays import opening_key
from shopkit.accounts.views.entering import let_in
from shopkit.accounts.views.notices import notice_word
from shopkit.accounts.views.proofs import verified
from shopkit.onboarding.queries import done_by, waiting_for
from shopkit.onboarding.rules.steps import (
    AT_ONCE,
    WHEN_THERE_IS_TIME,
    duties_on,
    open_steps,
    waiting_steps,
)
from shopkit.onboarding.views.blueprint import bp
from shopkit.payments.actions.accounts import add_account
from shopkit.payments.queries.accounts import accounts_of
from shopkit.payments.queries.checks import checks_of
from shopkit.payments.rules.checks import LOOKED
from shopkit.payments.rules.codes import PayTo
from shopkit.payments.views.draft import draft_or_none, drop_draft
from shopkit.scope import LEADER, OFFICER, PROVINCE_VIEWER, TRAINER, VILLAGE_HEAD, Who
from shopkit.shops.actions.shops import open_shop
from shopkit.shops.models.shops import Shop
from shopkit.shops.queries.shops import shop_of_account_or_none, shop_or_none
from shopkit.training.models.courses import BY_HERSELF
from shopkit.training.queries.assisted import entry_of_shop_or_none
from shopkit.web.doors import local_path, public, repeatable
from shopkit.web.language import LazyText
from shopkit.web.language import gettext as _
from shopkit.web.pages import show
from shopkit.web.phone import kept_on_phone
from shopkit.web.state import db, parts, who_or_none


@bp.route("/")
@public
@kept_on_phone
def home() -> Response:
    """The first page: what can be made at once, or where this person left off."""
    person = who_or_none()
    if person is None:
        return show("onboarding/welcome.html", has_draft=draft_or_none() is not None)
    own = shop_or_none(db.session, person)
    if own is None:
        return home_of_staff(person)
    done = done_by(db.session, own)
    waiting = waiting_for(db.session, own, clock.now())
    return show(
        "onboarding/home.html",
        shop=own,
        steps=open_steps(done),
        has_listing=done.has_listing,
        account=next(iter(accounts_of(db.session, own)), None),
        has_draft=draft_or_none() is not None,
        at_once=waiting_steps(waiting, AT_ONCE),
        later=waiting_steps(waiting, WHEN_THERE_IS_TIME),
        duties=duties_on(clock.today()),
        typed_for_her=is_typed_for_her(own),
        news=news_of_stands(person),
        last_check=next(iter(checks_of(db.session, own)), None),
    )


def news_of_stands(person: Who) -> list[LazyText]:
    """What photos showed that were taken without a network and read since."""
    unseen = notices_unseen(db.session, person, clock.now())
    return [
        notice_word(kind) for kind in dict.fromkeys(one.kind for one in unseen) if kind in LOOKED
    ]


def is_typed_for_her(shop: Shop) -> bool:
    """Whether a helper typed this shop and its seller has not yet said herself that it is right."""
    entry = entry_of_shop_or_none(db.session, shop)
    return entry is not None and entry.confirmed_how != BY_HERSELF


def home_of_staff(person: Who) -> Response:
    if person.has(OFFICER, LEADER):
        return redirect(url_for("adoption.commune"))
    if person.has(TRAINER):
        return redirect(url_for("shops.shops"))
    if person.has(VILLAGE_HEAD):
        return redirect(url_for("adoption.village_home"))
    if person.has(PROVINCE_VIEWER):
        return redirect(url_for("adoption.province"))
    return redirect(url_for("accounts.me"))


@bp.route("/keep", methods=["GET", "POST"])
@public
@repeatable("a phone that is known signs in when its PIN is right, so sending twice makes one shop")
def keep() -> Response:
    """Keep what was made so far: name, phone, PIN. Nothing typed before is asked again."""
    after = local_path(request.args.get("next")) or url_for(".home")
    if who_or_none() is not None:
        return redirect(after, code=303)
    made = draft_or_none()
    form = SignUpForm(name=made.holder.title() if made else None)
    account = account_for(form) if form.validate_on_submit() else None
    if account is None:
        return show("onboarding/keep.html", form=form, made=made)
    keep_for(account, made)
    return let_in(account, after)


def account_for(form: SignUpForm) -> Account | None:
    """A new account, or the one that has this phone already when the PIN is its own."""
    now, address = clock.now(), request.remote_addr
    try:
        with parts().database.reading() as looking:
            if account_by_phone_or_none(looking, form.phone.data) is not None:
                return verified(form, "pin")
            allow_opening(looking, address, now=now)
        person = sign_up(db.session, **form.values(), now=now)
        note_attempt(db.session, opening_key(address), now=now)
        return person
    except TryLater as problem:
        form.refuse("phone", wait_to_open(problem))
        return None
    except SecretWeak as problem:
        form.refuse_weak(problem.weakness)
        return None
    except PhoneTaken:
        return verified(form, "pin")  # the same form was sent twice at the same moment


def wait_to_open(problem: TryLater) -> str:
    return _(
        "Vừa có nhiều cửa hàng mở qua mạng này. Đợi %(seconds)s giây rồi bấm lại.",
        seconds=problem.seconds,
    )


def keep_for(account: Account, made: PayTo | None) -> None:
    """Give the person a shop unless she has one, and in it the code she made."""
    now = clock.now()
    shop = shop_of_account_or_none(db.session, account.id)
    if shop is None and not is_staff(db.session, account.id):
        shop = open_shop(db.session, account, now=now)
    if shop is None or made is None:
        flash(_("Đã vào. Máy khác đăng nhập bằng số điện thoại và mã PIN này."), "good")
    elif account.is_money_locked(now):
        flash(_("Máy vừa đăng nhập bằng thẻ, nên 24 giờ sau mới giữ được mã QR này."), "wait")
    else:
        add_account(db.session, shop, made, now=now)
        drop_draft()
        flash(_("Đã giữ mã QR. Máy khác đăng nhập bằng số điện thoại và mã PIN này."), "good")
