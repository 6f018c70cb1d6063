"""How channels forget a seller: her public page closes, addresses and files go, steps stay."""

from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from shopkit.channels.models.brought import WantedPhoto
from shopkit.channels.models.front import Front
from shopkit.channels.models.handed_over import ChannelFile, Feed, Template
from shopkit.channels.models.listed import ENDED, ChannelShop, Listing
from shopkit.clock import local_day
from shopkit.journal.write import write
from shopkit.shops.rules.subjects import Subject

WORDS = (
    "about",
    "zalo",
    "messenger",
    "platform_page",
    "business_code",
    "business_issuer",
    "office_address",
    "returns",
    "delivery",
    "complaints",
)


def forget(session: Session, subject: Subject, *, now: datetime) -> None:
    """Nothing leads to her shop elsewhere any more; how far it had come still counts."""
    ids = list(subject.shop_ids)
    for front in session.scalars(select(Front).where(Front.shop_id.in_(ids))):
        front.is_open, front.phone, front.shown_account_id = False, None, None
        for name in WORDS:
            setattr(front, name, "")
        write(session, front, "front.closed", now=now)
    for listing in session.scalars(select(Listing).where(Listing.shop_id.in_(ids))):
        end_listing(session, listing, now)
    for place in session.scalars(select(ChannelShop).where(ChannelShop.shop_id.in_(ids))):
        place.address = ""
        if place.state != ENDED:
            place.state = ENDED
            details = {"channel": place.channel}
            write(session, place, "channel.ended", now=now, details=details)
    session.flush()
    for kind in (Template, WantedPhoto):
        session.execute(delete(kind).where(kind.shop_id.in_(ids)))
    session.execute(
        update(ChannelFile)
        .where(ChannelFile.shop_id.in_(ids))
        .values(file=None, name="", wishes={}, findings=[], weight_bytes=0)
    )
    session.execute(
        update(Feed)
        .where(Feed.shop_id.in_(ids))
        .values(file=None, ended_at=func.coalesce(Feed.ended_at, now))
    )
    session.expire_all()


def end_listing(session: Session, listing: Listing, now: datetime) -> None:
    """The address goes; in its place stands a word that is its own, as two may not be alike."""
    listing.address = f"gone-{listing.id.hex}"
    if listing.state == ENDED:
        return
    listing.state, listing.ended_on = ENDED, local_day(now)
    details = {"channel": listing.channel, "product": str(listing.product_id)}
    write(session, listing, "listing.ended", now=now, details=details)
