"""A piece of background work, and the processes that do such work."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from shopkit.db.base import Base, Placed, Row, Tag
from shopkit.db.types import Code

QUEUED, RUNNING, DONE, FAILED = "queued", "running", "done", "failed"
UNFINISHED = (QUEUED, RUNNING)

_ONE_AT_A_TIME = text("state IN ('queued', 'running')")


class Job(Base, Row, Placed):
    """What is to be done for one record, how far it has come, and how it ended.

    `done` moves in the transaction of each step's own changes: a step whose number it has passed
    is never done again, whoever wakes up late.
    """

    __tablename__ = "job"
    __table_args__ = (
        Index(
            "uq_job_unfinished",
            "kind",
            "record_id",
            unique=True,
            sqlite_where=_ONE_AT_A_TIME,
            postgresql_where=_ONE_AT_A_TIME,
        ),
        Index("ix_job_state", "state", "made_at"),
        Index("ix_job_shop", "shop_id", "kind", "made_at"),
    )

    kind: Mapped[Tag]
    record_id: Mapped[UUID]
    made_at: Mapped[datetime]
    owner_id: Mapped[UUID | None] = mapped_column(default=None)
    shop_id: Mapped[UUID | None] = mapped_column(default=None)
    state: Mapped[Tag] = mapped_column(default=QUEUED)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    rounds: Mapped[int] = mapped_column(default=0)
    starts: Mapped[int] = mapped_column(default=0)
    failure: Mapped[Tag] = mapped_column(default="")
    finished_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def is_over(self) -> bool:
        return self.state in (DONE, FAILED)

    @property
    def workflow_id(self) -> str:
        """The job's own id; a job begun anew is a workflow of its own."""
        return str(self.id) if self.rounds == 0 else f"{self.id}.{self.rounds}"

    @property
    def lane(self) -> str:
        """What runs one at a time: the work of one shop, else of one person."""
        return str(self.shop_id or self.owner_id or "house")


class JobWorker(Base):
    """A process that does background work, and when it last showed that it lives."""

    __tablename__ = "job_worker"

    name: Mapped[str] = mapped_column(Code(200), primary_key=True)
    seen_at: Mapped[datetime]
