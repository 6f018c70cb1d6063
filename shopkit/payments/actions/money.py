"""Taking in the money that somebody told of, and placing what is certain."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shopkit.db.base import new_id
from shopkit.journal.models import IMPORTED, OBSERVED, SELF_DECLARED
from shopkit.journal.write import write
from shopkit.payments.actions.money_states import forget_read, note_state
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.money import (
    BY_FEED,
    BY_HAND,
    BY_STATEMENT,
    PLACED,
    UNPLACED,
    BankLine,
    FingerprintKey,
    Placement,
)
from shopkit.payments.models.requests import PaymentRequest
from shopkit.payments.queries.matching import Marked, known_lines, portions, requests_named
from shopkit.payments.rules.feeds import TOLD_DIFFERENTLY
from shopkit.payments.rules.matching import SETTLED, Asked, Verdict, judge, state_after
from shopkit.payments.rules.memos import codes_in
from shopkit.payments.rules.money import (
    LONGEST_MEMO,
    LONGEST_REFERENCE,
    Seen,
    Told,
    fingerprint,
    month_of,
    numbered,
)
from shopkit.scope import Who

PORTION = 2_000
EVIDENCE = {BY_FEED: OBSERVED, BY_STATEMENT: IMPORTED, BY_HAND: SELF_DECLARED}


@dataclass(frozen=True)
class Taken:
    """What became of money that was told: the new lines, and those that were known before."""

    added_count: int = 0
    known_count: int = 0
    placed_count: int = 0
    line_ids: tuple[UUID, ...] = ()
    known_ids: tuple[UUID, ...] = ()

    @property
    def unplaced_count(self) -> int:
        return self.added_count - self.placed_count

    def __add__(self, other: "Taken") -> "Taken":
        return Taken(
            self.added_count + other.added_count,
            self.known_count + other.known_count,
            self.placed_count + other.placed_count,
            self.line_ids + other.line_ids,
            self.known_ids + other.known_ids,
        )


def take_lines(
    session: Session,
    account: PaymentAccount,
    told: Iterable[Told],
    *,
    source: str,
    import_id: UUID | None,
    now: datetime,
) -> Taken:
    """Keep the money that came into an account, and place what is certain on its requests.

    Doing it again changes nothing: a line is known by its number and by day, amount and memo,
    also when a feed and a statement both tell of it. Equal payments within one call stay as many
    as they are; who takes a file in several calls numbers it first (`rules.money.numbered`, one
    `Seen` for the whole file).
    """
    session.flush()
    lock_account(session, account.id)
    taking = Taking(session, account, source, import_id, now)
    taken = Taken()
    months: set[str] = set()
    for some in once_each(told) if source == BY_FEED else [told]:
        for portion in portions(numbered(some, Seen()), PORTION):
            done = taking.take(portion)
            if done.added_count:
                months |= {month_of(one.came_at) for one in portion}
            taken += done
    for month in sorted(months):
        details = {"month": month, "by": source}
        evidence = EVIDENCE[source]
        write(session, account, "payment.received", now=now, evidence=evidence, details=details)
    if taken.unplaced_count:
        write(session, account, "money.unplaced", now=now, details={"by": source})
    return taken


def once_each(told: Iterable[Told]) -> list[list[Told]]:
    """What a feed told, a number naming one payment; then what it told of it with other amounts."""
    first: dict[str, Told] = {}
    differing = [
        one for one in told if first.setdefault(one.source_id, one).amount_vnd != one.amount_vnd
    ]
    return [list(first.values()), differing]


@dataclass
class Touched:
    """A request as it is after what was placed on it, and the version it was read in."""

    asked: Asked
    version: int
    was: str
    last: datetime | None = None


@dataclass
class Taking:
    """One taking of money told by one source for one account."""

    session: Session
    account: PaymentAccount
    source: str
    import_id: UUID | None
    now: datetime
    keys: dict[str, str] = field(default_factory=dict)

    def take(self, told: Sequence[Told]) -> Taken:
        """Keep one portion."""
        marked = [Marked(one, fingerprint(self.key_of(one), one)) for one in told]
        known = known_lines(self.session, self.account, marked, self.source)
        fresh: list[Marked] = []
        known_ids: list[UUID] = []
        for one in marked:
            line = known.line_of(one)
            if line is None:
                fresh.append(one)
                continue
            known_ids.append(line.id)
            if self.source == BY_FEED and line.amount_vnd not in (None, one.told.amount_vnd):
                self.note_difference(line.id)
            if self.source == BY_FEED and line.source != BY_FEED and not line.also_id:
                self.remember_teller(line.id, one.source_id)
        lines, placements = self.place(fresh)
        if lines:
            self.session.connection().execute(insert(BankLine), lines)
        if placements:
            self.session.connection().execute(insert(Placement), placements)
        ids = tuple(line["id"] for line in lines)
        return Taken(len(lines), len(known_ids), len(placements), ids, tuple(known_ids))

    def key_of(self, one: Told) -> str:
        month = month_of(one.came_at)
        if month not in self.keys:
            self.keys[month] = fingerprint_key(self.session, self.account, month)
        return self.keys[month]

    def note_difference(self, line_id: UUID) -> None:
        """The first amount stands; that another was told is for a person to look into."""
        details = {"line": str(line_id)}
        write(self.session, self.account, TOLD_DIFFERENTLY, now=self.now, details=details)

    def remember_teller(self, line_id: UUID, source_id: str) -> None:
        """A feed's next payment of the same kind is another one."""
        self.session.execute(
            update(BankLine).where(BankLine.id == line_id).values(also_id=source_id)
        )

    def place(self, fresh: Sequence[Marked]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """The rows of new lines and of what is certain among them."""
        codes = {one: codes_in(one.told.memo) for one in fresh}
        wanted = {code for found in codes.values() for code in found}
        named = {
            code: Touched(asked, version, asked.state)
            for code, (asked, version) in requests_named(
                self.session, self.account.shop_id, wanted
            ).items()
        }
        lines, placements = [], []
        for one in fresh:
            touched = [named[code] for code in codes[one] if code in named]
            verdict = self.judge(one.told, touched)
            line_id = new_id()
            lines.append(self.line(line_id, one, is_placed=verdict.is_certain))
            if verdict.is_certain:
                placements.append(self.placement(line_id, touched[0], one.told))
        self.settle([one for one in named.values() if one.last])
        return lines, placements

    def judge(self, told: Told, touched: Sequence[Touched]) -> Verdict:
        asked = [one.asked for one in touched]
        return judge(asked, told.amount_vnd, self.account.id, told.came_at, self.now)

    def line(self, line_id: UUID, one: Marked, *, is_placed: bool) -> dict[str, Any]:
        return {
            "id": line_id,
            "shop_id": self.account.shop_id,
            "commune_code": self.account.commune_code,
            "account_id": self.account.id,
            "source": self.source,
            "source_id": one.source_id,
            "fingerprint": one.fingerprint,
            "also_id": "",
            "amount_vnd": one.told.amount_vnd,
            "memo": one.told.memo[:LONGEST_MEMO],
            "reference": one.told.reference[:LONGEST_REFERENCE],
            "state": PLACED if is_placed else UNPLACED,
            "came_at": one.told.came_at,
            "told_at": self.now,
            "import_id": self.import_id,
            "told_by_id": actor_id(self.session),
            "redacted_at": None,
            "version": 1,
        }

    def placement(self, line_id: UUID, touched: Touched, told: Told) -> dict[str, Any]:
        asked = touched.asked
        asked.paid_vnd += told.amount_vnd
        was_settled = asked.state in SETTLED
        asked.state = (
            "paid_twice" if was_settled else state_after(asked.amount_vnd or 0, asked.paid_vnd)
        )
        touched.last = told.came_at
        return {
            "id": new_id(),
            "shop_id": self.account.shop_id,
            "commune_code": self.account.commune_code,
            "line_id": line_id,
            "request_id": asked.id,
            "amount_vnd": told.amount_vnd,
            "placed_at": self.now,
            "placed_by_id": actor_id(self.session) if self.source == BY_HAND else None,
            "undone_at": None,
            "undone_by_id": None,
        }

    def settle(self, touched: Sequence[Touched]) -> None:
        """Write the new states of requests, and note them in the journal."""
        if not touched:
            return
        table = PaymentRequest.__table__
        change = (
            update(PaymentRequest)
            .where(table.c.id == bindparam("of_id"), table.c.version == bindparam("of_version"))
            .values(
                state=bindparam("to_state"), settled_at=bindparam("at"), version=bindparam("next")
            )
        )
        self.session.connection().execute(change, [self.changed(one) for one in touched])
        for state in sorted({one.asked.state for one in touched}):
            note_state(
                self.session,
                self.account,
                [one.asked.id for one in touched if one.was != one.asked.state == state],
                state,
                now=self.now,
            )
        forget_read(self.session, {one.asked.id for one in touched})

    def changed(self, one: Touched) -> dict[str, Any]:
        is_settled = one.asked.state in SETTLED
        return {
            "of_id": one.asked.id,
            "of_version": one.version,
            "to_state": one.asked.state,
            "at": self.now if is_settled else None,
            "next": one.version + 1,
        }


def fingerprint_key(session: Session, account: PaymentAccount, month: str) -> str:
    """The key of one month; two who need it first at once get the same."""
    asked = select(FingerprintKey.key).where(
        FingerprintKey.shop_id == account.shop_id, FingerprintKey.month == month
    )
    known = session.scalar(asked)
    if known:
        return known
    key = secrets.token_hex(32)
    made = FingerprintKey(
        shop_id=account.shop_id, commune_code=account.commune_code, month=month, key=key
    )
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        return session.scalars(asked).one()
    return key


def lock_account(session: Session, account_id: UUID) -> None:
    """Take turns at the money of one account; whoever decides about it comes here first."""
    if session.get_bind().dialect.name == "sqlite":
        return  # it has one writer, who is us
    session.execute(
        select(PaymentAccount.id).where(PaymentAccount.id == account_id).with_for_update()
    )


def actor_id(session: Session) -> UUID | None:
    actor: Who | None = session.info.get("actor")
    return actor.account_id if actor else None
