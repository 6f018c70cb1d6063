"""Deliveries that knock at the same moment are taken in one transaction.

A commit waits for the disk and a taking asks a dozen questions; eight deliveries that share both
are four times as many a second. Each is answered only after the commit that holds it.
"""

import threading
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.db.engine import Database
from shopkit.payments.actions.feeds import hear
from shopkit.payments.models.money import MoneyFeed
from shopkit.payments.rules.feeds import Delivery, DeliveryRefused

MOST_TOGETHER = 50


@dataclass(eq=False)
class Letter:
    """One delivery on its way, and what became of it."""

    feed_id: UUID
    delivery: Delivery
    is_kept: bool = False
    refusal: DeliveryRefused | None = None


class Letterbox:
    """Where deliveries of one house wait for the one who carries them in."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._waiting: list[Letter] = []
        self._guard = threading.Lock()
        self._turn = threading.Lock()

    def post(self, feed_id: UUID, delivery: Delivery, *, now: datetime) -> None:
        """Return once a delivery is safe on disk; raises DeliveryRefused for what is not taken."""
        letter = Letter(feed_id, delivery)
        with self._guard:
            self._waiting.append(letter)
        with self._turn:
            if not letter.is_kept and letter.refusal is None:
                self._carry(letter, now)
        if letter.refusal:
            raise letter.refusal

    def _carry(self, letter: Letter, now: datetime) -> None:
        """Carry in all that waits; what failed with others is carried alone."""
        with self._guard:
            together = self._waiting[:MOST_TOGETHER]
            del self._waiting[:MOST_TOGETHER]
        if letter not in together:
            together = [letter, *together]
        with self.database.writing() as session:
            take_together(session, together, now=now)
        for one in together:
            one.is_kept = one.refusal is None


def take_together(session: Session, letters: list[Letter], *, now: datetime) -> None:
    """Take the deliveries of several feeds, those of one feed at once."""
    for feed_id in dict.fromkeys(letter.feed_id for letter in letters):
        feed = session.get(MoneyFeed, feed_id)
        if feed is None:
            continue
        mine = [letter for letter in letters if letter.feed_id == feed_id]
        refused = hear(session, feed, [letter.delivery for letter in mine], now=now)
        for letter in mine:
            letter.refusal = refused.get(letter.delivery)
