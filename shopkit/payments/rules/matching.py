"""Which request a payment is for: decided here, over plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

OPEN, PAID, PART_PAID, PAID_TWICE = "open", "paid", "part_paid", "paid_twice"
CANCELLED, EXPIRED = "cancelled", "expired"
SETTLED = frozenset({PAID, PAID_TWICE})


class Why(StrEnum):
    """How a payment stands to the requests its memo names."""

    EXACT = "exact"
    SHORT = "short"
    AGAIN = "again"
    OVER = "over"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    OTHER_ACCOUNT = "other_account"
    SEVERAL = "several"
    NO_CODE = "no_code"


# Only these the house places by itself; all others wait for a person.
PLACED_AT_ONCE = frozenset({Why.EXACT, Why.SHORT, Why.AGAIN})


@dataclass(slots=True)
class Asked:
    """A request as far as matching needs it; `paid_vnd` is what stands placed on it.

    `is_erased`: the amount of money that paid it is no longer kept.
    """

    id: UUID
    account_id: UUID
    code: str
    amount_vnd: int | None
    paid_vnd: int
    state: str
    expires_at: datetime
    is_erased: bool = False

    @property
    def left_vnd(self) -> int:
        return max(0, (self.amount_vnd or 0) - self.paid_vnd)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found, and the request it is about where there is exactly one."""

    why: Why
    asked: Asked | None = None

    @property
    def is_certain(self) -> bool:
        # Money that cannot be compared any more may be the very money that is told again.
        is_blind = self.why == Why.AGAIN and self.asked is not None and self.asked.is_erased
        return self.why in PLACED_AT_ONCE and not is_blind


def judge(
    named: Sequence[Asked], amount_vnd: int, account_id: UUID, came_at: datetime, now: datetime
) -> Verdict:
    """Say for which of the requests its memo names a payment is.

    Money is placed without asking only when one request is named, it belongs to the account the
    money came to, and it neither was cancelled, nor ran out before the money came, nor gets more
    than was asked; the one exception is a second payment of what is paid already, as long as the
    first one can still be compared with it.
    """
    if not named:
        return Verdict(Why.NO_CODE)
    if len(named) > 1:
        return Verdict(Why.SEVERAL)
    asked = named[0]
    if asked.account_id != account_id:
        return Verdict(Why.OTHER_ACCOUNT, asked)
    if asked.state == CANCELLED:
        return Verdict(Why.CANCELLED, asked)
    if asked.state in SETTLED:
        return Verdict(Why.AGAIN, asked)
    if min(came_at, now) >= asked.expires_at and asked.state != PART_PAID:
        return Verdict(Why.EXPIRED, asked)
    if amount_vnd > asked.left_vnd:
        return Verdict(Why.OVER, asked)
    return Verdict(Why.EXACT if amount_vnd == asked.left_vnd else Why.SHORT, asked)


def state_after(asked_vnd: int, paid_vnd: int) -> str:
    """The state of a request on which so much stands placed; equal to the last dong is paid."""
    if paid_vnd <= 0:
        return OPEN
    if paid_vnd < asked_vnd:
        return PART_PAID
    return PAID if paid_vnd == asked_vnd else PAID_TWICE
