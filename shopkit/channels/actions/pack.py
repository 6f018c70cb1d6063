"""Making the application pack for exchanges that take goods by hand."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID
from zipfile import ZipFile

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from shopkit import clock
from shopkit.catalog.actions.photos import album
from shopkit.catalog.models.papers import Paper
from shopkit.catalog.queries.papers import SHOWN
from shopkit.catalog.queries.records import records_of
from shopkit.channels.actions.pack_papers import pdfs_of
from shopkit.channels.models.handed_over import MADE, ChannelFile
from shopkit.channels.queries import pack as queries
from shopkit.channels.queries.files import asked_since, is_reachable
from shopkit.channels.rules.pack import (
    ALWAYS,
    HEADINGS,
    MOST_PHOTOS,
    READ_FIRST,
    TABLE,
    Attached,
    Item,
    description_text,
    is_bare_jpeg,
    member,
    missing_of,
    missing_papers,
    names_for,
    paper_name,
    plain_name,
    read_first,
    table_rows,
)
from shopkit.db.files import Files
from shopkit.errors import NotFound, Refusal
from shopkit.jobs.actions import enqueue
from shopkit.journal.write import write
from shopkit.sheets.writing import Sheet, workbook
from shopkit.shops.models.shops import Shop
from shopkit.text.phones import shown_phone

JOB = "channel_pack"
SHELF = "packs"
AT_ONCE = 10
MOST_A_DAY = 30
KEPT_FOR = timedelta(days=30)
KEPT_UNKNOWN = timedelta(days=1)
MOST_NAMED = 100


class NothingToPack(Refusal):
    """A pack of no products."""


class TooManyPacks(Refusal):
    """As many files as a shop may have made in a day."""


@dataclass(frozen=True)
class MadePack:
    """A finished pack on its shelf, and what it lacks."""

    file: str
    name: str
    weight_bytes: int
    listing_count: int
    findings: list[dict[str, Any]]


def shelf(files: Files) -> Files:
    """The packs, apart from all others so that a sweep knows what is whose."""
    return files.shelf(SHELF)


def ask_pack(
    session: Session,
    shop: Shop,
    *,
    channel: str,
    product_ids: Iterable[UUID],
    paper_ids: Iterable[UUID],
    owner_id: UUID,
    now: datetime,
) -> ChannelFile:
    """Ask for a pack of these products and papers; raises NothingToPack and TooManyPacks."""
    own = {one for one, _ in queries.titles_on_show(session, shop)}
    products = sorted(own & set(product_ids))
    if not products:
        raise NothingToPack
    if asked_since(session, shop, clock.day_begins_at(clock.local_day(now))) >= MOST_A_DAY:
        raise TooManyPacks(MOST_A_DAY)
    papers = {one.id for one in queries.papers_for(session, shop, products)}
    asked = ChannelFile(
        shop_id=shop.id,
        commune_code=shop.commune_code,
        channel=channel,
        form=queries.FORM,
        asked_at=now,
        asked_by_id=owner_id,
        wishes={
            "products": [str(one) for one in products],
            "papers": [str(one) for one in sorted(papers & set(paper_ids))],
        },
    )
    session.add(asked)
    session.flush()
    return asked


def make_now_or_later(
    session: Session, files: Files, asked: ChannelFile, *, address: str, now: datetime
) -> None:
    """A small pack is made while she waits, a large one in the background."""
    if len(asked.wishes["products"]) <= AT_ONCE:
        keep_pack(session, asked, make_pack(session, files, asked, address=address), now=now)
        return
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


@dataclass
class Packing:
    """A pack that is being filled; what cannot be read is left out and named."""

    files: Files
    out: ZipFile
    refused: list[str]

    def text(self, name: str, content: str) -> None:
        # A mark at its head, for programs that guess at letters otherwise.
        self.out.writestr(member(name, is_packed=True), content.encode("utf-8-sig"))

    def photo(self, name: str, file: str | None) -> bool:
        """Put a photo in, if it is there and tells nothing of its camera."""
        content = self.photo_or_none(file)
        if content is None:
            self.refused.append(name)
            return False
        self.out.writestr(member(name), content)
        return True

    def photo_or_none(self, file: str | None) -> bytes | None:
        try:
            content = album(self.files).read(file) if file else b""
        except NotFound:
            return None
        return content if is_bare_jpeg(content) else None

    def paper(self, paper: Paper, title: str, used: set[str]) -> Attached:
        """Put the pages of a paper in."""
        try:
            pdfs = pdfs_of(self.files, paper)
        except NotFound:
            pdfs = []
        names = []
        for pdf in pdfs:
            names.append(f"giay-to/{paper_name(paper.kind, paper.number, used)}.pdf")
            self.out.writestr(member(names[-1]), pdf)
        if not names:
            self.refused.append(title)
        return Attached(title, paper.kind, tuple(names))


def make_pack(session: Session, files: Files, asked: ChannelFile, *, address: str) -> MadePack:
    """Write the pack; changes no record, and the same content gives the same bytes."""
    shop = session.get_one(Shop, asked.shop_id)
    on = clock.local_day(asked.asked_at)
    ids = [UUID(one) for one in asked.wishes["products"]]
    with TemporaryDirectory(dir=files.drafts()) as folder:
        draft = Path(folder) / "pack"
        with ZipFile(draft, "w") as out:
            packing = Packing(files, out, [])
            items = list(packed_items(session, shop, packing, ids, address=address, on=on))
            attached, held = packed_papers(session, shop, packing, asked, ids, on)
            put_table(packing, items, has_pages=is_reachable(address))
            phone = shown_phone(shop.contact_phone) if shop.contact_phone else ""
            beyond = queries.beyond_count(session, shop)
            told = read_first(shop.name, phone, items, attached, held, packing.refused, beyond)
            packing.text(READ_FIRST, told)
        weight = draft.stat().st_size
        findings = findings_of(items, attached, packing.refused)
        name = f"ho-so-{plain_name(shop.name)}.zip"
        return MadePack(shelf(files).take(draft), name, weight, len(items), findings)


def packed_items(
    session: Session,
    shop: Shop,
    packing: Packing,
    ids: Collection[UUID],
    *,
    address: str,
    on: date,
) -> Iterator[Item]:
    """Each product with its text and photos put in."""
    records = list(records_of(session, shop, address=address, on=on, ids=ids))
    for record, name in zip(records, names_for(records), strict=True):
        pictures = record.pictures[:MOST_PHOTOS]
        known = queries.masters_of(session, [UUID(one.id) for one in pictures])
        photos = tuple(
            photo
            for number, picture in enumerate(pictures, 1)
            if packing.photo(photo := f"anh/{name}-{number}.jpg", known.get(picture.id))
        )
        packing.text(f"mo-ta/{name}.txt", description_text(record))
        yield Item(record, name, photos)


def packed_papers(
    session: Session,
    shop: Shop,
    packing: Packing,
    asked: ChannelFile,
    ids: Collection[UUID],
    on: date,
) -> tuple[list[Attached], list[Attached]]:
    """The papers she chose, put in; and those that she has but did not choose."""
    chosen, used = set(asked.wishes["papers"]), set[str]()
    attached, held = [], []
    for paper in queries.papers_for(session, shop, ids):
        title = title_of(paper, on)
        if str(paper.id) in chosen and paper.files:
            attached.append(packing.paper(paper, title, used))
        else:
            held.append(Attached(title, paper.kind))
    return attached, held


KIND_TITLES = {
    "ocop": "Quyết định công nhận OCOP",
    "self_declaration": "Bản tự công bố sản phẩm",
    "vietgap": "Giấy chứng nhận VietGAP",
    "organic": "Giấy chứng nhận hữu cơ",
    "standard": "Tiêu chuẩn áp dụng",
}


def title_of(paper: Paper, on: date) -> str:
    """What a paper is called; one without pages, or no longer in force, says so."""
    name = paper.title or KIND_TITLES.get(paper.kind, "Giấy khác")
    number = f" số {paper.number}" if paper.number else ""
    state = "" if paper.standing(on) in SHOWN else " (không còn hoặc chưa có hiệu lực)"
    pages = "" if paper.files else " (chưa có ảnh giấy)"
    return f"{name}{number}{state}{pages}"


def put_table(packing: Packing, items: list[Item], *, has_pages: bool) -> None:
    rows = table_rows(items, has_pages=has_pages)
    made_at = datetime(*ALWAYS, tzinfo=UTC)
    content = workbook([Sheet("Sản phẩm", HEADINGS, rows)], made_at)
    packing.out.writestr(member(TABLE), content)


def findings_of(
    items: list[Item], attached: list[Attached], refused: list[str]
) -> list[dict[str, Any]]:
    """What the pack lacks, for its page: by product, by paper, and what could not be read."""
    lacking = [(item, missing_of(item)) for item in items]
    told: list[dict[str, Any]] = [
        {"product": item.record.id, "title": item.record.title, "lacks": lacks}
        for item, lacks in lacking[:MOST_NAMED]
        if lacks
    ]
    told += [{"paper": title} for title in missing_papers(attached)]
    return told + [{"refused": name} for name in refused[:MOST_NAMED]]


def keep_pack(session: Session, asked: ChannelFile, made: MadePack, *, now: datetime) -> None:
    """Note what a pack became."""
    asked.state, asked.made_at = MADE, now
    asked.file, asked.name, asked.weight_bytes = made.file, made.name, made.weight_bytes
    asked.listing_count, asked.findings = made.listing_count, made.findings
    session.flush()
    details = {"channel": asked.channel, "form": asked.form}
    write(session, asked, "channel_file.made", now=now, details=details)


def sweep_packs(session: Session, files: Files, *, now: datetime) -> int:
    """Forget packs after thirty days, and remove those of no record; returns how many went."""
    old = ChannelFile.asked_at < now - KEPT_FOR
    session.execute(delete(ChannelFile).where(old, ChannelFile.form == queries.FORM))
    chosen = select(ChannelFile.file).where(ChannelFile.form == queries.FORM)
    known = {name for name in session.scalars(chosen) if name}
    return shelf(files).sweep(known, now - KEPT_UNKNOWN)
