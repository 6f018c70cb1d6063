"""A first draft of a listing from three answers and what is already known; it invents nothing."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from shopkit.catalog.rules.claims import claims_in_text
from shopkit.catalog.rules.facts import fact_lines, keeps, net, stars_of
from shopkit.catalog.rules.keywords import hashtags_for
from shopkit.catalog.rules.own_checks import (
    LINK,
    PHONE,
    PRICE,
    is_picture_sign,
    said_twice,
    title_remarks,
)
from shopkit.catalog.rules.papers import OCOP
from shopkit.catalog.rules.quality_measures import NO_BRANDS
from shopkit.catalog.rules.record import Record
from shopkit.text.search import search_text

DRAFTS_FILE = Path(__file__).parents[1] / "data" / "drafts.json"

FRESH, PROCESSED, DRINK, ALCOHOL = "fresh", "processed", "drink", "alcohol"
HERBAL, CRAFT, PLANT, TOURISM = "herbal", "craft", "plant", "tourism"
KINDS = (FRESH, PROCESSED, DRINK, ALCOHOL, HERBAL, CRAFT, PLANT, TOURISM)

# How the codes of categories and OCOP groups begin, the narrower first.
KIND_SIGNS = (
    ("drink.alcohol", ALCOHOL),
    ("drink", DRINK),
    ("herbal", HERBAL),
    ("craft", CRAFT),
    ("plant", PLANT),
    ("tourism", TOURISM),
    ("food.fresh", FRESH),
    ("food", PROCESSED),
)

FOR_BUYERS_OF_GOODS = (
    "Khi nhận hàng, mở ra xem ngay; có gì chưa đúng thì chụp ảnh rồi nhắn cửa hàng.",
    "Mua nhiều hoặc mua làm quà thì nhắn trước để kịp soạn hàng.",
)
LONGEST_TITLE = 100
SHORT_TITLE = 40
LONGEST_TRAIT = 60
LONGEST_ANSWER = 500
LONGEST_BULLET = 250
MOST_BULLETS = 5
MOST_SYLLABLES = 25
SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")
PAUSE = re.compile(r"(?<=[,;:])\s+")


@dataclass(frozen=True)
class Manner:
    """How a kind of goods is written about; the words are for the listing, not for the page."""

    tags: tuple[str, ...]
    use: str
    closing: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What she answered: what is special in a few words, how it is made, how it is used."""

    trait: str = ""
    making: str = ""
    use: str = ""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A draft to be edited; `dropped` are sentences left out for words that may not be written."""

    title: str
    description: str
    bullets: tuple[str, ...]
    hashtags: tuple[str, ...]
    dropped: tuple[str, ...] = ()


@cache
def manners() -> Mapping[str, Manner]:
    with DRAFTS_FILE.open(encoding="utf-8") as file:
        return {
            kind: Manner(tuple(found["tags"]), found["use"], tuple(found["closing"]))
            for kind, found in json.load(file).items()
        }


def draft(record: Record, kind: str, answers: Answers) -> Draft:
    """Write what a listing of this kind should say, from her answers and the record alone."""
    manner = manners()[kind]
    trait, bad_trait = allowed([answers.trait.strip().rstrip(".")])
    making, bad_making = allowed(sentences(answers.making))
    use, bad_use = allowed(sentences(answers.use))
    told = " ".join(trait)
    title = title_of(record, told)
    facts = tuple(allowed(fact_lines(record))[0])
    bullets = tuple(fact[:LONGEST_BULLET] for fact in bullets_of(told, facts))
    rest = [fact for fact in facts if fact not in bullets]
    description = "\n\n".join(
        block
        for block in (
            opening(clean_name(record.title) or title, told, record.origin, making),
            f"{manner.use}: {' '.join(use)}" if use else "",
            "\n".join(rest),
            " ".join((*manner.closing, *closing(record, kind))),
        )
        if block
    )
    tags = hashtags_for(replace(record, title=clean_name(record.title)), (told, *manner.tags))
    return Draft(
        title=title,
        description=description,
        bullets=bullets,
        hashtags=tags,
        dropped=(*bad_trait, *bad_making, *bad_use),
    )


def opening(name: str, trait: str, origin: str, making: list[str]) -> str:
    """The first paragraph: what it is, then how it is made, in her sentences."""
    first = name
    for piece, word in ((trait, ""), (origin, "từ ")):
        if piece and not has_words(first, piece) and not claims_in_text(piece):
            first = f"{first}, {word}{piece}"
    return "\n".join((f"{first}.", " ".join(making))) if making else f"{first}."


def closing(record: Record, kind: str) -> Iterator[str]:
    """What every buyer wants to know; it promises nothing that she has not promised."""
    if kind != TOURISM:
        yield from FOR_BUYERS_OF_GOODS
    if record.shop_name and not claims_in_text(record.shop_name):
        yield f"Nhắn {record.shop_name} khi cần hỏi thêm."
    else:
        yield "Nhắn cửa hàng khi cần hỏi thêm."


def bullets_of(trait: str, facts: Iterable[str]) -> list[str]:
    """The points worth a line of their own, the most telling first."""
    points = [f"Điểm riêng: {trait}"] if trait else []
    return [*points, *facts][:MOST_BULLETS]


def title_of(record: Record, trait: str) -> str:
    """Kind, what is special, place, brand, net weight, stars; nothing twice, at most 100."""
    title = clean_name(record.title)
    brand = "" if search_text(record.brand) in NO_BRANDS else record.brand
    for piece in (trait.split(",")[0], record.origin, brand, net(record), stars_of(record)):
        title = with_piece(title, piece)
    if len(title) < SHORT_TITLE and record.shop_name:
        title = with_piece(title, f"của {record.shop_name}")
    if len(title) < SHORT_TITLE and keeps(record):
        title = with_piece(title, f"hạn dùng {keeps(record)}")
    return title[:LONGEST_TITLE].rstrip(" ,.-")


def with_piece(title: str, piece: str) -> str:
    """The title with one more piece, if it is short, new and fit for a title."""
    piece = without_echo(title, piece.strip(" .,;"))
    longer = f"{title} {piece}".strip()
    if not piece or len(piece) > LONGEST_TRAIT or len(longer) > LONGEST_TITLE:
        return title
    if has_words(title, piece) or said_twice(longer) or title_remarks_on(piece):
        return title
    told = [claim for claim in claims_in_text(longer) if claim.end > len(title)]
    if any(claim.is_stop or claim.phrase.proof != OCOP for claim in told):
        return title
    return longer


def without_echo(title: str, piece: str) -> str:
    """A piece without its first word where the title ends in it: Giỏ tre, tre ngâm."""
    first, _blank, rest = piece.partition(" ")
    last = title.rsplit(" ", 1)[-1]
    return rest if rest and search_text(first) == search_text(last) else piece


def title_remarks_on(piece: str) -> bool:
    return next(title_remarks(piece.capitalize()), None) is not None


def clean_name(title: str) -> str:
    """Her name for it without what no title may hold: phones, links, prices, signs, shouting."""
    for pattern in (PHONE, LINK, PRICE):
        title = pattern.sub(" ", title)
    title = "".join(letter for letter in title if not is_picture_sign(letter)).replace("!", " ")
    # Again and again: what is left on both sides of a word taken out may be another.
    while stops := [claim for claim in claims_in_text(title) if claim.is_stop]:
        title = f"{title[: stops[0].start]} {title[stops[0].end :]}"
    title = re.sub(r"\s+", " ", title).strip(" ,.-")
    letters = [letter for letter in title if letter.isalpha()]
    return title.capitalize() if letters and all(map(str.isupper, letters)) else title


def has_words(text: str, piece: str) -> bool:
    """Whether a text already says this, marks and case aside."""
    return f" {search_text(piece)} " in f" {search_text(text)} "


def allowed(told: Iterable[str]) -> tuple[list[str], list[str]]:
    """What may be written, and the parts that may not for a word that is forbidden."""
    kept: list[str] = []
    dropped: list[str] = []
    for part in told:
        if not is_stopped(part):
            kept.append(part)
            continue
        pieces = PAUSE.split(part)
        clean = [piece for piece in pieces if piece.strip(" .,;:") and not is_stopped(piece)]
        dropped.extend(piece for piece in pieces if is_stopped(piece))
        if clean and not is_stopped(" ".join(clean)):
            kept.append(finished(" ".join(clean)))
    return [part for part in kept if part], dropped


def is_stopped(text: str) -> bool:
    return any(claim.is_stop for claim in claims_in_text(text))


def sentences(answer: str) -> list[str]:
    """An answer as sentences with a capital and an end; long ones broken where she paused."""
    found: list[str] = []
    for part in SENTENCE_END.split(answer):
        found.extend(finished(piece) for piece in broken(part.strip()) if piece.strip(" .,;:"))
    return found


def broken(sentence: str) -> Iterator[str]:
    """Pieces of at most 25 syllables where there are pauses to break at."""
    held = ""
    for piece in PAUSE.split(sentence):
        longer = f"{held} {piece}".strip()
        if held and len(longer.split()) > MOST_SYLLABLES:
            yield held
            held = piece
        else:
            held = longer
    if held:
        yield held


def finished(sentence: str) -> str:
    sentence = sentence.strip().rstrip(",;:")
    sentence = sentence[:1].upper() + sentence[1:]
    return sentence if sentence[-1] in ".!?…" else f"{sentence}."


def kind_of(ocop_group: str | None, category: str | None) -> str | None:
    """The kind of goods that a category or an OCOP group most likely is; None to be asked."""
    for code in (category, ocop_group):
        for start, kind in KIND_SIGNS:
            if code and code.startswith(start):
                return kind
    return None
