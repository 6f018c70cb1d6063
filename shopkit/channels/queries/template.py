"""The upload sheets of a shop, and what a channel answered about its listings."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.catalog.queries.products import HasId
from shopkit.channels.models.handed_over import Template
from shopkit.errors import NotFound

# A sheet to be filled, and one that came back with reasons in it.
BLANK, ANSWER = "blank", "answer"


def templates_of(session: Session, shop: HasId, channel: str, kind: str) -> Sequence[Template]:
    """The sheets of one kind that were not removed, the newest first."""
    found = session.scalars(
        select(Template)
        .where(
            Template.shop_id == shop.id,
            Template.channel == channel,
            Template.removed_at.is_(None),
        )
        .order_by(Template.brought_at.desc(), Template.id.desc())
    )
    return [one for one in found if one.keys.get("kind") == kind]


def sheet_or_none(session: Session, shop: HasId, channel: str, kind: str) -> Template | None:
    return next(iter(templates_of(session, shop, channel, kind)), None)


def sheet(session: Session, shop: HasId, template_id: UUID) -> Template:
    """A sheet of this shop that was not removed."""
    found = session.scalars(
        select(Template).where(
            Template.id == template_id, Template.shop_id == shop.id, Template.removed_at.is_(None)
        )
    ).one_or_none()
    if found is None:
        raise NotFound(str(template_id))
    return found


def reasons_for(session: Session, shop: HasId, channel: str, product_id: UUID) -> list[str]:
    """What the channel last wrote about one product."""
    answer = sheet_or_none(session, shop, channel, ANSWER)
    told = answer.keys["reasons"] if answer else []
    return [one["words"] for one in told if one["product_id"] == str(product_id)]
