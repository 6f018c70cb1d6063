"""What villages send for a period, what becomes of it, and the figures that were approved."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shopkit.adoption.rules.submissions import DRAFT
from shopkit.db.base import Base, Placed, Row, Tag
from shopkit.db.types import Code, Words

_PENDING = text("answered_at IS NULL")


class OpenPeriod(Base, Row, Placed):
    """A period that a commune asks its villages to report, and until when."""

    __tablename__ = "open_period"
    __table_args__ = (UniqueConstraint("commune_code", "period"),)

    period: Mapped[str] = mapped_column(Code(10))
    due_on: Mapped[date]
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[UUID | None] = mapped_column(default=None)


class Submission(Base, Row, Placed):
    """Where the report of a village, or of the commune itself, stands for a period."""

    __tablename__ = "submission"
    __table_args__ = (UniqueConstraint("commune_code", "period", "village_id"),)

    period: Mapped[str] = mapped_column(Code(10))
    village_id: Mapped[UUID]
    state: Mapped[Tag] = mapped_column(default=DRAFT)
    first_sent_at: Mapped[datetime | None] = mapped_column(default=None)
    state_at: Mapped[datetime]
    approved_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1, init=False)

    __mapper_args__ = {"version_id_col": version}


class SubmissionStep(Base, Row, Placed):
    """One change of where a report stands: who, when and why."""

    __tablename__ = "submission_step"

    submission_id: Mapped[UUID] = mapped_column(ForeignKey(Submission.id), index=True)
    state: Mapped[Tag]
    reason: Mapped[str] = mapped_column(Words(500), default="")
    at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(default=None)
    seconded_by_id: Mapped[UUID | None] = mapped_column(default=None)


class Asked(Base, Row, Placed):
    """Something one person proposed that a second must confirm before it is so.

    `what` is "reopen", "override" and the like; `subject_id` the record it would change.
    """

    __tablename__ = "asked"
    __table_args__ = (
        Index(
            "uq_asked_pending",
            "what",
            "subject_id",
            unique=True,
            sqlite_where=_PENDING,
            postgresql_where=_PENDING,
        ),
    )

    what: Mapped[Tag]
    subject_id: Mapped[UUID]
    # The figure proposed, where a figure is to be corrected.
    number: Mapped[int | None] = mapped_column(BigInteger, default=None)
    reason: Mapped[str] = mapped_column(Words(500))
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[UUID]
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    answered_by_id: Mapped[UUID | None] = mapped_column(default=None)
    is_granted: Mapped[bool | None] = mapped_column(default=None)
    answer: Mapped[str] = mapped_column(Words(500), default="")


class FrozenFigure(Base, Row, Placed):
    """A figure as it stood when its report was approved, with the version it was counted by."""

    __tablename__ = "frozen_figure"
    __table_args__ = (
        Index("ix_frozen_figure_report", "submission_id", "indicator"),
        Index("ix_frozen_figure_place", "commune_code", "period", "indicator"),
    )

    submission_id: Mapped[UUID] = mapped_column(ForeignKey(Submission.id))
    period: Mapped[str] = mapped_column(Code(10))
    village_id: Mapped[UUID]
    indicator: Mapped[Tag]
    indicator_version: Mapped[Tag]
    breakdown: Mapped[Tag] = mapped_column(default="")
    key: Mapped[Tag] = mapped_column(default="")
    numerator: Mapped[int | None] = mapped_column(BigInteger, default=None)
    denominator: Mapped[int | None] = mapped_column(BigInteger, default=None)
    verified: Mapped[int | None] = mapped_column(BigInteger, default=None)
    contributors: Mapped[int | None] = mapped_column(BigInteger, default=None)
    largest: Mapped[int | None] = mapped_column(BigInteger, default=None)
    # What is printed instead, where a second person confirmed a correction by hand.
    printed_numerator: Mapped[int | None] = mapped_column(BigInteger, default=None)
    printed_why: Mapped[str] = mapped_column(Words(500), default="")
    printed_by_id: Mapped[UUID | None] = mapped_column(default=None)
    printed_seconded_by_id: Mapped[UUID | None] = mapped_column(default=None)
    approved_at: Mapped[datetime]


class ChecklistLine(Base, Row, Placed):
    """A thing that one commune asks of its villages beside what all communes ask."""

    __tablename__ = "checklist_line"
    __table_args__ = (UniqueConstraint("commune_code", "item"),)

    item: Mapped[Tag]
    words: Mapped[str] = mapped_column(Words(200))
    added_at: Mapped[datetime]
    added_by_id: Mapped[UUID | None] = mapped_column(default=None)
    removed_at: Mapped[datetime | None] = mapped_column(default=None)


class ChecklistItem(Base, Row, Placed):
    """That a village has done one thing of the list, when, and what proves it."""

    __tablename__ = "checklist_item"
    __table_args__ = (Index("ix_checklist_item_village", "commune_code", "village_id", "item"),)

    village_id: Mapped[UUID]
    item: Mapped[Tag]
    done_on: Mapped[date]
    proof: Mapped[str] = mapped_column(Words(300), default="")
    proof_file: Mapped[str | None] = mapped_column(Code(64), default=None)
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[UUID | None] = mapped_column(default=None)
    undone_at: Mapped[datetime | None] = mapped_column(default=None)
    undone_why: Mapped[str] = mapped_column(Words(300), default="")
