"""Column types that make both engines refuse and return the same things."""

import re
import unicodedata
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, String
from sqlalchemy.types import TypeDecorator


class TextRefused(ValueError):
    """Text that no column takes: too long, or with letters that are not letters."""


SURROGATE = re.compile("[\ud800-\udfff]")


def has_surrogate(text: str) -> bool:
    # What can be printed has none, and is told much faster than letter by letter.
    return not text.isprintable() and SURROGATE.search(text) is not None


class Words(TypeDecorator[str]):
    """Text in NFC of at most `length` characters, without NUL and lone surrogates."""

    impl = String
    cache_ok = True

    def __init__(self, length: int | None = None) -> None:
        super().__init__(length)
        self.length = length

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        text = value
        # Most of what a bulk of rows binds is plain ASCII, which is composed and has no surrogates.
        if not value.isascii():
            text = unicodedata.normalize("NFC", value)
            if has_surrogate(text):
                raise TextRefused("lone surrogates are not text")
        if "\x00" in text:
            raise TextRefused("NUL is not text")
        limit = self.length
        if limit is not None and len(text) > limit:
            raise TextRefused(f"{len(text)} characters, at most {limit}")
        return text


class Code(Words):
    """Text of digits and Latin letters, compared byte by byte on both engines."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        collation = "C" if dialect.name == "postgresql" else None
        return dialect.type_descriptor(String(self.length, collation=collation))


class Moment(TypeDecorator[datetime]):
    """A point in time: aware in, stored and returned in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
