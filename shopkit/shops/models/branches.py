"""Organisations of the commune, their branches, who is in them and whom they accompany."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from shopkit.db.base import Base, Placed, Row, Tag
from shopkit.db.types import Code, Words
from shopkit.shops.models.register import Household, Person

WOMEN, YOUTH, FARMERS, DIGITAL_TEAM = "women", "youth", "farmers", "digital_team"


class Branch(Base, Row, Placed):
    """A branch of a union, or a community digital team, mostly of one village."""

    __tablename__ = "branch"
    __table_args__ = (Index("ix_branch_place", "commune_code", "organisation", "village_id"),)

    organisation: Mapped[Tag]
    name: Mapped[str] = mapped_column(Words(120))
    sort_key: Mapped[str] = mapped_column(Code(1000), default="")
    search_text: Mapped[str] = mapped_column(Words(400), default="")
    village_id: Mapped[UUID | None] = mapped_column(default=None)
    # How many households it has promised to accompany at least.
    promised_count: Mapped[int] = mapped_column(default=0)
    since: Mapped[date]
    until: Mapped[date | None] = mapped_column(default=None)
    list_key: Mapped[str | None] = mapped_column(Code(64), default=None)
    known_at: Mapped[datetime]
    entered_by_id: Mapped[UUID | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1, init=False)

    __mapper_args__ = {"version_id_col": version}


class BranchMember(Base, Row, Placed):
    """Somebody's time in a branch."""

    __tablename__ = "branch_member"
    __table_args__ = (
        Index("ix_branch_member_branch", "branch_id", "until"),
        Index("ix_branch_member_person", "person_id"),
    )

    branch_id: Mapped[UUID] = mapped_column(ForeignKey(Branch.id))
    person_id: Mapped[UUID] = mapped_column(ForeignKey(Person.id))
    is_leader: Mapped[bool] = mapped_column(default=False)
    since: Mapped[date]
    until: Mapped[date | None] = mapped_column(default=None)
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[UUID | None] = mapped_column(default=None)


class Assignment(Base, Row, Placed):
    """That a branch accompanies a household, from a day on."""

    __tablename__ = "assignment"
    __table_args__ = (
        Index("ix_assignment_branch", "branch_id", "until"),
        Index("ix_assignment_household", "household_id"),
    )

    branch_id: Mapped[UUID] = mapped_column(ForeignKey(Branch.id))
    household_id: Mapped[UUID] = mapped_column(ForeignKey(Household.id))
    since: Mapped[date]
    until: Mapped[date | None] = mapped_column(default=None)
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[UUID | None] = mapped_column(default=None)
