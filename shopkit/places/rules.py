"""How a place that somebody types is compared with the names on the lists."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from shopkit.text.order import LEVEL_ENDS, sort_key
from shopkit.text.search import fold, search_text

LONGEST = 100
MOST_WORDS = 10

TYPE_NAMES = {
    "xa": "Xã",
    "phuong": "Phường",
    "dac_khu": "Đặc khu",
    "tinh": "Tỉnh",
    "thanh_pho": "Thành phố",
}
# Before a name these say what kind of unit is meant. People keep using the kind it was before.
KINDS = re.compile(r"(xa|x|phuong|p|thi tran|tt|dac khu) (?=\S)")
SHORT_FORMS = {
    "tt": "thi tran",
    "tx": "thi xa",
    "tp": "thanh pho",
    "tphcm": "ho chi minh",
    "hcm": "ho chi minh",
    "hn": "ha noi",
}
KINDS_IN_FULL = {"x": "xa", "p": "phuong", "tt": "thi tran"}

WORD = re.compile(r"\w+")

VILLAGE_KINDS = {
    "to dan pho": "to_dan_pho",
    "to nhan dan": "to_dan_pho",
    "khu dan cu": "khu_pho",
    "khu pho": "khu_pho",
    "tieu khu": "tieu_khu",
    "tdp": "to_dan_pho",
    "thon": "thon",
    "ban": "ban",
    "lang": "lang",
    "ap": "ap",
    "buon": "buon",
    "bon": "buon",
    "xom": "xom",
    "khom": "khom",
    "khoi": "khoi",
    "to": "to_dan_pho",
}


@dataclass(frozen=True)
class Asked:
    """A typed place, folded: `wholes` are what its name may be, `marked` the words with marks."""

    wholes: tuple[str, ...]
    words: tuple[str, ...]
    kind: str
    marked: Mapping[str, frozenset[tuple[str, str]]]


def is_unit_code(text: str, digits: int) -> bool:
    """Whether a text has the form of a code: asking a database for other text is an error."""
    return len(text) == digits and text.isascii() and text.isdigit()


def asked(typed: str) -> Asked | None:
    """What to look for, or None when nothing was typed that could be a name."""
    folded = search_text(typed[:LONGEST])
    spaced = re.sub(r"([a-z])(\d)", r"\1 \2", folded)  # q1, p12
    if not spaced:
        return None
    found = KINDS.match(spaced)
    kind = KINDS_IN_FULL.get(found[1], found[1]) if found else ""
    bare = spaced[found.end() :] if found else spaced
    words = " ".join(SHORT_FORMS.get(word, word) for word in bare.split()).split()
    wholes = tuple(dict.fromkeys(whole[:LONGEST] for whole in (" ".join(words), spaced)))
    return Asked(wholes, tuple(dict.fromkeys(words))[:MOST_WORDS], kind, _marked(typed[:LONGEST]))


def is_written_alike(wanted: Asked, name: str) -> bool:
    """Whether the marks somebody typed agree with a name; a word typed without marks always does.

    "hoà" and "hòa" are alike, "An Tường" and "Ân Tường" are not.
    """
    return all(
        _syllable(word) in wanted.marked[fold(word)]
        for word in WORD.findall(name)
        if wanted.marked and fold(word) in wanted.marked
    )


def _marked(typed: str) -> dict[str, frozenset[tuple[str, str]]]:
    """The typed words that carry marks, by their folded form."""
    words = [word for word in WORD.findall(typed.lower()) if fold(word) != word]
    return {
        folded: frozenset(_syllable(word) for word in words if fold(word) == folded)
        for folded in map(fold, words)
    }


def _syllable(word: str) -> tuple[str, str]:
    """The letters of a word and its tone, wherever in the word the tone is written."""
    letters, tones, _case = sort_key(word).split(LEVEL_ENDS)
    return letters, max(tones, default="")


def village_kind_of(name: str) -> str:
    """The kind of a village by the first words of its name; "other" where they tell nothing."""
    folded = search_text(name) + " "
    kinds = (kind for word, kind in VILLAGE_KINDS.items() if folded.startswith(word + " "))
    return next(kinds, "other")
