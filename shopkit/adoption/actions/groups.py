"""Saying what the target groups of a document are made of; a later document says it anew."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from shopkit.adoption.actions.criteria import actor_id
from shopkit.adoption.models.recognition import GroupDefinition
from shopkit.adoption.queries.groups import definitions_of
from shopkit.adoption.rules.template import example_groups
from shopkit.errors import Refusal
from shopkit.journal.write import write
from shopkit.shops.rules.register import GROUPS

MOST_GROUPS = 60


class GroupTaken(Refusal):
    """The document has a group of this code."""


class KindUnknown(Refusal):
    """No membership of this kind stands on the register."""


class TooManyGroups(Refusal):
    """More groups than anybody keeps."""


def define_group(
    session: Session,
    commune_code: str,
    *,
    target_set: str,
    code: str,
    words: str,
    kinds: Sequence[str],
    document: str,
    valid_from: date,
    valid_to: date | None = None,
    is_example: bool = False,
    now: datetime,
) -> GroupDefinition:
    """Say which memberships make a household one of a group, by which document."""
    if not kinds or not set(kinds) <= set(GROUPS):
        raise KindUnknown(" ".join(kinds))
    known = definitions_of(session, commune_code)
    if len(known) >= MOST_GROUPS:
        raise TooManyGroups(MOST_GROUPS)
    if any((one.target_set, one.code) == (target_set, code) for one in known):
        raise GroupTaken(code)
    made = GroupDefinition(
        commune_code=commune_code,
        target_set=target_set,
        code=code,
        words=words,
        made_of="|".join(kinds),
        document=document,
        valid_from=valid_from,
        valid_to=valid_to,
        is_example=is_example,
        entered_at=now,
        entered_by_id=actor_id(session),
    )
    session.add(made)
    session.flush()
    write(session, made, "group.defined", now=now, details={"group": code})
    return made


def load_example_groups(
    session: Session, commune_code: str, *, now: datetime
) -> list[GroupDefinition]:
    """Take over both published versions of Ân Tường to see how two documents give two answers."""
    known = {(one.target_set, one.code) for one in definitions_of(session, commune_code)}
    return [
        define_group(
            session,
            commune_code,
            target_set=line.target_set,
            code=line.code,
            words=line.words,
            kinds=line.kinds,
            document=line.document,
            valid_from=line.valid_from,
            valid_to=line.valid_to,
            is_example=True,
            now=now,
        )
        for line in example_groups()
        if (line.target_set, line.code) not in known
    ]


def remove_group(session: Session, made: GroupDefinition, *, now: datetime) -> None:
    """Take a group off the list; what was counted by it stays in the reports that have it."""
    if made.removed_at is None:
        made.removed_at = now
        session.flush()
        write(session, made, "group.removed", now=now, details={"group": made.code})
