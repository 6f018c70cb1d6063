"""What a commune is asked to reach, what others published of it, and what it has switched on."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.adoption.models.recognition import GroupDefinition
from shopkit.adoption.models.targets import OfficialFigure, SwitchedOn, Target
from shopkit.errors import NotFound
from shopkit.scope import COMMUNE

MOST_TARGETS = 500
MOST_FIGURES = 1_000


def targets_of(session: Session, commune_code: str) -> Sequence[Target]:
    """The targets that stand for a commune, document by document."""
    return session.scalars(
        select(Target)
        .where(
            Target.unit_kind == COMMUNE,
            Target.unit_code == commune_code,
            Target.removed_at.is_(None),
        )
        .order_by(Target.stated_on, Target.document, Target.indicator, Target.id)
        .limit(MOST_TARGETS)
    ).all()


def target(session: Session, commune_code: str, target_id: UUID) -> Target:
    found = session.get(Target, target_id)
    if found is None or found.commune_code != commune_code or found.removed_at:
        raise NotFound(target_id)
    return found


def official_figures(
    session: Session, commune_code: str, indicator: str = ""
) -> Sequence[OfficialFigure]:
    """What organisations published of a commune, the newest day first."""
    wanted = [
        OfficialFigure.unit_kind == COMMUNE,
        OfficialFigure.unit_code == commune_code,
        OfficialFigure.removed_at.is_(None),
    ]
    if indicator:
        wanted.append(OfficialFigure.indicator == indicator)
    return session.scalars(
        select(OfficialFigure)
        .where(*wanted)
        .order_by(OfficialFigure.as_of.desc(), OfficialFigure.indicator, OfficialFigure.id)
        .limit(MOST_FIGURES)
    ).all()


def official_figure(session: Session, commune_code: str, figure_id: UUID) -> OfficialFigure:
    found = session.get(OfficialFigure, figure_id)
    if found is None or found.commune_code != commune_code or found.removed_at:
        raise NotFound(figure_id)
    return found


def switches_of(session: Session, commune_code: str) -> Sequence[SwitchedOn]:
    """Everything sensitive that a commune ever switched on, the latest first."""
    return session.scalars(
        select(SwitchedOn)
        .where(SwitchedOn.commune_code == commune_code)
        .order_by(SwitchedOn.switched_at.desc(), SwitchedOn.id.desc())
        .limit(MOST_TARGETS)
    ).all()


def switch_or_none(session: Session, commune_code: str, what: str) -> SwitchedOn | None:
    """The switch that stands, or waits for its second person."""
    return session.scalars(
        select(SwitchedOn).where(
            SwitchedOn.commune_code == commune_code,
            SwitchedOn.what == what,
            SwitchedOn.until.is_(None),
        )
    ).first()


def switch(session: Session, commune_code: str, switch_id: UUID) -> SwitchedOn:
    found = session.get(SwitchedOn, switch_id)
    if found is None or found.commune_code != commune_code:
        raise NotFound(switch_id)
    return found


def is_switched_on(session: Session, commune_code: str) -> frozenset[str]:
    """What a commune counts of the sensitive things, each agreed to by two people."""
    return frozenset(
        session.scalars(
            select(SwitchedOn.what).where(
                SwitchedOn.commune_code == commune_code,
                SwitchedOn.confirmed_by_id.is_not(None),
                SwitchedOn.until.is_(None),
            )
        )
    )


def group_words(session: Session, commune_code: str) -> dict[str, str]:
    """The target groups that documents of a commune name, by code, the latest words last."""
    rows = session.execute(
        select(GroupDefinition.code, GroupDefinition.words)
        .where(GroupDefinition.commune_code == commune_code)
        .order_by(GroupDefinition.valid_from, GroupDefinition.code)
    )
    return {row.code: row.words for row in rows}
