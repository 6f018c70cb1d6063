"""What buyers may see of a shop: its page, its products, and how to reach it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.accounts.queries import has_consent
from shopkit.accounts.rules.purposes import PUBLIC_ADDRESS, PUBLIC_NAME
from shopkit.catalog.models.products import HIDDEN, PUBLISHED, Photo, Product
from shopkit.catalog.queries.products import count_of, covers_of
from shopkit.catalog.queries.records import records_of
from shopkit.catalog.rules.record import Record
from shopkit.channels.models.front import Front
from shopkit.channels.models.listed import LIVE, ChannelShop, Listing
from shopkit.channels.rules.front_contacts import platform_of
from shopkit.channels.rules.front_picture import MOST_PHOTOS
from shopkit.errors import NotFound
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.queries.accounts import seen_by_staff
from shopkit.places.queries import current_commune, place_label
from shopkit.shops.models.shops import Shop
from shopkit.shops.queries.shops import village_names
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.recalls import Recall, RecalledBatch

PAGE = 24
CODE = re.compile(r"[0-9a-z]{4,12}")


class NotShown(NotFound):
    """There is no such page, or none that may be seen now."""


class Closed(NotShown):
    """She has closed her page for now; nothing of it is shown."""


class SoldNoMore(NotShown):
    """A product that was on show and is hidden; its shop may still be visited."""

    def __init__(self, shop: Shop) -> None:
        super().__init__(shop.code)
        self.shop = shop


@dataclass(frozen=True)
class PayHere:
    """The account whose code stands on the page, and who saw its holder's name."""

    account: PaymentAccount
    is_seen_by_staff: bool


@dataclass(frozen=True)
class Page:
    """A page of another site that is hers; `channel` is its code where we know the site."""

    address: str
    channel: str | None


@dataclass(frozen=True)
class Face:
    """All that a shop tells everybody of itself; what nobody agreed to is empty."""

    shop: Shop
    front: Front | None = None
    place: str = ""
    owner_name: str = ""
    address: str = ""
    phone: str | None = None
    pages: tuple[Page, ...] = ()
    pay: PayHere | None = None

    @property
    def about(self) -> str:
        return self.front.about if self.front else ""


def clean_code(typed: str) -> str:
    """A public code as it is kept, from any letter case; anything else names nothing."""
    code = typed.lower()
    if not CODE.fullmatch(code):
        raise NotShown(typed[:40])
    return code


def front_or_none(session: Session, shop: Shop) -> Front | None:
    return session.scalars(select(Front).where(Front.shop_id == shop.id)).one_or_none()


def shop_on_show(session: Session, typed: str) -> Shop:
    """A shop by its public code; one without a name and anything on show does not exist here."""
    shop = session.scalars(select(Shop).where(Shop.code == clean_code(typed))).one_or_none()
    if shop is None or not shop.name:
        raise NotShown(typed[:40])
    front = front_or_none(session, shop)
    if front is None and not count_of(session, shop, states=(PUBLISHED,)):
        raise NotShown(typed[:40])
    if front is not None and not front.is_open:
        raise Closed(shop.code)
    return shop


def product_on_show(session: Session, typed: str) -> tuple[Product, Shop]:
    """A product by its public code and its shop; a draft does not exist here."""
    found = session.execute(
        select(Product, Shop)
        .join(Shop, Shop.id == Product.shop_id)
        .where(Product.code == clean_code(typed), Product.state.in_((PUBLISHED, HIDDEN)))
    ).one_or_none()
    if found is None:
        raise NotShown(typed[:40])
    product, shop = found
    front = front_or_none(session, shop)
    if front is not None and not front.is_open:
        raise Closed(shop.code)
    if product.state == HIDDEN:
        raise SoldNoMore(shop)
    return product, shop


def face_of(session: Session, shop: Shop) -> Face:
    """What the shop shows of itself now; a consent that was withdrawn is heard at once."""
    front = front_or_none(session, shop)
    return Face(
        shop=shop,
        front=front,
        place=place_of(session, shop),
        owner_name=shop.owner_name if has_consent(session, shop.id, PUBLIC_NAME.code) else "",
        address=address_of(session, shop, front),
        phone=phone_of(shop, front),
        pages=pages_of(session, shop, front),
        pay=pay_here_or_none(session, shop, front),
    )


def place_of(session: Session, shop: Shop) -> str:
    """Commune and province; a commune merged away since costs the page its place, not its life."""
    if current_commune(session, shop.commune_code) is None:
        return ""
    return place_label(session, shop.commune_code)


def address_of(session: Session, shop: Shop, front: Front | None) -> str:
    """Where to find her: what she wrote, else her village; nothing without her consent."""
    if not has_consent(session, shop.id, PUBLIC_ADDRESS.code):
        return ""
    if front and front.office_address:
        return front.office_address
    names = village_names(session, [shop])
    return names.get(shop.village_id, "") if shop.village_id else ""


def phone_of(shop: Shop, front: Front | None) -> str | None:
    if front is None:
        return shop.contact_phone
    return None if front.hides_phone else front.phone or shop.contact_phone


def pages_of(session: Session, shop: Shop, front: Front | None) -> tuple[Page, ...]:
    """Her pages elsewhere: the one she named, then those where a channel's shop is live."""
    found: dict[str, Page] = {}
    if front and front.platform_page:
        found[front.platform_page] = Page(front.platform_page, platform_of(front.platform_page))
    rows = session.scalars(
        select(ChannelShop)
        .where(ChannelShop.shop_id == shop.id, ChannelShop.state == LIVE)
        .where(ChannelShop.address.startswith("https://", autoescape=True))
        .order_by(ChannelShop.channel)
    )
    for one in rows:
        found.setdefault(one.address, Page(one.address, platform_of(one.address)))
    return tuple(found.values())


def listings_of(session: Session, product: Product) -> tuple[Page, ...]:
    """Where else this product can be bought, as far as somebody says that it is live there."""
    rows = session.scalars(
        select(Listing)
        .where(Listing.product_id == product.id, Listing.state == LIVE)
        .where(Listing.address.startswith("https://", autoescape=True))
        .order_by(Listing.channel, Listing.address)
        .limit(6)
    )
    return tuple(Page(one.address, platform_of(one.address)) for one in rows)


def pay_here_or_none(session: Session, shop: Shop, front: Front | None) -> PayHere | None:
    """The account on the page; one that ended since is gone from it by itself."""
    if front is None or front.shown_account_id is None:
        return None
    account = session.scalars(
        select(PaymentAccount).where(
            PaymentAccount.id == front.shown_account_id,
            PaymentAccount.shop_id == shop.id,
            PaymentAccount.ended_at.is_(None),
        )
    ).one_or_none()
    return PayHere(account, account.id in seen_by_staff(session, shop)) if account else None


def shown_records(
    session: Session, shop: Shop, *, page: int, address: str, on: date
) -> tuple[list[Record], int]:
    """A page of what the shop sells, by name, and how many products there are."""
    count = count_of(session, shop, states=(PUBLISHED,))
    if page > max(1, -(-count // PAGE)):
        raise NotShown(str(page))
    ids = session.scalars(
        select(Product.id)
        .where(Product.shop_id == shop.id, Product.state == PUBLISHED)
        .order_by(Product.sort_key, Product.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    return list(records_of(session, shop, address=address, on=on, ids=ids)), count


def first_photos(session: Session, shop: Shop) -> Sequence[Photo]:
    """The first photos of the first few products, for the picture of the shop."""
    products = session.scalars(
        select(Product)
        .where(Product.shop_id == shop.id, Product.state == PUBLISHED)
        .order_by(Product.sort_key, Product.id)
        .limit(PAGE)
    ).all()
    covers = covers_of(session, products)
    return [covers[one.id] for one in products if one.id in covers][:MOST_PHOTOS]


def recalls_of_product(session: Session, product: Product) -> Sequence[tuple[Recall, Batch]]:
    """The recalls that stand on batches of this product now, the latest first."""
    rows = session.execute(
        select(Recall, Batch)
        .join(RecalledBatch, RecalledBatch.recall_id == Recall.id)
        .join(Batch, Batch.id == RecalledBatch.batch_id)
        .where(Batch.product_id == product.id, Recall.ended_at.is_(None))
        .order_by(Recall.recalled_at.desc(), Batch.made_on, Batch.id)
    )
    return [(recall, batch) for recall, batch in rows]


def latest_batch_or_none(session: Session, product: Product) -> Batch | None:
    """The batch made last of which something may be told."""
    return session.scalars(
        select(Batch)
        .where(Batch.product_id == product.id, Batch.erased_on.is_(None))
        .order_by(Batch.made_on.desc(), Batch.opened_at.desc(), Batch.id)
        .limit(1)
    ).one_or_none()
