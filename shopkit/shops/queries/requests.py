"""What people asked about their own records: their own list, and the register of a commune."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopkit.accounts.models import Account
from shopkit.errors import NotFound
from shopkit.scope import COMMUNE, LEADER, OFFICER, Who
from shopkit.shops.models.register import Person
from shopkit.shops.models.requests import DataRequest
from shopkit.shops.rules.clocks import Due, due
from shopkit.shops.rules.subjects import ACCOUNT, PERSON

PAGE = 100


@dataclass(frozen=True)
class Standing:
    """A request with its clock and the name of whoever asked, while she has one."""

    request: DataRequest
    due: Due
    name: str

    def days_left(self, today: date) -> int:
        """To the next thing that is due; below nothing when it is late."""
        until = self.due.done_on if self.request.answered_on else self.due.answer_on
        return (until - today).days

    def is_late(self, today: date) -> bool:
        return self.request.closed_on is None and self.days_left(today) < 0


def clock_of(request: DataRequest) -> Due:
    return due(
        request.kind,
        request.received_on,
        needs_others=request.needs_others,
        extended_days=request.extended_days,
    )


def standing_of(session: Session, requests: Sequence[DataRequest]) -> list[Standing]:
    names = names_of(session, requests)
    return [
        Standing(request, clock_of(request), names.get(request.subject_id, ""))
        for request in requests
    ]


def names_of(session: Session, requests: Sequence[DataRequest]) -> dict[UUID, str]:
    ids = [request.subject_id for request in requests]
    names: dict[UUID, str] = {}
    for kind in (Person, Account):
        for row in session.execute(select(kind.id, kind.name).where(kind.id.in_(ids))):
            names[row.id] = row.name
    return names


def requests_in_reach(
    session: Session, who: Who, *, is_open: bool, page: int = 1
) -> tuple[list[Standing], int]:
    """A page of the requests of her communes, the oldest open or the last closed first."""
    state = DataRequest.closed_on.is_(None) if is_open else DataRequest.closed_on.is_not(None)
    conditions = [DataRequest.commune_code.in_(who.codes(COMMUNE, OFFICER, LEADER)), state]
    order = (
        (DataRequest.received_on, DataRequest.id)
        if is_open
        else (DataRequest.closed_on.desc(), DataRequest.id.desc())
    )
    count = session.scalar(select(func.count()).select_from(DataRequest).where(*conditions))
    found = session.scalars(
        select(DataRequest)
        .where(*conditions)
        .order_by(*order)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    return standing_of(session, found), count or 0


def open_counts(session: Session, who: Who, today: date) -> tuple[int, int]:
    """How many requests of her communes are open, and how many of them passed a day of theirs."""
    found = session.scalars(
        select(DataRequest).where(
            DataRequest.commune_code.in_(who.codes(COMMUNE, OFFICER, LEADER)),
            DataRequest.closed_on.is_(None),
        )
    ).all()
    late = sum(Standing(one, clock_of(one), "").is_late(today) for one in found)
    return len(found), late


def request_in_reach(session: Session, who: Who, data_request_id: UUID) -> Standing:
    """A request of her communes; any other does not exist for her."""
    found = session.scalars(
        select(DataRequest).where(
            DataRequest.id == data_request_id,
            DataRequest.commune_code.in_(who.codes(COMMUNE, OFFICER, LEADER)),
        )
    ).one_or_none()
    if found is None:
        raise NotFound(str(data_request_id))
    return standing_of(session, [found])[0]


def own_requests(session: Session, who: Who) -> list[Standing]:
    """What she asked herself, the newest first."""
    found = session.scalars(
        select(DataRequest)
        .where(DataRequest.subject_kind == ACCOUNT, DataRequest.subject_id == who.account_id)
        .order_by(DataRequest.received_on.desc(), DataRequest.id.desc())
        .limit(PAGE)
    ).all()
    return standing_of(session, found)


def requests_of(session: Session, person: Person) -> list[Standing]:
    """What was asked about somebody of the register."""
    found = session.scalars(
        select(DataRequest)
        .where(DataRequest.subject_kind == PERSON, DataRequest.subject_id == person.id)
        .order_by(DataRequest.received_on.desc(), DataRequest.id.desc())
        .limit(PAGE)
    ).all()
    return standing_of(session, found)


def open_request_or_none(
    session: Session, kind: str, subject_kind: str, subject_id: UUID
) -> DataRequest | None:
    return session.scalars(
        select(DataRequest)
        .where(
            DataRequest.kind == kind,
            DataRequest.subject_kind == subject_kind,
            DataRequest.subject_id == subject_id,
            DataRequest.closed_on.is_(None),
        )
        .order_by(DataRequest.id)
        .limit(1)
    ).one_or_none()
