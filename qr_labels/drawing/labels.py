"""What the labels of a run say."""

from dataclasses import dataclass, fields
from datetime import date

MOST_STARS = 5
LONGEST_WORDS = 300
"""Characters of one field: more than any label holds."""


@dataclass(frozen=True)
class Label:
    """The words that all labels of a run share; empty ones are left out.

    Dates are printed day/month/year, a text as given ("30 tháng kể từ NSX"). `host` is where
    a buyer can type the code. `not_gs1` prints the mark that a code of one's own needs.
    """

    title: str
    maker: str = ""
    lot: str = ""
    made_on: date | str | None = None
    best_before: date | str | None = None
    host: str = ""
    ocop_stars: int = 0
    not_gs1: bool = True

    def __post_init__(self) -> None:
        if not 0 <= self.ocop_stars <= MOST_STARS:
            raise ValueError(f"OCOP stars are 0 to {MOST_STARS}, given {self.ocop_stars}")
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, str) and len(value) > LONGEST_WORDS:
                raise ValueError(
                    f"{field.name} is at most {LONGEST_WORDS} characters, given {len(value)}"
                )

    def facts(self) -> tuple[str, ...]:
        """Lot and dates, each with spaces that never break."""
        named = (("Lô", self.lot), ("NSX", self.made_on), ("HSD", self.best_before))
        return tuple(_stated(word, value).replace(" ", "\u00a0") for word, value in named if value)


def _stated(word: str, value: date | str) -> str:
    text = value if isinstance(value, str) else f"{value:%d/%m/%Y}"
    # Who copies a date off a label has often copied its word too.
    return text if text.startswith((f"{word} ", f"{word}:")) else f"{word} {text}"
