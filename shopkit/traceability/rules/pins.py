"""Numbers under a scratch layer: drawn at random, kept only as keyed hashes."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence

PIN_DIGITS = 6
MOST_TRIES = 5
PURPOSE = b"scratch number:"


def new_pins(count: int) -> list[str]:
    return [f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}d}" for _ in range(count)]


def pin_hash(key: str, code: str, pin: str) -> str:
    """What is kept of a number: nothing can be told from it without the key of the house."""
    return hmac.new(key.encode(), PURPOSE + f"{code}:{pin}".encode(), hashlib.sha256).hexdigest()


def is_pin(keys: Sequence[str], code: str, pin: str, kept: str) -> bool:
    """Whether the number is the one kept, under today's key or one of the earlier ones.

    Every key is tried whatever the first one says, so that the time tells nothing.
    """
    found = [hmac.compare_digest(pin_hash(key, code, pin), kept) for key in keys]
    return any(found)


def digits_of(typed: str) -> str:
    """The digits of what somebody typed; spaces and hyphens are forgiven."""
    return "".join(sign for sign in typed[:40] if sign.isascii() and sign.isdigit())
