"""Rounds of recognition by village: the list, the comments, what a dossier lacks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from shopkit.accounts.models import Consent
from shopkit.accounts.rules.purposes import POSTING
from shopkit.adoption.models.recognition import Decision, PostingComment, Round, RoundLine
from shopkit.adoption.queries.assessing import CHUNK
from shopkit.adoption.rules import rounds
from shopkit.clock import local_day
from shopkit.errors import NotFound
from shopkit.places.models import Village
from shopkit.scope import COMMUNE, VILLAGE, Who
from shopkit.shops.models.register import Household, Person
from shopkit.shops.queries.reach import lies_within

PAGE = 100


@dataclass(frozen=True)
class Listed:
    """A household in the list of a round."""

    line: RoundLine
    household: Household


@dataclass
class Tally:
    """How many of a list are proposed, not yet, or still to be said."""

    proposed: int = 0
    not_yet: int = 0
    unsaid: int = 0

    @property
    def all(self) -> int:
        return self.proposed + self.not_yet + self.unsaid


@dataclass(frozen=True)
class Stand:
    """A village with its round of a year, if it has begun one, and what comes next."""

    village: Village
    round: Round | None
    decision: Decision | None = None
    tally: Tally = field(default_factory=Tally)
    open_comments: int = 0

    def is_late(self, year: int, today: date) -> bool:
        one = self.round
        if one is None:
            return today > rounds.latest_posting_day(year)
        sent_on = local_day(one.sent_at) if one.sent_at else None
        return rounds.is_late(one.state, year, one.posted_on, sent_on, today)


def round_within(session: Session, who: Who, round_id: UUID, *roles: str) -> Round:
    """A round of her village or commune; any other does not exist for her."""
    found = session.scalars(
        select(Round).where(Round.id == round_id, lies_within(Round, who, *roles))
    ).one_or_none()
    if found is None:
        raise NotFound(str(round_id))
    return found


def round_of_or_none(session: Session, village_id: UUID, year: int) -> Round | None:
    return session.scalars(
        select(Round).where(Round.village_id == village_id, Round.year == year)
    ).one_or_none()


def village_of(session: Session, one: Round) -> Village:
    return session.get_one(Village, one.village_id)


def villages_within(session: Session, who: Who, *roles: str) -> Sequence[Village]:
    """The villages that are hers today, by name."""
    hers = or_(
        Village.commune_code.in_(who.codes(COMMUNE, *roles)),
        Village.id.in_([UUID(code) for code in who.codes(VILLAGE, *roles)]),
    )
    return session.scalars(
        select(Village)
        .where(hers, Village.valid_to.is_(None))
        .order_by(Village.sort_key, Village.id)
    ).all()


def stands_of(session: Session, villages: Sequence[Village], year: int) -> list[Stand]:
    """Where each village stands in a year, in the order given."""
    ids = [one.id for one in villages]
    found = {
        one.village_id: one
        for one in session.scalars(
            select(Round).where(Round.village_id.in_(ids), Round.year == year)
        )
    }
    round_ids = [one.id for one in found.values()]
    tallies = tallies_of(session, round_ids)
    decisions = standing_decisions(session, round_ids)
    waiting = open_comments_of(session, round_ids)
    return [
        Stand(village, one, decisions.get(one.id), tallies[one.id], waiting.get(one.id, 0))
        if (one := found.get(village.id))
        else Stand(village, None)
        for village in villages
    ]


def tallies_of(session: Session, round_ids: Sequence[UUID]) -> dict[UUID, Tally]:
    tallies = {round_id: Tally() for round_id in round_ids}
    rows = session.execute(
        select(RoundLine.round_id, RoundLine.is_proposed, func.count())
        .where(RoundLine.round_id.in_(round_ids))
        .group_by(RoundLine.round_id, RoundLine.is_proposed)
    )
    for round_id, is_proposed, count in rows:
        tally = tallies[round_id]
        if is_proposed is None:
            tally.unsaid = count
        elif is_proposed:
            tally.proposed = count
        else:
            tally.not_yet = count
    return tallies


def open_comments_of(session: Session, round_ids: Sequence[UUID]) -> dict[UUID, int]:
    rows = session.execute(
        select(PostingComment.round_id, func.count())
        .where(PostingComment.round_id.in_(round_ids), PostingComment.settled_at.is_(None))
        .group_by(PostingComment.round_id)
    )
    return dict(rows.all())


def standing_decisions(session: Session, round_ids: Sequence[UUID]) -> dict[UUID, Decision]:
    """The decision of each round that was not refused."""
    rows = session.scalars(
        select(Decision).where(Decision.round_id.in_(round_ids), Decision.refused_at.is_(None))
    )
    return {one.round_id: one for one in rows}


def standing_decision_or_none(session: Session, one: Round) -> Decision | None:
    return standing_decisions(session, [one.id]).get(one.id)


def listed(
    session: Session, one: Round, *, proposed: bool | None = None, page: int | None = None
) -> list[Listed]:
    """The households of a round by name, all or a page of them; `proposed` picks some."""
    wanted = (
        select(RoundLine, Household)
        .join(Household, Household.id == RoundLine.household_id)
        .where(RoundLine.round_id == one.id)
        .order_by(Household.sort_key, Household.id)
    )
    if proposed is not None:
        wanted = wanted.where(RoundLine.is_proposed.is_(proposed))
    if page is not None:
        wanted = wanted.limit(PAGE).offset((page - 1) * PAGE)
    return [Listed(line, household) for line, household in session.execute(wanted)]


def listed_line(session: Session, one: Round, line_id: UUID) -> Listed:
    line = session.get(RoundLine, line_id)
    if line is None or line.round_id != one.id:
        raise NotFound(str(line_id))
    return Listed(line, session.get_one(Household, line.household_id))


def comments_of(session: Session, one: Round) -> Sequence[PostingComment]:
    return session.scalars(
        select(PostingComment)
        .where(PostingComment.round_id == one.id)
        .order_by(PostingComment.said_on, PostingComment.noted_at, PostingComment.id)
    ).all()


def comment(session: Session, one: Round, comment_id: UUID) -> PostingComment:
    found = session.get(PostingComment, comment_id)
    if found is None or found.round_id != one.id:
        raise NotFound(str(comment_id))
    return found


def names_of_households(session: Session, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    wanted = [one for one in ids if one]
    rows = session.execute(select(Household.id, Household.name).where(Household.id.in_(wanted)))
    return dict(rows.all())


def agreed_to_posting(session: Session, household_ids: Sequence[UUID]) -> set[UUID]:
    """The households that agree to stand by name on a list: by themselves, or by one of them."""
    agreed: set[UUID] = set()
    for start in range(0, len(household_ids), CHUNK):
        chunk = household_ids[start : start + CHUNK]
        people = session.execute(
            select(Person.id, Person.account_id, Person.household_id).where(
                Person.household_id.in_(chunk), Person.is_head
            )
        ).all()
        of: dict[UUID, UUID] = {one: one for one in chunk}
        for person_id, account_id, household_id in people:
            if household_id:
                of[person_id] = household_id
            if household_id and account_id:
                of[account_id] = household_id
        given = session.scalars(
            select(Consent.subject_id).where(
                Consent.subject_id.in_(list(of)),
                Consent.purpose == POSTING.code,
                Consent.text_version.in_(POSTING.covered_by),
                Consent.withdrawn_at.is_(None),
            )
        )
        agreed |= {of[subject_id] for subject_id in given}
    return agreed


def lacks_of(session: Session, one: Round, today: date) -> list[str]:
    """What a dossier lacks before it can be sent, in the order in which it is done."""
    tally = tallies_of(session, [one.id])[one.id]
    lacks = []
    if not one.minutes:
        lacks.append(rounds.NO_MINUTES)
    if not one.chaired_by:
        lacks.append(rounds.NO_CHAIR)
    if not one.attended_count:
        lacks.append(rounds.NO_COUNT)
    if tally.unsaid or not tally.all:
        lacks.append(rounds.UNSAID)
    if not tally.proposed:
        lacks.append(rounds.NOBODY)
    if without_reason(session, one):
        lacks.append(rounds.WITHOUT_REASON)
    if not one.posted_on:
        lacks.append(rounds.NOT_POSTED)
    elif today < rounds.may_be_sent_on(one.posted_on):
        lacks.append(rounds.STILL_POSTED)
    if not one.posted_at:
        lacks.append(rounds.NO_PLACE)
    if open_comments_of(session, [one.id]):
        lacks.append(rounds.OPEN_COMMENT)
    return lacks


def without_reason(session: Session, one: Round) -> int:
    count = session.scalar(
        select(func.count())
        .select_from(RoundLine)
        .where(
            RoundLine.round_id == one.id,
            RoundLine.is_proposed.is_(False),
            RoundLine.why_not == "",
        )
    )
    return count or 0
