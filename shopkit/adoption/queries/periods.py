"""Which periods a commune asks for, where each village stands, and what was approved."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopkit.accounts.models import Account
from shopkit.adoption.models.periods import (
    Asked,
    FrozenFigure,
    OpenPeriod,
    Submission,
    SubmissionStep,
)
from shopkit.adoption.rules.submissions import SENT, Standing
from shopkit.clock import local_day
from shopkit.errors import NotFound
from shopkit.places.models import Village
from shopkit.scope import VILLAGE, Who

MOST_PERIODS = 100
MOST_ASKED = 100
# The report of the commune itself stands beside those of its villages under this id.
WHOLE_COMMUNE = UUID(int=0)

FrozenKey = tuple[str, str, str]


def open_periods(session: Session, commune_code: str) -> Sequence[OpenPeriod]:
    """The periods a commune asks its villages to report, the last to end first."""
    return session.scalars(
        select(OpenPeriod)
        .where(OpenPeriod.commune_code == commune_code)
        .order_by(OpenPeriod.due_on.desc(), OpenPeriod.period.desc())
        .limit(MOST_PERIODS)
    ).all()


def open_period(session: Session, commune_code: str, code: str) -> OpenPeriod:
    found = open_period_or_none(session, commune_code, code)
    if found is None:
        raise NotFound(code)
    return found


def open_period_or_none(session: Session, commune_code: str, code: str) -> OpenPeriod | None:
    return session.scalars(
        select(OpenPeriod).where(OpenPeriod.commune_code == commune_code, OpenPeriod.period == code)
    ).one_or_none()


def submissions_of(session: Session, asked: OpenPeriod) -> Mapping[UUID, Submission]:
    """Where the reports of a period stand, by village."""
    found = session.scalars(
        select(Submission).where(
            Submission.commune_code == asked.commune_code, Submission.period == asked.period
        )
    )
    return {one.village_id: one for one in found}


def submission(session: Session, commune_code: str, code: str, village_id: UUID) -> Submission:
    """The report of one village for a period that was asked for."""
    found = session.scalars(
        select(Submission).where(
            Submission.commune_code == commune_code,
            Submission.period == code,
            Submission.village_id == village_id,
        )
    ).one_or_none()
    if found is None:
        raise NotFound(f"{code} {village_id}")
    return found


def standings(session: Session, asked: OpenPeriod) -> list[Standing]:
    """Where each village stands in a period, by name."""
    named = {
        one.id: one
        for one in session.scalars(
            select(Village).where(Village.commune_code == asked.commune_code)
        )
    }
    found = [
        Standing(
            one.village_id,
            named[one.village_id].name,
            named[one.village_id].sort_key,
            one.state,
            local_day(one.first_sent_at) if one.first_sent_at else None,
        )
        for one in submissions_of(session, asked).values()
        if one.village_id in named
    ]
    return sorted(found, key=lambda one: (one.sort_key, one.village_id.hex))


def steps_of(session: Session, submission: Submission) -> Sequence[SubmissionStep]:
    """Every change of a report, oldest first."""
    return session.scalars(
        select(SubmissionStep)
        .where(SubmissionStep.submission_id == submission.id)
        .order_by(SubmissionStep.at, SubmissionStep.id)
    ).all()


def last_sender_id(session: Session, submission: Submission) -> UUID | None:
    """Who sent the report that now lies with the commune."""
    return session.scalar(
        select(SubmissionStep.by_id)
        .where(SubmissionStep.submission_id == submission.id, SubmissionStep.state == SENT)
        .order_by(SubmissionStep.at.desc(), SubmissionStep.id.desc())
        .limit(1)
    )


def frozen_of(session: Session, submission: Submission) -> dict[FrozenKey, FrozenFigure]:
    """The figures as they stood at the last approval; empty where none stands."""
    if submission.approved_at is None:
        return {}
    rows = session.scalars(
        select(FrozenFigure).where(
            FrozenFigure.submission_id == submission.id,
            FrozenFigure.approved_at == submission.approved_at,
        )
    )
    return {(one.indicator, one.breakdown, one.key): one for one in rows}


def frozen_figure(session: Session, commune_code: str, figure_id: UUID) -> FrozenFigure:
    """One approved figure of this commune that still stands."""
    found = session.get(FrozenFigure, figure_id)
    if found is None or found.commune_code != commune_code:
        raise NotFound(figure_id)
    report = session.get_one(Submission, found.submission_id)
    if report.approved_at != found.approved_at:
        raise NotFound(figure_id)
    return found


def report_of(session: Session, figure: FrozenFigure) -> Submission:
    return session.get_one(Submission, figure.submission_id)


def pending(session: Session, commune_code: str) -> Sequence[Asked]:
    """What waits for a second person, oldest first."""
    return session.scalars(
        select(Asked)
        .where(Asked.commune_code == commune_code, Asked.answered_at.is_(None))
        .order_by(Asked.asked_at, Asked.id)
        .limit(MOST_ASKED)
    ).all()


def asked(session: Session, commune_code: str, asked_id: UUID) -> Asked:
    found = session.get(Asked, asked_id)
    if found is None or found.commune_code != commune_code:
        raise NotFound(asked_id)
    return found


def pending_about(session: Session, what: str, subject_id: UUID) -> Asked | None:
    """What was proposed about one record and not answered yet."""
    return session.scalars(
        select(Asked).where(
            Asked.what == what, Asked.subject_id == subject_id, Asked.answered_at.is_(None)
        )
    ).one_or_none()


def sent_count(session: Session, commune_code: str) -> int:
    """How many reports lie with the commune and wait to be looked at."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Submission)
            .where(Submission.commune_code == commune_code, Submission.state == SENT)
        )
        or 0
    )


def villages_of_head(session: Session, who: Who, *roles: str) -> Sequence[Village]:
    """The villages that somebody looks after, in Vietnamese order."""
    ids = [UUID(code) for code in who.codes(VILLAGE, *roles)]
    return session.scalars(
        select(Village).where(Village.id.in_(ids)).order_by(Village.sort_key, Village.id)
    ).all()


def names_of_people(session: Session, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """The names of staff, to be said beside what they did."""
    wanted = {one for one in ids if one is not None}
    rows = session.execute(select(Account.id, Account.name).where(Account.id.in_(wanted)))
    return {row.id: row.name for row in rows}
