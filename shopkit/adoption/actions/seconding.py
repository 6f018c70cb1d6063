"""What one person proposed, and the second one's answer."""

from datetime import datetime

from sqlalchemy.orm import Session

from shopkit.adoption.actions.freezing import print_instead
from shopkit.adoption.actions.periods import (
    REOPEN,
    ReasonMissing,
    StepNotPossible,
    about,
    actor_id,
    needed,
    propose,
    reopen,
)
from shopkit.adoption.actions.switches import SWITCH_ON, confirm_switch, drop_switch
from shopkit.adoption.models.periods import Asked, FrozenFigure, Submission
from shopkit.adoption.models.targets import SwitchedOn
from shopkit.adoption.queries.periods import frozen_of, report_of
from shopkit.adoption.queries.reports import cell_of
from shopkit.adoption.rules.frozen import is_a_reason, senseless
from shopkit.adoption.rules.indicators import indicator_on
from shopkit.adoption.rules.periods import period_of
from shopkit.adoption.rules.submissions import FROZEN
from shopkit.errors import Refusal
from shopkit.journal.write import write
from shopkit.scope import Who
from shopkit.shops.rules.two_people import refuse_first

CORRECT = "correct"
OURS = (REOPEN, CORRECT, SWITCH_ON)
HOUSEHOLDS = "A01"


class NumberSenseless(Refusal):
    """A number that cannot be: more than all there are, or far from what was computed."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def ask_to_correct(
    session: Session, figure: FrozenFigure, *, number: int, reason: str, now: datetime
) -> Asked:
    """Propose another number in place of a computed one of an approved report."""
    if report_of(session, figure).state not in FROZEN:
        raise StepNotPossible(figure.indicator)
    refuse_senseless(session, figure, number)
    if not is_a_reason(reason):
        raise ReasonMissing
    return propose(
        session,
        CORRECT,
        figure.id,
        figure.commune_code,
        reason=needed(reason),
        number=number,
        now=now,
    )


def refuse_senseless(session: Session, figure: FrozenFigure, number: int) -> None:
    """What is corrected stays within the households, the base and the size of what was computed."""
    period = period_of(figure.period)
    indicator = indicator_on(figure.indicator, period.last) if period else None
    if indicator is None:
        raise StepNotPossible(figure.indicator)
    households = None
    if figure.indicator != HOUSEHOLDS:
        known = frozen_of(session, report_of(session, figure)).get((HOUSEHOLDS, "", ""))
        households = known.numerator if known else None
    why = senseless(number, cell_of(figure), indicator, households)
    if why:
        raise NumberSenseless(why)


def answer(
    session: Session, who: Who, asked: Asked, *, is_granted: bool, words: str = "", now: datetime
) -> None:
    """The second person's yes or no; whoever proposed cannot give it."""
    if asked.answered_at is not None or asked.what not in OURS:
        raise StepNotPossible(asked.what)
    refuse_first(who, asked.asked_by_id)
    asked.answered_at, asked.answered_by_id = now, who.account_id
    asked.is_granted, asked.answer = is_granted, words
    session.flush()
    if is_granted:
        grant(session, asked, now=now)
    elif asked.what == SWITCH_ON:
        drop_switch(session, session.get_one(SwitchedOn, asked.subject_id), now=now)
    word = "second.granted" if is_granted else "second.refused"
    write(session, asked, word, now=now, details=about(asked))


def grant(session: Session, asked: Asked, *, now: datetime) -> None:
    """Do what was proposed."""
    if asked.what == REOPEN:
        reopen(session, session.get_one(Submission, asked.subject_id), asked, now=now)
    elif asked.what == CORRECT:
        figure = session.get_one(FrozenFigure, asked.subject_id)
        print_instead(session, figure, asked, second_id=actor_id(session), now=now)
    else:
        confirm_switch(session, session.get_one(SwitchedOn, asked.subject_id), now=now)
