"""The list of links behind a code, as RFC 9264 and GS1's schema want it: no table, no web."""

from dataclasses import dataclass
from typing import Any

VOCABULARY = "https://ref.gs1.org/voc/"
OLD_VOCABULARY = "https://gs1.org/voc/"
PREFIX = "gs1:"
DEFAULT, ALL = "defaultLink", "linkset"
LINKSET_TYPE = "application/linkset+json"
# What this house answers to; the others that GS1 names lead to the default page.
LINK_TYPES = (
    "defaultLink",
    "pip",
    "traceability",
    "certificationInfo",
    "recallStatus",
    "epcis",
)


@dataclass(frozen=True)
class Link:
    """One link: of what type, where to, called what."""

    type: str
    href: str
    title: str
    media: str = "text/html"
    languages: tuple[str, ...] = ("vi", "en")


def linkset(anchor: str, description: str, links: list[Link]) -> dict[str, Any]:
    """The document: one context, each type with its links in an array."""
    context: dict[str, Any] = {"anchor": anchor, "itemDescription": description}
    for link in links:
        told = {"href": link.href, "title": link.title, "type": link.media}
        if link.media == "text/html":
            told = {**told, "hreflang": list(link.languages)}  # type: ignore[dict-item]
        context.setdefault(VOCABULARY + link.type, []).append(told)
    return {"linkset": [context]}


def asked_type(text: str | None) -> str | None:
    """The bare name of a link type as people write it: gs1:pip, a full address, or the name."""
    if not text:
        return None
    for beginning in (VOCABULARY, OLD_VOCABULARY, PREFIX):
        if text.startswith(beginning):
            return text.removeprefix(beginning)
    return text


def link_header(address: str) -> str:
    """The header that tells machines where the list of links is."""
    return f'<{address}?linkType=linkset>; rel="linkset"; type="{LINKSET_TYPE}"'
