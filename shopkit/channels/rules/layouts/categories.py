"""The group a product belongs to, in the words of channels."""


def path_of(category: str | None) -> tuple[str, ...]:
    """From the widest group to the narrowest."""
    return (category,) if category else ()


def google_category(_category: str | None) -> str:
    """The number of the group in Google's list, where we are sure of it."""
    return ""
