"""Addresses of listings on other sites: read from what was pasted, never fetched."""

import re
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit, urlunsplit

from shopkit.channels.rules.guides import Guide
from shopkit.errors import Refusal

LONGEST_ADDRESS = 500
# Apps paste a sentence with the link in it.
PASTED = re.compile(r"https?://\S+", re.IGNORECASE)
CLOSING = ".,;:!?)]}>\"'”’"
BARE = re.compile(r"[a-z0-9.-]+\.[a-z]{2,}(?:[/?#]\S*)?", re.IGNORECASE)
HOST = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}")


class AddressUnreadable(Refusal):
    """There is no address in what was typed."""


class AddressTooLong(Refusal):
    """Longer than the link of any listing."""


class AddressUnsafe(Refusal):
    """A name and password, a port or a bare number in the place of a site's name."""


@dataclass(frozen=True)
class Address:
    """An address as it is kept, and whether its site is known to be the channel's."""

    text: str
    host: str
    is_known: bool


def address_in(typed: str, guide: Guide) -> Address:
    """The address in what was typed or pasted; raises a Refusal that says what is wrong."""
    parts = split_address(typed.strip())
    host = plain_host(parts)
    text = urlunsplit(("https", host, parts.path, parts.query, parts.fragment))
    if len(text) > LONGEST_ADDRESS:
        raise AddressTooLong(len(text))
    return Address(text, host, is_known_host(host, guide))


def split_address(typed: str) -> SplitResult:
    pasted = PASTED.search(typed)
    if pasted:
        found = pasted[0].rstrip(CLOSING)
    elif BARE.fullmatch(typed):
        found = "https://" + typed
    else:
        raise AddressUnreadable
    try:
        parts = urlsplit(found)
        parts.port  # noqa: B018  reading it refuses what is no number
    except ValueError as problem:
        raise AddressUnreadable from problem
    return parts


def plain_host(parts: SplitResult) -> str:
    """The name of the site in plain letters; refuses an address that leads elsewhere than it reads.

    Letters that only look like others come out as what they are.
    """
    if parts.username is not None or parts.password is not None or parts.port is not None:
        raise AddressUnsafe
    host = (parts.hostname or "").rstrip(".").lower()
    if is_number(host):
        raise AddressUnsafe
    try:
        plain = host.encode("idna").decode()
    except UnicodeError as problem:
        raise AddressUnreadable from problem
    if not HOST.fullmatch(plain):
        raise AddressUnreadable
    return plain


def is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def is_known_host(host: str, guide: Guide) -> bool:
    """Whether the site is the channel's own; a channel without domains runs on anybody's."""
    if not guide.domains:
        return True
    return any(host == domain or host.endswith("." + domain) for domain in guide.domains)
