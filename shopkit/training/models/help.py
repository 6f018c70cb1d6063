"""What a helper did with somebody and saw her do: skills, quizzes, visits."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopkit.db.base import Base, Placed, Row, Tag
from shopkit.db.types import Words
from shopkit.training.models.courses import Course, Meeting

ONBOARDING, FOLLOW_UP, HOME_VISIT, OTHER_HELP = "channel_onboarding", "follow_up", "visit", "other"
HOME, STALL, CLASS, BY_PHONE = "home", "stall", "class", "phone"
ALONE, HELPED, NOT_YET = "alone", "helped", "not_yet"
BEFORE, AFTER, SAFETY = "before", "after", "safety"


class SkillSeen(Base, Row, Placed):
    """What a trainer saw somebody do: 0 not tried, 1 with help, 2 alone, 3 can teach it."""

    __tablename__ = "skill_seen"
    __table_args__ = (
        Index("ix_skill_seen_person", "person_id", "skill", "seen_on"),
        Index("ix_skill_seen_course", "course_id"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[UUID | None] = mapped_column(ForeignKey(Course.id), default=None)
    skill: Mapped[Tag]
    level: Mapped[int]
    seen_on: Mapped[date]
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[UUID]


class QuizTaken(Base, Row, Placed):
    """One person's answers to the questions before or after a class, or of a lesson on safety."""

    __tablename__ = "quiz_taken"
    __table_args__ = (
        Index("ix_quiz_taken_person", "person_id", "quiz", "kind"),
        Index("ix_quiz_taken_course", "course_id", "kind"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[UUID | None] = mapped_column(ForeignKey(Course.id), default=None)
    quiz: Mapped[Tag]
    kind: Mapped[Tag]
    score: Mapped[int]
    out_of: Mapped[int]
    answers: Mapped[dict[str, str]] = mapped_column(JSON, default_factory=dict)
    taken_on: Mapped[date]
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[UUID | None] = mapped_column(default=None)


class HandsRaised(Base, Row, Placed):
    """How many of a class raised their hands for the right answer: a figure without names."""

    __tablename__ = "hands_raised"
    __table_args__ = (UniqueConstraint("meeting_id", "kind", "question"),)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey(Meeting.id))
    kind: Mapped[Tag]
    question: Mapped[Tag]
    right_count: Mapped[int]
    of_count: Mapped[int]
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[UUID | None] = mapped_column(default=None)


class SupportEvent(Base, Row, Placed):
    """That a named helper helped somebody with something, where and how it ended.

    `checks` says what was looked at (the sticker, the shop page); `why_not` is the reason of a
    "not yet"; `referred_to` where it was handed on. Who typed it and who confirmed it are kept.
    """

    __tablename__ = "support_event"
    __table_args__ = (
        Index("ix_support_event_place", "commune_code", "on"),
        Index("ix_support_event_shop", "shop_id", "on"),
        Index("ix_support_event_business", "business_id", "on"),
        Index("ix_support_event_household", "household_id", "on"),
        Index("ix_support_event_person", "person_id", "on"),
        Index("ix_support_event_branch", "branch_id", "on"),
    )

    kind: Mapped[Tag]
    place: Mapped[Tag]
    on: Mapped[date]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), default=None)
    household_id: Mapped[UUID | None] = mapped_column(ForeignKey("household.id"), default=None)
    business_id: Mapped[UUID | None] = mapped_column(ForeignKey("business.id"), default=None)
    shop_id: Mapped[UUID | None] = mapped_column(ForeignKey("shop.id"), default=None)
    village_id: Mapped[UUID | None] = mapped_column(default=None)
    branch_id: Mapped[UUID | None] = mapped_column(ForeignKey("branch.id"), default=None)
    course_id: Mapped[UUID | None] = mapped_column(ForeignKey(Course.id), default=None)
    topic: Mapped[Tag] = mapped_column(default="")
    channel: Mapped[Tag] = mapped_column(default="")
    outcome: Mapped[Tag] = mapped_column(default="")
    why_not: Mapped[Tag] = mapped_column(default="")
    referred_to: Mapped[Tag] = mapped_column(default="")
    note: Mapped[str] = mapped_column(Words(500), default="")
    checks: Mapped[dict[str, str]] = mapped_column(JSON, default_factory=dict)
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[UUID]
    helped_by_id: Mapped[UUID]
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    confirmed_by_id: Mapped[UUID | None] = mapped_column(default=None)
    undone_at: Mapped[datetime | None] = mapped_column(default=None)
    undone_by_id: Mapped[UUID | None] = mapped_column(default=None)
    undone_why: Mapped[str] = mapped_column(Words(200), default="")
    list_key: Mapped[str | None] = mapped_column(Words(64), default=None)
    version: Mapped[int] = mapped_column(default=1, init=False)

    __mapper_args__ = {"version_id_col": version}


class VisitDue(Base, Row, Placed):
    """That somebody who was in a class waits for a visit, on day 7 and on day 30."""

    __tablename__ = "visit_due"
    __table_args__ = (
        UniqueConstraint("course_id", "person_id", "after_days"),
        Index("ix_visit_due_place", "commune_code", "due_on", "done_by_event_id"),
    )

    course_id: Mapped[UUID] = mapped_column(ForeignKey(Course.id))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    after_days: Mapped[int]
    due_on: Mapped[date]
    trainer_id: Mapped[UUID | None] = mapped_column(default=None)
    done_by_event_id: Mapped[UUID | None] = mapped_column(ForeignKey(SupportEvent.id), default=None)
    dropped_at: Mapped[datetime | None] = mapped_column(default=None)
