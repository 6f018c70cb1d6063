"""What a commune has published, as it was published."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from shopkit.db.base import Base, Placed, Row, Tag
from shopkit.db.types import Code, Words

PROPOSED, PUBLISHED, DROPPED = "proposed", "published", "dropped"
_PENDING = text("state = 'proposed'")


class Publication(Base, Row, Placed):
    """The figures of one period as everybody may read them; nothing changes them afterwards.

    One person proposes, another publishes. `content` holds only what is told; `basis` says as of
    which approvals it was worked out. `edition` counts the publications of the same period.
    """

    __tablename__ = "publication"
    __table_args__ = (
        Index("ix_publication_place", "commune_code", "state", "period"),
        Index(
            "uq_publication_pending",
            "commune_code",
            "period",
            unique=True,
            sqlite_where=_PENDING,
            postgresql_where=_PENDING,
        ),
    )

    period: Mapped[str] = mapped_column(Code(10))
    edition: Mapped[int]
    state: Mapped[Tag] = mapped_column(default=PROPOSED)
    content: Mapped[dict[str, object]] = mapped_column(JSON)
    basis: Mapped[str] = mapped_column(Code(64))
    proposed_at: Mapped[datetime]
    proposed_by_id: Mapped[UUID]
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    answered_by_id: Mapped[UUID | None] = mapped_column(default=None)
    answer: Mapped[str] = mapped_column(Words(500), default="")
    version: Mapped[int] = mapped_column(default=1, init=False)

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_published(self) -> bool:
        return self.state == PUBLISHED

    @property
    def receipt(self) -> str:
        """What both people can read out to each other: the publication's own mark."""
        return self.id.hex[-8:].upper()


class PublishedCell(Base, Row, Placed):
    """A number of a publication, told or kept; read by later ones so that they uncover nothing.

    `told` and `kept` hold the first letters of numerator, denominator and verified.
    """

    __tablename__ = "published_cell"
    __table_args__ = (Index("ix_published_cell_place", "commune_code", "period"),)

    publication_id: Mapped[UUID] = mapped_column(ForeignKey(Publication.id), index=True)
    period: Mapped[str] = mapped_column(Code(10))
    indicator: Mapped[Tag]
    village_id: Mapped[UUID | None] = mapped_column(default=None)
    breakdown: Mapped[Tag] = mapped_column(default="")
    key: Mapped[Tag] = mapped_column(default="")
    numerator: Mapped[int | None] = mapped_column(BigInteger, default=None)
    denominator: Mapped[int | None] = mapped_column(BigInteger, default=None)
    verified: Mapped[int | None] = mapped_column(BigInteger, default=None)
    told: Mapped[Tag] = mapped_column(default="")
    kept: Mapped[Tag] = mapped_column(default="")
