"""Noting where a product is listed, who saw it live, and that nobody has for long."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from shopkit.accounts.actions.notices import tell
from shopkit.accounts.queries import people_of_shop
from shopkit.catalog.actions.products import actor_id
from shopkit.catalog.models.products import Product
from shopkit.channels.models.listed import ENDED, LIVE, STALE, SUPPORTED, ChannelShop, Listing
from shopkit.channels.queries.listed import listing_at_or_none, listings_of
from shopkit.channels.rules.guides import Guide, days_until_stale
from shopkit.channels.rules.listed import Address
from shopkit.clock import local_day
from shopkit.errors import Refusal
from shopkit.journal.models import OBSERVED, SEEN, SELF_DECLARED
from shopkit.journal.write import write

MOST_LISTINGS = 60
LONG_UNSEEN = "listing.stale"
PORTION = 500


class TooManyListings(Refusal):
    """More places than one product is ever sold at."""


class OwnListing(Refusal):
    """Nobody says of her own listing that staff have seen it."""


class NothingToSee(Refusal):
    """Without an address, or after its end, there is nothing to look at."""


def details_of(record: ChannelShop | Listing) -> dict[str, str]:
    """What the journal is told beside the record: its channel, and the product of a listing."""
    told = {"channel": record.channel}
    if isinstance(record, Listing):
        told["product"] = str(record.product_id)
    return told


def note_listing(
    session: Session,
    product: Product,
    guide: Guide,
    *,
    address: Address | None,
    evidence: str = SELF_DECLARED,
    now: datetime,
) -> Listing:
    """Keep that a product is listed on a channel; without an address it was only handed in.

    The same place noted again is the same listing, live once more. A listing that was handed in
    gets the address when there is one.
    """
    text = address.text if address else ""
    listing = listing_at_or_none(session, product, guide.code, text)
    if listing is None and text:
        listing = listing_at_or_none(session, product, guide.code, "")
    if listing is None:
        listing = begun_listing(session, product, guide, now=now)
    if not text:
        return handed_in(session, listing, now=now)
    listing.address = text
    if listing.state != LIVE or evidence != SELF_DECLARED:
        note_look(session, listing, kind="listing", evidence=evidence, now=now)
    return listing


def handed_in(session: Session, listing: Listing, *, now: datetime) -> Listing:
    """What ended before begins again as handed in; anything else stays as it is."""
    if listing.state == ENDED:
        listing.state, listing.ended_on, listing.since = SUPPORTED, None, local_day(now)
        session.flush()
        write_supported(session, listing, now)
    return listing


def begun_listing(session: Session, product: Product, guide: Guide, *, now: datetime) -> Listing:
    if len(listings_of(session, product)) >= MOST_LISTINGS:
        raise TooManyListings(MOST_LISTINGS)
    listing = Listing(
        product_id=product.id,
        shop_id=product.shop_id,
        commune_code=product.commune_code,
        channel=guide.code,
        since=local_day(now),
        noted_at=now,
        noted_by_id=actor_id(session),
    )
    session.add(listing)
    session.flush()
    write_supported(session, listing, now)
    return listing


def write_supported(session: Session, listing: Listing, now: datetime) -> None:
    details = details_of(listing)
    write(session, listing, "listing.supported", now=now, evidence=SELF_DECLARED, details=details)


def note_look(
    session: Session, record: ChannelShop | Listing, *, kind: str, evidence: str, now: datetime
) -> None:
    """Somebody says, or has seen, that it stands there now."""
    was_live = record.state == LIVE
    if isinstance(record, Listing) and record.state == ENDED:
        record.ended_on, record.since = None, local_day(now)
    record.state = LIVE
    record.seen_at, record.seen_by_id, record.seen_as = now, actor_id(session), evidence
    session.flush()
    event = f"{kind}.seen" if was_live else f"{kind}.live"
    write(session, record, event, now=now, evidence=evidence, details=details_of(record))


def say_still_there(session: Session, record: ChannelShop | Listing, *, now: datetime) -> None:
    """One tap of hers: it still stands there."""
    check_is_there(record)
    note_look(session, record, kind=kind_of(record), evidence=SELF_DECLARED, now=now)


def see_there(session: Session, record: ChannelShop | Listing, *, by: UUID, now: datetime) -> None:
    """A helper has opened the address and found the shop or the product there."""
    if by in people_of_shop(session, record.shop_id):
        raise OwnListing
    check_is_there(record)
    note_look(session, record, kind=kind_of(record), evidence=SEEN, now=now)


def check_is_there(record: ChannelShop | Listing) -> None:
    if not record.address or record.state == ENDED:
        raise NothingToSee(record.id)


def kind_of(record: ChannelShop | Listing) -> str:
    return "listing" if isinstance(record, Listing) else "channel"


def end_listing(session: Session, listing: Listing, *, now: datetime) -> None:
    """It is no longer sold there; that it was stays known."""
    if listing.state == ENDED:
        return
    listing.state, listing.ended_on = ENDED, local_day(now)
    session.flush()
    details = details_of(listing)
    write(session, listing, "listing.ended", now=now, evidence=SELF_DECLARED, details=details)


def let_unseen_go_stale(session: Session, *, now: datetime) -> int:
    """What nobody has seen for long no longer counts as live; her phones are told once a day.

    A portion at a time, so that nobody waits long; what is left goes tomorrow.
    """
    before = now - timedelta(days=days_until_stale())
    found: list[ChannelShop | Listing] = [
        *session.scalars(
            select(Listing)
            .where(Listing.state == LIVE, func.coalesce(Listing.seen_at, Listing.noted_at) < before)
            .order_by(Listing.id)
            .limit(PORTION)
        ),
        *session.scalars(
            select(ChannelShop)
            .where(
                ChannelShop.state == LIVE,
                or_(ChannelShop.seen_at.is_(None), ChannelShop.seen_at < before),
            )
            .order_by(ChannelShop.id)
            .limit(PORTION)
        ),
    ]
    for record in found:
        record.state = STALE
        event = f"{kind_of(record)}.stale"
        write(session, record, event, now=now, evidence=OBSERVED, details=details_of(record))
    session.flush()
    for shop_id in sorted({record.shop_id for record in found}):
        for account_id in people_of_shop(session, shop_id):
            tell(session, account_id, kind=LONG_UNSEEN, now=now)
    return len(found)
