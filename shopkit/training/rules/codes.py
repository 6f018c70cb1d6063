"""Codes that are read aloud and typed: six letters that open a class, serials of certificates."""

import re
import secrets

# No vowels, so that no code is a word; nothing that looks or sounds like another letter.
LETTERS = "BCDGHKLMNPQRSTVX"
JOIN_LENGTH = 6
# Digits and letters that no eye mixes up, also on a bad copy.
SERIAL_SIGNS = "23456789CDFHJKMNPRTVWXY"
SERIAL_PARTS, PART_LENGTH = 3, 4
NOT_A_SIGN = re.compile("[^A-Z0-9]")


def new_join_code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(JOIN_LENGTH))


def read_join_code(typed: str) -> str:
    """A code as it was typed or read aloud: "bcd-ghk" becomes "BCDGHK"; "" when it is none."""
    code = NOT_A_SIGN.sub("", typed[:40].upper())
    is_one = len(code) == JOIN_LENGTH and set(code) <= set(LETTERS)
    return code if is_one else ""


def shown_join_code(code: str) -> str:
    """In two halves, as it is read aloud."""
    return f"{code[:3]} {code[3:]}"


def new_serial() -> str:
    parts = (
        "".join(secrets.choice(SERIAL_SIGNS) for _ in range(PART_LENGTH))
        for _ in range(SERIAL_PARTS)
    )
    return "-".join(parts)


def read_serial(typed: str) -> str:
    """A serial as it was typed, with or without its dashes; "" when it is none."""
    signs = NOT_A_SIGN.sub("", typed[:40].upper())
    if len(signs) != SERIAL_PARTS * PART_LENGTH or not set(signs) <= set(SERIAL_SIGNS):
        return ""
    return "-".join(signs[at : at + PART_LENGTH] for at in range(0, len(signs), PART_LENGTH))
