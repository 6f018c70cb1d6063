"""Opening addresses that channels fetch from, and keeping what is handed out there."""

import gzip
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, cast

from sqlalchemy.orm import Session

from shopkit.catalog.actions.products import actor_id
from shopkit.channels.actions.files import Tally, shelf
from shopkit.channels.models.handed_over import Feed
from shopkit.channels.queries.feeds import open_feeds_of
from shopkit.channels.queries.files import records_for
from shopkit.channels.rules.feeds import feed_layout
from shopkit.channels.rules.files import Head, sorted_out, write_file
from shopkit.db.files import Files
from shopkit.errors import Refusal
from shopkit.journal.write import write
from shopkit.shops.models.shops import Shop

MOST_FEEDS = 10
# "Last fetched" needs no more than this; writing it each time would cost more than the answer.
FETCHED_AGAIN_AFTER = timedelta(minutes=10)
# Higher levels save a tenth and take twice as long.
SQUEEZE = 4


class TooManyFeeds(Refusal):
    """The shop has as many feeds as it may have at a time."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


@dataclass(frozen=True)
class Rendered:
    """What a feed hands out now: its file, and the state of the shop that it shows."""

    file: str
    made_of: str


def open_channel_feed(
    session: Session, shop: Shop, *, channel: str, form: str, now: datetime
) -> Feed:
    """Open an address; one that is open for this channel and form is returned instead."""
    feed_layout(channel, form)
    standing = open_feeds_of(session, shop)
    for feed in standing:
        if (feed.channel, feed.form) == (channel, form):
            return feed
    if len(standing) >= MOST_FEEDS:
        raise TooManyFeeds(MOST_FEEDS)
    opened = Feed(
        shop_id=shop.id,
        commune_code=shop.commune_code,
        channel=channel,
        form=form,
        secret=new_secret(),
        opened_at=now,
        opened_by_id=actor_id(session),
    )
    session.add(opened)
    session.flush()
    write(session, opened, "feed.opened", now=now, details={"channel": channel, "form": form})
    return opened


def new_secret() -> str:
    return secrets.token_hex(20)


def renew_secret(session: Session, feed: Feed, *, now: datetime) -> None:
    """Give a feed another address; the one before leads nowhere from now on."""
    feed.secret = new_secret()
    feed.fetched_at = None
    write(session, feed, "feed.renewed", now=now, details={"channel": feed.channel})


def end_channel_feed(session: Session, feed: Feed, *, now: datetime) -> None:
    if feed.ended_at is None:
        feed.ended_at, feed.file = now, None
        write(session, feed, "feed.ended", now=now, details={"channel": feed.channel})


def render_feed(
    session: Session,
    files: Files,
    feed: Feed,
    shop: Shop,
    *,
    address: str,
    mark: str,
    on: date,
    now: datetime,
) -> Rendered:
    """Write the feed, squeezed, and put it on its shelf; changes no record."""
    wanted = feed_layout(feed.channel, feed.form)
    head = Head(shop.name, f"{address}/s/{shop.code}", now)
    records = records_for(session, shop, wanted, address=address, on=on)
    taken = sorted_out(records, wanted, on, Tally().note)
    with TemporaryDirectory(dir=files.drafts()) as folder:
        draft = Path(folder) / "feed"
        # Without name and time in it the same listings give the same bytes, and so the same mark.
        with (
            draft.open("wb") as raw,
            gzip.GzipFile("", "wb", SQUEEZE, raw, mtime=0) as out,
        ):
            # A gzip file writes bytes as any other does; its type does not say so.
            write_file(wanted, taken, cast(BinaryIO, out), on=on, head=head)
        return Rendered(shelf(files).take(draft), mark)


def keep_rendered(session: Session, feed: Feed, rendered: Rendered, *, now: datetime) -> None:
    """Note what a feed hands out from now on, and since when it is as it is."""
    found = session.get_one(Feed, feed.id)
    if found.file != rendered.file:
        found.file, found.made_at = rendered.file, now
    found.made_of = rendered.made_of


def note_fetch(session: Session, feed: Feed, *, now: datetime) -> None:
    session.get_one(Feed, feed.id).fetched_at = now


def is_fetch_noted(feed: Feed, now: datetime) -> bool:
    return feed.fetched_at is not None and now - feed.fetched_at < FETCHED_AGAIN_AFTER
