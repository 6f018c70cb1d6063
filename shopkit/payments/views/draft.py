"""The payment code a visitor is making, kept in her own signed cookie until she keeps it."""

from flask import session

from shopkit.errors import NotFound
from shopkit.payments.rules import PayTo, unpacked

COOKIE_PART = "qr"


def draft_or_none() -> PayTo | None:
    plain = session.get(COOKIE_PART)
    return unpacked(plain) if plain else None


def draft() -> PayTo:
    found = draft_or_none()
    if found is None:
        raise NotFound("no code in this browser")
    return found


def keep_draft(pay_to: PayTo) -> None:
    session[COOKIE_PART] = pay_to.packed()
    session.permanent = True


def drop_draft() -> None:
    session.pop(COOKIE_PART, None)
