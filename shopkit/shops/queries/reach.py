"""How far somebody's hand reaches on the register: her commune, or her village."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, false, or_, select

from shopkit.places.models import Village
from shopkit.scope import COMMUNE, LEADER, OFFICER, TRAINER, VILLAGE, VILLAGE_HEAD, Role, Who

# Whose work is the register; a province sees counts only, a seller her own.
READERS = (OFFICER, LEADER, TRAINER, VILLAGE_HEAD)


def lies_within(kind: Any, who: Who, *roles: str) -> ColumnElement[bool]:
    """The condition that a record lies where she wears one of these hats, else any of readers."""
    wanted = roles or READERS
    places = [place_of(kind, role) for role in who.roles if role.name in wanted]
    return or_(false(), *places)


def place_of(kind: Any, role: Role) -> ColumnElement[bool]:
    """The condition that a record lies where this hat is worn."""
    if role.kind == COMMUNE:
        within: ColumnElement[bool] = kind.commune_code == role.code
        return within
    if role.kind == VILLAGE:
        return in_village(kind, UUID(role.code))
    return false()


def in_village(kind: Any, village_id: UUID) -> ColumnElement[bool]:
    """The condition that a record lies in a village, or in one that went into it."""
    merged = select(Village.id).where(Village.merged_into_id == village_id)
    further = select(Village.id).where(Village.merged_into_id.in_(merged))
    return or_(
        kind.village_id == village_id,
        kind.village_id.in_(merged),
        kind.village_id.in_(further),
    )


def communes_of(who: Who, *roles: str) -> tuple[str, ...]:
    """The communes that are hers as a whole."""
    return who.codes(COMMUNE, *(roles or READERS))
