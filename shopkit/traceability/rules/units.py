"""Quantities as people write them, in units that other systems know too: no table, no web.

The codes are those of UN/ECE Recommendation 20, with X before the packages of Recommendation 21.
"""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from shopkit.errors import Refusal

DATA = Path(__file__).parent / "data" / "units.csv"
AMOUNT = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d{1,9})(?:[.,](\d{1,3}))?", re.ASCII)
MOST_MILLI = 1_000_000_000_000


class AmountUnreadable(Refusal):
    """A quantity that is no number, or nothing, or more than anybody makes."""


@dataclass(frozen=True)
class Unit:
    """A unit: our word for it, the code others know, and how many thousandths of a base it holds.

    Quantities can be added where `measures` is the same.
    """

    key: str
    unece: str
    measures: str
    base_milli: int


def read_units() -> dict[str, Unit]:
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        row["key"]: Unit(row["key"], row["unece"], row["measures"], int(row["base_milli"]))
        for row in rows
    }


UNITS = read_units()
BY_UNECE = {unit.unece: unit for unit in UNITS.values()}


def unit_of_code_or_none(unece: str) -> Unit | None:
    """Our unit for a code of UN/ECE."""
    return BY_UNECE.get(unece)


def read_amount(text: str) -> int:
    """A quantity in thousandths: 500, 1.500 (the dot of thousands), 1,5 and 0.5."""
    found = AMOUNT.fullmatch(text.replace(" ", ""))
    if found is None:
        raise AmountUnreadable(text)
    whole, part = found.groups()
    milli = int(whole.replace(".", "")) * 1000 + int((part or "").ljust(3, "0"))
    if not 0 < milli <= MOST_MILLI:
        raise AmountUnreadable(text)
    return milli


def amount_text(milli: int) -> str:
    """A quantity as it is written here: 1.500 or 1,5."""
    whole, part = divmod(milli, 1000)
    shown = f"{whole:,}".replace(",", ".")
    return shown + (f",{part:03d}".rstrip("0") if part else "")


def in_base(milli: int, unit: str) -> int:
    """A quantity in millionths of the base of what its unit measures."""
    return milli * UNITS[unit].base_milli


def is_alike(one: str, other: str) -> bool:
    """Whether quantities in these units can be compared."""
    return one in UNITS and other in UNITS and UNITS[one].measures == UNITS[other].measures


def converted(milli: int, unit: str, wanted: str) -> int | None:
    """A quantity in another unit; None where the two measure different things."""
    if unit == wanted:
        return milli
    if not is_alike(unit, wanted):
        return None
    return in_base(milli, unit) // UNITS[wanted].base_milli
