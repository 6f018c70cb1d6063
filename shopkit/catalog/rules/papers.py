"""Kinds of papers, how long they hold, and what a file must be: no table and no web."""

import csv
import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

from shopkit.errors import Refusal

KINDS_FILE = Path(__file__).parents[1] / "data" / "papers.csv"

OCOP, SELF_DECLARATION, VIETGAP, ORGANIC = "ocop", "self_declaration", "vietgap", "organic"
STANDARD, OTHER = "standard", "other"
JPEG, PDF = ".jpg", ".pdf"

FEWEST_STARS, MOST_STARS = 3, 5
SOON = timedelta(days=30)
LONGEST_VALIDITY = timedelta(days=20 * 366)
MOST_PAPERS = 60
MOST_PAGES = 10
MOST_PDF_BYTES = 10 * 1024 * 1024
MOST_BYTES_A_SHOP = 100 * 1024 * 1024
# The head and the tail in which a reader of PDF looks for its marks.
MARGIN = 1024
_HEAD = re.compile(rb"%PDF-[12]\.\d")
_TAIL = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF")
# What a decision number is written with; names of standards have a few signs more.
_NUMBER = re.compile(r"(?=.*\d)[^\W_][\w /.:()-]*")
_LOOSER = re.compile(r"(?=.*\d)[\w /.():,+&-]+")
_XREF = re.compile(rb"\s*(?:xref|\d+\s+\d+\s+obj)")


class Standing(StrEnum):
    """How a paper stands on a day."""

    NOT_YET = "not_yet"
    GOOD = "good"
    ENDING = "ending"
    ENDED = "ended"
    INCOMPLETE = "incomplete"


class PaperDatesBackwards(Refusal):
    """A paper that ends before it begins."""


class PaperTooLong(Refusal):
    """A validity that must be a slip of the finger."""


class PaperInFuture(Refusal):
    """Nobody holds a paper that is granted tomorrow."""


class PaperNumberOdd(Refusal):
    """What stands on no paper as its number."""


class NotPdf(Refusal):
    """The bytes are no whole PDF."""


class PdfTooHeavy(Refusal):
    """More than a scanned paper needs."""


class PdfLocked(Refusal):
    """A PDF that opens with a password only."""


@dataclass(frozen=True)
class Kind:
    """What a kind of paper asks for; `months` is how long such a paper usually holds."""

    code: str
    months: int | None
    needs_number: bool
    needs_dates: bool
    has_stars: bool
    per_product: bool
    source: str
    certainty: str


@cache
def kinds() -> dict[str, Kind]:
    """The kinds of papers by their code, in the order in which they are offered."""
    with KINDS_FILE.open(encoding="utf-8", newline="") as file:
        return {
            row["kind"]: Kind(
                row["kind"],
                int(row["months"]) if row["months"] else None,
                row["needs_number"] == "1",
                row["needs_dates"] == "1",
                row["has_stars"] == "1",
                row["per_product"] == "1",
                row["source"],
                row["certainty"],
            )
            for row in csv.DictReader(file)
        }


def kind_of(code: str) -> Kind:
    return kinds().get(code, kinds()[OTHER])


def months_after(day: date, months: int) -> date:
    """The same day so many months on, or the last day of a shorter month."""
    year, month = divmod(day.month - 1 + months, 12)
    return date(day.year + year, month + 1, min(day.day, monthrange(day.year + year, month + 1)[1]))


def proposed_end(kind: Kind, valid_from: date | None) -> date | None:
    """The last day on which such a paper usually holds; None where it is not known."""
    if kind.months is None or valid_from is None:
        return None
    return months_after(valid_from, kind.months) - timedelta(days=1)


def check_paper_dates(valid_from: date | None, valid_to: date | None, today: date) -> None:
    """Refuse dates that cannot be true."""
    if valid_from and valid_from > today:
        raise PaperInFuture
    if valid_from and valid_to and valid_to < valid_from:
        raise PaperDatesBackwards
    if valid_to and valid_to > (valid_from or today) + LONGEST_VALIDITY:
        raise PaperTooLong


def is_paper_number(kind: Kind, number: str) -> bool:
    """Whether a paper of this kind can bear such a number: with a digit, without odd signs."""
    return bool((_NUMBER if kind.needs_number else _LOOSER).fullmatch(number))


def standing_on(
    kind: Kind,
    *,
    number: str,
    stars: int | None,
    valid_from: date | None,
    valid_to: date | None,
    on: date,
) -> Standing:
    """Whether a paper may be shown on a day, and if not, why."""
    if kind.has_stars and not (stars and FEWEST_STARS <= stars <= MOST_STARS):
        return Standing.INCOMPLETE
    if kind.needs_number and not is_paper_number(kind, number):
        return Standing.INCOMPLETE
    if kind.needs_dates and not (valid_from and valid_to):
        return Standing.INCOMPLETE
    if valid_to and valid_to < on:
        return Standing.ENDED
    if valid_from and valid_from > on:
        return Standing.NOT_YET
    return Standing.ENDING if valid_to and valid_to - on <= SOON else Standing.GOOD


def check_pdf(content: bytes) -> None:
    """Refuse what is no whole, open PDF: its head, its end, and where the end points to."""
    if len(content) > MOST_PDF_BYTES:
        raise PdfTooHeavy
    ends = _TAIL.findall(content[-MARGIN:])
    if not _HEAD.search(content[:MARGIN]) or not ends:
        raise NotPdf
    if not _XREF.match(content[int(ends[-1]) :][:64]):
        raise NotPdf
    if re.search(rb"/Encrypt\s+\d+\s+\d+\s+R", content):
        raise PdfLocked
