"""Signing in by phone and PIN or password, and signing out."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from shopkit.accounts.forms import SignInByPasswordForm, SignInForm
from shopkit.accounts.views.entering import end_what_is_open_here, go_on, left, let_in
from shopkit.accounts.views.proofs import verified
from shopkit.web.doors import local_path, public, repeatable
from shopkit.web.pages import show
from shopkit.web.state import who_or_none

# In the address of the page for staff, who have a password.
LETTERS = "letters"


@public
@repeatable("signing in twice opens two sign-ins, and the first is ended by the second")
def sign_in() -> Response:
    if request.method == "GET" and who_or_none():
        return redirect(go_on(), code=303)
    by_password = LETTERS in request.args
    form = SignInByPasswordForm() if by_password else SignInForm()
    person = verified(form) if form.validate_on_submit() else None
    if person:
        return let_in(person, go_on())
    return show(
        "accounts/sign_in.html",
        form=form,
        by_password=by_password,
        other_url=url_for(
            "accounts.sign_in",
            next=local_path(request.args.get("next")),
            letters=None if by_password else 1,
        ),
    )


@public
@repeatable("who is signed out already stays so")
def sign_out() -> Response:
    end_what_is_open_here()
    return left("/")
