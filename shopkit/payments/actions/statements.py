"""Bank statements: what a file would bring, and taking it in."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from shopkit.imports.actions.specs import Kept
from shopkit.imports.models import Import
from shopkit.imports.rules.columns import Fate, Given, Outcome
from shopkit.payments.actions.money import take_lines
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.money import BY_STATEMENT
from shopkit.payments.queries.statements import are_known
from shopkit.payments.rules.money import Seen, Told, numbered
from shopkit.payments.rules.statements import (
    MISTAKES,
    Apart,
    NotMoneyIn,
    Own,
    accounts_named,
    has_direction,
    is_same_account,
    told_by,
)
from shopkit.sheets.cells import Cell

STATEMENT = "statement"
KEPT = ("came_at", "amount_vnd", "memo", "reference", "source_id", "occurrence")
NAMES_ANOTHER, NO_DIRECTION = "names_another", "no_direction"
PLACED = "placed"


class StatementCheck:
    """One trial run of a statement."""

    def __init__(self, session: Session, brought: Import) -> None:
        self.session = session
        self.account = account_of(session, brought)
        self.own = Own(self.account.number, brought.made_at)
        self.seen = Seen()
        self.amounts = self.directed = self.others = 0

    def __call__(self, rows: Sequence[Given]) -> Iterator[Outcome]:
        told: list[tuple[int, Told]] = []
        for row in rows:
            outcome = self.look_at(row, told)
            if outcome:
                yield outcome
        counted = list(numbered((one for _number, one in told), self.seen))
        known = are_known(self.session, self.account, counted)
        for (number, _told), one, is_known in zip(told, counted, known, strict=True):
            if is_known:
                yield Outcome(number, Fate.KNOWN, Fate.KNOWN)
            else:
                values = {name: getattr(one, name) for name in KEPT}
                yield Outcome(number, Fate.GOOD, values=values)

    def look_at(self, row: Given, told: list[tuple[int, Told]]) -> Outcome | None:
        """Put the line to those that came in, or say why it is none."""
        try:
            one = told_by(row.values, self.own)
        except NotMoneyIn as problem:
            self.others += problem.why == Apart.OTHER_ACCOUNT
            self.directed += problem.why == Apart.WENT_OUT
            fate = Fate.FAILED if problem.why in MISTAKES else Fate.LEFT_OUT
            return Outcome(row.number, fate, problem.why, problem.column)
        self.amounts += 1
        self.directed += has_direction(row.values)
        told.append((row.number, one))
        return None

    def warnings(self, head: Sequence[Sequence[Cell]]) -> list[str]:
        """That the file names another account, or never says which way money went."""
        named = accounts_named(head)
        is_another = named and not any(is_same_account(one, self.own.number) for one in named)
        found = []
        if is_another or (self.others and not self.amounts):
            found.append(NAMES_ANOTHER)
        if self.amounts and not self.directed:
            found.append(NO_DIRECTION)
        return found


def keep(session: Session, brought: Import, records: Sequence[Given], now: datetime) -> Kept:
    """Take one portion of the lines that came in; those told meanwhile are known."""
    told = [
        Told(**row.values)  # type: ignore[arg-type]  # packed from a Told, by its names
        for row in records
    ]
    taken = take_lines(
        session,
        account_of(session, brought),
        told,
        source=BY_STATEMENT,
        import_id=brought.id,
        now=now,
    )
    return Kept(taken.added_count, taken.known_count, more={PLACED: taken.placed_count})


def account_of(session: Session, brought: Import) -> PaymentAccount:
    """The account a statement is for; it was checked when the file was brought."""
    return session.get_one(PaymentAccount, brought.subject_id)
