"""Text to be found by: without marks, case and punctuation, with đ as d."""

import re
from functools import lru_cache
from unicodedata import category, normalize

# Letters with a stroke do not decompose. Ð (eth) and Ɖ are typed for Đ by old keyboards and fonts;
# ƀ is a letter of Ê Đê and Gia Rai.
STROKES = str.maketrans(
    {"đ": "d", "ð": "d", "ɖ": "d", "ƀ": "b", "ħ": "h", "ł": "l", "ø": "o", "ı": "i"}
)
APOSTROPHES = re.compile("['’‘ʼ`´]")
NOT_A_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Lower case without marks: "Đắk Lắk" becomes "dak lak"; spaces and punctuation stay."""
    lowered = normalize("NFKC", text).casefold().translate(STROKES)
    bare = normalize("NFKD", lowered)
    return "".join([letter for letter in bare if not _is_dropped(letter)])


@lru_cache(maxsize=4096)
def _is_dropped(letter: str) -> bool:
    """Marks, and the invisible letters that come along when text is pasted from a chat."""
    return category(letter) in ("Mn", "Me", "Cf")


def search_text(*parts: str) -> str:
    """The folded words of all parts: "Xã Ea H’Leo, Đắk Lắk" becomes "xa ea hleo dak lak"."""
    joined = APOSTROPHES.sub("", fold(" ".join(parts)))
    return NOT_A_WORD.sub(" ", joined).strip()
