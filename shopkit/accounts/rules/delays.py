"""How long a wrong try makes the next one wait: growing, never for good."""

import math
from datetime import datetime, timedelta
from ipaddress import ip_address

FREE_TRIES = 5
LONGEST_WAIT_S = 60
# A phone's failures are forgotten after a day, or when somebody signs in with it.
PHONE_WINDOW = timedelta(days=1)
# A class of thirty on one uplink, each with a few slips, must not lock itself out.
FREE_TRIES_OF_ADDRESS = 120
ADDRESS_WINDOW = timedelta(minutes=10)
# From here on the owner is told that somebody is guessing.
MANY_FAILURES = 10


def delay_after(failures: int, free: int = FREE_TRIES) -> int:
    """Seconds to wait after so many failures: none for the free ones, then 1, 2, 4 … 60."""
    if failures <= free:
        return 0
    doublings = min(failures - free - 1, LONGEST_WAIT_S.bit_length())
    return min(1 << doublings, LONGEST_WAIT_S)


def seconds_left(failures: int, last_at: datetime | None, now: datetime, free: int) -> int:
    """Whole seconds, rounded up, until the next try is heard."""
    if last_at is None:
        return 0
    ends_at = last_at + timedelta(seconds=delay_after(failures, free))
    return max(0, math.ceil((ends_at - now).total_seconds()))


def address_key(address: str | None) -> str:
    """What an address is counted by: IPv4 as it is, IPv6 by the /64 that one household has."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return "address:unknown"
    if found.version == 6 and found.ipv4_mapped:
        found = found.ipv4_mapped
    if found.version == 4:
        return f"address:{found}"
    return f"address:{found.exploded[:19]}"


def opening_key(address: str | None) -> str:
    """What new accounts are counted by, with the same patience as wrong tries of an address."""
    return f"{address_key(address)}:new"


def phone_key(phone: str) -> str:
    return f"phone:{phone}"


def code_key(account_hex: str) -> str:
    return f"code:{account_hex}"
