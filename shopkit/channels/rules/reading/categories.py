"""A category as files call it, found again in our own list."""

from shopkit.channels.rules.layouts.categories import path_of
from shopkit.text.search import search_text


def category_of(told: str) -> str | None:
    """The code of one of our groups that is called so, by its code, name or whole path."""
    return told if path_of(told) == (told,) and told.isascii() and " " not in told else None


def words_of(path: str) -> str:
    return search_text(path)
