"""Signing in on a new phone by the card that a trainer shows."""

import math

from flask import session, url_for
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.accounts import queries
from shopkit.accounts.actions.cards import CardSpent, NewCard, use_card
from shopkit.accounts.actions.people import SecretWeak
from shopkit.accounts.actions.secrets import NoResettingCard, set_new_pin
from shopkit.accounts.forms import ADVICE, NewPinForm
from shopkit.accounts.models import BY_RESETTING_CARD
from shopkit.accounts.rules.names import masked_name
from shopkit.accounts.views.entering import end_what_is_open_here, entered, this_device
from shopkit.accounts.views.pictures import qr_address
from shopkit.errors import NotFound
from shopkit.web.doors import local_path, public, repeatable
from shopkit.web.pages import show, to
from shopkit.web.state import db, parts, who

MADE = "made_card"


@public
@repeatable("a card opens one sign-in; a repeat is told that it is spent")
def card(token: str) -> Response:
    """Show whose card it is and use it on a tap: a preview of the link must not spend it."""
    found = queries.card_or_none(db.session, token, clock.now())
    if found is None:
        return show("accounts/card_spent.html", status=404)
    person = queries.account(db.session, found.account_id)
    return show("accounts/use_card.html", token=token, name=masked_name(person.name))


@public
@repeatable("a card opens one sign-in; a repeat is told that it is spent")
def enter_by_card(token: str) -> Response:
    try:
        opened = use_card(db.session, token, device=this_device(), now=clock.now())
    except CardSpent:
        return show("accounts/card_spent.html", status=404)
    end_what_is_open_here()
    is_reset = opened.sign_in.way == BY_RESETTING_CARD
    return entered(opened, url_for("accounts.new_pin") if is_reset else "/")


def show_made_card(made: NewCard, back: str) -> Response:
    """After a trainer has made a card: send her to its QR, which only her own browser can show."""
    session[MADE] = [made.token, back]
    return to("accounts.made_card")


def made_card() -> Response:
    token, back = session.get(MADE, ("", "/"))
    now = clock.now()
    found = queries.card_or_none(db.session, token, now)
    if found is None or found.made_by_id != who().account_id:
        return show("accounts/card_spent.html", status=404)
    return show(
        "accounts/card.html",
        qr=qr_address(parts().config.public_address + url_for("accounts.card", token=token)),
        name=queries.account(db.session, found.account_id).name,
        minutes=math.ceil((found.expires_at - now).total_seconds() / 60),
        resets_pin=found.resets_pin,
        back_url=local_path(back) or "/",
    )


def new_pin() -> Response:
    here = queries.sign_in(db.session, who())
    if here.way != BY_RESETTING_CARD:
        raise NotFound
    form = NewPinForm()
    if form.validate_on_submit():
        person = queries.account(db.session, who().account_id)
        try:
            set_new_pin(db.session, person, here, **form.values(), now=clock.now())
            return to(".me")
        except SecretWeak as problem:
            form.refuse("pin", ADVICE[problem.weakness])
        except NoResettingCard as problem:
            raise NotFound from problem
    return show("accounts/new_pin.html", form=form)
