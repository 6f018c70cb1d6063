"""The addresses of all public pages for search engines, in the form sitemaps.org asks for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

# Sitemaps.org allows 50,000 addresses and 50 MB a file.
MOST = 50_000
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True)
class Entry:
    """A page and the day it last changed."""

    address: str
    changed_on: date


def file_count(page_count: int) -> int:
    """How many files it takes to name so many pages; one even for none."""
    return max(1, -(-page_count // MOST))


def sitemap(entries: Iterable[Entry]) -> str:
    rows = "".join(
        f"<url><loc>{escape(one.address)}</loc><lastmod>{one.changed_on.isoformat()}</lastmod></url>\n"
        for one in entries
    )
    return f'{HEAD}<urlset xmlns="{NAMESPACE}">\n{rows}</urlset>\n'


def sitemap_index(addresses: Iterable[str]) -> str:
    rows = "".join(f"<sitemap><loc>{escape(one)}</loc></sitemap>\n" for one in addresses)
    return f'{HEAD}<sitemapindex xmlns="{NAMESPACE}">\n{rows}</sitemapindex>\n'


# What no search engine has any business with: secret feeds, forms, and all that asks to sign in.
CLOSED = ("/feeds/", "/sign-in", "/c/", "/me", "/front", "/imports", "/api/", "/language/")


def robots(public_address: str, *, is_open: bool) -> str:
    """What crawlers are told; practice shops say themselves, on each page, that they are none."""
    if not is_open:
        return "User-agent: *\nDisallow: /\n"
    closed = "".join(f"Disallow: {path}\n" for path in CLOSED)
    return f"User-agent: *\n{closed}Allow: /\n\nSitemap: {public_address}/sitemap.xml\n"
