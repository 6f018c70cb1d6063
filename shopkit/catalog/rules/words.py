"""The words a product is found by, without marks and as they were written."""

from collections.abc import Iterable
from unicodedata import normalize

from shopkit.text.search import APOSTROPHES, NOT_A_WORD, search_text

LONGEST_WORD = 60
# Names alike for so long stand in the order in which they were made.
LONGEST_NAME_KEY = 60


def words_of(title: str, found_by: str | None = None) -> set[tuple[str, str]]:
    """Each word of a name: folded, and in small letters with its marks.

    `found_by` is its folded text where that is known already.
    """
    folded = (search_text(title) if found_by is None else found_by).split()
    written = written_words(title)
    if len(written) != len(folded):
        written = folded
    return {
        (bare[:LONGEST_WORD], marked[:LONGEST_WORD])
        for bare, marked in zip(folded, written, strict=True)
    }


def written_words(text: str) -> list[str]:
    small = normalize("NFKC", APOSTROPHES.sub("", text)).casefold()
    return NOT_A_WORD.sub(" ", small).split()


def has_marks(pairs: Iterable[tuple[str, str]]) -> bool:
    """Whether any of these words was typed with marks."""
    return any(bare != marked for bare, marked in pairs)
