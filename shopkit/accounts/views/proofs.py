"""Checking what was typed of a PIN or password; the form says why it was refused.

A hash takes its time on purpose: it is checked in a reading session, while others may write.
"""

from collections.abc import Callable

import structlog
from flask import request

from shopkit import clock
from shopkit.accounts import queries
from shopkit.accounts.actions.secrets import check_own_secret
from shopkit.accounts.actions.sign_ins import (
    TryLater,
    WrongSecret,
    accept_secret,
    note_attempt,
    note_failure,
    verify_secret,
)
from shopkit.accounts.models import Account
from shopkit.accounts.rules.delays import phone_key
from shopkit.accounts.views.turns import take_turn
from shopkit.text.phones import masked_phone
from shopkit.web.forms import Form
from shopkit.web.language import gettext as _
from shopkit.web.state import after_refusal, db, parts, who

log = structlog.get_logger()


def verified(form: Form, field: str = "secret") -> Account | None:
    """The account that the phone and one more field open; a wrong try outlives the refusal."""
    now, address = clock.now(), request.remote_addr
    number, typed = form["phone"].data, form[field].data
    try:
        if not take_turn(phone_key(number)):
            raise TryLater(1)
        with parts().database.reading() as looking:
            found = verify_secret(looking, phone=number, secret=typed, address=address, now=now)
        return accept_secret(db.session, found.id, secret=typed)
    except TryLater as problem:
        log.info("sign_in.delayed", phone=masked_phone(number), seconds=problem.seconds)
        form.refuse(field, wait_sentence(problem))
    except WrongSecret:
        log.info("sign_in.refused", phone=masked_phone(number))
        after_refusal(lambda s: note_failure(s, phone=number, address=address, now=now))
        form.refuse(field, _("Số điện thoại và mã không khớp. Kiểm tra cả hai rồi nhập lại."))
    return None


def is_own_secret(form: Form, field: str) -> bool:
    """True when a field holds the PIN or password of whoever is signed in."""
    typed, now = form[field].data, clock.now()
    with parts().database.reading() as looking:
        person = queries.account(looking, who().account_id)
        return is_heard(
            form, field, person, lambda: check_own_secret(looking, person, typed, now=now)
        )


def is_heard(form: Form, field: str, person: Account, act: Callable[[], None]) -> bool:
    """Do something that checks her PIN or password first; False with the form saying why not."""
    key, now = phone_key(person.phone), clock.now()
    try:
        if not take_turn(key):
            raise TryLater(1)
        act()
    except TryLater as problem:
        form.refuse(field, wait_sentence(problem))
    except WrongSecret:
        after_refusal(lambda s: note_attempt(s, key, now=now))
        is_pin = field == "pin"  # of staff it may be a password
        wrong = _("Mã PIN chưa đúng. Nhập lại.") if is_pin else _("Mã này chưa đúng. Nhập lại.")
        form.refuse(field, wrong)
    else:
        return True
    return False


def wait_sentence(problem: TryLater) -> str:
    return _("Đã thử sai nhiều lần. Đợi %(seconds)s giây rồi thử lại.", seconds=problem.seconds)
