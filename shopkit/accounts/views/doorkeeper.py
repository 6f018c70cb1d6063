"""Who stands at the door: from the cookie of a request to a person."""

from flask import request

from shopkit import clock
from shopkit.accounts import queries
from shopkit.accounts.actions.sign_ins import note_seen
from shopkit.accounts.models import SignIn
from shopkit.accounts.rules.lifetimes import is_to_be_noted, lifetime
from shopkit.accounts.views.cookies import token_of_request
from shopkit.scope import Who
from shopkit.web.state import parts


def find_who() -> Who | None:
    """The person whose sign-in this request carries; notes now and then that she was seen."""
    token = token_of_request()
    if token is None:
        return None
    now = clock.now()
    with parts().database.reading() as session:
        who = queries.who_of_token(session, token, now)
        here = queries.sign_in(session, who) if who else None
    if who and here and request.method == "GET":
        note_sighting(who, here)
    return who


def note_sighting(who: Who, here: SignIn) -> None:
    """Write it rarely: each page would otherwise wait for its turn to write."""
    now = clock.now()
    if is_to_be_noted(here.seen_at, lifetime(who.is_staff), now):
        with parts().database.writing() as session:
            note_seen(session, here.id, now=now)
