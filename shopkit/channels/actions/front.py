"""Changing what a shop's page shows."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from shopkit.accounts.actions.notices import tell
from shopkit.accounts.queries import people_of_shop
from shopkit.channels.models.front import Front
from shopkit.channels.queries.front import front_or_none
from shopkit.channels.rules.front_text import mark_of
from shopkit.errors import Conflict, NotFound
from shopkit.journal.write import write
from shopkit.payments.actions.accounts import NotHerOwn, allow_money_change
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.scope import Who
from shopkit.shops.models.shops import Shop

ACCOUNT_SHOWN, ACCOUNT_TAKEN_OFF = "front.account_shown", "front.account_taken_off"


def front_of(session: Session, shop: Shop, *, now: datetime) -> Front:
    """What the shop's page shows, begun when something is first said about it."""
    found = front_or_none(session, shop)
    if found is None:
        found = Front(shop_id=shop.id, commune_code=shop.commune_code, changed_at=now)
        session.add(found)
        session.flush()
    return found


def say(session: Session, shop: Shop, part: str, text: str, *, was: str, now: datetime) -> Front:
    """Write one part of the page; raises Conflict where somebody wrote it meanwhile.

    `was` is the mark of what the part said when she began to write.
    """
    front = front_of(session, shop, now=now)
    standing = getattr(front, part)
    if standing == text:
        return front
    if mark_of(standing) != was:
        raise Conflict(part)
    setattr(front, part, text)
    return changed(session, front, part, now=now)


def say_phone(
    session: Session, shop: Shop, *, phone: str | None, hides_phone: bool, now: datetime
) -> Front:
    """Which number buyers call, if any."""
    front = front_of(session, shop, now=now)
    if (front.phone, front.hides_phone) == (phone, hides_phone):
        return front
    front.phone, front.hides_phone = phone, hides_phone
    return changed(session, front, "phone", now=now)


def say_business(
    session: Session,
    shop: Shop,
    *,
    business_code: str,
    business_issuer: str,
    business_issued_on: date | None,
    now: datetime,
) -> Front:
    """Under which registration she sells."""
    front = front_of(session, shop, now=now)
    told: dict[str, Any] = {
        "business_code": business_code,
        "business_issuer": business_issuer,
        "business_issued_on": business_issued_on,
    }
    if all(getattr(front, name) == value for name, value in told.items()):
        return front
    for name, value in told.items():
        setattr(front, name, value)
    return changed(session, front, "business", now=now)


def open_front(session: Session, shop: Shop, *, now: datetime) -> None:
    front = front_of(session, shop, now=now)
    if not front.is_open:
        front.is_open, front.changed_at = True, now
        write(session, front, "front.opened", now=now)


def close_front(session: Session, shop: Shop, *, now: datetime) -> None:
    """Show buyers nothing for now; labels that are out go on telling what they tell."""
    front = front_of(session, shop, now=now)
    if front.is_open:
        front.is_open, front.changed_at = False, now
        write(session, front, "front.closed", now=now)


def show_account(session: Session, shop: Shop, account: PaymentAccount, *, now: datetime) -> None:
    """Put the code of an account on the page; every phone of hers is told."""
    allow_money_change(session, shop)
    if account.shop_id != shop.id or account.ended_at is not None:
        raise NotFound(str(account.id))
    front = front_of(session, shop, now=now)
    if front.shown_account_id == account.id:
        return
    front.shown_account_id, front.shown_since, front.changed_at = account.id, now, now
    tell_everyone(session, shop, front, ACCOUNT_SHOWN, now=now)


def take_account_off(session: Session, shop: Shop, *, now: datetime) -> None:
    """Show no code on the page any more; also she may who got in again by a card just now."""
    actor: Who | None = session.info.get("actor")
    if actor is not None and shop.id not in actor.shop_ids:
        raise NotHerOwn
    front = front_of(session, shop, now=now)
    if front.shown_account_id is None:
        return
    front.shown_account_id, front.shown_since, front.changed_at = None, None, now
    tell_everyone(session, shop, front, ACCOUNT_TAKEN_OFF, now=now)


def tell_everyone(session: Session, shop: Shop, front: Front, event: str, *, now: datetime) -> None:
    session.flush()
    write(session, front, event, now=now)
    for account_id in people_of_shop(session, shop.id):
        tell(session, account_id, kind=event, now=now)


def changed(session: Session, front: Front, part: str, *, now: datetime) -> Front:
    front.changed_at = now
    session.flush()
    write(session, front, "front.changed", now=now, details={"part": part})
    return front
