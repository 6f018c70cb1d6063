"""The lists that somebody brought for the register."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.imports.models import Import
from shopkit.scope import Who

SHOWN = 20


def lists_brought(session: Session, who: Who, kinds: Sequence[str]) -> Sequence[Import]:
    """Her own lists of these kinds, newest first."""
    return session.scalars(
        select(Import)
        .where(Import.owner_id == who.account_id, Import.kind.in_(kinds))
        .order_by(Import.made_at.desc(), Import.id.desc())
        .limit(SHOWN)
    ).all()
