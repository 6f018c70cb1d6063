"""Where what lay in a closed village lies now."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.places.models import Village


def heirs_of(session: Session, commune_code: str) -> dict[UUID | None, UUID | None]:
    """For each closed village of a commune, the open one that it went into."""
    rows = session.execute(
        select(Village.id, Village.valid_to, Village.merged_into_id).where(
            Village.commune_code == commune_code
        )
    )
    went = {row.id: row.merged_into_id for row in rows if row.valid_to is not None}
    heirs: dict[UUID | None, UUID | None] = {}
    for closed in went:
        heir: UUID | None = closed
        passed: set[UUID | None] = set()
        while heir in went and heir not in passed:
            passed.add(heir)
            heir = went[heir]
        heirs[closed] = heir
    return heirs
