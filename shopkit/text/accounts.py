"""Account numbers as people may see them: whole where one must be sure, else only their end."""

LONG_ENOUGH = 8
SHOWN, SHOWN_OF_SHORT = 4, 2


def masked_account(number: str) -> str:
    """The end of an account number, for lists and for whoever need not know it whole."""
    shown = SHOWN if len(number) >= LONG_ENOUGH else SHOWN_OF_SHORT
    return "…" + number[-shown:] if len(number) > shown else "…"
