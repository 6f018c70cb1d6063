"""What a page costs a phone: bytes on the wire, requests, how far things jump while it loads."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import CDPSession, Page

# Shifts, the largest thing drawn and how long scripts held the page, from its first moment on.
WATCH_SHIFTS = """
window.__shift = 0;
window.__drawn_ms = 0;
window.__held_ms = 0;
const watch = (type, note) =>
  new PerformanceObserver((list) => list.getEntries().forEach(note))
    .observe({ type, buffered: true });
watch("layout-shift", (entry) => { if (!entry.hadRecentInput) window.__shift += entry.value; });
watch("largest-contentful-paint", (entry) => { window.__drawn_ms = entry.startTime; });
watch("longtask", (entry) => { window.__held_ms += entry.duration - 50; });
"""
TIMES = """() => {
  const [page] = performance.getEntriesByType("navigation");
  return [page.responseStart - page.requestStart, window.__drawn_ms || 0, window.__held_ms || 0];
}"""
# Of what was asked for by what stands in the page: the pictures that come with it, and those
# that come only when they are near.
LAZY = """() => [...document.images].filter((it) => it.loading === "lazy").map((it) => it.src)"""


@dataclass
class Times:
    """Milliseconds of one visit; told and never judged, for a busy machine wobbles."""

    server: float = 0.0
    drawn: float = 0.0
    held: float = 0.0


@dataclass
class Cost:
    """The cost of one first visit; bytes are as they travelled, compressed, with their headers."""

    bytes_by_kind: dict[str, int] = field(default_factory=dict)
    status: int = 0
    requests: int = 0
    shift: float = 0.0
    # Drawn signs of the house, among them the letters that a page brings along.
    icons: int = 0
    photos: dict[str, int] = field(default_factory=dict)
    lazy_photos: dict[str, int] = field(default_factory=dict)
    # What the same page costs once more, when the phone has kept all that never changes.
    repeat: int = 0
    times: Times = field(default_factory=Times)

    def of(self, *kinds: str) -> int:
        return sum(self.bytes_by_kind.get(kind, 0) for kind in kinds)

    @property
    def total(self) -> int:
        return sum(self.bytes_by_kind.values())

    @property
    def asked_at_once(self) -> int:
        """Requests without the photos that come when they are near."""
        return self.requests - len(self.lazy_photos)


@dataclass
class Parcel:
    """One thing that came over the wire."""

    address: str
    kind: str
    size: int = 0
    mime: str = ""
    # The phone may keep it for good: its address changes when it changes.
    is_kept: bool = False


def cost_of(page: Page, path: str) -> Cost:
    """Load a page with an empty cache and count."""
    cost, parcels = Cost(), dict[str, Parcel]()
    wire: CDPSession = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    listen(wire, parcels)
    answer = page.goto(path)
    cost.status = answer.status if answer else 0
    page.wait_for_load_state("networkidle")
    sort_parcels(cost, list(parcels.values()), set(page.evaluate(LAZY)))
    cost.shift = float(page.evaluate("window.__shift || 0"))
    cost.times = Times(*page.evaluate(TIMES))
    wire.detach()
    return cost


def listen(wire: CDPSession, parcels: dict[str, Parcel]) -> None:
    """Note what begins to come, what it is and how much of it has come when it is all there."""

    def began(event: dict[str, Any]) -> None:
        parcels[event["requestId"]] = Parcel(event["request"]["url"], event["type"])

    def answered(event: dict[str, Any]) -> None:
        parcel = parcels.get(event["requestId"])
        if parcel:
            headers = {name.lower(): it for name, it in event["response"]["headers"].items()}
            parcel.mime = event["response"]["mimeType"]
            parcel.is_kept = "immutable" in headers.get("cache-control", "")

    def arrived(event: dict[str, Any]) -> None:
        if event["requestId"] in parcels:
            parcels[event["requestId"]].size = int(event["encodedDataLength"])

    wire.on("Network.requestWillBeSent", began)
    wire.on("Network.responseReceived", answered)
    wire.on("Network.loadingFinished", arrived)


def sort_parcels(cost: Cost, parcels: list[Parcel], lazy: set[str]) -> None:
    for parcel in parcels:
        if urlsplit(parcel.address).scheme in ("data", "blob"):
            continue
        cost.requests += 1
        cost.bytes_by_kind[parcel.kind] = cost.bytes_by_kind.get(parcel.kind, 0) + parcel.size
        cost.repeat += 0 if parcel.is_kept else parcel.size
        # What is drawn for one person, such as a payment code, is no sign of the house. The mark
        # in the tab, which a browser fetches on its own, stands in no page: neither sign nor photo.
        is_sign = parcel.mime == "image/svg+xml" and parcel.is_kept and parcel.kind == "Image"
        if is_sign or parcel.kind == "Font":
            cost.icons += parcel.size
        elif parcel.kind == "Image":
            photos = cost.lazy_photos if parcel.address in lazy else cost.photos
            photos[parcel.address] = parcel.size
