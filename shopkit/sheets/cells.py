"""What a cell holds, and how it travels between processes."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

EXACT = 10**15
# What JSON has of its own; most cells are of these.
PLAIN = frozenset({str, int, float, bool, type(None)})


@dataclass(frozen=True)
class Above:
    """A cell merged with the one above it, and what that one holds."""

    value: "Cell"


Cell = str | int | float | bool | date | datetime | Above | None
# What may come out of a reader of spreadsheets beside the above.
Raw = Cell | time | timedelta


def plain(value: Raw) -> Cell:
    """A number without a fraction as a whole one, a time of day or a length of time as text."""
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < EXACT else value
    if isinstance(value, timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"
    if isinstance(value, time):
        return value.strftime("%H:%M:%S")
    return value


def packed(cell: Cell) -> Any:
    """The cell as JSON has it."""
    if type(cell) in PLAIN:
        return cell
    if isinstance(cell, datetime):
        return {"at": cell.isoformat()}
    if isinstance(cell, date):
        return {"on": cell.isoformat()}
    if isinstance(cell, Above):
        return {"up": packed(cell.value)}
    return cell


def unpacked(told: dict[str, Any]) -> Any:
    """A cell that is no plain value in JSON; for use as `object_hook`."""
    if "at" in told:
        return datetime.fromisoformat(told["at"])
    if "on" in told:
        return date.fromisoformat(told["on"])
    return Above(told["up"])


def text_of(cell: Cell) -> str:
    """The cell as people would read it aloud; a merged one holds nothing of its own."""
    if cell is None or isinstance(cell, Above):
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, datetime):
        return cell.strftime("%d/%m/%Y %H:%M:%S")
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    return str(cell)
