"""Codes of shops, and of the province that is none."""

import secrets

CODE_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"
CODE_LENGTH = 8
# No real province has this code; the practice commune lies in it.
PRACTICE_PROVINCE = "99"


def new_code() -> str:
    """A short public code: lower case, no look-alikes, never all digits, not to be guessed."""
    while True:
        code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        if not code.isdigit():
            return code
