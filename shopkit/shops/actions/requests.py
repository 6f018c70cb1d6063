"""Taking up what somebody asks about her own records, answering it, and closing it in time."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.clock import local_day
from shopkit.errors import Refusal
from shopkit.journal.write import write
from shopkit.scope import Who
from shopkit.shops.models.requests import DataRequest
from shopkit.shops.queries.requests import clock_of, open_request_or_none
from shopkit.shops.rules.clocks import term_of

DONE, REFUSED, TAKEN_BACK = "done", "refused", "taken_back"
LONGEST_WAIT_DAYS = 366


class RequestClosed(Refusal):
    """It was closed; whoever wants more asks anew."""


class ExtendedBefore(Refusal):
    """The term was made longer once; the law allows no second time."""


class TooLong(Refusal):
    """More days than the law allows; `most` is how many it does."""

    def __init__(self, most: int) -> None:
        super().__init__(str(most))
        self.most = most


class TermOver(Refusal):
    """Its last day has passed; it can only be done now, not be put off."""


class NotThatDay(Refusal):
    """A request is received today or before, and not long ago."""


def file_request(
    session: Session,
    *,
    subject_kind: str,
    subject_id: UUID,
    commune_code: str,
    kind: str,
    asks: str = "",
    needs_others: bool = False,
    received_on: date,
    now: datetime,
) -> DataRequest:
    """Take up a request; the same one asked again while it is open is that one."""
    known = open_request_or_none(session, kind, subject_kind, subject_id)
    if known:
        return known
    today = local_day(now)
    if not 0 <= (today - received_on).days <= LONGEST_WAIT_DAYS:
        raise NotThatDay
    actor: Who | None = session.info.get("actor")
    request = DataRequest(
        commune_code=commune_code,
        kind=kind,
        subject_kind=subject_kind,
        subject_id=subject_id,
        asks=asks,
        needs_others=needs_others,
        received_on=received_on,
        received_by_id=actor.account_id if actor else None,
        noted_at=now,
    )
    session.add(request)
    session.flush()
    write(session, request, "data_request.received", now=now, details=told_of(request))
    return request


def answer_request(session: Session, request: DataRequest, *, answer: str, now: datetime) -> None:
    """Tell her that it was taken up, and how; the first answer stops the first clock."""
    check_open(request)
    request.answer = answer
    if request.answered_on is None:
        request.answered_on = local_day(now)
    session.flush()
    write(session, request, "data_request.answered", now=now, details=told_of(request))


def extend_request(
    session: Session, request: DataRequest, *, days: int, why: str, now: datetime
) -> None:
    """Make the term longer, once and with a reason, while it still runs."""
    check_open(request)
    if request.extended_days:
        raise ExtendedBefore
    most = term_of(request.kind, request.received_on).extension_days
    if not 0 < days <= most:
        raise TooLong(most)
    if local_day(now) > clock_of(request).done_on:
        raise TermOver
    request.extended_days, request.extended_why = days, why
    session.flush()
    write(session, request, "data_request.extended", now=now, details=told_of(request))


def close_request(
    session: Session, request: DataRequest, *, outcome: str, answer: str = "", now: datetime
) -> None:
    """Close it as done, refused with a reason, or taken back; unanswered it is answered by this."""
    check_open(request)
    actor: Who | None = session.info.get("actor")
    today = local_day(now)
    request.answer = answer or request.answer
    request.answered_on = request.answered_on or today
    request.closed_on, request.outcome = today, outcome
    request.closed_by_id = actor.account_id if actor else None
    session.flush()
    write(session, request, "data_request.closed", now=now, details=told_of(request))


def check_open(request: DataRequest) -> None:
    if request.closed_on:
        raise RequestClosed(str(request.id))


def told_of(request: DataRequest) -> dict[str, str]:
    """What the journal holds: the days and whether they were kept, never who asked."""
    kept = clock_of(request).is_kept(request.answered_on, request.closed_on)
    return {
        "kind": request.kind,
        "received": request.received_on.isoformat(),
        "answered": request.answered_on.isoformat() if request.answered_on else "",
        "closed": request.closed_on.isoformat() if request.closed_on else "",
        "outcome": request.outcome,
        "in_time": "yes" if kept else "no",
    }
