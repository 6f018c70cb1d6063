"""A village's way to a decision: meeting, list, posting, comments, dossier."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.adoption.actions.criteria import actor_id
from shopkit.adoption.models.recognition import CriteriaSet, PostingComment, Round, RoundLine
from shopkit.adoption.queries.assessing import (
    Standing,
    recorders_of,
    residents_of,
    standings_of,
)
from shopkit.adoption.queries.criteria import asked_by, set_in_force_or_none
from shopkit.adoption.queries.rounds import lacks_of, listed, round_of_or_none, tallies_of
from shopkit.adoption.rules.criteria import MET as LINE_MET
from shopkit.adoption.rules.criteria import NOT_ASKED
from shopkit.adoption.rules.rounds import (
    ASSESSING,
    MET,
    POSTED,
    RETURNED,
    SENT,
)
from shopkit.clock import local_day
from shopkit.errors import NotFound, Refusal
from shopkit.journal.write import write
from shopkit.places.models import Village
from shopkit.scope import Who
from shopkit.shops.rules.two_people import refuse_first

# Stands for the reason of a household that nobody has asked yet.
NOT_ASSESSED = "-"
# A list that hangs is recorded at once; a village head has so long to come to her phone.
RECORDED_WITHIN = timedelta(days=3)


class WithoutSet(Refusal):
    """No set with a document is in force: nobody can be recognised by the template."""


class NotNow(Refusal):
    """The round does not stand where this can be done."""


class MeetingAhead(Refusal):
    """Nobody notes a meeting or a posting before its day."""


class MeetingBeforeRound(Refusal):
    """A meeting belongs to a round that was open on its day."""


class PostedLongAgo(Refusal):
    """Ten days of hanging are not noted when they are over."""


class PostedBeforeMeeting(Refusal):
    """A list is made by the meeting and posted after it."""


class NobodyProposed(Refusal):
    """A list of nobody is not posted."""


class MeetsNotYet(Refusal):
    """A household that does not meet the criteria cannot be proposed."""


class WithoutReason(Refusal):
    """A household that is not proposed is told why."""


class OnceProposed(Refusal):
    """What was posted only grows shorter; a longer list is posted again."""


class DossierIncomplete(Refusal):
    """The dossier lacks what `lacks` says."""

    def __init__(self, lacks: Sequence[str]) -> None:
        super().__init__(" ".join(lacks))
        self.lacks = tuple(lacks)


class OwnEvidence(Refusal):
    """Whoever saw for a household does not settle what is said against it."""


def open_round(session: Session, village: Village, *, year: int, on: date, now: datetime) -> Round:
    """Begin the round of a village in a year by the set in force; a second begins nothing."""
    known = round_of_or_none(session, village.id, year)
    if known:
        return known
    made = set_in_force_or_none(session, village.commune_code, on)
    if made is None:
        raise WithoutSet
    one = Round(
        commune_code=village.commune_code,
        village_id=village.id,
        year=year,
        set_id=made.id,
        opened_at=now,
        opened_by_id=actor_id(session),
    )
    session.add(one)
    session.flush()
    write(session, one, "round.opened", now=now, details=details_of(one))
    return one


def set_of(session: Session, one: Round) -> CriteriaSet:
    """The set a round goes by to its end, whatever comes into force meanwhile."""
    return session.get_one(CriteriaSet, one.set_id)


def found_now(session: Session, one: Round, on: date) -> list[Standing]:
    """What each household of the village meets of the set of this round."""
    asked = asked_by(session, set_of(session, one))
    return standings_of(session, residents_of(session, one.village_id, on), asked, on)


def hold_meeting(
    session: Session,
    one: Round,
    *,
    met_on: date,
    chaired_by: str,
    attended_count: int,
    minutes: str,
    today: date,
    now: datetime,
) -> None:
    """Keep what the meeting did, with a line for every household of the village on that day.

    Who meets the criteria is proposed until the list says otherwise. Held again, the list is made
    anew, keeping what was said of households that still stand as they did.
    """
    in_state(one, ASSESSING, MET, RETURNED)
    if met_on > today:
        raise MeetingAhead
    if met_on < local_day(one.opened_at):
        raise MeetingBeforeRound
    one.met_on, one.chaired_by = met_on, chaired_by
    one.attended_count, one.minutes = attended_count, minutes
    one.posted_on, one.posted_at = None, ""
    one.state = MET
    make_list(session, one, found_now(session, one, met_on), now)
    session.flush()
    write(session, one, "round.met", now=now, details=details_of(one) | {"on": str(met_on)})


def make_list(session: Session, one: Round, found: Sequence[Standing], now: datetime) -> None:
    lines = {row.line.household_id: row.line for row in listed(session, one)}
    here = {standing.household.id for standing in found}
    for household_id, gone in lines.items():
        if household_id not in here:
            session.delete(gone)
    for standing in found:
        line = lines.get(standing.household.id)
        if line is None:
            session.add(line_for(one, standing, now, actor_id(session)))
        elif line.found != standing.verdict.states:
            line.found, line.is_proposed = standing.verdict.states, standing.verdict.meets
            line.why_not, line.noted_at = reason_of(standing), now


def line_for(one: Round, standing: Standing, now: datetime, by_id: UUID | None) -> RoundLine:
    return RoundLine(
        commune_code=one.commune_code,
        round_id=one.id,
        household_id=standing.household.id,
        is_proposed=standing.verdict.meets,
        why_not=reason_of(standing),
        found=standing.verdict.states,
        noted_at=now,
        noted_by_id=by_id,
    )


def reason_of(standing: Standing) -> str:
    """The codes of what is missing; a household nobody asked has none, and is told so."""
    if standing.verdict.meets:
        return ""
    if not standing.verdict.is_assessed:
        return NOT_ASSESSED
    return " ".join(finding.line.code for finding in standing.verdict.missing)


def say_of_household(
    session: Session,
    one: Round,
    line: RoundLine,
    *,
    is_proposed: bool,
    why_not: str = "",
    mandatory: Sequence[str],
    now: datetime,
) -> None:
    """Put a household on the list or off it; `mandatory` are the codes that all must be met."""
    in_state(one, MET, POSTED, RETURNED)
    if is_proposed and not meets(line, mandatory):
        raise MeetsNotYet
    if is_proposed and not line.is_proposed and one.posted_on:
        raise OnceProposed
    if not is_proposed and not why_not:
        raise WithoutReason
    line.is_proposed, line.why_not = is_proposed, "" if is_proposed else why_not
    line.noted_at, line.noted_by_id = now, actor_id(session)
    session.flush()
    details = {"household_id": str(line.household_id), "proposed": "yes" if is_proposed else "no"}
    write(session, one, "round.line_said", now=now, details=details)


def meets(line: RoundLine, mandatory: Sequence[str]) -> bool:
    return all(line.found.get(code) in (LINE_MET, NOT_ASKED) for code in mandatory)


def post_list(
    session: Session, one: Round, *, posted_on: date, posted_at: str, today: date, now: datetime
) -> None:
    """Hang the list of the proposed, for ten full days after this one."""
    in_state(one, MET, POSTED, RETURNED)
    if posted_on > today:
        raise MeetingAhead
    if one.met_on is None or posted_on < one.met_on:
        raise PostedBeforeMeeting
    if posted_on < today - RECORDED_WITHIN:
        raise PostedLongAgo
    if not tallies_of(session, [one.id])[one.id].proposed:
        raise NobodyProposed
    one.posted_on, one.posted_at, one.state = posted_on, posted_at, POSTED
    session.flush()
    write(session, one, "round.posted", now=now, details=details_of(one) | {"on": str(posted_on)})


def note_comment(
    session: Session,
    one: Round,
    *,
    words: str,
    household_id: UUID | None,
    said_on: date,
    today: date,
    now: datetime,
) -> PostingComment:
    """Keep what somebody said about the list while it hung."""
    in_state(one, POSTED, RETURNED)
    if said_on > today:
        raise MeetingAhead
    if household_id and household_id not in {
        row.household.id for row in listed(session, one, proposed=True)
    }:
        raise NotFound(str(household_id))
    made = PostingComment(
        commune_code=one.commune_code,
        round_id=one.id,
        household_id=household_id,
        words=words,
        said_on=said_on,
        noted_at=now,
        noted_by_id=actor_id(session),
    )
    session.add(made)
    session.flush()
    write(session, made, "comment.noted", now=now, details={"round_id": str(one.id)})
    return made


def settle_comment(
    session: Session,
    one: Round,
    comment: PostingComment,
    *,
    settled: str,
    takes_off: bool,
    by: Who,
    now: datetime,
) -> None:
    """Answer a comment; the household may be taken off the list because of it."""
    if comment.settled_at:
        return
    in_state(one, POSTED, RETURNED)
    if comment.household_id and by.account_id in recorders_of(session, comment.household_id):
        raise OwnEvidence
    comment.settled, comment.settled_at = settled, now
    comment.settled_by_id, comment.is_taken_off = by.account_id, takes_off
    if takes_off:
        for row in listed(session, one, proposed=True):
            if row.household.id == comment.household_id:
                row.line.is_proposed, row.line.why_not = False, settled[:300]
                row.line.noted_at, row.line.noted_by_id = now, by.account_id
    session.flush()
    details = {"round_id": str(one.id), "taken_off": "yes" if takes_off else "no"}
    write(session, comment, "comment.settled", now=now, details=details)


def send_dossier(session: Session, one: Round, *, today: date, now: datetime) -> None:
    """Send the dossier to the commune; it is received now, or refused for what it lacks."""
    if one.state == SENT:
        return
    in_state(one, MET, POSTED, RETURNED)
    lacks = lacks_of(session, one, today)
    if lacks:
        raise DossierIncomplete(lacks)
    one.state, one.sent_at, one.sent_by_id = SENT, now, actor_id(session)
    session.flush()
    write(session, one, "round.sent", now=now, details=details_of(one))


def return_dossier(session: Session, one: Round, *, why: str, by: Who, now: datetime) -> None:
    """Send a dossier back to its village with what is wrong; whoever sent it does not."""
    in_state(one, SENT)
    refuse_first(by, one.sent_by_id)
    one.state, one.returned_why = RETURNED, why
    one.returned_at, one.returned_by_id = now, by.account_id
    session.flush()
    write(session, one, "round.returned", now=now, details=details_of(one))


def in_state(one: Round, *states: str) -> None:
    if one.state not in states:
        raise NotNow(one.state)


def details_of(one: Round) -> dict[str, str]:
    return {"village_id": str(one.village_id), "year": str(one.year)}
