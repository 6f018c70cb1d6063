"""Money that somebody told of, and by what it is known again."""

import hashlib
import hmac
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from shopkit.clock import local_day
from shopkit.payments.rules.memos import bare, codes_in_bare

LONGEST_MEMO = 500
LONGEST_SOURCE_ID = 60
LONGEST_REFERENCE = 80


@dataclass(frozen=True, slots=True)
class Told:
    """Money that came in, as a bank, a payment service or a person told it.

    `source_id` is the teller's own number of it, empty where it gives none. `occurrence` says
    which of equal payments of one telling this is; `numbered` counts them.
    """

    came_at: datetime
    amount_vnd: int
    memo: str
    reference: str
    source_id: str
    occurrence: int = 0


class Seen(Counter[str]):
    """How often each payment and each number occurred so far in one telling."""


def numbered(told: Iterable[Told], seen: Seen) -> Iterator[Told]:
    """Count equal payments over a whole telling, and numbers that a bank gives twice.

    A file that is taken in portions hands the same `seen` to each, or counts again from its
    beginning: then two equal payments of one day stay two, and the same file taken twice one.
    """
    for one in told:
        if one.occurrence:
            yield one
            continue
        alike = what(one)
        seen[alike] += 1
        number = (one.source_id or one.reference)[:LONGEST_SOURCE_ID]
        if number:
            seen["number " + number] += 1
            repeat = seen["number " + number]
            number += f":{repeat}" if repeat > 1 else ""
        yield replace(one, source_id=number, occurrence=seen[alike])


def what(one: Told) -> str:
    """Day, amount and code: what stays the same whoever tells it.

    Banks wrap a memo in words of their own, each statement in others; where it holds a code of
    ours the code alone speaks for it.
    """
    text = bare(one.memo)
    speaks = " ".join(codes_in_bare(text)) or text
    return f"{local_day(one.came_at).isoformat()} {one.amount_vnd} {speaks}"


def fingerprint(key: str, one: Told) -> str:
    """The keyed hash by which the same money is known again."""
    return hmac.new(key.encode(), what(one).encode(), hashlib.sha256).hexdigest()


def month_of(at: datetime) -> str:
    """The month, where she lives, as 2026-11."""
    return local_day(at).isoformat()[:7]


def seems_a_slip(asked_vnd: int, came_vnd: int) -> bool:
    """Whether an amount looks like another one with its zeros gone: 200 for 200.000."""
    if came_vnd <= 0 or came_vnd >= asked_vnd:
        return False
    return came_vnd < 1000 <= asked_vnd or came_vnd * 1000 == asked_vnd
