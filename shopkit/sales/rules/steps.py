"""How an order moves: what may follow what, and what one step back means."""

from collections.abc import Mapping
from datetime import datetime

AGREED, PACKED, SENT, DELIVERED = "agreed", "packed", "sent", "delivered"
RETURNED, CANCELLED = "returned", "cancelled"

ON_THE_WAY = (AGREED, PACKED, SENT)
ENDED = frozenset({RETURNED, CANCELLED})
STATES = (*ON_THE_WAY, DELIVERED, RETURNED, CANCELLED)

# What may be said next of an order; handing it over at the stall skips the parcel.
NEXT: Mapping[str, tuple[str, ...]] = {
    AGREED: (PACKED, SENT, DELIVERED, CANCELLED),
    PACKED: (SENT, DELIVERED, CANCELLED),
    SENT: (DELIVERED, RETURNED),
    DELIVERED: (RETURNED,),
    RETURNED: (),
    CANCELLED: (),
}


def may_become(state: str, wanted: str) -> bool:
    return wanted in NEXT[state]


def before(
    packed_at: datetime | None, sent_at: datetime | None, delivered_at: datetime | None
) -> str:
    """Where an order stood before it was returned or cancelled, from what is known of its way."""
    if delivered_at is not None:
        return DELIVERED
    if sent_at is not None:
        return SENT
    return AGREED if packed_at is None else PACKED


def next_step(state: str, *, is_paid: bool) -> str | None:
    """The one thing to do now; None when all is done."""
    if state in ENDED:
        return None
    if state == DELIVERED:
        return None if is_paid else "paid"
    return {AGREED: PACKED, PACKED: SENT, SENT: DELIVERED}[state]
