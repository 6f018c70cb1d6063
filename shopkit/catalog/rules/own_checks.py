"""Our own checks beside the channels' rules; they never count in the points."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from unicodedata import category

from shopkit.catalog.rules.claims import claims_in
from shopkit.catalog.rules.listing import is_gtin
from shopkit.catalog.rules.papers import OCOP
from shopkit.catalog.rules.plain_words import plain_words
from shopkit.catalog.rules.quality_measures import short_side
from shopkit.catalog.rules.record import Record

GOOD_SIDE_PX = 500
SHOUTED_LETTERS = 8
PHONE = re.compile(r"(?<!\d)(?:\+?84|0)[ .-]?\d(?:[ .-]?\d){7,9}(?!\d)")
LINK = re.compile(r"https?://|www\.|\b[\w-]+\.(?:com|vn|net|org|shop|store)\b", re.IGNORECASE)
PRICE = re.compile(r"\d\s?(?:k|đ|₫|vnd|vnđ|nghìn|ngàn)\b", re.IGNORECASE)
STARS = re.compile(r"ocop[^.\n]{0,20}?\b([345])\s*sao|\b([345])\s*sao\s+ocop")


class OwnCheck(StrEnum):
    """What we ask about ourselves."""

    BANNED = "banned"
    ASKED = "asked"
    NO_PRICE = "no_price"
    SALE_NOT_LOWER = "sale_not_lower"
    GTIN_WRONG = "gtin_wrong"
    PHOTO_SMALL = "photo_small"
    PAPER_ENDED = "paper_ended"
    STARS_UNPROVED = "stars_unproved"
    TITLE_SHOUTS = "title_shouts"
    TITLE_PHONE = "title_phone"
    TITLE_LINK = "title_link"
    TITLE_PRICE = "title_price"
    TITLE_SIGNS = "title_signs"
    TITLE_TWICE = "title_twice"


# What must be mended before a listing goes anywhere.
GRAVE = frozenset({OwnCheck.BANNED, OwnCheck.NO_PRICE, OwnCheck.GTIN_WRONG})


@dataclass(frozen=True)
class Remark:
    """What one of our checks found: about which words or number, and the part that mends it."""

    check: OwnCheck
    part: str
    about: str = ""

    @property
    def is_grave(self) -> bool:
        return self.check in GRAVE


def remarks_on(record: Record, on: date, ended_papers: tuple[str, ...] = ()) -> list[Remark]:
    """What our own checks find, the grave first; `ended_papers` are kinds no longer in force."""
    found = [
        *claim_remarks(record),
        *price_remarks(record, on),
        *fact_remarks(record),
        *(Remark(OwnCheck.PAPER_ENDED, "papers", kind) for kind in ended_papers),
        *title_remarks(record.title),
    ]
    return sorted(found, key=lambda remark: not remark.is_grave)


def claim_remarks(record: Record) -> Iterator[Remark]:
    for claim in claims_in(record):
        check = OwnCheck.BANNED if claim.is_stop else OwnCheck.ASKED
        yield Remark(check, claim.place, claim.words)


def price_remarks(record: Record, on: date) -> Iterator[Remark]:
    forms = record.sold_forms()
    if any(form.price_vnd is None for form in forms):
        yield Remark(OwnCheck.NO_PRICE, "price")
    if record.is_on_sale(on) and any(
        form.price_vnd is not None
        and form.sale_price_vnd is not None
        and form.sale_price_vnd >= form.price_vnd
        for form in forms
    ):
        yield Remark(OwnCheck.SALE_NOT_LOWER, "price")


def fact_remarks(record: Record) -> Iterator[Remark]:
    for gtin in sorted({form.gtin for form in record.sold_forms() if form.gtin}):
        if not is_gtin(gtin):
            yield Remark(OwnCheck.GTIN_WRONG, "codes", gtin)
    small = sum(0 < short_side(picture) < GOOD_SIDE_PX for picture in record.pictures)
    if small:
        yield Remark(OwnCheck.PHOTO_SMALL, "photos", str(small))
    if unproved_stars(record):
        yield Remark(OwnCheck.STARS_UNPROVED, "papers")


def unproved_stars(record: Record) -> bool:
    """Whether the text tells of more OCOP stars than a paper in force gives."""
    proved = max((proof.stars or 0 for proof in record.proofs if proof.kind == OCOP), default=0)
    told = plain_words(f"{record.title}\n{record.description}\n{' '.join(record.bullets)}").text
    return any(int(match[1] or match[2]) > proved for match in STARS.finditer(told))


def title_remarks(title: str) -> Iterator[Remark]:
    letters = [letter for letter in title if letter.isalpha()]
    if len(letters) >= SHOUTED_LETTERS and all(letter.isupper() for letter in letters):
        yield Remark(OwnCheck.TITLE_SHOUTS, "title")
    for check, pattern in (
        (OwnCheck.TITLE_PHONE, PHONE),
        (OwnCheck.TITLE_LINK, LINK),
        (OwnCheck.TITLE_PRICE, PRICE),
    ):
        match = pattern.search(title)
        if match:
            yield Remark(check, "title", match[0].strip())
    if "!!" in title or any(is_picture_sign(letter) for letter in title):
        yield Remark(OwnCheck.TITLE_SIGNS, "title")
    twice = said_twice(title)
    if twice:
        yield Remark(OwnCheck.TITLE_TWICE, "title", twice)


def is_picture_sign(letter: str) -> bool:
    """Whether this is an emoji or another drawn sign."""
    return category(letter) == "So" and letter not in "°®™©"


def said_twice(title: str) -> str:
    """Two words that stand twice in a title, such as "mật ong"; empty where none do.

    Single words repeat in honest Vietnamese names, as "bánh" in "bánh đa, bánh tráng".
    """
    words = [word for word in re.findall(r"\w+", title.lower()) if not word.isdigit()]
    pairs = [f"{one} {other}" for one, other in pairwise(words)]
    return next((pair for at, pair in enumerate(pairs) if pair in pairs[:at]), "")
