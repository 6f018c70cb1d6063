"""Money that came in: what is not placed yet, what it may be for, and who decided what."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from shopkit.accounts.models import Account
from shopkit.errors import NotFound
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.money import TO_DECIDE, BankLine, Placement
from shopkit.payments.models.requests import OPEN, PART_PAID, PaymentRequest
from shopkit.payments.queries.matching import paid_on
from shopkit.payments.rules.matching import EXPIRED, Asked, Why, judge
from shopkit.payments.rules.memos import codes_in, is_almost_in
from shopkit.payments.rules.money import seems_a_slip
from shopkit.shops.models.shops import Shop

PAGE = 50
MOST_SUGGESTED = 6
MOST_LOOKED_THROUGH = 200
# How long before money came its request may have been made, for its amount alone to suggest it.
NEAR = timedelta(days=2)


@dataclass(frozen=True)
class Placed:
    """A part of a payment and what it pays; `by` is empty where the house placed it."""

    request: PaymentRequest
    amount_vnd: int | None
    at: datetime
    by: str = ""


@dataclass
class Line:
    """A payment with what was decided about it."""

    line: BankLine
    account: PaymentAccount
    placed: list[Placed] = field(default_factory=list)

    @property
    def left_vnd(self) -> int | None:
        if self.line.amount_vnd is None:
            return None
        return self.line.amount_vnd - sum(one.amount_vnd or 0 for one in self.placed)

    @property
    def slip_for(self) -> PaymentRequest | None:
        """The request whose amount this payment seems to be without its zeros."""
        got = self.line.amount_vnd
        return next(
            (
                one.request
                for one in self.placed
                if got and one.request.amount_vnd and seems_a_slip(one.request.amount_vnd, got)
            ),
            None,
        )


@dataclass(frozen=True)
class Suggestion:
    """A request that a payment may be for, and why; `why` is a machine word."""

    request: PaymentRequest
    why: str
    left_vnd: int | None


# Of money whose amount is erased nothing can be decided any more.
WAITS_FOR_HER = and_(BankLine.state.in_(TO_DECIDE), BankLine.redacted_at.is_(None))


def lines_to_decide(session: Session, shop: Shop, *, page: int = 1) -> list[Line]:
    """One page of the payments that wait for a person, the newest first."""
    return lines_where(session, shop, WAITS_FOR_HER, offset=(page - 1) * PAGE)


def lines_decided(session: Session, shop: Shop, since: datetime) -> list[Line]:
    """Payments told since a moment about which all is said, the newest first."""
    return lines_where(session, shop, ~WAITS_FOR_HER, BankLine.told_at >= since)


def lines_where(
    session: Session, shop: Shop, *where: object, limit: int = PAGE, offset: int = 0
) -> list[Line]:
    rows = session.execute(
        select(BankLine, PaymentAccount)
        .join(PaymentAccount, PaymentAccount.id == BankLine.account_id)
        .where(BankLine.shop_id == shop.id, *where)  # type: ignore[arg-type]  # conditions of callers
        .order_by(BankLine.told_at.desc(), BankLine.id.desc())
        .limit(limit)
        .offset(offset)
    )
    found = [Line(line, account) for line, account in rows]
    placed = placed_by_line(session, [one.line.id for one in found])
    for one in found:
        one.placed = placed.get(one.line.id, [])
    return found


def placed_by_line(session: Session, line_ids: Sequence[UUID]) -> dict[UUID, list[Placed]]:
    rows = session.execute(
        select(Placement, PaymentRequest, Account.name)
        .join(PaymentRequest, PaymentRequest.id == Placement.request_id)
        .outerjoin(Account, Account.id == Placement.placed_by_id)
        .where(Placement.line_id.in_(line_ids), Placement.undone_at.is_(None))
        .order_by(Placement.placed_at, Placement.id)
    )
    found: dict[UUID, list[Placed]] = {}
    for placement, asked, name in rows:
        placed = Placed(asked, placement.amount_vnd, placement.placed_at, name or "")
        found.setdefault(placement.line_id, []).append(placed)
    return found


def line(session: Session, shop: Shop, line_id: UUID) -> Line:
    found = lines_where(session, shop, BankLine.id == line_id)
    if not found:
        raise NotFound(str(line_id))
    return found[0]


def lines_of_request(session: Session, shop: Shop, asked: PaymentRequest) -> list[Line]:
    """The payments that stand placed on a request, the newest first."""
    of_it = select(Placement.line_id).where(
        Placement.request_id == asked.id, Placement.undone_at.is_(None)
    )
    return lines_where(session, shop, BankLine.id.in_(of_it))


def to_decide_count(session: Session, shop: Shop) -> int:
    return (
        session.scalar(
            select(func.count())
            .select_from(BankLine)
            .where(BankLine.shop_id == shop.id, WAITS_FOR_HER)
        )
        or 0
    )


def suggestions(session: Session, shop: Shop, found: Line, now: datetime) -> list[Suggestion]:
    """What a payment may be for, the likeliest first."""
    memo, amount = found.line.memo or "", found.left_vnd
    if amount is None:
        return []
    named = session.scalars(
        select(PaymentRequest)
        .where(PaymentRequest.shop_id == shop.id, PaymentRequest.code.in_(codes_in(memo)))
        .order_by(PaymentRequest.code)
    ).all()
    likely = [(one, why_named(found, one, len(named), now)) for one in named]
    for one in candidates(session, shop, found):
        why = why_likely(one, memo, amount)
        if why and one not in named:
            likely.append((one, why))
    order = ["almost", "amount", "slip"]
    likely.sort(key=lambda pair: order.index(pair[1]) if pair[1] in order else -1)
    paid = paid_on(session, [one.id for one, _why in likely])
    return [
        Suggestion(one, why, left(one, paid.get(one.id, 0))) for one, why in likely[:MOST_SUGGESTED]
    ]


def left(asked: PaymentRequest, paid_vnd: int) -> int | None:
    return None if asked.amount_vnd is None else max(0, asked.amount_vnd - paid_vnd)


def why_named(found: Line, asked: PaymentRequest, named_count: int, now: datetime) -> str:
    """Why a payment that names a request was not placed on it at once."""
    if named_count > 1:
        return Why.SEVERAL.value
    plain = Asked(
        asked.id,
        asked.account_id,
        asked.code,
        asked.amount_vnd,
        0,
        asked.state,
        asked.expires_at,
    )
    came_at = found.line.came_at
    why = judge([plain], found.line.amount_vnd or 0, found.line.account_id, came_at, now).why
    return "named" if why in (Why.EXACT, Why.SHORT) else why.value


def why_likely(asked: PaymentRequest, memo: str, amount_vnd: int) -> str | None:
    if is_almost_in(asked.code, memo):
        return "almost"
    if asked.amount_vnd == amount_vnd:
        return "amount"
    if asked.amount_vnd and seems_a_slip(asked.amount_vnd, amount_vnd):
        return "slip"
    return None


def candidates(session: Session, shop: Shop, found: Line) -> Sequence[PaymentRequest]:
    """Requests not long before the money came for which it may have been meant."""
    came_at = found.line.came_at
    return session.scalars(
        select(PaymentRequest)
        .where(
            PaymentRequest.shop_id == shop.id,
            PaymentRequest.state.in_((OPEN, PART_PAID, EXPIRED)),
            PaymentRequest.made_at > came_at - NEAR,
            PaymentRequest.made_at < came_at + NEAR,
        )
        .order_by(PaymentRequest.made_at.desc(), PaymentRequest.id.desc())
        .limit(MOST_LOOKED_THROUGH)
    ).all()
