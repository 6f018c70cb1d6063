"""Serials of recognitions: what is printed on a certificate and typed back by a stranger."""

import secrets

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8


def new_serial(year: int) -> str:
    """The year and eight letters that cannot be guessed, such as "GD26-7K3QX9MZ"."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return f"GD{year % 100:02d}-{letters}"


def read_serial(text: str) -> str:
    """A serial as somebody types it, in any case and with or without its dash; "" for none."""
    plain = "".join(letter for letter in text.upper() if letter.isascii() and letter.isalnum())
    return f"{plain[:4]}-{plain[4:]}" if len(plain) == LENGTH + 4 else ""
