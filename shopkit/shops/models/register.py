"""The commune's register of households and the people in them, as far as its work needs them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopkit.db.base import Base, Placed, Row, Tag
from shopkit.db.types import Code, Words

RESIDENT, AWAY, MOVED, DISSOLVED = "resident", "away", "moved", "dissolved"
# Of a row that turned out to be the same household as another one.
DOUBLE = "double"
FEMALE, MALE, GENDER_UNTOLD = "f", "m", ""


class Household(Base, Row, Placed):
    """A household of a village; `until` is the last day it lived there, None while it does.

    `list_key` is how the list it came from names it, so that the same list brings it once.
    An erased one keeps its place and its dates, so that counts stay, and loses its name.
    """

    __tablename__ = "household"
    __table_args__ = (
        Index("ix_household_village", "commune_code", "village_id", "sort_key"),
        Index("ix_household_list_key", "commune_code", "list_key"),
    )

    village_id: Mapped[UUID | None] = mapped_column(default=None)
    name: Mapped[str] = mapped_column(Words(120))
    sort_key: Mapped[str] = mapped_column(Code(1000), default="")
    search_text: Mapped[str] = mapped_column(Words(400), default="")
    phone: Mapped[str | None] = mapped_column(Code(20), default=None)
    number: Mapped[str] = mapped_column(Words(20), default="")
    status: Mapped[Tag] = mapped_column(default=RESIDENT)
    since: Mapped[date]
    until: Mapped[date | None] = mapped_column(default=None)
    list_key: Mapped[str | None] = mapped_column(Code(64), default=None)
    source: Mapped[str] = mapped_column(Words(200), default="")
    known_at: Mapped[datetime]
    entered_by_id: Mapped[UUID | None] = mapped_column(default=None)
    merged_into_id: Mapped[UUID | None] = mapped_column(default=None, index=True)
    erased_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1, init=False)

    __mapper_args__ = {"version_id_col": version}


class HouseholdGroup(Base, Row, Placed):
    """That a household belongs to a group that targets speak of; it may belong to several."""

    __tablename__ = "household_group"
    __table_args__ = (
        Index("ix_household_group_place", "commune_code", "group_code"),
        Index("ix_household_group_household", "household_id", "group_code"),
    )

    household_id: Mapped[UUID] = mapped_column(ForeignKey(Household.id))
    group_code: Mapped[Tag]
    since: Mapped[date]
    until: Mapped[date | None] = mapped_column(default=None)
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[UUID | None] = mapped_column(default=None)


class Person(Base, Row, Placed):
    """Somebody of a household, of a class list or of a branch: never a number of an identity card.

    One met twice under two rows is merged: `merged_into_id` names the row that stays.
    """

    __tablename__ = "person"
    __table_args__ = (
        Index("ix_person_village", "commune_code", "village_id", "sort_key"),
        Index("ix_person_household", "household_id"),
        Index("ix_person_phone", "phone"),
        Index("ix_person_account", "account_id"),
        Index("ix_person_list_key", "commune_code", "list_key"),
    )

    name: Mapped[str] = mapped_column(Words(80))
    sort_key: Mapped[str] = mapped_column(Code(1000), default="")
    search_text: Mapped[str] = mapped_column(Words(400), default="")
    household_id: Mapped[UUID | None] = mapped_column(ForeignKey(Household.id), default=None)
    village_id: Mapped[UUID | None] = mapped_column(default=None)
    is_head: Mapped[bool] = mapped_column(default=False)
    gender: Mapped[Tag] = mapped_column(default=GENDER_UNTOLD)
    birth_year: Mapped[int | None] = mapped_column(default=None)
    phone: Mapped[str | None] = mapped_column(Code(20), default=None)
    account_id: Mapped[UUID | None] = mapped_column(default=None)
    list_key: Mapped[str | None] = mapped_column(Code(64), default=None)
    is_walk_in: Mapped[bool] = mapped_column(default=False)
    known_at: Mapped[datetime]
    entered_by_id: Mapped[UUID | None] = mapped_column(default=None)
    merged_into_id: Mapped[UUID | None] = mapped_column(default=None, index=True)
    merged_at: Mapped[datetime | None] = mapped_column(default=None)
    erased_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1, init=False)

    __mapper_args__ = {"version_id_col": version}


class TwinAnswer(Base, Row, Placed):
    """What a person said about two records that look alike: the same one, or two."""

    __tablename__ = "twin_answer"
    __table_args__ = (UniqueConstraint("kind", "first_id", "second_id"),)

    kind: Mapped[Tag]
    first_id: Mapped[UUID]
    second_id: Mapped[UUID]
    is_same: Mapped[bool]
    answered_at: Mapped[datetime]
    answered_by_id: Mapped[UUID | None] = mapped_column(default=None)


class TwinFound(Base, Row, Placed):
    """Two records that look like one, waiting for somebody who knows; answered once and for all.

    `first_id` is the one that was there first, `why` what they share.
    """

    __tablename__ = "twin_found"
    __table_args__ = (
        UniqueConstraint("kind", "first_id", "second_id"),
        Index("ix_twin_found_place", "commune_code", "kind", "answered_at"),
        Index("ix_twin_found_second", "second_id"),
    )

    kind: Mapped[Tag]
    first_id: Mapped[UUID]
    second_id: Mapped[UUID]
    village_id: Mapped[UUID | None] = mapped_column(default=None)
    why: Mapped[Tag]
    likeness: Mapped[int]
    found_at: Mapped[datetime]
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
