"""Opening a shop, telling what it is and where it stands."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import inspect, update
from sqlalchemy.orm import Session

from shopkit.accounts.actions.people import grant_role
from shopkit.accounts.models import Account
from shopkit.accounts.queries import people_of_shop
from shopkit.db.base import Base
from shopkit.errors import NotFound, Refusal
from shopkit.journal.models import SEEN
from shopkit.journal.write import write
from shopkit.places.queries import village
from shopkit.scope import SELLER, SHOP
from shopkit.shops.models.shops import Shop
from shopkit.shops.rules.shops import new_code
from shopkit.text.order import sort_key
from shopkit.text.search import search_text


class OwnShop(Refusal):
    """Nobody says of her own shop that the staff have seen it."""


def open_shop(
    session: Session, account: Account, *, now: datetime, is_practice: bool = False
) -> Shop:
    """Open an unnamed shop for somebody and make her its seller."""
    shop = Shop(
        code=new_code(),
        owner_name=account.name,
        contact_phone=account.phone,
        is_practice=is_practice,
        opened_at=now,
        entered_by_id=account.id,
    )
    session.add(shop)
    session.flush()
    grant_role(session, account, role=SELLER, scope_kind=SHOP, scope_code=shop.id.hex, now=now)
    write(session, shop, "shop.opened", now=now)
    return shop


def name_shop(session: Session, shop: Shop, *, name: str, sells: str, now: datetime) -> None:
    """Tell what the shop is called and what it sells."""
    if (name, sells) == (shop.name, shop.sells):
        return
    shop.name, shop.sells = name, sells
    index(shop)
    write(session, shop, "shop.named", now=now)


def say_maker(session: Session, shop: Shop, *, is_maker: bool, now: datetime) -> None:
    """Tell whether she makes what she sells; only makers meet batches and labels."""
    if shop.is_maker is not is_maker:
        shop.is_maker = is_maker
        write(session, shop, "shop.maker_said", now=now)


def place_shop(
    session: Session, shop: Shop, *, commune_code: str, village_id: UUID | None, now: datetime
) -> None:
    """Put a shop into its commune and village; what it already made moves with it."""
    if (commune_code, village_id) == (shop.commune_code, shop.village_id):
        return
    if village_id and not village(session, commune_code, village_id).is_open:
        raise NotFound(str(village_id))
    shop.village_id = village_id
    was_in = {"from_commune": shop.commune_code} if shop.commune_code else None
    if commune_code != shop.commune_code:
        shop.business_id = None
        move_rows(session, shop, commune_code)
        shop.commune_code = commune_code
    write(session, shop, "shop.placed", now=now, details=was_in)


def move_rows(session: Session, shop: Shop, commune_code: str) -> None:
    """Give every record of the shop its commune, whichever feature keeps it."""
    session.flush()
    for mapper in Base.registry.mappers:
        columns = inspect(mapper).columns
        if "shop_id" in columns and "commune_code" in columns and is_current(mapper.class_):
            session.execute(
                update(mapper.class_)
                .where(columns["shop_id"] == shop.id)
                .values(commune_code=commune_code)
                .execution_options(synchronize_session="fetch")
            )


def is_current(kind: type) -> bool:
    """The journal tells what was; it stays where it happened."""
    return kind.__name__ != "JournalEntry"


def see_shop(session: Session, shop: Shop, *, by: UUID, now: datetime) -> None:
    """Note that a named person of the staff has seen this shop with her own eyes."""
    if by in people_of_shop(session, shop.id):
        raise OwnShop
    if shop.seen_at is None:
        shop.seen_at, shop.seen_by_id = now, by
        write(session, shop, "shop.seen", now=now, evidence=SEEN)


def index(shop: Shop) -> None:
    shop.sort_key = sort_key(shop.name)[:1000]
    shop.search_text = search_text(shop.name, shop.owner_name, shop.sells)[:400]
