"""Taking the practice commune away again, and nothing else."""

from datetime import datetime

from sqlalchemy import ColumnElement, Table, and_, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from shopkit.accounts.models import Account
from shopkit.accounts.rules.delays import code_key, phone_key
from shopkit.db.base import Base
from shopkit.demo.cast import COMMUNE_CODE, PROVINCE_CODE
from shopkit.journal.models import JournalEntry, Unread
from shopkit.shops.actions.shops import place_shop
from shopkit.shops.models.shops import Shop
from shopkit.traceability.models.labels import LabelRun


def remove_practice(session: Session, *, now: datetime) -> int:
    """Remove everything of the practice commune and return how many rows that were.

    A real person who tried it out keeps her shop, which no longer lies anywhere.
    """
    for shop in session.scalars(
        select(Shop).where(Shop.commune_code == COMMUNE_CODE, Shop.is_practice.is_(False))
    ):
        place_shop(session, shop, commune_code="", village_id=None, now=now)
    session.flush()
    marks = known_marks(session)
    forget_practice_visits(session, marks["account_id"])
    removed = 0
    for table in reversed(Base.metadata.sorted_tables):
        belongs = marks_of_practice(table, marks)
        if belongs:
            removed += session.connection().execute(delete(table).where(or_(*belongs))).rowcount
    return removed + forget_unread(session)


def forget_unread(session: Session) -> int:
    """Lines that are gone wait for nobody to read them."""
    is_there = exists().where(JournalEntry.id == Unread.entry_id)
    return session.connection().execute(delete(Unread).where(~is_there)).rowcount


def forget_practice_visits(session: Session, people: list[object]) -> None:
    """A visit that somebody of the practice staff paid to a real shop was practice too."""
    session.execute(
        update(Shop).where(Shop.seen_by_id.in_(people)).values(seen_at=None, seen_by_id=None)
    )


def known_marks(session: Session) -> dict[str, list[object]]:
    """By column, the values that only rows of the practice commune hold."""
    people = session.execute(
        select(Account.id, Account.phone).where(Account.is_practice.is_(True))
    ).all()
    ids = [person.id for person in people]
    shop_ids = list(session.scalars(select(Shop.id).where(Shop.is_practice.is_(True))))
    runs = session.scalars(select(LabelRun.id).where(LabelRun.shop_id.in_(shop_ids)))
    keys = [phone_key(person.phone) for person in people]
    return {
        "shop_id": shop_ids,
        "account_id": ids,
        "owner_id": ids,
        "actor_id": ids,
        "subject_id": ids,
        "run_id": list(runs),
        "key": [*keys, *(code_key(one.hex) for one in ids)],
        "owner": [f"a:{one.hex}" for one in ids],
    }


def marks_of_practice(table: Table, known: dict[str, list[object]]) -> list[ColumnElement[bool]]:
    """By which columns a row of a table shows that it is of the practice commune."""
    columns = table.columns
    marks: list[ColumnElement[bool]] = [
        columns[name].in_(values) for name, values in known.items() if name in columns
    ]
    if "commune_code" in columns:
        marks.append(in_commune(table))
    if "province_code" in columns:
        marks.append(columns["province_code"] == PROVINCE_CODE)
    if table.name == "province":
        marks.append(columns["code"] == PROVINCE_CODE)
    if "is_practice" in columns:
        marks.append(columns["is_practice"].is_(True))
    return marks


def in_commune(table: Table) -> ColumnElement[bool]:
    """Rows of the commune; what its journal says of a real person's shop is hers to keep."""
    here: ColumnElement[bool] = table.columns["commune_code"] == COMMUNE_CODE
    if table.name == "journal_entry":
        return and_(here, table.columns["shop_id"].is_(None))
    return here
