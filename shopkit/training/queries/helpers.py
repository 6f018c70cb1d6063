"""Who helps a seller: the person to call when she is stuck."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopkit.accounts.models import Account
from shopkit.shops.models.register import Person
from shopkit.training.models.courses import AssistedEntry, Course, Enrolment


def helper_or_none(session: Session, account_id: UUID) -> Account | None:
    """The trainer of her latest class, or whoever typed her shop for her."""
    teacher = (
        select(Course.trainer_id)
        .join(Enrolment, Enrolment.course_id == Course.id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Person.account_id == account_id, Enrolment.ended_at.is_(None))
        .order_by(Course.starts_on.desc(), Course.id)
        .limit(1)
        .scalar_subquery()
    )
    typist = (
        select(AssistedEntry.typed_by_id)
        .join(Person, Person.id == AssistedEntry.person_id)
        .where(Person.account_id == account_id)
        .order_by(AssistedEntry.typed_at.desc(), AssistedEntry.id)
        .limit(1)
        .scalar_subquery()
    )
    return session.scalars(
        select(Account).where(
            Account.id == func.coalesce(teacher, typist),
            Account.id != account_id,
            Account.closed_at.is_(None),
        )
    ).one_or_none()
