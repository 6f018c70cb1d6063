"""Vietnamese text made fit for ASCII fields, as a step of its own that says what it changed."""

import re
import unicodedata
from dataclasses import dataclass

from qr_labels.payload.errors import PayloadError
from qr_labels.payload.payment import LONGEST_LABEL

USUAL_PURPOSE = 19

_LETTERS = {"đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}
_SIGNS = {"₫": "d", "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "×": "x", "⁄": "/"}
_QUOTES = {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "‐": "-"}
_LETTER_TABLE = {ord(letter): plain for letter, plain in _LETTERS.items()}
_TABLE = {ord(sign): plain for sign, plain in {**_SIGNS, **_QUOTES}.items()}
_NO_MEMO_SIGN = re.compile(r"[^A-Z0-9 ]+")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and what was done to it, in this order, each word at most once.

    "marks": letters lost their marks (Đ is D). "signs": signs were spelled in ASCII.
    "removed": characters without an ASCII form are gone, see `removed`. "case": upper-cased.
    "punctuation": signs that banks drop are gone. "spaces": run together or trimmed.
    """

    text: str
    changes: tuple[str, ...] = ()
    removed: str = ""

    @property
    def changed(self) -> bool:
        """Whether the text is not the one given."""
        return bool(self.changes)


def fold_to_ascii(text: str) -> Folded:
    """The text in printable ASCII, Vietnamese letters without their marks; nothing is cut."""
    if text.isascii() and text.isprintable():
        return Folded(text)
    letters = "".join(c for c in unicodedata.normalize("NFD", text) if not _is_mark(c))
    unmarked = letters.translate(_LETTER_TABLE)
    spelled = "".join(c for c in unicodedata.normalize("NFKD", unmarked) if not _is_mark(c))
    spelled = "".join(" " if c.isspace() else c for c in spelled.translate(_TABLE))
    removed = "".join(c for c in spelled if not " " <= c <= "~")
    kept = "".join(c for c in spelled if " " <= c <= "~")
    marks = unmarked != unicodedata.normalize("NFD", text)
    changes = [("marks", marks), ("signs", spelled != unmarked), ("removed", bool(removed))]
    return Folded(kept, tuple(word for word, happened in changes if happened), removed)


def purpose_for_memo(text: str, limit: int = USUAL_PURPOSE) -> Folded:
    """A purpose that banks carry unharmed: A-Z, 0-9 and single spaces.

    Raises PayloadError when more than `limit` characters remain (19 is what banks are known
    to carry, 25 is the most a code may hold): what to leave out is the writer's choice.
    """
    folded = fold_to_ascii(text)
    upper = folded.text.upper()
    plain = _NO_MEMO_SIGN.sub("", upper)
    memo = " ".join(plain.split())
    limit = min(limit, LONGEST_LABEL)
    if len(memo) > limit:
        message = f"purpose: at most {limit} characters, this text makes {len(memo)}"
        allowed = f"{limit} characters"
        raise PayloadError("too_long", message, field="purpose", limit=allowed, given=memo)
    changes = list(folded.changes)
    steps = (("case", folded.text, upper), ("punctuation", upper, plain), ("spaces", plain, memo))
    changes += [word for word, before, after in steps if before != after]
    return Folded(memo, tuple(changes), folded.removed)


def _is_mark(character: str) -> bool:
    return unicodedata.combining(character) != 0
