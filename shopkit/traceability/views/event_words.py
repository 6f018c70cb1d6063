"""Events, quantities and units in words, for every page that tells of a batch."""

from datetime import datetime

from shopkit.catalog.models.papers import Paper
from shopkit.catalog.views.paper_words import paper_line, paper_name
from shopkit.traceability.forms.batches import DATE_WORDS, UNIT_WORDS
from shopkit.traceability.forms.events import KIND_WORDS, is_day_only
from shopkit.traceability.rules.units import amount_text
from shopkit.traceability.views.blueprint import bp
from shopkit.web.filters import day, moment
from shopkit.web.language import SOURCE, language

POINTS = str.maketrans(".,", ",.")

# icons: wheat hammer package clipboard-check warehouse truck hand-coins trash-2
ICONS = {
    "harvest": "wheat",
    "make": "hammer",
    "pack": "package",
    "inspect": "clipboard-check",
    "store": "warehouse",
    "ship": "truck",
    "sell": "hand-coins",
    "spoil": "trash-2",
}


def event_word(kind: str) -> str:
    return str(KIND_WORDS[kind])


def event_icon(kind: str) -> str:
    return ICONS[kind]


def date_word(kind: str) -> str:
    """What happened on the day that a batch counts from."""
    return str(DATE_WORDS[kind])


def quantity(milli: int | None, unit: str) -> str:
    """A quantity with its unit: 1.500 kg; nothing where none was told."""
    if milli is None:
        return ""
    return f"{amount_as_read(milli)}\N{NO-BREAK SPACE}{UNIT_WORDS.get(unit, unit)}"


def amount_as_read(milli: int) -> str:
    """A quantity as the reader writes numbers: 1.500,5 in Vietnamese, 1,500.5 in English."""
    text = amount_text(milli)
    return text if language() == SOURCE else text.translate(POINTS)


def paper_words(paper: Paper) -> str:
    """A paper as she knows it again: its name, number and issuer."""
    return ", ".join(part for part in (paper_name(paper), paper_line(paper)) if part)


def when(at: datetime) -> str:
    """A moment, or the day alone where no hour was told."""
    return day(at) if is_day_only(at) else moment(at)


for word in (event_word, event_icon, date_word, quantity, when):
    bp.add_app_template_global(word, word.__name__)
