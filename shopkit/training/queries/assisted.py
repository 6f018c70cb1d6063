"""What was typed for somebody, by whom, and who confirmed it."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.accounts.models import Account
from shopkit.errors import NotFound
from shopkit.shops.models.register import Person
from shopkit.shops.models.shops import Shop
from shopkit.training.models.courses import AssistedEntry


def entry_of_person_or_none(session: Session, person: Person) -> AssistedEntry | None:
    return session.scalars(
        select(AssistedEntry)
        .where(AssistedEntry.person_id == person.id)
        .order_by(AssistedEntry.typed_at, AssistedEntry.id)
        .limit(1)
    ).one_or_none()


def entry_of_shop(session: Session, shop: Shop) -> AssistedEntry:
    """What a helper typed for this shop; nothing where its seller typed it herself."""
    found = entry_of_shop_or_none(session, shop)
    if found is None:
        raise NotFound(str(shop.id))
    return found


def entry_of_shop_or_none(session: Session, shop: Shop) -> AssistedEntry | None:
    return session.scalars(
        select(AssistedEntry).where(AssistedEntry.shop_id == shop.id)
    ).one_or_none()


def account_names(session: Session, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """The names of those who typed and confirmed."""
    wanted = {one for one in ids if one}
    found = session.execute(select(Account.id, Account.name).where(Account.id.in_(wanted)))
    return {one.id: one.name for one in found}
