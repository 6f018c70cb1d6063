"""Classes: what is taught, when it meets, who is expected and who came."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopkit.db.base import Base, Placed, Row, Tag
from shopkit.db.types import Code, Words
from shopkit.training.rules.attendance import ABSENT as ABSENT
from shopkit.training.rules.attendance import CAME as CAME
from shopkit.training.rules.attendance import EXCUSED as EXCUSED
from shopkit.training.rules.attendance import LATE as LATE
from shopkit.training.rules.attendance import LEFT_EARLY as LEFT_EARLY
from shopkit.training.rules.attendance import PRESENT as PRESENT

COURSE, FESTIVAL = "course", "festival"
PLANNED, HELD, CANCELLED = "planned", "held", "cancelled"
BY_TAP, BY_PAPER, BY_CODE, BY_WALKING_IN = "tap", "paper", "code", "walk_in"
EXPECTED, EARLIER_CLASS = "expected", "earlier_class"
SAID_YES, BY_HERSELF = "said_yes", "herself"


class Course(Base, Row, Placed):
    """A class that meets once or more; a festival stand is one whose people only pass by.

    `skills` are the machine words of what is learnt; `join_code` six letters that open it.
    """

    __tablename__ = "course"
    __table_args__ = (Index("ix_course_place", "commune_code", "starts_on"),)

    kind: Mapped[Tag] = mapped_column(default=COURSE)
    name: Mapped[str] = mapped_column(Words(120))
    organisation: Mapped[Tag] = mapped_column(default="")
    branch_id: Mapped[UUID | None] = mapped_column(ForeignKey("branch.id"), default=None)
    trainer_id: Mapped[UUID]
    village_id: Mapped[UUID | None] = mapped_column(default=None)
    place: Mapped[str] = mapped_column(Words(120), default="")
    seats: Mapped[int] = mapped_column(default=30)
    least_meetings: Mapped[int] = mapped_column(default=1)
    skills: Mapped[list[str]] = mapped_column(JSON, default_factory=list)
    join_code: Mapped[str] = mapped_column(Code(12), unique=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[UUID | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    list_key: Mapped[str | None] = mapped_column(Code(64), default=None)
    version: Mapped[int] = mapped_column(default=1, init=False)

    __mapper_args__ = {"version_id_col": version}


class Meeting(Base, Row, Placed):
    """One day of a class, with its topic."""

    __tablename__ = "meeting"
    __table_args__ = (
        Index("ix_meeting_place", "commune_code", "held_on"),
        Index("ix_meeting_course", "course_id", "held_on"),
    )

    course_id: Mapped[UUID] = mapped_column(ForeignKey(Course.id))
    topic: Mapped[Tag]
    held_on: Mapped[date]
    begins: Mapped[str] = mapped_column(Code(5), default="")
    state: Mapped[Tag] = mapped_column(default=PLANNED)
    held_at: Mapped[datetime | None] = mapped_column(default=None)
    cancelled_why: Mapped[str] = mapped_column(Words(200), default="")
    version: Mapped[int] = mapped_column(default=1, init=False)

    __mapper_args__ = {"version_id_col": version}


class Enrolment(Base, Row, Placed):
    """That somebody belongs to a class; `row_number` is her line on the paper list."""

    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("course_id", "person_id"),
        UniqueConstraint("course_id", "row_number"),
        Index("ix_enrolment_person", "person_id"),
    )

    course_id: Mapped[UUID] = mapped_column(ForeignKey(Course.id))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    row_number: Mapped[int]
    way: Mapped[Tag] = mapped_column(default=EXPECTED)
    enrolled_at: Mapped[datetime]
    enrolled_by_id: Mapped[UUID | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


class Attendance(Base, Row, Placed):
    """What was noted of somebody at one meeting; a correction changes it, the journal keeps both.

    Where two rows of one person were merged, her rows keep the person they were noted for.
    """

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("meeting_id", "person_id"),
        Index("ix_attendance_person", "person_id"),
        Index("ix_attendance_place", "commune_code", "meeting_id"),
    )

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey(Meeting.id))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    status: Mapped[Tag]
    way: Mapped[Tag]
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[UUID | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1, init=False)

    __mapper_args__ = {"version_id_col": version}


class PassersBy(Base, Row, Placed):
    """People who tried something at a festival stand and gave no name: participations only."""

    __tablename__ = "passers_by"
    __table_args__ = (Index("ix_passers_by_meeting", "meeting_id"),)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey(Meeting.id))
    topic: Mapped[Tag]
    gender: Mapped[Tag] = mapped_column(default="")
    count: Mapped[int]
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[UUID | None] = mapped_column(default=None)


class Certificate(Base, Row, Placed):
    """A paper that says what the records say of somebody's class, and no more.

    One that was revoked stays, so that its serial still tells so; a new one gets a new serial.
    """

    __tablename__ = "certificate"
    __table_args__ = (Index("ix_certificate_course", "course_id", "person_id"),)

    course_id: Mapped[UUID] = mapped_column(ForeignKey(Course.id))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    serial: Mapped[str] = mapped_column(Code(20), unique=True)
    says: Mapped[dict[str, object]] = mapped_column(JSON, default_factory=dict)
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID | None] = mapped_column(default=None)
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)


class Joining(Base, Row, Placed):
    """That somebody opened a class by its code and waits for the trainer to say that she is there.

    It is no attendance. `visitor` is the mark of a browser in which nobody was signed in.
    """

    __tablename__ = "joining"
    __table_args__ = (Index("ix_joining_course", "course_id", "answered_at"),)

    course_id: Mapped[UUID] = mapped_column(ForeignKey(Course.id))
    name: Mapped[str] = mapped_column(Words(80))
    village_id: Mapped[UUID | None] = mapped_column(default=None)
    phone: Mapped[str | None] = mapped_column(Code(20), default=None)
    account_id: Mapped[UUID | None] = mapped_column(default=None)
    visitor: Mapped[str] = mapped_column(Code(64), default="")
    joined_at: Mapped[datetime]
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    answered_by_id: Mapped[UUID | None] = mapped_column(default=None)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), default=None)


class SignedList(Base, Row, Placed):
    """A photo of the list that was signed at a meeting, kept as its proof."""

    __tablename__ = "signed_list"
    __table_args__ = (Index("ix_signed_list_meeting", "meeting_id"),)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey(Meeting.id))
    file: Mapped[str] = mapped_column(Code(64))
    size_bytes: Mapped[int]
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[UUID | None] = mapped_column(default=None)


class AssistedEntry(Base, Row, Placed):
    """That a helper typed a shop for somebody, and how that person confirmed it."""

    __tablename__ = "assisted_entry"
    __table_args__ = (Index("ix_assisted_entry_person", "person_id"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"), unique=True)
    course_id: Mapped[UUID | None] = mapped_column(ForeignKey(Course.id), default=None)
    typed_at: Mapped[datetime]
    typed_by_id: Mapped[UUID]
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    confirmed_by_id: Mapped[UUID | None] = mapped_column(default=None)
    confirmed_how: Mapped[Tag] = mapped_column(default="")
