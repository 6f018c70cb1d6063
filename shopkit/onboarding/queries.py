"""What a seller has done so far and what waits for her, asked of every feature."""

from datetime import datetime

from sqlalchemy.orm import Session

from shopkit.catalog.models.products import DRAFT, PUBLISHED
from shopkit.catalog.queries.papers import papers_of
from shopkit.catalog.queries.products import states_of
from shopkit.catalog.rules.papers import SOON
from shopkit.channels.queries.listed import stale_listings, started_channels
from shopkit.clock import local_day
from shopkit.onboarding.rules.steps import Done, Waiting
from shopkit.payments.queries.accounts import accounts_of
from shopkit.payments.queries.checks import alarm_or_none, is_check_due
from shopkit.payments.queries.money import to_decide_count
from shopkit.sales.queries.orders import TO_PACK, TO_SEND, counts_of
from shopkit.shops.models.shops import Shop
from shopkit.shops.queries.shops import has_answered_report
from shopkit.traceability.queries.batches import batches_of
from shopkit.traceability.queries.labels import last_stock_or_none
from shopkit.traceability.queries.suspicion import unread_count


def done_by(session: Session, shop: Shop) -> Done:
    accounts = accounts_of(session, shop)
    states = states_of(session, shop)
    return Done(
        has_code=bool(accounts),
        has_checked_name=any(account.is_checked for account in accounts),
        has_name=bool(shop.name),
        has_kind=shop.is_maker is not None,
        is_maker=bool(shop.is_maker),
        is_placed=shop.is_placed,
        has_draft=DRAFT in states,
        has_listing=PUBLISHED in states,
        has_batch=bool(batches_of(session, shop)),
        has_labels=last_stock_or_none(session, shop) is not None,
        has_answered_report=has_answered_report(session, shop),
        has_channel=bool(started_channels(session, shop)),
    )


def waiting_for(session: Session, shop: Shop, now: datetime) -> Waiting:
    today = local_day(now)
    orders = counts_of(session, shop)
    return Waiting(
        strange_codes=int(alarm_or_none(session, shop) is not None),
        reports=unread_count(session, shop) if shop.is_maker else 0,
        money=to_decide_count(session, shop),
        orders=orders[TO_PACK] + orders[TO_SEND],
        stands=int(is_check_due(session, shop, now)),
        papers=sum(
            1
            for paper in papers_of(session, shop)
            if paper.valid_to and today <= paper.valid_to <= today + SOON
        ),
        unseen=len(stale_listings(session, shop)),
    )
