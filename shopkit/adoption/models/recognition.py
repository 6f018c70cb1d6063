"""From criteria to a decision: how a household is recognised as a digital family."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shopkit.db.base import Base, Placed, Row, Tag
from shopkit.db.types import Code, Words

_STANDING = text("refused_at IS NULL")


class CriteriaSet(Base, Row, Placed):
    """The criteria of one document; the template of no document recognises nobody."""

    __tablename__ = "criteria_set"
    __table_args__ = (Index("ix_criteria_set_place", "commune_code", "valid_from"),)

    name: Mapped[str] = mapped_column(Words(200))
    document: Mapped[str] = mapped_column(Words(200), default="")
    document_on: Mapped[date | None] = mapped_column(default=None)
    signer: Mapped[str] = mapped_column(Words(120), default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None] = mapped_column(default=None)
    is_template: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[datetime | None] = mapped_column(default=None)
    asked_by_id: Mapped[UUID | None] = mapped_column(default=None)
    in_force_at: Mapped[datetime | None] = mapped_column(default=None)
    in_force_by_id: Mapped[UUID | None] = mapped_column(default=None)
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1, init=False)

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_draft(self) -> bool:
        """Whether its lines may still be changed; one that was in force never is."""
        return not self.is_template and self.in_force_at is None


class Criterion(Base, Row, Placed):
    """One line of a set: what is asked of whom, by which rule, and how well it must be known."""

    __tablename__ = "criterion"
    __table_args__ = (UniqueConstraint("set_id", "code"),)

    set_id: Mapped[UUID] = mapped_column(ForeignKey(CriteriaSet.id))
    code: Mapped[Tag]
    position: Mapped[int]
    words: Mapped[str] = mapped_column(Words(300))
    subject: Mapped[Tag] = mapped_column(default="household")
    rule: Mapped[str] = mapped_column(Words(300), default="")
    threshold: Mapped[int | None] = mapped_column(default=None)
    least_evidence: Mapped[Tag] = mapped_column(default="SD")
    is_mandatory: Mapped[bool] = mapped_column(default=True)
    applies_if: Mapped[str] = mapped_column(Words(200), default="")


class GroupDefinition(Base, Row, Placed):
    """What a target group means in one document; the next document defines it anew."""

    __tablename__ = "group_definition"
    __table_args__ = (UniqueConstraint("commune_code", "target_set", "code"),)

    target_set: Mapped[Tag]
    code: Mapped[Tag]
    words: Mapped[str] = mapped_column(Words(300))
    # The kinds of membership that make a household one of the group, joined by "|".
    made_of: Mapped[str] = mapped_column(Words(300), default="")
    document: Mapped[str] = mapped_column(Words(200), default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None] = mapped_column(default=None)
    is_example: Mapped[bool] = mapped_column(default=False)
    entered_at: Mapped[datetime]
    entered_by_id: Mapped[UUID | None] = mapped_column(default=None)
    removed_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(kind for kind in self.made_of.split("|") if kind)


class Assessment(Base, Row, Placed):
    """What somebody said of one criterion for one household on one day; a later one stands.

    Where people of a household are counted, `number` of `of_number` have it.
    """

    __tablename__ = "assessment"
    __table_args__ = (
        Index("ix_assessment_household", "household_id", "criterion_code", "assessed_on"),
        Index("ix_assessment_place", "commune_code", "assessed_on"),
    )

    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"))
    set_id: Mapped[UUID] = mapped_column(ForeignKey(CriteriaSet.id))
    criterion_code: Mapped[Tag]
    is_met: Mapped[bool | None]
    number: Mapped[int | None] = mapped_column(default=None)
    of_number: Mapped[int | None] = mapped_column(default=None)
    evidence: Mapped[Tag]
    proof: Mapped[str] = mapped_column(Words(300), default="")
    assessed_on: Mapped[date]
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[UUID | None] = mapped_column(default=None)


class Round(Base, Row, Placed):
    """One village's way to a decision in one year: meeting, posting, dossier.

    States: assessing, met, posted, sent, returned, decided.
    """

    __tablename__ = "round"
    __table_args__ = (UniqueConstraint("village_id", "year"),)

    village_id: Mapped[UUID]
    year: Mapped[int]
    set_id: Mapped[UUID] = mapped_column(ForeignKey(CriteriaSet.id))
    state: Mapped[Tag] = mapped_column(default="assessing")
    met_on: Mapped[date | None] = mapped_column(default=None)
    chaired_by: Mapped[str] = mapped_column(Words(120), default="")
    minutes: Mapped[str] = mapped_column(Words(4000), default="")
    attended_count: Mapped[int | None] = mapped_column(default=None)
    posted_on: Mapped[date | None] = mapped_column(default=None)
    posted_at: Mapped[str] = mapped_column(Words(200), default="")
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    sent_by_id: Mapped[UUID | None] = mapped_column(default=None)
    returned_at: Mapped[datetime | None] = mapped_column(default=None)
    returned_by_id: Mapped[UUID | None] = mapped_column(default=None)
    returned_why: Mapped[str] = mapped_column(Words(500), default="")
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[UUID | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1, init=False)

    __mapper_args__ = {"version_id_col": version}


class RoundLine(Base, Row, Placed):
    """One household in the list of a meeting: proposed, or not yet and why.

    `found` is what was known of each criterion on that day, by its code. `left_out_why` is for the
    household and the officer alone.
    """

    __tablename__ = "round_line"
    __table_args__ = (UniqueConstraint("round_id", "household_id"),)

    round_id: Mapped[UUID] = mapped_column(ForeignKey(Round.id))
    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"))
    is_proposed: Mapped[bool | None] = mapped_column(default=None)
    why_not: Mapped[str] = mapped_column(Words(300), default="")
    found: Mapped[dict[str, str]] = mapped_column(JSON, default_factory=dict)
    left_out_why: Mapped[str] = mapped_column(Words(300), default="")
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[UUID | None] = mapped_column(default=None)


class PostingComment(Base, Row, Placed):
    """What somebody said while the list was posted, and how it was settled, by whom."""

    __tablename__ = "posting_comment"

    round_id: Mapped[UUID] = mapped_column(ForeignKey(Round.id), index=True)
    household_id: Mapped[UUID | None] = mapped_column(ForeignKey("household.id"), default=None)
    words: Mapped[str] = mapped_column(Words(1000))
    said_on: Mapped[date]
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[UUID | None] = mapped_column(default=None)
    settled: Mapped[str] = mapped_column(Words(1000), default="")
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
    settled_by_id: Mapped[UUID | None] = mapped_column(default=None)
    # Whether the household was taken off the list because of it.
    is_taken_off: Mapped[bool] = mapped_column(default=False)


class Decision(Base, Row, Placed):
    """A signed decision; entering it needs a second person before anybody is recognised by it."""

    __tablename__ = "decision"
    __table_args__ = (
        Index("ix_decision_place", "commune_code", "signed_on"),
        Index(
            "uq_decision_round",
            "round_id",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
    )

    number: Mapped[str] = mapped_column(Words(60))
    signed_on: Mapped[date]
    signer: Mapped[str] = mapped_column(Words(120))
    signer_role: Mapped[str] = mapped_column(Words(120), default="")
    round_id: Mapped[UUID] = mapped_column(ForeignKey(Round.id))
    valid_to: Mapped[date]
    entered_at: Mapped[datetime]
    entered_by_id: Mapped[UUID]
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    confirmed_by_id: Mapped[UUID | None] = mapped_column(default=None)
    refused_at: Mapped[datetime | None] = mapped_column(default=None)
    refused_by_id: Mapped[UUID | None] = mapped_column(default=None)
    refused_why: Mapped[str] = mapped_column(Words(500), default="")


class Recognition(Base, Row, Placed):
    """That a household was recognised by a decision until a day, unless revoked before.

    `revoked_on` says in short what a confirmed `Revocation` says in full.
    """

    __tablename__ = "recognition"
    __table_args__ = (
        UniqueConstraint("decision_id", "household_id"),
        Index("ix_recognition_household", "household_id", "valid_to"),
        Index("ix_recognition_place", "commune_code", "valid_from"),
    )

    decision_id: Mapped[UUID] = mapped_column(ForeignKey(Decision.id))
    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"))
    set_id: Mapped[UUID] = mapped_column(ForeignKey(CriteriaSet.id))
    serial: Mapped[str] = mapped_column(Code(20), unique=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    revoked_on: Mapped[date | None] = mapped_column(default=None)


class Revocation(Base, Row, Placed):
    """That somebody asked to take a recognition back, and what a second person answered."""

    __tablename__ = "revocation"

    recognition_id: Mapped[UUID] = mapped_column(ForeignKey(Recognition.id), index=True)
    revoked_on: Mapped[date]
    why: Mapped[str] = mapped_column(Words(500))
    document: Mapped[str] = mapped_column(Words(200), default="")
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[UUID]
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    answered_by_id: Mapped[UUID | None] = mapped_column(default=None)
    is_granted: Mapped[bool | None] = mapped_column(default=None)
    answer: Mapped[str] = mapped_column(Words(500), default="")
