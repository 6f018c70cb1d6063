"""Forgetting what nobody needs any more."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from shopkit.accounts.models import Attempt, Notice, SignIn, SignInCard
from shopkit.accounts.rules.delays import PHONE_WINDOW
from shopkit.accounts.rules.lifetimes import NOTICES_KEPT, OF_SELLER

# Long enough to answer "which phone was that?" about a sign-in that ended.
ENDED_KEPT = timedelta(days=30)


def clear_old(session: Session, *, now: datetime) -> None:
    """Forget old tries, spent cards, ended sign-ins and notices; to be done once a day."""
    session.execute(delete(Attempt).where(Attempt.at <= now - PHONE_WINDOW))
    session.execute(delete(SignInCard).where(SignInCard.expires_at <= now - ENDED_KEPT))
    session.execute(delete(Notice).where(Notice.at <= now - NOTICES_KEPT))
    session.execute(
        delete(SignIn).where(
            or_(
                SignIn.ended_at <= now - ENDED_KEPT,
                SignIn.opened_at <= now - OF_SELLER.whole - ENDED_KEPT,
            )
        )
    )
