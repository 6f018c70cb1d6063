"""Answers already given, so that a repeated request is answered and not done twice."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from shopkit.db.base import Base
from shopkit.db.types import Code, Words


class GivenAnswer(Base):
    """What a write request got, by whose it was and the key it carried."""

    __tablename__ = "given_answer"
    __table_args__ = (Index("ix_given_answer_at", "at"),)

    owner: Mapped[str] = mapped_column(Code(48), primary_key=True)
    key: Mapped[str] = mapped_column(Code(64), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(Code(64))
    status: Mapped[int] = mapped_column(default=0)
    location: Mapped[str] = mapped_column(Words(500), default="")
    body: Mapped[str] = mapped_column(Words(4000), default="")
    at: Mapped[datetime]
