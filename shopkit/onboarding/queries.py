"""What a seller has done so far, asked of every feature."""

from sqlalchemy.orm import Session

from shopkit.accounts.queries import has_answered
from shopkit.catalog.queries import products_of
from shopkit.onboarding.rules import Done
from shopkit.payments.queries import accounts_of
from shopkit.shops.models import Shop
from shopkit.traceability.queries import batches_of, label_runs_of


def done_by(session: Session, shop: Shop) -> Done:
    accounts = accounts_of(session, shop)
    states = {product.state for product in products_of(session, shop)}
    return Done(
        has_code=bool(accounts),
        has_checked_name=any(account.is_checked for account in accounts),
        has_name=bool(shop.name),
        has_kind=shop.is_maker is not None,
        is_maker=bool(shop.is_maker),
        is_placed=shop.is_placed,
        has_draft="draft" in states,
        has_listing="published" in states,
        has_batch=bool(batches_of(session, shop)),
        has_labels=bool(label_runs_of(session, shop)),
        has_answered_report=has_answered(session, shop.id, "report"),
    )
