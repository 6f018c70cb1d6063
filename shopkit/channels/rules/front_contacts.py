"""Where buyers reach a seller: what she types becomes an address that leads nowhere else."""

import re
from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qs, urlsplit, urlunsplit

from shopkit.errors import Refusal
from shopkit.text.phones import PhoneUnreadable, canonical_phone

LONGEST_ADDRESS = 500
ZALO_HOSTS = ("zalo.me", "oa.zalo.me", "chat.zalo.me")
MESSENGER_HOSTS = ("m.me", "messenger.com", "facebook.com", "fb.com", "fb.me")
ZALO_NAME = re.compile(r"(?:g/)?[A-Za-z0-9_-]{4,40}")
MESSENGER_NAME = re.compile(r"[A-Za-z0-9.]{3,80}")
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}")
# What leads to no single seller, though it stands where a name would.
NO_NAMES = frozenset(
    {
        *("groups", "watch", "marketplace", "events", "share", "login", "reel", "reels", "photo"),
        *("photos", "story", "stories", "videos", "posts", "pages", "people", "hashtag", "search"),
        *("gaming", "p"),
    }
)
# Country and nine digits; service numbers are shorter and nobody chats with them.
MOBILE_LENGTH = 12

# The code of a channel by the host of its pages; any other page is simply a page.
PLATFORMS = {
    "facebook.com": "facebook",
    "fb.com": "facebook",
    "zalo.me": "zalo",
    "shopee.vn": "shopee",
    "shopee.com": "shopee",
    "shp.ee": "shopee",
    "tiktok.com": "tiktok",
    "lazada.vn": "lazada",
    "postmart.vn": "postmart",
    "buudien.vn": "postmart",
    "voso.vn": "voso",
}


class AddressUnreadable(Refusal):
    """What was typed leads to no page of hers."""


def zalo_address(typed: str) -> str:
    """The address that opens a chat in Zalo, from a phone number, a name or a link."""
    if not typed.strip():
        return ""
    phone = phone_or_none(typed)
    if phone and phone.startswith("+84") and len(phone) != MOBILE_LENGTH:
        raise AddressUnreadable(typed)
    if phone:
        return "https://zalo.me/" + ("0" + phone[3:] if phone.startswith("+84") else phone[1:])
    name = name_behind(typed, ZALO_HOSTS) if looks_like_link(typed) else typed.strip().lstrip("@")
    if ZALO_NAME.fullmatch(name):
        return "https://zalo.me/" + name
    raise AddressUnreadable(typed)


def messenger_address(typed: str) -> str:
    """The address that opens a chat in Messenger, from the name or a link of her page."""
    if not typed.strip():
        return ""
    if looks_like_link(typed):
        name = name_behind(typed, MESSENGER_HOSTS).removeprefix("t/")
        if name == "profile.php":
            name = next(iter(parse_qs(urlsplit(with_scheme(typed)).query).get("id", [])), "")
        elif name.startswith(("people/", "p/")):
            name = re.split(r"[/-]", name)[-1]
        name = name.split("/")[0]
    else:
        name = typed.strip().lstrip("@")
    leads_nowhere = name.lower() in NO_NAMES or name.lower().endswith(".php")
    if MESSENGER_NAME.fullmatch(name) and not leads_nowhere:
        return "https://m.me/" + name
    raise AddressUnreadable(typed)


def page_address(typed: str) -> str:
    """Her page elsewhere, as an address that opens in any browser and hides nothing."""
    if not typed.strip():
        return ""
    parts = split(typed)
    host = (parts.hostname or "").removesuffix(".")
    if not HOST.fullmatch(host) or is_number(host) or "@" in parts.netloc:
        raise AddressUnreadable(typed)
    address = urlunsplit(("https", host, parts.path or "/", parts.query, ""))
    if len(address) > LONGEST_ADDRESS or not address.isascii() or re.search(r"[\s<>\"\\]", address):
        raise AddressUnreadable(typed)
    return address


def platform_of(address: str) -> str | None:
    """The channel whose page this is, by its host; None for a page of any other kind."""
    host = urlsplit(address).hostname or ""
    return next(
        (code for known, code in PLATFORMS.items() if host == known or host.endswith("." + known)),
        None,
    )


def host_of(address: str) -> str:
    """The name that a buyer sees on the button."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def looks_like_link(typed: str) -> bool:
    return "/" in typed or "www." in typed


def name_behind(typed: str, hosts: tuple[str, ...]) -> str:
    """The path of a link of one of these hosts, without the slashes around it."""
    parts = split(typed)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    if (parts.hostname or "") not in hosts and host not in hosts:
        raise AddressUnreadable(typed)
    return parts.path.strip("/")


def split(typed: str) -> SplitResult:
    """The parts of an address, http and https only."""
    try:
        parts = urlsplit(with_scheme(typed))
        port = parts.port
    except ValueError as problem:
        raise AddressUnreadable(typed) from problem
    if parts.scheme not in ("http", "https") or port not in (None, 80, 443):
        raise AddressUnreadable(typed)
    return parts


def with_scheme(typed: str) -> str:
    plain = typed.strip()
    return plain if "://" in plain else "https://" + plain


def is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def phone_or_none(typed: str) -> str | None:
    try:
        return canonical_phone(typed)
    except PhoneUnreadable:
        return None
