"""Words in a listing that the law forbids or wants proof for. A helper, not legal advice.

Phrases are found with their accents. Words typed wholly without accents only ask, because without
accents "sữa chua" and "chữa" are the same.
"""

import csv
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path

from shopkit.catalog.rules.plain_words import PlainWords, bare_letters, plain_words, same_tones
from shopkit.catalog.rules.record import Record
from shopkit.text.search import fold

CLAIMS_FILE = Path(__file__).parents[1] / "data" / "claims.csv"
REQUIRED_FILE = Path(__file__).parents[1] / "data" / "required_sentences.csv"
# More than this many in one text say nothing new.
MOST_CLAIMS = 100
# As many letters on each side decide whether a phrase means what it seems to.
NEAR = 40


class Tier(StrEnum):
    """What a phrase means for sharing: held back, proof asked for, or a person's word asked for."""

    STOP = "stop"
    PROOF = "proof"
    PERSON = "person"


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """A phrase of the data: not one after or before some words, asked only after others.

    `proof` is the kind of paper that answers it; `bare` are its words as letters alone.
    """

    words: str
    bare: str
    tier: Tier
    reason: str
    better: str
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    asked_after: tuple[str, ...] = ()
    proof: str = ""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A phrase found in a text from `start` to `end`; `place` is the field it stands in.

    `is_guess` when she typed without accents, so that it may be another word; `before` and `after`
    are the words around it.
    """

    phrase: Phrase
    tier: Tier
    words: str
    start: int
    end: int
    place: str = ""
    is_guess: bool = False
    before: str = ""
    after: str = ""

    @property
    def is_stop(self) -> bool:
        return self.tier is Tier.STOP

    @property
    def better(self) -> str:
        return self.phrase.better

    @property
    def reason(self) -> str:
        return self.phrase.reason


def claims_in(record: Record) -> list[Claim]:
    """What is found in everything that buyers read of a listing, the gravest first."""
    told = list(told_texts(record))
    likely = likely_phrases("\n".join(text for _, text in told), phrases())
    if not likely:
        return []
    proofs = {proof.kind for proof in record.proofs}
    found = [
        replace(claim, place=place)
        for place, text in told
        for claim in claims_in_text(text, proofs=proofs, among=likely)
    ]
    return sorted(found, key=lambda claim: (not claim.is_stop, claim.is_guess))


def is_held_back(record: Record) -> bool:
    """Whether a listing holds a phrase that must go before it is shared."""
    return any(claim.is_stop for claim in claims_in(record))


def told_texts(record: Record) -> Iterator[tuple[str, str]]:
    """The fields that buyers read, each with its name."""
    yield "title", record.title
    yield "description", record.description
    for bullet in record.bullets:
        yield "bullets", bullet
    yield "story", record.story
    yield "ingredients", record.ingredients
    yield "directions", record.directions
    yield "storage", record.storage
    yield "brand", record.brand
    for name, value in record.attributes:
        yield "attributes", f"{name}: {value}"
    for tag in record.hashtags:
        yield "hashtags", tag
    for value in (*record.option_names, *(one for form in record.forms for one in form.values)):
        yield "variants", value


def claims_in_text(
    text: str, *, proofs: Collection[str] = (), among: Sequence[Phrase] | None = None
) -> list[Claim]:
    """What is found in one text, in its order; a shorter phrase inside a longer one is not told."""
    likely = likely_phrases(text, phrases() if among is None else among)
    if not likely:
        return []
    plain = without_required(plain_words(text))
    found = [
        claim
        for phrase in likely
        if not (phrase.proof and phrase.proof in proofs)
        for claim in found_of(phrase, plain, text)
    ]
    found.sort(key=lambda claim: (claim.start, -claim.end, not claim.is_stop))
    return outermost(found)[:MOST_CLAIMS]


def found_of(phrase: Phrase, plain: PlainWords, text: str) -> Iterator[Claim]:
    for match in pattern(phrase.words).finditer(plain.text):
        yield from claim_at(phrase, plain, match, text)
    bare = folded(phrase.words)
    if bare != phrase.words:
        for match in pattern(bare).finditer(plain.text):
            for claim in claim_at(phrase, plain, match, text):
                yield replace(claim, tier=asked(claim.tier), is_guess=True)


def claim_at(phrase: Phrase, plain: PlainWords, match: re.Match[str], text: str) -> Iterator[Claim]:
    before = plain.text[max(0, match.start() - NEAR) : match.start()].rstrip()
    after = plain.text[match.end() : match.end() + NEAR].lstrip()
    if ends_with(before, phrase.not_after) or starts_with(after, phrase.not_before):
        return
    start, end = plain.span(match.start(), match.end())
    tier = asked(phrase.tier) if ends_with(before, phrase.asked_after) else phrase.tier
    yield Claim(
        phrase=phrase,
        tier=tier,
        words=text[start:end],
        start=start,
        end=end,
        before=around(text[:start][::-1])[::-1],
        after=around(text[end:]),
    )


def around(text: str) -> str:
    """The start of a text up to the end of its line, in whole words, with dots if there is more."""
    line = text[: NEAR + 1].split("\n")[0]
    if len(line) <= NEAR:
        return line
    return line[:NEAR].rsplit(" ", 1)[0] + " …"


def asked(tier: Tier) -> Tier:
    """What only asks instead of stopping."""
    return Tier.PROOF if tier is Tier.STOP else tier


def ends_with(text: str, words: tuple[str, ...]) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(word)}$", text) for word in both(words))


def starts_with(text: str, words: tuple[str, ...]) -> bool:
    return any(re.match(rf"{re.escape(word)}(?!\w)", text) for word in both(words))


def both(words: tuple[str, ...]) -> Iterator[str]:
    """Words as written, and without their accents."""
    for word in words:
        yield word
        yield folded(word)


def outermost(claims: list[Claim]) -> list[Claim]:
    """Without those that lie inside one already taken, unless they are graver."""
    kept: list[Claim] = []
    for claim in claims:
        outer = kept[-1] if kept and claim.end <= kept[-1].end else None
        if outer is None:
            kept.append(claim)
        elif claim.is_stop and not outer.is_stop:
            kept[-1] = claim
    return kept


def without_required(plain: PlainWords) -> PlainWords:
    """The text with the sentences that the law itself demands blotted out."""
    text = plain.text
    for sentence in required_sentences():
        text = text.replace(sentence, "\0" * len(sentence))
    return replace(plain, text=text)


def likely_phrases(text: str, among: Sequence[Phrase]) -> Sequence[Phrase]:
    """The phrases that are worth a closer look; ten thousand listings must not take minutes."""
    if "&" in text or "<" in text:
        return among
    bare = bare_letters(text)
    return [phrase for phrase in among if phrase.bare in bare]


@cache
def folded(words: str) -> str:
    return fold(words)


@cache
def pattern(words: str) -> re.Pattern[str]:
    """A phrase between the borders of words; also when its words are written as one."""
    return re.compile(rf"(?<!\w){' ?'.join(map(re.escape, words.split(' ')))}(?!\w)")


@cache
def phrases() -> tuple[Phrase, ...]:
    """The phrases of the data, in its order."""
    with CLAIMS_FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Phrase(
                words=same_tones(row["phrase"]),
                bare=bare_letters(same_tones(row["phrase"])),
                tier=Tier(row["tier"]),
                reason=row["reason"],
                better=row["better"],
                not_after=several(row["not_after"]),
                not_before=several(row["not_before"]),
                asked_after=several(row["asked_after"]),
                proof=row["proof"],
            )
            for row in csv.DictReader(file)
        )


def several(cell: str) -> tuple[str, ...]:
    return tuple(same_tones(word) for word in cell.split("|") if word)


@cache
def required_sentences() -> tuple[str, ...]:
    """What the law wants said word for word, the longest first."""
    with REQUIRED_FILE.open(encoding="utf-8", newline="") as file:
        sentences = [same_tones(row["sentence"]) for row in csv.DictReader(file)]
    return tuple(sorted(sentences, key=len, reverse=True))
