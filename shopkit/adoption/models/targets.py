"""What a commune is asked to reach, what others publish of it, and what it has switched on."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from shopkit.db.base import Base, Placed, Row, Tag
from shopkit.db.types import Code, Words


class Target(Base, Row, Placed):
    """A line of a document that asks a figure of a unit; a later document adds lines of its own.

    `unit_kind` says whether `unit_code` names a commune or a province. `value_hundredths` is in
    hundredths of the indicator's unit; `operator` is strict when it is ">".
    """

    __tablename__ = "target"
    __table_args__ = (Index("ix_target_unit", "unit_kind", "unit_code", "indicator"),)

    unit_kind: Mapped[Tag]
    unit_code: Mapped[str] = mapped_column(Code(5))
    target_set: Mapped[Tag]
    indicator: Mapped[Tag]
    group_code: Mapped[Tag] = mapped_column(default="")
    group_words: Mapped[str] = mapped_column(Words(200), default="")
    operator: Mapped[Tag] = mapped_column(default=">=")
    value_hundredths: Mapped[int] = mapped_column(BigInteger)
    # Where a document asks a number of what its indicator tells as a rate; empty for its own unit.
    unit: Mapped[Tag] = mapped_column(default="")
    due_on: Mapped[date | None] = mapped_column(default=None)
    document: Mapped[str] = mapped_column(Words(200))
    stated_on: Mapped[date]
    note: Mapped[str] = mapped_column(Words(300), default="")
    is_example: Mapped[bool] = mapped_column(default=False)
    entered_at: Mapped[datetime]
    entered_by_id: Mapped[UUID | None] = mapped_column(default=None)
    removed_at: Mapped[datetime | None] = mapped_column(default=None)


class OfficialFigure(Base, Row, Placed):
    """A figure that an organisation published: printed beside our own and never added to it."""

    __tablename__ = "official_figure"
    __table_args__ = (Index("ix_official_figure_unit", "unit_kind", "unit_code", "indicator"),)

    unit_kind: Mapped[Tag]
    unit_code: Mapped[str] = mapped_column(Code(5))
    village_id: Mapped[UUID | None] = mapped_column(default=None)
    indicator: Mapped[Tag]
    period: Mapped[str] = mapped_column(Code(10), default="")
    as_of: Mapped[date]
    numerator_hundredths: Mapped[int] = mapped_column(BigInteger)
    denominator: Mapped[int | None] = mapped_column(BigInteger, default=None)
    operator: Mapped[Tag] = mapped_column(default="=")
    organisation: Mapped[str] = mapped_column(Words(200))
    document: Mapped[str] = mapped_column(Words(200))
    document_on: Mapped[date]
    import_id: Mapped[UUID | None] = mapped_column(default=None)
    entered_at: Mapped[datetime]
    entered_by_id: Mapped[UUID | None] = mapped_column(default=None)
    removed_at: Mapped[datetime | None] = mapped_column(default=None)


class SwitchedOn(Base, Row, Placed):
    """That a commune counts something sensitive, on the strength of a document it names."""

    __tablename__ = "switched_on"
    __table_args__ = (Index("ix_switched_on_what", "commune_code", "what"),)

    what: Mapped[Tag]
    document: Mapped[str] = mapped_column(Words(200))
    document_on: Mapped[date]
    since: Mapped[date]
    until: Mapped[date | None] = mapped_column(default=None)
    switched_by_id: Mapped[UUID | None] = mapped_column(default=None)
    confirmed_by_id: Mapped[UUID | None] = mapped_column(default=None)
    switched_at: Mapped[datetime]
