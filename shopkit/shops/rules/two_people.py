"""Nobody both proposes and decides: who may be the second, and when a second is asked for."""

from collections.abc import Collection
from uuid import UUID

from shopkit.errors import Refusal
from shopkit.scope import LEADER, OFFICER, Who

# The hats that may confirm what another proposed; a stand-in wears one of them for some days.
SECONDING = (OFFICER, LEADER)


class SecondNeeded(Refusal):
    """Whoever began it cannot finish it: a second person must, or a stand-in for her."""


def may_second(who: Who, *first_ids: UUID | None) -> bool:
    """Whether she is nobody of those who proposed or recorded it."""
    return who.account_id not in first_ids


def second_needed(who: Who, proposing: Collection[str], deciding: Collection[str]) -> bool:
    """Whether her hats would let her both propose and decide, so that another must decide."""
    return who.has(*proposing) and who.has(*deciding)


def stand_in_needed(first_ids: Collection[UUID], deciders: Collection[UUID]) -> bool:
    """Whether everybody who may decide has begun it herself, so that a stand-in is to be named."""
    return not set(deciders) - set(first_ids)


def refuse_first(who: Who, *first_ids: UUID | None) -> None:
    """Raise where she would confirm what she began herself."""
    if not may_second(who, *first_ids):
        raise SecondNeeded
