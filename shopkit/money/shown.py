"""Dong as people read them in print."""

NO_BREAK_SPACE = "\u00a0"


def shown(dong: int) -> str:
    """1250000 as "1.250.000 ₫", with a space that does not break."""
    return f"{dong:,}".replace(",", ".") + NO_BREAK_SPACE + "₫"
