"""How recognition forgets a household: that it was decided stays, words about it go."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from shopkit.adoption.models.recognition import Assessment, PostingComment, RoundLine
from shopkit.shops.rules.subjects import Subject


def forget(session: Session, subject: Subject, *, now: datetime) -> None:
    """Only of a household that was hers alone; one that goes on keeps its own records."""
    ids = list(subject.household_ids)
    for kind, values in (
        (Assessment, {"proof": ""}),
        (RoundLine, {"why_not": "", "left_out_why": ""}),
        (PostingComment, {"words": "", "settled": ""}),
    ):
        session.execute(update(kind).where(kind.household_id.in_(ids)).values(**values))
    session.expire_all()
