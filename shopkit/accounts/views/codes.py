"""The porch where staff show a one-time code before they are let in."""

from flask import redirect, request, session, url_for
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.accounts import queries
from shopkit.accounts.actions.codes import (
    CodeWrong,
    enrol,
    open_after_code,
    verify_code,
)
from shopkit.accounts.actions.sign_ins import TryLater, note_attempt
from shopkit.accounts.forms import CodeForm
from shopkit.accounts.models import Account, SignIn
from shopkit.accounts.rules.codes import enrolment_address, new_code_secret
from shopkit.accounts.rules.delays import code_key
from shopkit.accounts.views.cookies import token_of_request
from shopkit.accounts.views.entering import entered, go_on
from shopkit.accounts.views.pictures import qr_address
from shopkit.accounts.views.proofs import wait_sentence
from shopkit.accounts.views.turns import take_turn
from shopkit.text.phones import shown_phone
from shopkit.web.doors import public, repeatable
from shopkit.web.language import gettext as _
from shopkit.web.pages import show
from shopkit.web.state import after_refusal, db

ENROLLING = "enrolling"
ONCE = "a code is good for one try that succeeds, so a repeat is refused by itself"


@public
@repeatable(ONCE)
def code() -> Response:
    waiting = waiting_or_none()
    if waiting is None:
        return back_to_the_start()
    person = queries.account(db.session, waiting.account_id)
    if not person.totp_secret:
        return redirect(url_for("accounts.enrol", next=go_on()), code=303)
    form = CodeForm()
    if form.validate_on_submit() and is_accepted(form, person):
        return entered(open_after_code(db.session, waiting, now=clock.now()), go_on())
    return show("accounts/code.html", form=form)


@public
@repeatable(ONCE)
def enrol_app() -> Response:
    waiting = waiting_or_none()
    if waiting is None:
        return back_to_the_start()
    person = queries.account(db.session, waiting.account_id)
    if person.totp_secret:
        return redirect(url_for("accounts.code", next=go_on()), code=303)
    form, secret = CodeForm(), secret_being_enrolled(waiting)
    if form.validate_on_submit() and is_enrolled(form, person, secret):
        session.pop(ENROLLING, None)
        return entered(open_after_code(db.session, waiting, now=clock.now()), go_on())
    address = enrolment_address(secret, shown_phone(person.phone))
    return show("accounts/enrol.html", form=form, secret=secret, qr=qr_address(address))


def waiting_or_none() -> SignIn | None:
    token = token_of_request()
    return queries.waiting_sign_in_or_none(db.session, token, clock.now()) if token else None


def back_to_the_start() -> Response:
    return redirect(url_for("accounts.sign_in", next=request.args.get("next")), code=303)


def secret_being_enrolled(waiting: SignIn) -> str:
    """The secret offered to this sign-in; a page opened twice shows the same one."""
    offered = session.get(ENROLLING)
    if not offered or offered[0] != waiting.id.hex:
        offered = [waiting.id.hex, new_code_secret()]
        session[ENROLLING] = offered
    return str(offered[1])


def is_accepted(form: CodeForm, person: Account) -> bool:
    key, now = code_key(person.id.hex), clock.now()
    try:
        if not take_turn(key):
            raise TryLater(1)
        verify_code(db.session, person, form.code.data, now=now)
    except TryLater as problem:
        form.refuse("code", wait_sentence(problem))
    except CodeWrong:
        after_refusal(lambda s: note_attempt(s, key, now=now))
        form.refuse("code", _("Nhập mã đang hiện trong ứng dụng; mỗi mã chỉ dùng một lần."))
    else:
        return True
    return False


def is_enrolled(form: CodeForm, person: Account, secret: str) -> bool:
    try:
        enrol(db.session, person, secret=secret, code=form.code.data, now=clock.now())
    except CodeWrong:
        form.refuse("code", _("Quét lại mã QR, rồi nhập mã 6 số đang hiện trong ứng dụng."))
        return False
    return True
