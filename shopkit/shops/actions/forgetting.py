"""How the register forgets somebody: rows stay for the counts, nameless."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from shopkit.imports.models import Import, RememberedColumns
from shopkit.journal.write import write
from shopkit.shops.models.register import Household, Person
from shopkit.shops.models.shops import Business, Shop
from shopkit.shops.rules.subjects import Subject
from shopkit.text.order import sort_key
from shopkit.text.search import search_text


def forget_register(session: Session, subject: Subject, *, now: datetime) -> None:
    """Her rows, a household that was hers alone, her business and her shop."""
    for person in session.scalars(select(Person).where(Person.id.in_(subject.person_ids))).all():
        forget_person(session, person, subject, now)
    for household in session.scalars(
        select(Household).where(Household.id.in_(subject.household_ids))
    ).all():
        forget_household(session, household, now)
    for shop in session.scalars(select(Shop).where(Shop.id.in_(subject.shop_ids))).all():
        forget_shop(session, shop, subject, now)
    for business in session.scalars(
        select(Business).where(Business.id.in_(subject.business_ids))
    ).all():
        forget_business(session, business, subject, now)
    forget_files(session, subject)


def forget_person(session: Session, person: Person, subject: Subject, now: datetime) -> None:
    """Village and gender stay, so that what she took part in still counts where it happened."""
    rename_household_of(session, person, subject, now)
    person.name = person.sort_key = person.search_text = ""
    person.phone = person.birth_year = person.account_id = person.list_key = None
    person.erased_at = now
    session.flush()
    write(session, person, "person.erased", now=now)


def rename_household_of(session: Session, person: Person, subject: Subject, now: datetime) -> None:
    """A household that goes on without her is named by the next of its people."""
    household = session.get(Household, person.household_id) if person.household_id else None
    if household is None or household.id in subject.household_ids:
        return
    if household.phone in subject.phones:
        household.phone = None
    if subject.words.taken_out(household.name) == household.name:
        return
    heir = session.scalars(
        select(Person)
        .where(
            Person.household_id == household.id,
            Person.id.not_in(subject.person_ids),
            Person.erased_at.is_(None),
            Person.merged_into_id.is_(None),
        )
        .order_by(Person.is_head.desc(), Person.known_at, Person.id)
        .limit(1)
    ).one()
    household.name, heir.is_head = heir.name, True
    household.sort_key, household.search_text = heir.sort_key, heir.search_text
    session.flush()
    write(session, household, "household.changed", now=now)


def forget_household(session: Session, household: Household, now: datetime) -> None:
    household.name = household.sort_key = household.search_text = ""
    household.number = household.source = ""
    household.phone = household.list_key = None
    household.erased_at = now
    session.flush()
    write(session, household, "household.erased", now=now)


def forget_shop(session: Session, shop: Shop, subject: Subject, now: datetime) -> None:
    """The name of the shop stays only where goods already sold must be told by it."""
    name = shop.name if shop.id in subject.kept.shop_ids else ""
    shop.name, shop.sort_key, shop.search_text = name, sort_key(name)[:1000], search_text(name)
    shop.owner_name = shop.sells = ""
    shop.contact_phone = None
    session.flush()
    write(session, shop, "shop.erased", now=now)


def forget_business(session: Session, business: Business, subject: Subject, now: datetime) -> None:
    business.name = business.sort_key = business.search_text = ""
    business.owner_name = ""
    business.phone = business.list_key = None
    business.erased_at = now
    session.flush()
    write(session, business, "business.erased", now=now)


def forget_files(session: Session, subject: Subject) -> None:
    """Tables she brought, and what was remembered of them; the files go with the next sweep."""
    keepers = [*subject.shop_ids, *([subject.account_id] if subject.account_id else [])]
    session.execute(
        update(Import)
        .where(Import.owner_id.in_(keepers) | Import.shop_id.in_(keepers))
        .values(
            name="",
            rows_file=None,
            records_file=None,
            failed_file=None,
            findings=[],
            late=[],
            version=Import.version + 1,
        )
    )
    session.execute(delete(RememberedColumns).where(RememberedColumns.keeper.in_(keepers)))
