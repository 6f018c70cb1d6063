"""The days of a round: how long a list hangs, by when it is decided, what a dossier lacks."""

from datetime import date, timedelta

ASSESSING, MET, POSTED, SENT, RETURNED, DECIDED = (
    "assessing",
    "met",
    "posted",
    "sent",
    "returned",
    "decided",
)
STATES = (ASSESSING, MET, POSTED, SENT, RETURNED, DECIDED)
# While a round stands so, its village works on it.
IN_VILLAGE = frozenset({ASSESSING, MET, POSTED, RETURNED})

# Ten full days, on the pattern of Decree 86/2023/NĐ-CP; the day of posting is not counted.
POSTING_DAYS = 10
DECIDING_DAYS = 10
# Assessment is finished before 25 November, so 24 November is the last day a list may hang.
FINISHED_MONTH, FINISHED_DAY = 11, 24

# What a dossier may lack.
NO_MINUTES, NO_CHAIR, NO_COUNT, NO_PLACE = "minutes", "chair", "count", "place"
NOT_POSTED, STILL_POSTED, OPEN_COMMENT = "posted", "days", "comment"
UNSAID, WITHOUT_REASON, NOBODY = "unsaid", "reason", "nobody"


def last_posted_day(posted_on: date) -> date:
    """The tenth full day after the day of posting."""
    return posted_on + timedelta(days=POSTING_DAYS)


def may_be_sent_on(posted_on: date) -> date:
    """The first day after ten full days."""
    return last_posted_day(posted_on) + timedelta(days=1)


def finished_by(year: int) -> date:
    return date(year, FINISHED_MONTH, FINISHED_DAY)


def latest_posting_day(year: int) -> date:
    """Posted later, a list cannot hang for ten full days before 25 November."""
    return finished_by(year) - timedelta(days=POSTING_DAYS)


def decide_by(sent_on: date) -> date:
    """The last day for the decision on a complete dossier."""
    return sent_on + timedelta(days=DECIDING_DAYS)


def usual_end(signed_on: date) -> date:
    """A year, less the day on which the next one begins."""
    try:
        return signed_on.replace(year=signed_on.year + 1) - timedelta(days=1)
    except ValueError:  # signed on 29 February
        return date(signed_on.year + 1, 2, 28)


def is_late(state: str, year: int, posted_on: date | None, sent_on: date | None, on: date) -> bool:
    """Whether what comes next should have been done before this day."""
    if state == DECIDED:
        return False
    if state == SENT and sent_on:
        return on > decide_by(sent_on)
    if state == POSTED and posted_on:
        return on > max(may_be_sent_on(posted_on), finished_by(year))
    return on > latest_posting_day(year)
