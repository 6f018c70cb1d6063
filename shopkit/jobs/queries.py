"""How far work has come, for the one who asked for it."""

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from shopkit.errors import NotFound
from shopkit.jobs.models import Job
from shopkit.scope import Who


def job(session: Session, who: Who, job_id: UUID) -> Job:
    """A job that this person asked for, or that belongs to a shop of hers."""
    found = session.scalar(
        select(Job).where(
            Job.id == job_id,
            or_(Job.owner_id == who.account_id, Job.shop_id.in_(who.shop_ids)),
        )
    )
    if found is None:
        raise NotFound(job_id)
    return found


def latest_job_or_none(session: Session, kind: str, record_id: UUID) -> Job | None:
    """The newest job of a kind for a record that the caller may see."""
    return session.scalar(
        select(Job)
        .where(Job.kind == kind, Job.record_id == record_id)
        .order_by(Job.made_at.desc(), Job.id.desc())
        .limit(1)
    )
