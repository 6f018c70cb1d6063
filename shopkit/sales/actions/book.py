"""Switching the household's book on and off, and erasing what it held."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from shopkit.accounts.actions.consents import give_consent, refuse_consent, withdraw_consent
from shopkit.accounts.rules.purposes import BOOK, SHARE_AMOUNTS
from shopkit.errors import Refusal
from shopkit.payments.actions.redaction import erase_amounts as erase_payment_amounts
from shopkit.sales.models import Order, OrderLine
from shopkit.sales.queries.book import keeps_book
from shopkit.shops.models.shops import Shop


class NoBook(Refusal):
    """Amounts can only be added up where they are kept."""


def open_book(session: Session, shop: Shop, *, by: UUID, now: datetime) -> None:
    """Keep amounts from now on; what was sold before stays without."""
    give_consent(session, by, BOOK.code, shop_id=shop.id, commune_code=shop.commune_code, now=now)


def close_book(session: Session, shop: Shop, *, by: UUID, now: datetime) -> None:
    """Keep no amounts any longer and erase those that are here, at once."""
    withdraw_consent(session, shop.id, SHARE_AMOUNTS.code, now=now)
    refuse_consent(session, by, BOOK.code, shop_id=shop.id, commune_code=shop.commune_code, now=now)
    erase_amounts(session, shop.id)
    erase_payment_amounts(session, shop, now=now)


def share_amounts(session: Session, shop: Shop, *, by: UUID, agrees: bool, now: datetime) -> None:
    """Let the amounts of online orders into the commune's sum, or no longer."""
    if agrees and not keeps_book(session, shop):
        raise NoBook
    keep = give_consent if agrees else refuse_consent
    keep(
        session,
        by,
        SHARE_AMOUNTS.code,
        shop_id=shop.id,
        commune_code=shop.commune_code,
        now=now,
    )


def erase_amounts(session: Session, shop_id: UUID) -> None:
    """Leave no amount on the orders of a shop; counts, channels and ways of payment stay."""
    for table, column in ((Order, "amount_vnd"), (OrderLine, "price_vnd")):
        session.execute(
            update(table)
            .where(table.shop_id == shop_id, getattr(table, column).is_not(None))
            .values({column: None})
        )
