"""Whether a household keeps its book here, and what stands in it."""

from sqlalchemy.orm import Session

from shopkit.accounts.queries import has_consent
from shopkit.accounts.rules.purposes import BOOK, SHARE_AMOUNTS
from shopkit.shops.models import Shop


def keeps_book(session: Session, shop: Shop) -> bool:
    """Whether amounts may be stored: only while the household itself wants its book here."""
    return has_consent(session, shop.id, BOOK.code)


def shares_amounts(session: Session, shop: Shop) -> bool:
    return keeps_book(session, shop) and has_consent(session, shop.id, SHARE_AMOUNTS.code)
