"""Vietnamese alphabetical order as a text key that both databases compare byte by byte."""

import re
from functools import lru_cache
from unicodedata import category, combining, decimal, normalize

LETTERS = "aăâbƀcdđeêfghijklmnoôơpqrstuưvwxyz"  # ƀ: Ê Đê, Gia Rai
TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền hỏi ngã sắc nặng
FOREIGN_MARK = str(len(TONES) + 2)
STROKES = {"ð": "đ", "ɖ": "đ", "ħ": "h", "ł": "l", "ø": "o", "ı": "i"}

# The order of Unicode's collation, in which punctuation comes before digits.
PUNCTUATION = "_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$"
SAME_AS = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "–": "-", "—": "-"})

# Every sign of a key is ASCII. A level ends below whatever can stand in it, so that a shorter text
# comes first, and a part of a name ends below that.
PART_ENDS, LEVEL_ENDS = " ", "!"
SPACE, MARK, OTHER_MARK = "#", "$", "%"
FIRST_LETTER, OTHER_SCRIPT = ord("A"), "z"

CLUSTER = re.compile(r"\d+|.[\u0300-\u036f]*", re.DOTALL)
MARKED_SPACE = re.compile(r" [\u0300-\u036f]")


def sort_key(text: str) -> str:
    """A key whose byte order is Vietnamese order: letters of the whole text, then tones, then case.

    Numbers go by their value: "thôn 9" comes before "thôn 10".
    """
    apart = normalize("NFD", text.translate(SAME_AS).strip())
    # A mark on a space makes a letter of it; otherwise each word has weights of its own.
    words = [apart] if MARKED_SPACE.search(apart) else apart.split(" ")
    letters, tones, cases = zip(*map(_of_word, words), strict=True)
    # Plain tone and lower case are the least weights, so they need not be written at the end.
    levels = (SPACE.join(letters), "1".join(tones).rstrip("1"), "0".join(cases).rstrip("0"))
    return LEVEL_ENDS.join(levels)


def name_key(name: str) -> str:
    """Order of people: by given name, the last word, then by family and middle names."""
    words = re.sub(r"\([^)]*\)", " ", name).split() or name.split()
    return PART_ENDS.join((sort_key(words[-1]), sort_key(" ".join(words[:-1])))) if words else ""


# Names of goods are made of the same words over and over.
@lru_cache(maxsize=8192)
def _of_word(word: str) -> tuple[str, str, str]:
    """Letters, tones and cases of a word in decomposed form."""
    letters, tones, cases = "", "", ""
    for cluster in CLUSTER.findall(word):
        letter, tone, case = _number(cluster) if cluster.isdecimal() else _weights(cluster)
        letters += letter
        tones += tone
        cases += case
    return letters, tones, cases


# A language writes few letters, and a list of products all of them many times.
@lru_cache(maxsize=4096)
def _weights(cluster: str) -> tuple[str, str, str]:
    """Letter, tone and case of one written letter with its marks, in decomposed form."""
    if cluster.isspace():
        return SPACE, "1", "0"
    tones = [mark for mark in cluster[1:] if mark in TONES]
    bare = normalize("NFC", cluster[0] + "".join(m for m in cluster[1:] if m not in TONES))
    small = bare.lower()
    case = "1" if small != bare else "0"
    tone = str(2 + TONES.index(tones[0])) if tones else "1"
    if small not in LETTERS or len(small) > 1:
        plain = normalize("NFD", small)[0]
        small = STROKES.get(plain, plain)
        tone = FOREIGN_MARK
    if small in LETTERS:
        return chr(FIRST_LETTER + LETTERS.index(small)), tone, case
    return _other(bare), "1", case


def _other(letter: str) -> str:
    """The weight of what is no Vietnamese letter: signs before digits, other scripts at the end."""
    if letter[0] in PUNCTUATION:
        return MARK + chr(FIRST_LETTER + PUNCTUATION.index(letter[0]))
    start = OTHER_SCRIPT if category(letter[0])[0] in "LM" else OTHER_MARK
    return "".join(f"{start}{ord(sign):06x}" for sign in letter if not combining(sign))


def _number(digits: str) -> tuple[str, str, str]:
    """A whole number, led by its length, so that more digits come later."""
    value = "".join(str(decimal(digit)) for digit in digits).lstrip("0")
    length = "9" * (len(value) // 9) + str(len(value) % 9)
    return length + value, "1", "0"
