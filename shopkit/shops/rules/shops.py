"""Codes of shops, and of the province that is none."""

import secrets

CODE_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"
CODE_LENGTH = 8
# No real province has this code; the practice commune lies in it.
PRACTICE_PROVINCE = "99"


def new_code() -> str:
    """A short public code: lower case, no look-alikes, never all digits, not to be guessed."""
    while True:
        code, rest = "", secrets.randbelow(len(CODE_LETTERS) ** CODE_LENGTH)
        for _ in range(CODE_LENGTH):
            rest, at = divmod(rest, len(CODE_LETTERS))
            code += CODE_LETTERS[at]
        if not code.isdigit():
            return code
