"""Codes of shops."""

import secrets

CODE_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"
CODE_LENGTH = 8


def new_code() -> str:
    """A short public code: lower case, no look-alikes, never all digits, not to be guessed."""
    while True:
        code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        if not code.isdigit():
            return code
