"""Figures as they stood when they were approved, beside what they would be now."""

from collections.abc import Mapping
from dataclasses import dataclass

from shopkit.adoption.rules.cells import Cell

FrozenKey = tuple[str, str, str]


@dataclass(frozen=True)
class FrozenCell:
    """One figure to keep: by which version of its indicator it was counted, and its key."""

    indicator: str
    version: str
    breakdown: str
    key: str
    cell: Cell


def change(frozen: Cell, now: Cell) -> int | None:
    """By how much a numerator moved since it was approved; None where one of both is missing."""
    if frozen.numerator is None and now.numerator is None:
        return 0
    if frozen.numerator is None or now.numerator is None:
        return None
    return now.numerator - frozen.numerator


def differences(
    frozen: Mapping[FrozenKey, Cell], again: Mapping[FrozenKey, Cell]
) -> dict[FrozenKey, tuple[Cell, Cell]]:
    """Where a second counting does not give the figure that was kept."""
    return {
        key: (kept, again.get(key, Cell()))
        for key, kept in frozen.items()
        if parts(kept) != parts(again.get(key, Cell()))
    }


def parts(cell: Cell) -> tuple[int | None, int | None]:
    return cell.numerator, cell.denominator
