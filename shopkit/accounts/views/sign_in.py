"""Signing in by phone and PIN or password, and signing out."""

from werkzeug.wrappers import Response

from shopkit.accounts.forms import SignInForm
from shopkit.accounts.views.entering import end_what_is_open_here, go_on, left, let_in
from shopkit.accounts.views.proofs import verified
from shopkit.web.doors import public, repeatable
from shopkit.web.pages import show
from shopkit.web.state import who_or_none


@public
@repeatable("signing in twice opens two sign-ins, and the first is ended by the second")
def sign_in() -> Response:
    form = SignInForm()
    if form.validate_on_submit():
        person = verified(form)
        if person:
            return let_in(person, go_on())
    return show("accounts/sign_in.html", form=form, already=who_or_none())


@public
@repeatable("who is signed out already stays so")
def sign_out() -> Response:
    end_what_is_open_here()
    return left("/")
