"""What may leave the households: a sum over those that agreed, or why it stays hidden."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from shopkit.accounts.models import Consent
from shopkit.accounts.rules.purposes import BOOK, SHARE_AMOUNTS, Purpose
from shopkit.errors import NotFound
from shopkit.payments.models.requests import PaymentRequest
from shopkit.sales.models import Order, SettledSum
from shopkit.sales.queries.book import is_sold
from shopkit.sales.rules.channels import ONLINE
from shopkit.sales.rules.periods import days_of_quarter
from shopkit.sales.rules.sums import TOO_FEW, hidden_for
from shopkit.scope import COMMUNE, LEADER, OFFICER, Who
from shopkit.shops.models.shops import Shop
from shopkit.shops.queries.shops import agreed_to_report


@dataclass(frozen=True)
class Sum:
    """A sum over consenting households; what would tell of one of them is None."""

    hidden_for: str
    amount_vnd: int | None
    shop_count: int | None
    order_count: int | None


def sum_over_consenting(session: Session, commune_code: str, period: tuple[int, int]) -> Sum:
    """What the shops that agreed sold online in a quarter, (year, number), of a commune.

    Fewer than five of them, or one above 70 percent, and nothing is told. Of a quarter that still
    runs, two answers could be subtracted: show people `settled_sums`, which never change.
    """
    rows = session.execute(
        select(func.sum(Order.amount_vnd), func.count())
        .select_from(Order)
        .join(Shop, Shop.id == Order.shop_id)
        .outerjoin(PaymentRequest, PaymentRequest.id == Order.request_id)
        .where(Shop.commune_code == commune_code, *shares(), *counted(period))
        .group_by(Order.shop_id)
    ).all()
    amounts = [int(amount or 0) for amount, _count in rows]
    reason = hidden_for(amounts)
    if reason:
        return Sum(reason, None, None if reason == TOO_FEW else len(amounts), None)
    return Sum("", sum(amounts), len(amounts), sum(count for _amount, count in rows))


def counted(period: tuple[int, int]) -> Sequence[ColumnElement[bool]]:
    first, last = days_of_quarter(*period)
    return (
        Order.channel.in_(sorted(ONLINE)),
        Order.sold_on >= first,
        Order.sold_on <= last,
        Order.amount_vnd > 0,
        is_sold(),
    )


def shares() -> tuple[ColumnElement[bool], ...]:
    """The condition that a shop is reported, keeps its book here and lets it be added up."""
    return agreed_to_report(), agreed_to(BOOK), agreed_to(SHARE_AMOUNTS)


def agreed_to(purpose: Purpose) -> ColumnElement[bool]:
    return exists().where(
        Consent.shop_id == Shop.id,
        Consent.purpose == purpose.code,
        Consent.text_version.in_(purpose.covered_by),
        Consent.withdrawn_at.is_(None),
    )


def communes_that_share(session: Session) -> list[str]:
    """The communes in which at least one shop lets its amounts be added up."""
    return list(
        session.scalars(
            select(Shop.commune_code)
            .where(Shop.commune_code != "", *shares())
            .distinct()
            .order_by(Shop.commune_code)
        )
    )


def is_settled(session: Session, commune_code: str, period: tuple[int, int]) -> bool:
    year, quarter = period
    return bool(
        session.scalar(
            select(SettledSum.id).where(
                SettledSum.commune_code == commune_code,
                SettledSum.year == year,
                SettledSum.quarter == quarter,
            )
        )
    )


def settled_sums(session: Session, who: Who) -> Sequence[SettledSum]:
    """The sums that her commune was given, the latest first."""
    codes = who.codes(COMMUNE, OFFICER, LEADER)
    if not codes:
        raise NotFound
    return session.scalars(
        select(SettledSum)
        .where(SettledSum.commune_code == codes[0])
        .order_by(SettledSum.year.desc(), SettledSum.quarter.desc())
        .limit(40)
    ).all()
