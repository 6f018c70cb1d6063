"""A text as its words are heard: nothing that hides a word survives, and every place is known."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import category, combining, normalize

ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
TONES = "\u0300\u0301\u0303\u0309\u0323"
# Both ways to place a tone are in use; the older, "hòa", is the one that is compared.
PAIRS = {
    normalize("NFC", first + second + tone): normalize("NFC", first + tone + second)
    for first, second in ("oa", "oe", "uy")
    for tone in TONES
}
PAIR = re.compile("|".join(PAIRS))


# Letters of other alphabets that look like ours.
ALIKE = str.maketrans("аеорсухіѕјһνοαкмтвн", "aeopcyxisjhvoakmtbh")
# Single letters with a blank between each, at least four: one word that hides.
SPACED = re.compile(r"(?<!\w)\w(?: \w){3,}(?!\w)")
UNSEEN = ("Cf", "Mn", "Me")
# What may stand between letters without being one.
BETWEEN = str.maketrans("", "", " \t\n\r-_.*~+/|\\^=")


@dataclass(frozen=True)
class PlainWords:
    """Lower-case composed text with single blanks; `starts`, `ends`: where each letter was."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the letters from `start` to `end` stand in the text as it was written."""
        return self.starts[start], self.ends[end - 1]


def plain_words(text: str) -> PlainWords:
    """A text without entities, tags, invisible marks, joints and doubled blanks."""
    letters: list[tuple[str, int, int]] = []
    for letter, start, end in composed(decoded(text)):
        if category(letter) in UNSEEN:
            continue
        heard = " " if letter.isspace() else (letter.lower()[:1] or letter).translate(ALIKE)
        if heard == " " and (not letters or letters[-1][0] == " "):
            continue
        letters.append((heard, start, end))
    heard_text = without_joints("".join(letter for letter, _, _ in letters))
    gaps = gaps_in(heard_text)
    kept = [place for place in range(len(heard_text)) if place not in gaps]
    return PlainWords(
        same_tones("".join(heard_text[place] for place in kept)),
        tuple(letters[place][1] for place in kept),
        tuple(letters[place][2] for place in kept),
    )


def gaps_in(text: str) -> set[int]:
    """The blanks between the letters of words that were written letter by letter."""
    return {
        place
        for match in SPACED.finditer(text)
        for place in range(match.start(), match.end())
        if text[place] == " "
    }


def same_tones(text: str) -> str:
    """With the tone of oa, oe and uy on one and the same letter; as long as before.

    "quý" keeps its tone where it is: there the u belongs to the q.
    """
    return re.sub(rf"(?<!q)(?:{PAIR.pattern})", lambda match: PAIRS[match[0]], text)


def without_joints(text: str) -> str:
    """With a blank for a joint between two letters."""
    return re.sub(r"(?<=[^\W\d_])[-_.*·•~+/|\\^=](?=[^\W\d_])", " ", text)


def decoded(text: str) -> Iterator[tuple[str, int, int]]:
    """Letters with their place; an entity is the letter it stands for, a tag is nothing."""
    at = 0
    for match in re.finditer(f"{ENTITY.pattern}|{TAG.pattern}", text):
        for place in range(at, match.start()):
            yield text[place], place, place + 1
        if match[0].startswith("&"):
            for letter in html.unescape(match[0]):
                yield letter, match.start(), match.end()
        at = match.end()
    for place in range(at, len(text)):
        yield text[place], place, place + 1


def composed(letters: Iterator[tuple[str, int, int]]) -> Iterator[tuple[str, int, int]]:
    """Letters with their marks in one."""
    held, start, end = "", 0, 0
    for letter, from_place, to_place in letters:
        if held and combining(letter):
            held, end = normalize("NFC", held + letter), to_place
            continue
        yield from ((one, start, end) for one in held)
        held, start, end = letter, from_place, to_place
    yield from ((one, start, end) for one in held)


def bare_letters(text: str) -> str:
    """A text as letters alone, for a first look: whatever is found closer is found in it too."""
    ours = text.lower().replace("đ", "d").translate(ALIKE)
    bare = normalize("NFD", ours).encode("ascii", "ignore").decode()
    return bare.translate(BETWEEN)
