"""Everything that is one human being's alone, found from her account or her row on the register."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from shopkit.accounts.models import Account, RoleGrant
from shopkit.accounts.queries import people_of_shop
from shopkit.errors import NotFound
from shopkit.scope import SHOP
from shopkit.shops.models.register import Household, Person
from shopkit.shops.models.shops import Business, Shop
from shopkit.shops.rules.subjects import ACCOUNT, Subject
from shopkit.text.search import search_text


def subject(session: Session, kind: str, subject_id: UUID) -> Subject:
    """Who is meant by a request, with all her rows; an account that is gone does not exist."""
    account = session.get(Account, subject_id) if kind == ACCOUNT else None
    person = None if kind == ACCOUNT else session.get(Person, subject_id)
    if kind == ACCOUNT and (account is None or account.closed_at):
        raise NotFound(str(subject_id))
    if kind != ACCOUNT and (person is None or person.erased_at):
        raise NotFound(str(subject_id))
    people = rows_of(session, account, person)
    account = account or account_of(session, people)
    return gathered(session, kind, subject_id, account, people)


def gathered(
    session: Session, kind: str, subject_id: UUID, account: Account | None, people: list[Person]
) -> Subject:
    """What belongs to these rows and to nobody else."""
    person_ids = {one.id for one in people}
    shops = own_shops(session, account)
    households = lone_households(session, people)
    businesses = list(
        session.scalars(
            select(Business).where(
                or_(
                    Business.owner_id.in_(person_ids),
                    Business.id.in_([shop.business_id for shop in shops if shop.business_id]),
                )
            )
        )
    )
    names = {one.name for one in people} | ({account.name} if account else set())
    phones = {one.phone for one in people} | {one.phone for one in households}
    phones |= {shop.contact_phone for shop in shops} | ({account.phone} if account else set())
    places = [shop.commune_code for shop in shops] + [one.commune_code for one in people]
    return Subject(
        kind,
        subject_id,
        next(filter(None, places), ""),
        account.id if account else None,
        frozenset(person_ids),
        frozenset(one.id for one in households),
        frozenset(one.id for one in businesses),
        frozenset(one.id for one in shops),
        frozenset(filter(None, names | {shop.owner_name for shop in shops})),
        frozenset(filter(None, phones)),
    )


def rows_of(session: Session, account: Account | None, person: Person | None) -> list[Person]:
    """Her rows on the register, also those that were merged into one another."""
    found: dict[UUID, Person] = {person.id: person} if person else {}
    if account is not None:
        for one in session.scalars(
            select(Person).where(
                Person.erased_at.is_(None),
                or_(Person.account_id == account.id, Person.phone == account.phone),
            )
        ):
            if one.account_id == account.id or is_same_name(one.name, account.name):
                found[one.id] = one
    waiting = set(found)
    while waiting:
        more = {one.id: one for one in merged_with(session, waiting, found) if one.id not in found}
        found |= more
        waiting = set(more)
    return sorted(found.values(), key=lambda one: one.id)


def merged_with(
    session: Session, ids: Iterable[UUID], known: dict[UUID, Person]
) -> Iterable[Person]:
    kept = [known[one].merged_into_id for one in ids if known[one].merged_into_id]
    return session.scalars(
        select(Person).where(or_(Person.merged_into_id.in_(list(ids)), Person.id.in_(kept)))
    )


def is_same_name(one: str, other: str) -> bool:
    return search_text(one) == search_text(other)


def account_of(session: Session, people: list[Person]) -> Account | None:
    """The account that her rows name, or that has her phone and her name."""
    for one in people:
        found = session.get(Account, one.account_id) if one.account_id else None
        if found is None and one.phone:
            found = session.scalars(select(Account).where(Account.phone == one.phone)).one_or_none()
            found = found if found and is_same_name(found.name, one.name) else None
        if found is not None and found.closed_at is None:
            return found
    return None


def own_shops(session: Session, account: Account | None) -> list[Shop]:
    """The shops that nobody runs with her."""
    if account is None:
        return []
    codes = session.scalars(
        select(RoleGrant.scope_code).where(
            RoleGrant.account_id == account.id,
            RoleGrant.scope_kind == SHOP,
            RoleGrant.ended_at.is_(None),
        )
    ).all()
    shops = session.scalars(
        select(Shop).where(Shop.id.in_({UUID(code) for code in codes})).order_by(Shop.id)
    )
    return [shop for shop in shops if list(people_of_shop(session, shop.id)) == [account.id]]


def lone_households(session: Session, people: list[Person]) -> list[Household]:
    """The households in which no other living row of the register is left."""
    ids = {one.household_id for one in people if one.household_id}
    others = session.scalars(
        select(Person.household_id).where(
            Person.household_id.in_(ids),
            Person.id.not_in([one.id for one in people]),
            Person.erased_at.is_(None),
            Person.merged_into_id.is_(None),
        )
    )
    alone = ids - set(others)
    return list(session.scalars(select(Household).where(Household.id.in_(alone))))
