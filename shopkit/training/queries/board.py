"""Where everybody of a class stands, asked of the shops themselves."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from shopkit.accounts.models import Account, RoleGrant
from shopkit.catalog.models.products import PUBLISHED, Product
from shopkit.channels.models.listed import ChannelShop
from shopkit.journal.models import JournalEntry
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.scope import SELLER, SHOP
from shopkit.shops.models.register import Person
from shopkit.shops.models.shops import Business, Shop
from shopkit.traceability.models.labels import LabelRun
from shopkit.training.models.courses import AssistedEntry, Course, Meeting
from shopkit.training.models.help import VisitDue
from shopkit.training.queries.lists import Row, class_list
from shopkit.training.rules import steps
from shopkit.training.rules.attendance import ABSENT, EXCUSED
from shopkit.training.rules.steps import Reached


@dataclass(frozen=True)
class Tile:
    """One woman on the board: how far she has come, and since when nothing has happened."""

    row: Row
    reached: Reached
    since: datetime
    shop_id: UUID | None = None

    @property
    def name(self) -> str:
        return self.row.name


def tiles_of(session: Session, course: Course, meeting: Meeting | None) -> list[Tile]:
    """Everybody who is not absent, in the order of the list."""
    rows = [
        row for row in class_list(session, course, meeting) if row.status not in (ABSENT, EXCUSED)
    ]
    shops = shops_of_people(session, [row.person for row in rows])
    reached = reached_by_shops(session, set(shops.values()))
    tiles = []
    for row in rows:
        shop_id = shops.get(row.person.id)
        here = reached[shop_id] if shop_id else Reached(frozenset({steps.JOINED}))
        came_at = row.noted_at or row.enrolment.enrolled_at
        since = max(came_at, here.last_at) if here.last_at else came_at
        tiles.append(Tile(row, here, since, shop_id))
    return tiles


def shops_of_people(session: Session, people: Iterable[Person]) -> dict[UUID, UUID]:
    """The shop of each of these: typed for her, run from her account or phone, or her business's.

    The phone counts only where somebody told it for this list, as it does beside a trainer.
    """
    by_id = {one.id: one for one in people}
    found: dict[UUID, UUID] = {}
    owned = session.execute(
        select(Business.owner_id, Shop.id)
        .join(Shop, Shop.business_id == Business.id)
        .where(Business.owner_id.in_(by_id))
        .order_by(Shop.opened_at.desc(), Shop.id.desc())
    )
    found.update({owner_id: shop_id for owner_id, shop_id in owned if owner_id})
    found.update(shops_of_accounts(session, by_id))
    typed = session.execute(
        select(AssistedEntry.person_id, AssistedEntry.shop_id)
        .where(AssistedEntry.person_id.in_(by_id))
        .order_by(AssistedEntry.typed_at)
    )
    for person_id, shop_id in typed:
        found.setdefault(person_id, shop_id)
    return found


def account_ids(session: Session, people: Iterable[Person]) -> dict[UUID, UUID]:
    """The account of each of these who has one: linked to her, or of her phone."""
    by_id = {one.id: one for one in people}
    found = accounts_of_people(session, by_id)
    open_ids, by_phone = {one.id for one in found}, {one.phone: one.id for one in found}
    told = {}
    for person in by_id.values():
        own = person.account_id if person.account_id in open_ids else None
        account_id = own or (by_phone.get(person.phone) if person.phone else None)
        if account_id:
            told[person.id] = account_id
    return told


def accounts_of_people(session: Session, people: dict[UUID, Person]) -> Sequence[Account]:
    """The open accounts of these: those linked to them, and those of their phones."""
    phones = [one.phone for one in people.values() if one.phone]
    ids = [one.account_id for one in people.values() if one.account_id]
    return session.scalars(
        select(Account).where(
            Account.id.in_(ids) | Account.phone.in_(phones), Account.closed_at.is_(None)
        )
    ).all()


def shops_of_accounts(session: Session, people: dict[UUID, Person]) -> dict[UUID, UUID]:
    accounts = accounts_of_people(session, people)
    grants = session.execute(
        select(RoleGrant.account_id, RoleGrant.scope_code)
        .where(
            RoleGrant.account_id.in_([one.id for one in accounts]),
            RoleGrant.role == SELLER,
            RoleGrant.scope_kind == SHOP,
            RoleGrant.ended_at.is_(None),
        )
        .order_by(RoleGrant.granted_at.desc(), RoleGrant.id.desc())
    )
    shop_of = {account_id: UUID(code) for account_id, code in grants}
    by_account = {one.id: shop_of.get(one.id) for one in accounts}
    by_phone = {one.phone: shop_of.get(one.id) for one in accounts}
    found = {}
    for person in people.values():
        shop_id = by_account.get(person.account_id) if person.account_id else None
        shop_id = shop_id or (by_phone.get(person.phone) if person.phone else None)
        if shop_id:
            found[person.id] = shop_id
    return found


def reached_by_shops(session: Session, shop_ids: Collection[UUID]) -> dict[UUID, Reached]:
    """What stands in each of these shops today, in a handful of queries for all."""
    done: dict[UUID, set[str]] = defaultdict(set)
    shops = session.scalars(select(Shop).where(Shop.id.in_(shop_ids))).all()
    for shop in shops:
        done[shop.id] = {steps.JOINED, steps.KEPT}
        if shop.name:
            done[shop.id].add(steps.NAMED)
    in_use = PaymentAccount.ended_at.is_(None)
    marks: list[tuple[str, InstrumentedAttribute[UUID], tuple[ColumnElement[bool], ...]]] = [
        (steps.CODE, PaymentAccount.shop_id, (in_use,)),
        (steps.NAME_SEEN, PaymentAccount.shop_id, (in_use, PaymentAccount.seen_at.is_not(None))),
        (steps.LISTED, Product.shop_id, (Product.state == PUBLISHED,)),
        (steps.LABELLED, LabelRun.shop_id, ()),
        (steps.ON_CHANNEL, ChannelShop.shop_id, ()),
    ]
    for step, column, conditions in marks:
        for shop_id in session.scalars(
            select(column).where(column.in_(shop_ids), *conditions).distinct()
        ):
            done[shop_id].add(step)
    last = last_events(session, shop_ids)
    return {
        shop.id: Reached(
            frozenset(done[shop.id]), is_maker=shop.is_maker is not False, last_at=last.get(shop.id)
        )
        for shop in shops
    }


def last_events(session: Session, shop_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When something last happened in each shop, from the journal."""
    lines = session.execute(
        select(JournalEntry.shop_id, func.max(JournalEntry.at))
        .where(JournalEntry.shop_id.in_(shop_ids))
        .group_by(JournalEntry.shop_id)
    )
    return {shop_id: at for shop_id, at in lines if shop_id}


def visit_days(session: Session, course: Course) -> dict[UUID, list[date]]:
    """On which days somebody comes to see each of the class, as far as they still lie ahead."""
    found: dict[UUID, list[date]] = defaultdict(list)
    for due in session.scalars(
        select(VisitDue)
        .where(
            VisitDue.course_id == course.id,
            VisitDue.done_by_event_id.is_(None),
            VisitDue.dropped_at.is_(None),
        )
        .order_by(VisitDue.due_on, VisitDue.id)
    ):
        found[due.person_id].append(due.due_on)
    return found
