"""How training forgets somebody: that she came stays, what was written of her goes."""

from datetime import datetime

from sqlalchemy import delete, or_, update
from sqlalchemy.orm import Session

from shopkit.shops.rules.subjects import Subject
from shopkit.training.models.courses import Certificate, Joining
from shopkit.training.models.help import QuizTaken, SupportEvent, VisitDue


def forget(session: Session, subject: Subject, *, now: datetime) -> None:
    """Attendance, skills and visits keep their days; answers, notes and papers go."""
    people, ids = list(subject.person_ids), list(subject.ids)
    about = or_(
        SupportEvent.person_id.in_(people),
        SupportEvent.household_id.in_(ids),
        SupportEvent.business_id.in_(ids),
        SupportEvent.shop_id.in_(ids),
    )
    session.execute(
        update(SupportEvent)
        .where(about)
        .values(note="", list_key=None, version=SupportEvent.version + 1)
        .execution_options(synchronize_session=False)
    )
    session.execute(delete(Joining).where(Joining.person_id.in_(people)))
    session.execute(update(QuizTaken).where(QuizTaken.person_id.in_(people)).values(answers={}))
    session.execute(update(Certificate).where(Certificate.person_id.in_(people)).values(says={}))
    session.execute(
        update(VisitDue)
        .where(
            VisitDue.person_id.in_(people),
            VisitDue.done_by_event_id.is_(None),
            VisitDue.dropped_at.is_(None),
        )
        .values(dropped_at=now)
    )
    session.expire_all()
