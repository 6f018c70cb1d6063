"""Making a file for a channel: at once for a small shop, in the background for a large one."""

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from shopkit import clock
from shopkit.catalog.actions.photos import album
from shopkit.catalog.rules.record import Record
from shopkit.channels.models.handed_over import MADE, ChannelFile, Feed
from shopkit.channels.queries import files as queries
from shopkit.channels.rules.files import Head, Judged, sorted_out, write_file
from shopkit.channels.rules.layouts.hand_over import photo_name, safe
from shopkit.channels.rules.layouts.layout import Layout
from shopkit.channels.rules.layouts.shelf import CHANNELS, layout
from shopkit.db.files import Files
from shopkit.errors import NotFound, Refusal
from shopkit.jobs.actions import enqueue
from shopkit.journal.write import write
from shopkit.shops.models.shops import Shop

JOB = "channel_file"
SHELF = "channel_files"
# What a person waits for at her phone; more is done in the background.
AT_ONCE, AT_ONCE_WITH_PHOTOS = 300, 20
MOST_A_DAY = 60
KEPT_FOR = timedelta(days=30)
KEPT_UNKNOWN = timedelta(days=1)
# By reason; all are counted, so many are named.
MOST_NAMED = 200
MOST_PHOTOS = 9
REFUSED, MINDED = "refused", "complaint"
ZERO_HOUR = (1980, 1, 1, 0, 0, 0)


class TooManyFiles(Refusal):
    """The shop has had as many files made as it may in a day."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class NothingChosen(Refusal):
    """A file of no products."""


@dataclass
class Tally:
    """What became of the listings, and why."""

    taken: int = 0
    left_out: int = 0
    reasons: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    counts: dict[tuple[str, str], int] = field(default_factory=dict)

    def note(self, record: Record, judged: Judged) -> None:
        if judged.refused:
            self.left_out += 1
        else:
            self.taken += 1
        for kind, codes in ((REFUSED, judged.refused), (MINDED, judged.complaints)):
            for code in codes:
                self.counts[kind, code] = self.counts.get((kind, code), 0) + 1
                named = self.reasons.setdefault((kind, code), [])
                if len(named) < MOST_NAMED:
                    named.append(record.id)

    def told(self) -> list[dict[str, Any]]:
        """By reason, what keeps listings out first, then by how many it concerns."""
        order = sorted(self.counts, key=lambda one: (one[0] != REFUSED, -self.counts[one], one[1]))
        return [
            {
                "kind": kind,
                "reason": code,
                "count": self.counts[kind, code],
                "products": self.reasons[kind, code],
            }
            for kind, code in order
        ]


@dataclass(frozen=True)
class Made:
    """A finished file on its shelf."""

    file: str
    name: str
    weight_bytes: int
    tally: Tally


def shelf(files: Files) -> Files:
    """The files for channels, apart from all others so that a sweep knows what is whose."""
    return files.shelf(SHELF)


def ask_file(
    session: Session,
    shop: Shop,
    wanted: Layout,
    *,
    product_ids: Iterable[UUID] | None,
    with_photos: bool,
    owner_id: UUID,
    now: datetime,
) -> ChannelFile:
    """Ask for a file of all products or of those chosen; who makes it is settled by its size.

    Raises TooManyFiles and NothingChosen.
    """
    ids = None if product_ids is None else sorted(set(product_ids))
    if not queries.listing_count(session, shop, wanted, ids):
        raise NothingChosen
    midnight = clock.day_begins_at(clock.local_day(now))
    if queries.asked_since(session, shop, midnight) >= MOST_A_DAY:
        raise TooManyFiles(MOST_A_DAY)
    asked = ChannelFile(
        shop_id=shop.id,
        commune_code=shop.commune_code,
        channel=wanted.channel,
        form=wanted.form,
        asked_at=now,
        asked_by_id=owner_id,
        wishes={
            "products": None if ids is None else [str(one) for one in ids],
            "photos": with_photos,
        },
    )
    session.add(asked)
    session.flush()
    return asked


def make_at_once(session: Session, files: Files, asked: ChannelFile, *, address: str) -> bool:
    """Make a small file here and now; False leaves a large one to the background."""
    shop = session.get_one(Shop, asked.shop_id)
    count = queries.listing_count(session, shop, layout_of(asked), chosen(asked))
    if count > (AT_ONCE_WITH_PHOTOS if asked.wishes.get("photos") else AT_ONCE):
        return False
    keep_made(session, asked, make_file(session, files, asked, address=address), now=clock.now())
    return True


def make_later(session: Session, asked: ChannelFile, *, now: datetime) -> None:
    enqueue(
        session,
        JOB,
        asked.id,
        owner_id=asked.asked_by_id,
        shop_id=asked.shop_id,
        commune_code=asked.commune_code,
        total=1,
        now=now,
    )


def layout_of(asked: ChannelFile) -> Layout:
    return layout(asked.channel, asked.form)


def chosen(asked: ChannelFile) -> list[UUID] | None:
    ids = asked.wishes.get("products")
    return None if ids is None else [UUID(one) for one in ids]


def make_file(session: Session, files: Files, asked: ChannelFile, *, address: str) -> Made:
    """Write the file, and put it into a ZIP with the photos where these were wished for.

    Changes no record; the same products at the same moment give the same bytes.
    """
    shop, wanted = session.get_one(Shop, asked.shop_id), layout_of(asked)
    on, tally = clock.local_day(asked.asked_at), Tally()
    head = Head(shop.name, f"{address}/s/{shop.code}", asked.asked_at)
    found = queries.records_for(session, shop, wanted, address=address, on=on, ids=chosen(asked))
    with_photos = bool(asked.wishes.get("photos"))
    kept: list[Record] = []
    taken = sorted_out(found, wanted, on, tally.note)
    name = file_name(asked, wanted)
    with TemporaryDirectory(dir=files.drafts()) as folder:
        draft = Path(folder) / "table"
        with draft.open("wb") as out:
            remembered = remember(taken, kept) if with_photos else taken
            write_file(wanted, remembered, out, on=on, head=head)
        if with_photos:
            draft = zipped(session, files, draft, name, kept)
            name = name.rpartition(".")[0] + ".zip"
        weight = draft.stat().st_size
        return Made(shelf(files).take(draft), name, weight, tally)


def remember(records: Iterable[Record], kept: list[Record]) -> Iterator[Record]:
    for record in records:
        kept.append(record)
        yield record


def file_name(asked: ChannelFile, wanted: Layout) -> str:
    day = clock.local_day(asked.asked_at).isoformat()
    return f"{safe(asked.channel)}-{safe(asked.form)}-{day}.{wanted.ending}"


def zipped(
    session: Session, files: Files, table: Path, name: str, records: Iterable[Record]
) -> Path:
    """The table and a folder of photos, each named by the product and its place among them."""
    packed = table.with_name("packed")
    with ZipFile(packed, "w") as out:
        with table.open("rb") as source, out.open(entry(name, ZIP_DEFLATED), "w") as place:
            shutil.copyfileobj(source, place)
        for record in records:
            pictures = record.pictures[:MOST_PHOTOS]
            known = queries.photo_files(session, [UUID(one.id) for one in pictures])
            for number, picture in enumerate(pictures, 1):
                put_photo(out, files, known.get(picture.id), f"anh/{photo_name(record, number)}")
    return packed


def put_photo(out: ZipFile, files: Files, file: str | None, name: str) -> None:
    """Put one photo into the ZIP; one that was removed meanwhile is passed over."""
    if file is None:
        return
    try:
        source = album(files).opened(file)
    except NotFound:
        return
    with source, out.open(entry(name, ZIP_STORED), "w") as place:
        shutil.copyfileobj(source, place)


def entry(name: str, way: int) -> ZipInfo:
    info = ZipInfo(name, ZERO_HOUR)
    info.compress_type = way
    return info


def keep_made(session: Session, asked: ChannelFile, made: Made, *, now: datetime) -> None:
    """Note what a file became."""
    asked.state, asked.made_at = MADE, now
    asked.file, asked.name, asked.weight_bytes = made.file, made.name, made.weight_bytes
    asked.listing_count, asked.left_out_count = made.tally.taken, made.tally.left_out
    asked.findings = made.tally.told()
    details = {"channel": asked.channel, "form": asked.form}
    write(session, asked, "channel_file.made", now=now, details=details)


def sweep_files(session: Session, files: Files, *, now: datetime) -> int:
    """Forget files after thirty days, and remove those of no record; returns how many went."""
    old = ChannelFile.asked_at < now - KEPT_FOR
    session.execute(delete(ChannelFile).where(old, ChannelFile.channel.in_(CHANNELS)))
    known = {name for name in session.scalars(select(ChannelFile.file)) if name}
    known |= {name for name in session.scalars(select(Feed.file)) if name}
    return shelf(files).sweep(known, now - KEPT_UNKNOWN)
