"""What the page behind a code says of events and papers, in a buyer's words."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for

from shopkit.catalog.models.papers import Paper
from shopkit.catalog.rules.photo import CARD
from shopkit.catalog.views.paper_words import paper_name
from shopkit.journal.models import SEEN
from shopkit.traceability.models.events import BatchEvent
from shopkit.traceability.queries.trace import Story
from shopkit.traceability.views.event_words import event_icon, event_word


@dataclass(frozen=True)
class ToldEvent:
    """An event as buyers see it: never to whom the goods went, nor what was noted about it."""

    icon: str
    word: str
    at: datetime
    place: str
    is_seen: bool
    photo_url: str | None


@dataclass(frozen=True)
class ToldPaper:
    """A paper that stands, as buyers see it."""

    name: str
    number: str
    issuer: str
    stars: int | None
    valid_to: date | None
    seen_at: datetime | None


def told_event(event: BatchEvent, story: Story) -> ToldEvent:
    place = story.place_names.get(event.place_id, "") if event.place_id else event.place_words
    return ToldEvent(
        event_icon(event.kind),
        event_word(event.kind),
        event.at,
        place,
        event.evidence == SEEN,
        url_for("traceability.event_photo", event_id=event.id, size=CARD) if event.photo else None,
    )


def told_paper(paper: Paper) -> ToldPaper:
    return ToldPaper(
        paper_name(paper),
        paper.number,
        paper.issuer,
        paper.stars,
        paper.valid_to,
        paper.seen_at,
    )
