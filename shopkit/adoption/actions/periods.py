"""Asking villages for a period, sending, returning, approving, locking and opening again."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.adoption.actions.freezing import Frozen, freeze
from shopkit.adoption.models.periods import Asked, OpenPeriod, Submission, SubmissionStep
from shopkit.adoption.queries.periods import (
    WHOLE_COMMUNE,
    last_sender_id,
    open_period,
    open_period_or_none,
    pending_about,
)
from shopkit.adoption.rules.periods import Period, period_of
from shopkit.adoption.rules.submissions import (
    APPROVED,
    LOCKED,
    MAY_DECIDE,
    MAY_LOCK,
    MAY_REOPEN,
    MAY_SEND,
    REOPENED,
    RETURNED,
    SENT,
    may_be_sent,
)
from shopkit.clock import local_day
from shopkit.errors import Conflict, Refusal
from shopkit.journal.models import OBSERVED
from shopkit.journal.write import write
from shopkit.scope import Who
from shopkit.shops.rules.two_people import refuse_first

REOPEN = "reopen"


class PeriodAlreadyOpen(Refusal):
    """The villages were asked for this period before."""


class DueBeforeItEnds(Refusal):
    """A report is due before the days that it tells of are over."""


class StepNotPossible(Refusal):
    """The report does not stand where this step begins."""


class PeriodRuns(Refusal):
    """The period is not over, so that nobody can report it yet."""


class ReasonMissing(Refusal):
    """This step needs a reason that others can read."""


class AlreadyAsked(Refusal):
    """The same was proposed before and waits for its answer."""


def ask_for_period(
    session: Session,
    commune_code: str,
    period: Period,
    *,
    due_on: date,
    village_ids: Iterable[UUID],
    now: datetime,
) -> OpenPeriod:
    """Ask the villages for a period; each of them begins with a draft."""
    if open_period_or_none(session, commune_code, period.code):
        raise PeriodAlreadyOpen(period.code)
    if due_on <= period.last:
        raise DueBeforeItEnds(period.code)
    asked = OpenPeriod(
        commune_code=commune_code,
        period=period.code,
        due_on=due_on,
        opened_at=now,
        opened_by_id=actor_id(session),
    )
    session.add(asked)
    session.flush()
    write(session, asked, "period.opened", now=now, details=told(asked))
    for village_id in village_ids:
        begin_report(session, asked, village_id, now=now)
    return asked


def begin_report(
    session: Session, asked: OpenPeriod, village_id: UUID, *, now: datetime
) -> Submission:
    """A draft for one village; it is expected to report from now on."""
    report = Submission(
        commune_code=asked.commune_code, period=asked.period, village_id=village_id, state_at=now
    )
    session.add(report)
    session.flush()
    details = told(asked) | {"village_id": str(village_id)}
    write(session, report, "period.expected", now=now, details=details)
    return report


def begin_whole(session: Session, asked: OpenPeriod, *, now: datetime) -> Submission:
    """A draft for the commune itself, whose figures are those of all its villages and of none."""
    report = Submission(
        commune_code=asked.commune_code,
        period=asked.period,
        village_id=WHOLE_COMMUNE,
        state_at=now,
    )
    session.add(report)
    session.flush()
    write(session, report, "period.whole_begun", now=now, details=told(asked))
    return report


def told(asked: OpenPeriod) -> dict[str, str]:
    return {"period": asked.period, "due_on": asked.due_on.isoformat()}


def actor_id(session: Session) -> UUID | None:
    actor: Who | None = session.info.get("actor")
    return actor.account_id if actor else None


def send(
    session: Session, report: Submission, *, version: int, reason: str = "", now: datetime
) -> None:
    """Hand a report to the commune; the first time decides whether it was in time."""
    refuse_stale(report, version)
    period = period_of(report.period)
    if report.state not in MAY_SEND or period is None:
        raise StepNotPossible(report.state)
    if not may_be_sent(report.state, period.last, local_day(now)):
        raise PeriodRuns(report.period)
    report.first_sent_at = report.first_sent_at or now
    step(session, report, SENT, reason=reason, now=now)


def give_back(
    session: Session, report: Submission, *, version: int, reason: str, now: datetime
) -> None:
    """Return a report to its village with what is to be mended."""
    refuse_stale(report, version)
    refuse_unless(report, MAY_DECIDE)
    step(session, report, RETURNED, reason=needed(reason), now=now)


def approve(
    session: Session, report: Submission, figures: Frozen, *, version: int, now: datetime
) -> None:
    """Approve a report that somebody else sent, and keep its figures as they stand."""
    refuse_stale(report, version)
    refuse_unless(report, MAY_DECIDE)
    actor: Who | None = session.info.get("actor")
    if actor:
        refuse_first(actor, last_sender_id(session, report))
    report.approved_at = now
    freeze(session, report, figures, now=now)
    step(session, report, APPROVED, now=now)


def lock(session: Session, report: Submission, *, now: datetime) -> None:
    """Close an approved report; only two people together open it again."""
    refuse_unless(report, MAY_LOCK)
    step(session, report, LOCKED, now=now)


def ask_to_reopen(session: Session, report: Submission, *, reason: str, now: datetime) -> Asked:
    """Propose to open a locked report again; a second person decides."""
    refuse_unless(report, MAY_REOPEN)
    return propose(session, REOPEN, report.id, report.commune_code, reason=needed(reason), now=now)


def reopen(session: Session, report: Submission, asked: Asked, *, now: datetime) -> None:
    """Open a locked report again; what was approved stays on record and stands no longer."""
    refuse_unless(report, MAY_REOPEN)
    report.approved_at = None
    step(
        session,
        report,
        REOPENED,
        reason=asked.reason,
        by_id=asked.asked_by_id,
        seconded_by_id=actor_id(session),
        now=now,
    )


def step(
    session: Session,
    report: Submission,
    state: str,
    *,
    reason: str = "",
    by_id: UUID | None = None,
    seconded_by_id: UUID | None = None,
    now: datetime,
) -> None:
    """Bring a report to a state, and keep who did it and why."""
    report.state, report.state_at = state, now
    session.add(
        SubmissionStep(
            commune_code=report.commune_code,
            submission_id=report.id,
            state=state,
            reason=reason,
            at=now,
            by_id=by_id or actor_id(session),
            seconded_by_id=seconded_by_id,
        )
    )
    session.flush()
    due_on = open_period(session, report.commune_code, report.period).due_on
    first_on = local_day(report.first_sent_at).isoformat() if report.first_sent_at else ""
    details = {
        "period": report.period,
        "village_id": str(report.village_id),
        "due_on": due_on.isoformat(),
        "first_on": first_on,
    }
    write(session, report, f"period.{state}", now=now, evidence=OBSERVED, details=details)


def propose(
    session: Session,
    what: str,
    subject_id: UUID,
    commune_code: str,
    *,
    reason: str,
    number: int | None = None,
    now: datetime,
) -> Asked:
    """Keep what one person wants until a second one has answered."""
    if pending_about(session, what, subject_id):
        raise AlreadyAsked(what)
    by_id = actor_id(session)
    if by_id is None:
        raise StepNotPossible(what)
    asked = Asked(
        commune_code=commune_code,
        what=what,
        subject_id=subject_id,
        number=number,
        reason=reason,
        asked_at=now,
        asked_by_id=by_id,
    )
    session.add(asked)
    session.flush()
    write(session, asked, "second.asked", now=now, details=about(asked))
    return asked


def about(asked: Asked) -> dict[str, str]:
    return {"what": asked.what, "subject_id": str(asked.subject_id)}


def needed(reason: str) -> str:
    if not reason:
        raise ReasonMissing
    return reason


def refuse_unless(report: Submission, states: frozenset[str]) -> None:
    if report.state not in states:
        raise StepNotPossible(report.state)


def refuse_stale(report: Submission, version: int) -> None:
    """What is decided must be what was looked at."""
    if report.version != version:
        raise Conflict(report.period)
