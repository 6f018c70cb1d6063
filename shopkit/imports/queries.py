"""The imports of somebody, and what was learnt from earlier ones."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from shopkit.errors import NotFound
from shopkit.imports.models import Import, RememberedColumns
from shopkit.scope import Who


def import_of(session: Session, who: Who, import_id: UUID) -> Import:
    """An import that this person made, or that belongs to a shop of hers."""
    found = session.scalar(
        select(Import).where(
            Import.id == import_id,
            or_(Import.owner_id == who.account_id, Import.shop_id.in_(who.shop_ids)),
        )
    )
    if found is None:
        raise NotFound(import_id)
    return found


def imports_of_shop(
    session: Session, shop_id: UUID, kind: str, limit: int = 20
) -> Sequence[Import]:
    """The imports of one kind that a shop made, newest first."""
    return session.scalars(
        select(Import)
        .where(Import.shop_id == shop_id, Import.kind == kind)
        .order_by(Import.made_at.desc(), Import.id.desc())
        .limit(limit)
    ).all()


def remembered_or_none(
    session: Session, brought: Import, signature: str
) -> RememberedColumns | None:
    """Which columns a person pointed out in a file with the same headings."""
    return session.scalar(
        select(RememberedColumns).where(
            RememberedColumns.keeper == keeper_of(brought),
            RememberedColumns.kind == brought.kind,
            RememberedColumns.family == brought.family,
            RememberedColumns.signature == signature,
        )
    )


def keeper_of(brought: Import) -> UUID:
    return brought.shop_id or brought.owner_id
