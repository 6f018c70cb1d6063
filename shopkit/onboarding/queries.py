"""What a seller has done so far, asked of every feature."""

from sqlalchemy.orm import Session

from shopkit.catalog.models.products import DRAFT, PUBLISHED
from shopkit.catalog.queries.products import states_of
from shopkit.onboarding.rules import Done
from shopkit.payments.queries.accounts import accounts_of
from shopkit.shops.models import Shop
from shopkit.shops.queries import has_answered_report
from shopkit.traceability.queries.batches import batches_of
from shopkit.traceability.queries.labels import last_stock_or_none


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
    )
