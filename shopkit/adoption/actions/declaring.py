"""Noting what somebody saw or says, with the evidence that her place in it gives."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from shopkit.adoption.actions.facts import NotYet, note_fact
from shopkit.adoption.models.facts import Fact
from shopkit.adoption.queries.declared import About, Item
from shopkit.adoption.rules.elements import SEEN, SELF_DECLARED, STRENGTH
from shopkit.clock import local_day
from shopkit.errors import NotFound, Refusal
from shopkit.scope import TRAINER, Who


class FiguresAreNotTyped(Refusal):
    """An officer runs periods and enters nothing of what they count."""


def declare(
    session: Session,
    who: Who,
    about: About,
    item: Item,
    *,
    answer: str,
    valid_on: date,
    was_wrong: bool = False,
    now: datetime,
) -> Fact:
    """Note an answer; where the last one was wrong, this one stands in its place.

    Of her own shop it is her word, of somebody else's what a trainer has seen. Her word does not
    stand in place of what was seen.
    """
    if answer not in item.question.answers:
        raise NotFound(answer)
    if valid_on > local_day(now):
        raise NotYet(about.id)
    is_own = about.id in who.shop_ids
    if not is_own and not who.has(TRAINER):
        raise FiguresAreNotTyped
    evidence = SELF_DECLARED if is_own else SEEN
    before = item.standing if was_wrong else None
    if before and STRENGTH[before.evidence] > STRENGTH[evidence]:
        before = None
    return note_fact(
        session,
        subject_kind=about.kind,
        subject_id=about.id,
        element=item.question.element,
        word=answer,
        about=item.about,
        source_id=item.source_id,
        valid_on=valid_on,
        evidence=evidence,
        now=now,
        supersedes=before,
    )
