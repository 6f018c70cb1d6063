"""Writing the states of requests that a bulk of money changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.journal.write import write_each
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.requests import PaymentRequest


@dataclass(frozen=True)
class RequestOf:
    """A request as the journal names it."""

    id: UUID
    shop_id: UUID
    commune_code: str
    __tablename__ = "payment_request"


def note_state(
    session: Session,
    account: PaymentAccount,
    request_ids: Sequence[UUID],
    state: str,
    *,
    now: datetime,
) -> None:
    subjects = [RequestOf(one, account.shop_id, account.commune_code) for one in request_ids]
    write_each(session, subjects, f"payment_request.{state}", now=now)


def forget_read(session: Session, request_ids: set[UUID]) -> None:
    """Requests that were read before their state was written are read anew."""
    for one in list(session.identity_map.values()):
        if isinstance(one, PaymentRequest) and one.id in request_ids:
            session.expire(one)
