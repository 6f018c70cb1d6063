"""Telling the phones of an account what happened to it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.accounts.models import Notice, SignIn
from shopkit.scope import Who


def tell(session: Session, account_id: UUID, *, kind: str, now: datetime) -> Notice:
    """Tell every phone of an account but the one that did it, if it was the person herself."""
    actor: Who | None = session.info.get("actor")
    is_own = actor is not None and actor.account_id == account_id
    by = actor.session_id if actor and is_own else None
    return tell_others(session, account_id, kind=kind, by=by, now=now)


def tell_others(
    session: Session, account_id: UUID, *, kind: str, by: UUID | None, now: datetime
) -> Notice:
    """Tell every phone of an account except the sign-in `by`."""
    notice = Notice(account_id=account_id, kind=kind, at=now, sign_in_id=by)
    session.add(notice)
    return notice


def mark_told(sign_in: SignIn, *, now: datetime) -> None:
    """This phone has read its notices; the others still show them."""
    sign_in.told_at = now
