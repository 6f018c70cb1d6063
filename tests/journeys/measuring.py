"""What a page costs a phone: bytes on the wire, requests, how far things jump while it loads."""

from dataclasses import dataclass, field

from playwright.sync_api import CDPSession, Page

WATCH_SHIFTS = """
window.__shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.__shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


@dataclass
class Cost:
    """The cost of one first visit; bytes are as they travelled, compressed, without headers."""

    bytes_by_kind: dict[str, int] = field(default_factory=dict)
    status: int = 0
    requests: int = 0
    shift: float = 0.0

    def of(self, *kinds: str) -> int:
        return sum(self.bytes_by_kind.get(kind, 0) for kind in kinds)

    @property
    def total(self) -> int:
        return sum(self.bytes_by_kind.values())


def cost_of(page: Page, path: str) -> Cost:
    """Load a page with an empty cache and count."""
    cost, kinds, open_requests = Cost(), dict[str, str](), dict[str, int]()
    wire: CDPSession = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def began(event: dict[str, str]) -> None:
        kinds[event["requestId"]] = event["type"]
        if not str(event.get("request", {}).get("url", "")).startswith(("data:", "blob:")):  # type: ignore[union-attr]
            cost.requests += 1

    def got(event: dict[str, str]) -> None:
        open_requests[event["requestId"]] = open_requests.get(event["requestId"], 0) + int(
            event["encodedDataLength"]
        )

    wire.on("Network.requestWillBeSent", began)
    wire.on("Network.dataReceived", got)
    answer = page.goto(path)
    cost.status = answer.status if answer else 0
    page.wait_for_load_state("networkidle")
    for request, size in open_requests.items():
        kind = kinds.get(request, "Other")
        cost.bytes_by_kind[kind] = cost.bytes_by_kind.get(kind, 0) + size
    cost.shift = float(page.evaluate("window.__shift || 0"))
    wire.detach()
    return cost
