"""Finding shops: her own for a seller, those of their places for staff."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, exists, false, func, or_, select, true
from sqlalchemy.orm import Session

from shopkit.accounts.models import Account, Consent, RoleGrant
from shopkit.accounts.queries import account_by_phone, has_answered
from shopkit.accounts.rules.purposes import REPORT
from shopkit.errors import NotFound
from shopkit.places.models import Village
from shopkit.scope import ALL, COMMUNE, SHOP, VILLAGE, Role, Who
from shopkit.shops.models.shops import Shop
from shopkit.text.search import search_text

PAGE = 100


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


def shop(session: Session, who: Who) -> Shop:
    found = shop_or_none(session, who)
    if found is None:
        raise NotFound
    return found


def has_answered_report(session: Session, shop: Shop) -> bool:
    return has_answered(session, shop.id, REPORT.code)


def agreed_to_report() -> ColumnElement[bool]:
    """The condition that a shop agreed to be reported, in words that still stand."""
    return exists().where(
        Consent.shop_id == Shop.id,
        Consent.purpose == REPORT.code,
        Consent.text_version.in_(REPORT.covered_by),
        Consent.withdrawn_at.is_(None),
    )


def within(who: Who, *roles: str) -> ColumnElement[bool]:
    """The condition that a shop lies in one of the places where she wears one of these hats."""
    places = [place_of(role) for role in who.roles if not roles or role.name in roles]
    return or_(false(), *places)


def place_of(role: Role) -> ColumnElement[bool]:
    """The condition that a shop lies where this hat is worn."""
    if role.kind == ALL:
        return true()
    if role.kind == COMMUNE:
        return Shop.commune_code == role.code
    if role.kind == VILLAGE:
        return Shop.village_id == UUID(role.code)
    return false()


def shops_in_reach(
    session: Session, who: Who, text: str = "", *, page: int = 1
) -> tuple[Sequence[Shop], int]:
    """A page of the shops of her places that agreed to it, by name, and how many there are."""
    conditions = [within(who), agreed_to_report()]
    for word in search_text(text).split():
        conditions.append(Shop.search_text.contains(word, autoescape=True))
    count = session.scalar(select(func.count()).select_from(Shop).where(*conditions))
    found = session.scalars(
        select(Shop)
        .where(*conditions)
        .order_by(Shop.sort_key, Shop.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    return found, count or 0


def those_in_reach(session: Session, who: Who, ids: Iterable[UUID]) -> Sequence[Shop]:
    """Which of these shops lie in her places and agreed to be seen, by name."""
    wanted = select(Shop).where(Shop.id.in_(list(ids)), within(who), agreed_to_report())
    return session.scalars(wanted.order_by(Shop.sort_key, Shop.id).limit(PAGE)).all()


def shop_in_reach(session: Session, who: Who, shop_id: UUID, *roles: str) -> Shop:
    """A shop of her places that agreed to be seen; any other does not exist for her."""
    found = session.scalars(
        select(Shop).where(Shop.id == shop_id, within(who, *roles), agreed_to_report())
    ).one_or_none()
    if found is None:
        raise NotFound(str(shop_id))
    return found


def shop_beside(session: Session, who: Who, phone: str, *roles: str) -> tuple[Shop, Account]:
    """The shop of somebody who sits beside her and has told her phone number, and that person.

    It needs no consent to report: who tells her number to be helped is seen by the helper only.
    """
    person = account_by_phone(session, phone)
    own = shop_of_account_or_none(session, person.id)
    if own is None:
        raise NotFound(phone)
    found = session.scalars(select(Shop).where(Shop.id == own.id, within(who, *roles)))
    if found.one_or_none() is None:
        raise NotFound(phone)
    return own, person


def village_names(session: Session, shops: Iterable[Shop]) -> dict[UUID, str]:
    """The names of the villages in which these shops lie."""
    ids = {shop.village_id for shop in shops if shop.village_id}
    return {one.id: one.name for one in session.scalars(select(Village).where(Village.id.in_(ids)))}
