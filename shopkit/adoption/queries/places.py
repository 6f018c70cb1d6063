"""In which commune and village a subject of facts lies."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopkit.catalog.models.products import Product
from shopkit.errors import NotFound
from shopkit.places.models import Village
from shopkit.shops.models.branches import Branch
from shopkit.shops.models.register import Household, Person
from shopkit.shops.models.shops import Business, Shop
from shopkit.training.models.courses import Course

PLACED: dict[str, Any] = {
    "household": Household,
    "business": Business,
    "shop": Shop,
    "branch": Branch,
    "course": Course,
}


def place_of(session: Session, subject_kind: str, subject_id: UUID) -> tuple[str, UUID | None]:
    """The commune and village of a subject; raises NotFound."""
    wanted: Any
    if subject_kind == "person":
        wanted = (
            select(Person.commune_code, func.coalesce(Person.village_id, Household.village_id))
            .outerjoin(Household, Household.id == Person.household_id)
            .where(Person.id == subject_id)
        )
    elif subject_kind == "product":
        wanted = (
            select(Shop.commune_code, Shop.village_id)
            .join(Product, Product.shop_id == Shop.id)
            .where(Product.id == subject_id)
        )
    elif subject_kind == "village":
        wanted = select(Village.commune_code, Village.id).where(Village.id == subject_id)
    else:
        if subject_kind not in PLACED:
            raise NotFound(subject_kind)
        model = PLACED[subject_kind]
        wanted = select(model.commune_code, model.village_id).where(model.id == subject_id)
    found = session.execute(wanted).one_or_none()
    if found is None:
        raise NotFound(str(subject_id))
    return found[0], found[1]
