"""Why a file is not taken as a spreadsheet, and how large one may be."""

from dataclasses import dataclass
from enum import StrEnum

from shopkit.errors import Refusal

MB = 1024 * 1024


class SheetFlaw(StrEnum):
    """What stands in the way; for each there is something the sender can do."""

    EMPTY = "empty"
    TOO_HEAVY = "too_heavy"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    DEMANDING = "demanding"
    LOCKED = "locked"
    BINARY_BOOK = "binary_book"
    OPEN_DOCUMENT = "open_document"
    NUMBERS = "numbers"
    PDF = "pdf"
    PICTURE = "picture"
    DOCUMENT = "document"
    PACKED = "packed"
    UNKNOWN = "unknown"
    BROKEN = "broken"
    BUSY = "busy"
    NOT_XML = "not_xml"
    ENTITIES = "entities"
    NOT_JSON = "not_json"


class SheetRefused(Refusal):
    """The bytes are no spreadsheet that we read; nothing of them was kept.

    `line` is where a text file is broken, if that is known.
    """

    def __init__(self, flaw: SheetFlaw, line: int | None = None) -> None:
        super().__init__(flaw.value)
        self.flaw, self.line = flaw, line

    @classmethod
    def heard(cls, told: str) -> "SheetRefused":
        """The refusal that `told` words name."""
        flaw, _, line = told.partition(" ")
        return cls(SheetFlaw(flaw), int(line) if line.isdigit() else None)

    def told(self) -> str:
        """The flaw and its line in words for another process."""
        return self.flaw.value if self.line is None else f"{self.flaw.value} {self.line}"


@dataclass(frozen=True)
class Limits:
    """How much one file may bring and its reader may use."""

    content_bytes: int = 20 * MB
    unpacked_bytes: int = 300 * MB
    most_unpacked_for_one: int = 120
    parts: int = 1_000
    rows: int = 120_000
    columns: int = 250
    memory_bytes: int = 700 * MB
    cpu_s: int = 30
    roll_bytes: int = 100 * MB
