"""Noting at once that many products of a shop stand on a channel, seen there by somebody."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.accounts.queries import people_of_shop
from shopkit.catalog.actions.products import actor_id
from shopkit.channels.actions.listed import OwnListing, details_of
from shopkit.channels.models.listed import LIVE, ChannelShop, Listing
from shopkit.channels.rules.guides import Guide
from shopkit.clock import local_day
from shopkit.db.base import new_id
from shopkit.db.bulk import insert_rows
from shopkit.journal.models import SEEN
from shopkit.journal.write import write_each
from shopkit.shops.models.shops import Shop


def see_shop_and_listings(
    session: Session,
    shop: Shop,
    guide: Guide,
    *,
    address: str,
    products: Mapping[UUID, str],
    now: datetime,
) -> None:
    """A helper has gone through a shop's page: it is there, and so are these products.

    `products` tells the address of each; none of them was noted on this channel before.
    """
    by = actor_id(session)
    if by in people_of_shop(session, shop.id):
        raise OwnListing
    same: dict[str, Any] = {
        "shop_id": shop.id,
        "commune_code": shop.commune_code,
        "channel": guide.code,
        "state": LIVE,
        "seen_at": now,
        "seen_by_id": by,
        "seen_as": SEEN,
    }
    place = ChannelShop(address=address, begun_at=now, begun_by_id=by, **same)
    session.add(place)
    session.flush()
    write_each(session, [place], "channel.live", now=now, evidence=SEEN, details=details_of)
    since = local_day(now)
    listings = [
        Listing(
            id=new_id(),
            product_id=product_id,
            address=where,
            since=since,
            noted_at=now,
            noted_by_id=by,
            **same,
        )
        for product_id, where in products.items()
    ]
    insert_rows(session.connection(), Listing, [row_of(listing) for listing in listings])
    write_each(session, listings, "listing.live", now=now, evidence=SEEN, details=details_of)


def row_of(listing: Listing) -> dict[str, object]:
    return {name: getattr(listing, name) for name in COLUMNS} | {"version": 1}


COLUMNS = tuple(column.key for column in Listing.__mapper__.column_attrs if column.key != "version")
