"""What the house itself knows of households that criteria ask about; nobody types it."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from shopkit.adoption.rules.criteria import (
    ABLE,
    LIVE_OR_QR,
    MEMBER_SKILL,
    OBSERVED,
    SAFE_ONLINE,
    SAFETY_SKILL,
    SEEN,
    STRENGTH,
    Answer,
    Line,
)
from shopkit.channels.models.listed import LIVE, ChannelShop, Listing
from shopkit.clock import day_begins_at, local_day
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.shops.models.register import Person
from shopkit.shops.models.shops import Business, Shop
from shopkit.shops.queries.shops import agreed_to_report
from shopkit.training.models.help import SAFETY, QuizTaken, SkillSeen

# How long a look at a channel is good for, both ends included.
LOOKED_WITHIN = timedelta(days=89)
PASSED_PERCENT = 80

Known = dict[tuple[UUID, str], Answer]


def known_of(
    session: Session, household_ids: Sequence[UUID], lines: Iterable[Line], on: date
) -> Known:
    """What is known by household and code of line; the best where several show the same."""
    known: Known = {}
    wanted = list(lines)
    members = members_of(session, household_ids) if wanted else {}
    for line in wanted:
        if line.rule.name == MEMBER_SKILL:
            keep_best(known, line.code, able(session, members, line.rule.skills, on))
        elif line.rule.name == SAFE_ONLINE:
            keep_best(known, line.code, able(session, members, (SAFETY_SKILL,), on))
            keep_best(known, line.code, passed(session, members, on))
        elif line.rule.name == LIVE_OR_QR:
            keep_best(known, line.code, live(session, household_ids, on))
            keep_best(known, line.code, payable(session, household_ids, on))
    return known


def keep_best(known: Known, code: str, found: Iterable[tuple[UUID, Answer]]) -> None:
    for household_id, answer in found:
        before = known.get((household_id, code))
        if before is None or rank(answer) > rank(before):
            known[household_id, code] = answer


def rank(answer: Answer) -> tuple[bool, int, date]:
    return answer.is_met, STRENGTH[answer.evidence], answer.on


def members_of(session: Session, household_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """The household of each of its people, and of the rows that were merged into them."""
    people = session.execute(
        select(Person.id, Person.household_id).where(
            Person.household_id.in_(household_ids), Person.merged_into_id.is_(None)
        )
    )
    of = {person_id: household_id for person_id, household_id in people if household_id}
    doubles = session.execute(
        select(Person.id, Person.merged_into_id).where(Person.merged_into_id.in_(list(of)))
    )
    return of | {double: of[kept] for double, kept in doubles if kept in of}


def able(
    session: Session, members: dict[UUID, UUID], skills: Sequence[str], on: date
) -> Iterable[tuple[UUID, Answer]]:
    """Members whose latest look at one of these skills found that they do it alone."""
    latest: dict[tuple[UUID, str], SkillSeen] = {}
    for seen in session.scalars(
        select(SkillSeen)
        .where(
            SkillSeen.person_id.in_(list(members)),
            SkillSeen.skill.in_(skills),
            SkillSeen.seen_on <= on,
        )
        .order_by(SkillSeen.seen_on, SkillSeen.noted_at)
    ):
        latest[seen.person_id, seen.skill] = seen
    for seen in latest.values():
        if seen.level >= ABLE:
            yield members[seen.person_id], Answer(True, SEEN, seen.seen_on, "skill")


def passed(session: Session, members: dict[UUID, UUID], on: date) -> Iterable[tuple[UUID, Answer]]:
    """Members who passed the quiz on safety."""
    for quiz in session.scalars(
        select(QuizTaken).where(
            QuizTaken.person_id.in_(list(members)),
            or_(QuizTaken.kind == SAFETY, QuizTaken.quiz == SAFETY),
            QuizTaken.out_of > 0,
            QuizTaken.score * 100 >= QuizTaken.out_of * PASSED_PERCENT,
            QuizTaken.taken_on <= on,
        )
    ):
        yield members[quiz.person_id], Answer(True, OBSERVED, quiz.taken_on, "quiz")


def live(
    session: Session, household_ids: Sequence[UUID], on: date
) -> Iterable[tuple[UUID, Answer]]:
    """Households one of whose businesses was seen selling on a channel in the last 90 days."""
    since = day_begins_at(on - LOOKED_WITHIN)
    for kind in (Listing, ChannelShop):
        rows = session.execute(
            select(Business.household_id, kind.seen_at, kind.seen_as)
            .join(Shop, Shop.business_id == Business.id)
            .join(kind, kind.shop_id == Shop.id)
            .where(*owned_by(household_ids), kind.state == LIVE, kind.seen_at >= since)
        )
        for household_id, seen_at, seen_as in rows:
            if household_id and seen_at:
                yield household_id, Answer(True, seen_as or SEEN, local_day(seen_at), "channel")


def payable(
    session: Session, household_ids: Sequence[UUID], on: date
) -> Iterable[tuple[UUID, Answer]]:
    """Households one of whose businesses has a payment code here."""
    rows = session.execute(
        select(Business.household_id, PaymentAccount.began_at)
        .join(Shop, Shop.business_id == Business.id)
        .join(PaymentAccount, PaymentAccount.shop_id == Shop.id)
        .where(*owned_by(household_ids), PaymentAccount.ended_at.is_(None))
    )
    for household_id, began_at in rows:
        if household_id and local_day(began_at) <= on:
            yield household_id, Answer(True, OBSERVED, local_day(began_at), "qr")


def owned_by(household_ids: Sequence[UUID]) -> tuple[ColumnElement[bool], ...]:
    """What a shop keeps is known of its household only while the shop agrees to be reported."""
    return (
        Business.household_id.in_(household_ids),
        Business.closed_at.is_(None),
        agreed_to_report(),
    )


def owners(session: Session, household_ids: Sequence[UUID]) -> set[UUID]:
    """The households that own a business."""
    return {
        household_id
        for household_id in session.scalars(
            select(Business.household_id).where(
                Business.household_id.in_(household_ids), Business.closed_at.is_(None)
            )
        )
        if household_id
    }
