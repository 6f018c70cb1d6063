"""The payment code a visitor is making, kept in her own signed cookie until she keeps it."""

from flask import session

from qr_labels.payload import banks
from shopkit.errors import NotFound
from shopkit.payments.rules.codes import PayTo, unpacked

COOKIE_PART = "qr"


def draft_or_none() -> PayTo | None:
    """What this browser holds; nothing when its bank has left the list since."""
    plain = session.get(COOKIE_PART)
    if not plain or banks.by_bin(plain["bin"]) is None:
        return None
    return unpacked(plain)


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
