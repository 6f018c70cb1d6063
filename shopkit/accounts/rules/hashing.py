"""Secrets are kept only as hashes: argon2id for what people choose, SHA-256 for what we draw."""

import hashlib
import secrets
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# 19 MiB, two passes, one lane: the OWASP setting that a small server can afford.
_HASHER = PasswordHasher(memory_cost=19 * 1024, time_cost=2, parallelism=1)
# Two at a time: more would fill both cores and 19 MiB each while others wait for a page.
_TURNS = threading.BoundedSemaphore(2)
TOKEN_BYTES = 32


def hashed(secret: str) -> str:
    """The argon2id hash of a PIN or password."""
    with _TURNS:
        return _HASHER.hash(secret)


# What an unknown number is checked against, so that it takes as long as a known one.
NOBODY = hashed(secrets.token_hex(16))


def is_secret(secret: str, kept_hash: str) -> bool:
    """True when the secret is the one the hash was made of."""
    with _TURNS:
        try:
            return _HASHER.verify(kept_hash, secret)
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(kept_hash: str) -> bool:
    """True when a hash was made with other settings than today's."""
    return _HASHER.check_needs_rehash(kept_hash)


def new_token() -> str:
    """256 random bits as 43 letters for a cookie or an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> str:
    """What is kept of a token; it needs no slow hash because nobody can guess 256 bits."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
