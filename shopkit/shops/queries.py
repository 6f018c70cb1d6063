"""Finding shops: her own for a seller, those of their places for staff."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, false, func, or_, select, true
from sqlalchemy.orm import Session

from shopkit.accounts.models import RoleGrant
from shopkit.errors import NotFound
from shopkit.scope import ALL, COMMUNE, PROVINCE, SHOP, VILLAGE, Who
from shopkit.shops.models import Business, Shop
from shopkit.text.search import fold

STAFF_PLACES = (VILLAGE, COMMUNE, PROVINCE, ALL)


def shop_or_none(session: Session, who: Who) -> Shop | None:
    """The shop of a seller; the oldest where she helps in several."""
    if not who.shop_ids:
        return None
    return session.scalars(
        select(Shop).where(Shop.id.in_(who.shop_ids)).order_by(Shop.opened_at, Shop.id).limit(1)
    ).one_or_none()


def shop_of_account_or_none(session: Session, account_id: UUID) -> Shop | None:
    """The oldest shop somebody helps to run."""
    codes = session.scalars(
        select(RoleGrant.scope_code).where(
            RoleGrant.account_id == account_id,
            RoleGrant.scope_kind == SHOP,
            RoleGrant.ended_at.is_(None),
        )
    )
    return session.scalars(
        select(Shop)
        .where(Shop.id.in_([UUID(code) for code in codes]))
        .order_by(Shop.opened_at, Shop.id)
        .limit(1)
    ).one_or_none()


def people_of(session: Session, shop_id: UUID) -> Sequence[UUID]:
    """The accounts of those who run a shop."""
    return session.scalars(
        select(RoleGrant.account_id)
        .where(
            RoleGrant.scope_kind == SHOP,
            RoleGrant.scope_code == shop_id.hex,
            RoleGrant.ended_at.is_(None),
        )
        .order_by(RoleGrant.granted_at, RoleGrant.id)
    ).all()


def shop(session: Session, who: Who) -> Shop:
    found = shop_or_none(session, who)
    if found is None:
        raise NotFound
    return found


def shop_by_code(session: Session, code: str) -> Shop:
    """A shop by its public code, for everybody."""
    found = session.scalars(select(Shop).where(Shop.code == code)).one_or_none()
    if found is None:
        raise NotFound(code)
    return found


def within(who: Who, *roles: str) -> ColumnElement[bool]:
    """The condition that a shop lies in one of the places where she wears one of these hats."""
    places: list[ColumnElement[bool]] = []
    for role in who.roles:
        if role.kind not in STAFF_PLACES or (roles and role.name not in roles):
            continue
        if role.kind == ALL:
            return true()
        if role.kind == COMMUNE:
            places.append(Shop.commune_code == role.code)
        elif role.kind == VILLAGE:
            places.append(Shop.village_id == UUID(role.code))
    return or_(*places) if places else false()


def shops_in_reach(session: Session, who: Who, text: str = "", limit: int = 200) -> Sequence[Shop]:
    """The shops of her places, by name; `text` narrows them, marks optional."""
    found = select(Shop).where(within(who))
    for word in fold(text).split():
        found = found.where(Shop.search_text.contains(word, autoescape=True))
    return session.scalars(found.order_by(Shop.sort_key, Shop.id).limit(limit)).all()


def shop_in_reach(session: Session, who: Who, shop_id: UUID) -> Shop:
    found = session.scalars(select(Shop).where(Shop.id == shop_id, within(who))).one_or_none()
    if found is None:
        raise NotFound(str(shop_id))
    return found


def businesses_in(session: Session, commune_code: str) -> dict[UUID | None, int]:
    """How many open household businesses a commune knows, by village."""
    rows = session.execute(
        select(Business.village_id, func.count())
        .where(Business.commune_code == commune_code, Business.closed_at.is_(None))
        .group_by(Business.village_id)
    )
    return {village_id: count for village_id, count in rows}
