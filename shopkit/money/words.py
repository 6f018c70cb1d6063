"""Dong in words, so that a price typed wrongly is heard."""

from collections.abc import Callable

LARGEST = 999_999_999_999

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
GROUPS = ("", "nghìn", "triệu", "tỷ")

SMALL_EN = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)  # fmt: skip
TENS_EN = (
    "", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
)  # fmt: skip
GROUPS_EN = ("", "thousand", "million", "billion")


def in_words(dong: int) -> str:
    """25000 as "hai mươi lăm nghìn đồng"; from 0 to 999 tỷ, ValueError beyond."""
    return " ".join([*_grouped(dong, GROUPS, _hundreds, DIGITS[0]), "đồng"])


def in_words_en(dong: int) -> str:
    """25000 as "twenty-five thousand dong"; the same range."""
    return " ".join([*_grouped(dong, GROUPS_EN, _hundreds_en, SMALL_EN[0]), "dong"])


def _grouped(
    number: int, names: tuple[str, ...], read: Callable[[int, bool], list[str]], zero: str
) -> list[str]:
    """Read a number three digits at a time, the largest first; groups of nothing are silent."""
    if not 0 <= number <= LARGEST:
        raise ValueError(f"{number} is not between 0 and {LARGEST}")
    words: list[str] = []
    for place in range(len(names) - 1, -1, -1):
        group = number // 1000**place % 1000
        if group:
            words += [*read(group, not words), names[place]]
    return [word for word in words if word] or [zero]


def _hundreds(group: int, is_first: bool) -> list[str]:
    """Up to three digits; a group that follows another says its empty hundreds too."""
    hundreds, rest = divmod(group, 100)
    words = [] if is_first and not hundreds else [DIGITS[hundreds], "trăm"]
    if not rest:
        return words
    if rest < 10:
        return [*words, "linh", DIGITS[rest]] if words else [DIGITS[rest]]
    return words + _tens(*divmod(rest, 10))


def _tens(tens: int, ones: int) -> list[str]:
    words = ["mười"] if tens == 1 else [DIGITS[tens], "mươi"]
    if not ones:
        return words
    if ones == 5:
        return [*words, "lăm"]
    if tens > 1 and ones in (1, 4):
        return [*words, "mốt" if ones == 1 else "tư"]
    return [*words, DIGITS[ones]]


def _hundreds_en(group: int, _is_first: bool) -> list[str]:
    hundreds, rest = divmod(group, 100)
    words = [SMALL_EN[hundreds], "hundred"] if hundreds else []
    if rest < 20:
        return [*words, SMALL_EN[rest]] if rest else words
    tens, ones = divmod(rest, 10)
    return [*words, TENS_EN[tens] + (f"-{SMALL_EN[ones]}" if ones else "")]
