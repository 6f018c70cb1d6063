"""Entering what a document asks of a commune; a later document adds lines of its own."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from shopkit.adoption.actions.periods import actor_id
from shopkit.adoption.models.targets import Target
from shopkit.adoption.queries.targets import targets_of
from shopkit.adoption.rules.targets import OPERATORS, example_sets
from shopkit.errors import NotFound, Refusal
from shopkit.journal.write import write
from shopkit.scope import COMMUNE


class TargetNeedsDocument(Refusal):
    """A target is what a document says; without one it is nobody's."""


class ExamplesLoaded(Refusal):
    """The lines of this example are in the commune's list already."""


def enter_target(
    session: Session,
    commune_code: str,
    *,
    indicator: str,
    group_code: str = "",
    group_words: str = "",
    operator: str,
    value_hundredths: int,
    unit: str = "",
    due_on: date | None,
    document: str,
    stated_on: date,
    note: str = "",
    target_set: str = "",
    is_example: bool = False,
    now: datetime,
) -> Target:
    """Enter one line of a document; what other documents ask stays."""
    if not document:
        raise TargetNeedsDocument(indicator)
    if operator not in OPERATORS:
        raise NotFound(operator)
    entered = Target(
        commune_code=commune_code,
        unit_kind=COMMUNE,
        unit_code=commune_code,
        target_set=target_set or f"{stated_on:%Y-%m-%d}",
        indicator=indicator,
        group_code=group_code,
        group_words=group_words,
        operator=operator,
        value_hundredths=value_hundredths,
        unit=unit,
        due_on=due_on,
        document=document,
        stated_on=stated_on,
        note=note,
        is_example=is_example,
        entered_at=now,
        entered_by_id=actor_id(session),
    )
    session.add(entered)
    session.flush()
    write(session, entered, "target.entered", now=now, details={"indicator": indicator})
    return entered


def remove_target(session: Session, target: Target, *, now: datetime) -> None:
    """Take a target out of the list; the journal keeps that it was there."""
    target.removed_at = now
    session.flush()
    write(session, target, "target.removed", now=now, details={"indicator": target.indicator})


def load_examples(
    session: Session, commune_code: str, target_set: str, *, now: datetime
) -> list[Target]:
    """Enter the lines of a published document as an example for the commune to replace."""
    if any(one.target_set == target_set for one in targets_of(session, commune_code)):
        raise ExamplesLoaded(target_set)
    lines = example_sets().get(target_set)
    if lines is None:
        raise NotFound(target_set)
    return [
        enter_target(
            session,
            commune_code,
            indicator=one.indicator,
            group_code=one.group_code,
            group_words=one.group_words,
            operator=one.operator,
            value_hundredths=one.value_hundredths,
            unit=one.unit,
            due_on=one.due_on,
            document=one.document,
            stated_on=one.stated_on,
            note=one.note,
            target_set=target_set,
            is_example=True,
            now=now,
        )
        for one in lines
    ]
