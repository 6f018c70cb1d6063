"""What the page behind a code says of events and papers, in a buyer's words."""

from dataclasses import dataclass
from datetime import date, datetime

from shopkit.catalog.models.papers import Paper
from shopkit.journal.models import SEEN
from shopkit.traceability.models.events import BatchEvent
from shopkit.traceability.queries.trace import Story
from shopkit.traceability.rules import events
from shopkit.traceability.rules.units import amount_text
from shopkit.web.language import LazyText
from shopkit.web.language import lazy_gettext as lazy

# icons: sprout chef-hat package clipboard-check warehouse truck shopping-basket trash-2 circle-dot
HAPPENED: dict[str, tuple[str, LazyText]] = {
    events.HARVEST: ("sprout", lazy("Thu hoạch")),
    events.MAKE: ("chef-hat", lazy("Làm ra")),
    events.PACK: ("package", lazy("Đóng gói")),
    events.INSPECT: ("clipboard-check", lazy("Kiểm tra")),
    events.STORE: ("warehouse", lazy("Cất giữ")),
    events.SHIP: ("truck", lazy("Gửi đi")),
    events.SELL: ("shopping-basket", lazy("Bán")),
    events.SPOIL: ("trash-2", lazy("Bỏ hàng hỏng")),
}
OTHERWISE = ("circle-dot", lazy("Việc khác"))

PAPER_NAMES: dict[str, LazyText] = {
    "ocop": lazy("OCOP"),
    "self_declaration": lazy("Bản tự công bố sản phẩm"),
    "vietgap": lazy("VietGAP"),
    "organic": lazy("Chứng nhận hữu cơ"),
    "standard": lazy("Tiêu chuẩn áp dụng"),
}
OTHER_PAPER = lazy("Giấy tờ khác")


@dataclass(frozen=True)
class ToldEvent:
    """An event as buyers see it: never to whom the goods went, nor what was noted about it."""

    icon: str
    word: LazyText
    at: datetime
    place: str
    is_seen: bool
    photo_url: str | None


@dataclass(frozen=True)
class ToldPaper:
    """A paper that stands, as buyers see it."""

    name: LazyText
    title: str
    number: str
    issuer: str
    stars: int | None
    valid_to: date | None
    seen_at: datetime | None


def told_event(event: BatchEvent, story: Story) -> ToldEvent:
    icon, word = HAPPENED.get(event.kind, OTHERWISE)
    place = story.place_names.get(event.place_id, "") if event.place_id else event.place_words
    return ToldEvent(icon, word, event.at, place, event.evidence == SEEN, None)


def told_paper(paper: Paper) -> ToldPaper:
    return ToldPaper(
        PAPER_NAMES.get(paper.kind, OTHER_PAPER),
        paper.title,
        paper.number,
        paper.issuer,
        paper.stars,
        paper.valid_to,
        paper.seen_at,
    )


UNIT_WORDS: dict[str, LazyText] = {
    "kg": lazy("kg"),
    "piece": lazy("cái"),
    "box": lazy("hộp"),
}


def quantity(milli: int | None, unit: str) -> str:
    """A quantity as it is said, empty where none is known."""
    return f"{amount_text(milli)} {UNIT_WORDS.get(unit, unit)}".strip() if milli else ""
