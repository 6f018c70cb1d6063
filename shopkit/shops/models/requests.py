"""What people ask about the records that speak of them, and by when the law wants an answer."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from shopkit.db.base import Base, Placed, Row, Tag
from shopkit.db.types import Words

SEE, CORRECT, WITHDRAW, RESTRICT, ERASE = "see", "correct", "withdraw", "restrict", "erase"


class DataRequest(Base, Row, Placed):
    """A request of somebody about her own records; `subject_kind` says what `subject_id` names."""

    __tablename__ = "data_request"
    __table_args__ = (
        Index("ix_data_request_place", "commune_code", "closed_on"),
        Index("ix_data_request_subject", "subject_id"),
    )

    kind: Mapped[Tag]
    subject_kind: Mapped[Tag]
    subject_id: Mapped[UUID]
    asks: Mapped[str] = mapped_column(Words(1000), default="")
    needs_others: Mapped[bool] = mapped_column(default=False)
    received_on: Mapped[date]
    received_by_id: Mapped[UUID | None] = mapped_column(default=None)
    noted_at: Mapped[datetime]
    answered_on: Mapped[date | None] = mapped_column(default=None)
    answer: Mapped[str] = mapped_column(Words(1000), default="")
    extended_days: Mapped[int] = mapped_column(default=0)
    extended_why: Mapped[str] = mapped_column(Words(500), default="")
    closed_on: Mapped[date | None] = mapped_column(default=None)
    closed_by_id: Mapped[UUID | None] = mapped_column(default=None)
    outcome: Mapped[Tag] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1, init=False)

    __mapper_args__ = {"version_id_col": version}


class SubjectErased(Base, Row, Placed):
    """That somebody's records were erased, when and at whose word; never who it was."""

    __tablename__ = "subject_erased"

    subject_kind: Mapped[Tag]
    subject_id: Mapped[UUID]
    request_id: Mapped[UUID | None] = mapped_column(default=None)
    erased_at: Mapped[datetime]
    kept_until: Mapped[date | None] = mapped_column(default=None)
