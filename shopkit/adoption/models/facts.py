"""Facts about households, people, businesses and what is theirs; and the figures made of them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, BigInteger, Index, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from shopkit.db.base import Base, CommuneCode, Placed, Row, Tag
from shopkit.db.types import Code

DERIVED, NOTED, IMPORTED = "derived", "noted", "imported"


class Fact(Base, Row, Placed):
    """One thing known of one subject on one day, and what it rests on; never changed afterwards.

    `source_id` is the record that it speaks of (an order, an attendance): a later fact of the same
    subject, element and source stands in its place, and `supersedes_id` names the one before. A
    void fact takes back what it supersedes. `entry_id` is the line of the journal it was read from.
    `word` is its value where that is a word, `number` where it is one; `about` is what it speaks of
    (a channel, a topic, a skill) and `related_id` the other record that it names.
    """

    __tablename__ = "fact"
    __table_args__ = (
        Index("ix_fact_place", "commune_code", "village_id", "element"),
        Index("ix_fact_subject", "subject_id", "element", "valid_on"),
        Index("ix_fact_source", "source_id", "element"),
    )

    village_id: Mapped[UUID | None] = mapped_column(default=None)
    subject_kind: Mapped[Tag]
    subject_id: Mapped[UUID]
    element: Mapped[Tag]
    about: Mapped[Tag] = mapped_column(default="")
    word: Mapped[Tag] = mapped_column(default="")
    related_id: Mapped[UUID | None] = mapped_column(default=None)
    number: Mapped[int | None] = mapped_column(BigInteger, default=None)
    valid_on: Mapped[date]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[UUID | None] = mapped_column(default=None)
    evidence: Mapped[Tag]
    origin: Mapped[Tag] = mapped_column(default=DERIVED)
    source_id: Mapped[UUID | None] = mapped_column(default=None)
    entry_id: Mapped[UUID | None] = mapped_column(default=None, index=True)
    proof_id: Mapped[UUID | None] = mapped_column(default=None)
    supersedes_id: Mapped[UUID | None] = mapped_column(default=None)
    is_void: Mapped[bool] = mapped_column(default=False)


class FactsAreAppendOnly(Exception):
    """Nobody changes a fact; a new one supersedes it."""


def refuse(_mapper: Mapper[Fact], _connection: object, fact: Fact) -> None:
    raise FactsAreAppendOnly(fact.element)


event.listen(Fact, "before_update", refuse)


class VillageFigures(Base):
    """The figures of one village for one period as of one day, all indicators and breakdowns.

    They are worked out from facts whenever they are missing, and thrown away when something in the
    village was touched. What lies in no village has the id NOWHERE.
    """

    __tablename__ = "village_figures"

    commune_code: Mapped[CommuneCode] = mapped_column(primary_key=True)
    village_id: Mapped[UUID] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(Code(10), primary_key=True)
    as_of: Mapped[date] = mapped_column(primary_key=True)
    figures: Mapped[dict[str, object]] = mapped_column(JSON)
