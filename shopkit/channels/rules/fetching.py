"""Which photo addresses may be fetched at all."""

import re
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

PORTS = {"http": 80, "https": 443}
LONGEST = 2000
UNSEEN = re.compile("[\x00- \x7f]")
FILE_NAME, ADDRESS, NOT_PUBLIC = "file_name", "address", "not_public"
# Leads to the IPv4 address in its last 32 bits.
NAT64 = IPv6Network("64:ff9b::/96")
Address = IPv4Address | IPv6Address


def why_not(address: str) -> str:
    """Why an address cannot be fetched, told without asking the network; "" if it may be."""
    if "://" not in address:
        return FILE_NAME
    return "" if parts_of(address) else ADDRESS


def parts_of(address: str, ports: frozenset[int] = frozenset()) -> SplitResult | None:
    """An address taken apart: http or https, a host, the usual port, no name and no password.

    `ports` are further ports that are allowed; None where the address is none of these.
    """
    if len(address) > LONGEST or UNSEEN.search(address):
        return None
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in PORTS or not parts.hostname or parts.username or parts.password:
        return None
    if "\\" in address:
        return None
    usual = port is None or port == PORTS[parts.scheme]
    return parts if usual or port in ports else None


def port_of(parts: SplitResult) -> int:
    return parts.port or PORTS[parts.scheme]


def is_public(told: str) -> bool:
    """Whether an address of the network is anybody's to reach: no loopback, no private network,
    no link of its own, and none that hides such a one inside.
    """
    try:
        address: Address = ip_address(told.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and has_another_inside(address):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def has_another_inside(address: IPv6Address) -> bool:
    """Families that carry an address of the older kind are never needed to reach a photo."""
    found = address.ipv4_mapped or address.sixtofour or address.teredo
    return found is not None or address in NAT64
