"""The group a product belongs to, in the words of channels."""

from shopkit.catalog.rules import categories


def path_of(category: str | None) -> tuple[str, ...]:
    """From the widest group to the narrowest; a group we do not know stands as it is called."""
    return categories.path_of(category) or ((category,) if category else ())


def google_category(category: str | None) -> str:
    """The number of the group in Google's list, where a source for it was read."""
    known = categories.categories().get(category or "")
    return known.google_id if known else ""
