"""Keeping papers: adding, replacing, removing, having them seen, and telling before they end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.accounts.actions.notices import tell
from shopkit.accounts.queries import people_of_shop
from shopkit.catalog.actions import darkroom
from shopkit.catalog.actions.products import actor_id
from shopkit.catalog.models.papers import Paper
from shopkit.catalog.models.products import Product
from shopkit.catalog.queries.papers import has_room, papers_ending, papers_of
from shopkit.catalog.rules.papers import (
    JPEG,
    MOST_BYTES_A_SHOP,
    MOST_PAGES,
    MOST_PAPERS,
    PDF,
    PaperNumberOdd,
    check_paper_dates,
    check_pdf,
    is_paper_number,
    kind_of,
    proposed_end,
)
from shopkit.catalog.rules.photo import MASTER
from shopkit.clock import local_day
from shopkit.db.files import Files
from shopkit.errors import Refusal
from shopkit.journal.models import SEEN
from shopkit.journal.write import write
from shopkit.shops.models.shops import Shop

SHELF = "papers"
ENDS_SOON = "paper.ends"
KEPT_UNKNOWN = timedelta(days=1)
# How a PDF begins; some printers put a few bytes before it.
PDF_MARK, PDF_MARK_WITHIN = b"%PDF-", 1024


class TooManyPapers(Refusal):
    """More papers, pages or bytes than a shop has."""


class PaperKnown(Refusal):
    """The same paper stands already."""


class PaperRemoved(Refusal):
    """What was replaced or taken away stands as it was."""


class OwnPaper(Refusal):
    """Nobody says of her own paper that staff have seen it."""


@dataclass(frozen=True)
class Page:
    """One page as it is kept: its bytes, and the ending that says what they are."""

    content: bytes
    ending: str


@dataclass(frozen=True)
class PaperFacts:
    """What stands on a paper."""

    kind: str
    number: str = ""
    title: str = ""
    issuer: str = ""
    stars: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None


def shelf(files: Files) -> Files:
    """The pages of papers, in a folder of their own so that a sweep knows what is whose."""
    return files.shelf(SHELF)


def readable_page(content: bytes) -> Page:
    """What a phone sent as a page: a whole PDF as it is, or a photo without place and time."""
    if PDF_MARK in content[:PDF_MARK_WITHIN]:
        check_pdf(content)
        return Page(content, PDF)
    return Page(darkroom.develop(content, ()).files[MASTER], JPEG)


def add_paper(
    session: Session,
    shop: Shop,
    product: Product | None,
    *,
    facts: PaperFacts,
    now: datetime,
    replaces: Paper | None = None,
) -> Paper:
    """Keep a paper of a shop, about a product or about all it makes; so far only declared."""
    if not has_room(session, shop.id, most=MOST_PAPERS, most_bytes=MOST_BYTES_A_SHOP):
        raise TooManyPapers
    valid_to = facts.valid_to or proposed_end(kind_of(facts.kind), facts.valid_from)
    check_paper_dates(facts.valid_from, valid_to, local_day(now))
    check_number(session, shop, product, facts, replaces)
    paper = Paper(
        shop_id=shop.id,
        commune_code=shop.commune_code,
        product_id=product.id if product else None,
        kind=kind_of(facts.kind).code,
        number=facts.number,
        title=facts.title,
        issuer=facts.issuer,
        stars=facts.stars,
        valid_from=facts.valid_from,
        valid_to=valid_to,
        added_at=now,
        entered_by_id=actor_id(session),
    )
    session.add(paper)
    session.flush()
    write(session, paper, "paper.added", now=now, details=told_of(paper))
    return paper


def told_of(paper: Paper) -> dict[str, str]:
    """What the journal is told of a paper: of what, how many stars, from when to when.

    Stars without the number of a decision are not told.
    """
    told = {"kind": paper.kind}
    if paper.product_id:
        told["product"] = str(paper.product_id)
    if paper.stars and paper.number:
        told["stars"] = str(paper.stars)
    if paper.valid_from:
        told["from"] = paper.valid_from.isoformat()
    if paper.valid_to:
        told["to"] = paper.valid_to.isoformat()
    return told


def check_number(
    session: Session,
    shop: Shop,
    product: Product | None,
    facts: PaperFacts,
    replaces: Paper | None,
) -> None:
    """Refuse a number that no paper bears, and a paper that the shop has already."""
    if not facts.number:
        return
    kind = kind_of(facts.kind)
    if not is_paper_number(kind, facts.number):
        raise PaperNumberOdd
    number, product_id = facts.number.casefold(), product.id if product else None
    for one in papers_of(session, shop):
        same = (one.kind, one.number.casefold(), one.product_id) == (kind.code, number, product_id)
        if same and one is not replaces:
            raise PaperKnown(str(one.id))


def replace_paper(
    session: Session,
    shop: Shop,
    old: Paper,
    product: Product | None,
    *,
    facts: PaperFacts,
    now: datetime,
) -> Paper:
    """Let a new paper stand for an old one, which is kept in the history with its pages."""
    if old.removed_at is not None:
        raise PaperRemoved
    paper = add_paper(session, shop, product, facts=facts, now=now, replaces=old)
    old.removed_at, old.replaced_by_id = now, paper.id
    session.flush()
    write(session, old, "paper.replaced", now=now, details=told_of(old) | {"by": str(paper.id)})
    return paper


def add_page(session: Session, files: Files, paper: Paper, page: Page, *, now: datetime) -> None:
    """Put one more page behind the others."""
    if paper.removed_at is not None:
        raise PaperRemoved
    room = has_room(session, paper.shop_id, most=MOST_PAPERS + 1, most_bytes=MOST_BYTES_A_SHOP)
    if len(paper.files) >= MOST_PAGES or not room:
        raise TooManyPapers
    name = shelf(files).put(page.content)
    paper.files = [*paper.files, name + page.ending]
    paper.weight_bytes += len(page.content)
    session.flush()
    write(session, paper, "paper.page_added", now=now)


def remove_paper(session: Session, paper: Paper, *, now: datetime) -> None:
    """Take a paper off all pages; its record and its pages stay in the history."""
    if paper.removed_at is not None:
        return
    paper.removed_at = now
    session.flush()
    write(session, paper, "paper.removed", now=now, details=told_of(paper))


def see_paper(session: Session, paper: Paper, *, by: UUID, now: datetime) -> None:
    """A helper has held the paper itself in her hands and found that it says what was told."""
    if by in people_of_shop(session, paper.shop_id):
        raise OwnPaper
    if paper.removed_at is not None:
        raise PaperRemoved
    paper.seen_at, paper.seen_by_id = now, by
    session.flush()
    write(session, paper, "paper.seen", now=now, evidence=SEEN)


def tell_of_ending(session: Session, *, now: datetime) -> int:
    """Tell each shop once of the papers that end within 30 days; returns how many papers."""
    found = papers_ending(session, on=local_day(now))
    told: set[tuple[UUID, UUID]] = set()
    for paper in found:
        paper.told_at = now
        write(session, paper, "paper.ending_told", now=now)
        for account_id in people_of_shop(session, paper.shop_id):
            if (paper.shop_id, account_id) not in told:
                tell(session, account_id, kind=ENDS_SOON, now=now)
                told.add((paper.shop_id, account_id))
    return len(found)


def page_of(files: Files, paper: Paper, number: int) -> Page | None:
    """A page by its number from 1."""
    if not 1 <= number <= len(paper.files):
        return None
    name = paper.files[number - 1]
    stem, dot, ending = name.partition(".")
    return Page(shelf(files).read(stem), dot + ending)


def sweep_papers(session: Session, files: Files, *, now: datetime) -> int:
    """Remove files that no paper holds; one younger than a day may belong to a request."""
    return shelf(files).sweep(set(names_in_use(session)), now - KEPT_UNKNOWN)


def names_in_use(session: Session) -> Iterator[str]:
    for names in session.scalars(select(Paper.files).execution_options(yield_per=1000)):
        yield from (name.partition(".")[0] for name in names)
