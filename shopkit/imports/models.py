"""A table that somebody brought, how far its taking has come, and which columns meant what."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shopkit.db.base import Base, Placed, Row, Tag
from shopkit.db.types import Code, Words

UPLOADED, CHECKING, CHECKED = "uploaded", "checking", "checked"
TAKING, TAKEN, DROPPED = "taking", "taken", "dropped"
# What still needs the file that was brought.
UNFINISHED = (UPLOADED, CHECKING, CHECKED, TAKING)


class Import(Base, Row, Placed):
    """One table that was brought, from its arrival to its result.

    `subject_id` is what its rows are for, such as a payment account. `rows_file` holds the rows
    as they were read, `records_file` what the trial run made of them, `failed_file` those that
    were not taken; the first two go when the rows are taken, all after some days.
    """

    __tablename__ = "import"
    __table_args__ = (
        Index("ix_import_shop", "shop_id", "kind", "made_at"),
        Index("ix_import_state", "state", "made_at"),
    )

    kind: Mapped[Tag]
    owner_id: Mapped[UUID] = mapped_column(index=True)
    shop_id: Mapped[UUID | None] = mapped_column(default=None)
    subject_id: Mapped[UUID | None] = mapped_column(default=None)
    # Whose habit the columns are: files of one bank look alike.
    family: Mapped[str] = mapped_column(Code(40), default="")
    name: Mapped[str] = mapped_column(Words(200), default="")
    state: Mapped[Tag] = mapped_column(default=UPLOADED)
    rows_file: Mapped[str | None] = mapped_column(Code(64), default=None)
    records_file: Mapped[str | None] = mapped_column(Code(64), default=None)
    failed_file: Mapped[str | None] = mapped_column(Code(64), default=None)
    layout: Mapped[dict[str, Any]] = mapped_column(JSON, default_factory=dict)
    # What the trial run found, by reason, and what the taking came to.
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default_factory=list)
    row_count: Mapped[int] = mapped_column(default=0)
    good_count: Mapped[int] = mapped_column(default=0)
    known_count: Mapped[int] = mapped_column(default=0)
    left_out_count: Mapped[int] = mapped_column(default=0)
    failed_count: Mapped[int] = mapped_column(default=0)
    added_count: Mapped[int] = mapped_column(default=0)
    portion_count: Mapped[int] = mapped_column(default=0)
    more: Mapped[dict[str, int]] = mapped_column(JSON, default_factory=dict)
    # What its owner said when asked before the trial run, by question.
    wishes: Mapped[dict[str, str]] = mapped_column(
        JSON, default_factory=dict, server_default=text("'{}'")
    )
    late: Mapped[list[list[Any]]] = mapped_column(JSON, default_factory=list)
    made_at: Mapped[datetime]
    checked_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1, init=False)

    __mapper_args__ = {"version_id_col": version}


class RememberedColumns(Base, Row, Placed):
    """Which headings a person said mean what, for files of one family with the same headings.

    `keeper` is the shop, or the person where there is none.
    """

    __tablename__ = "remembered_columns"
    __table_args__ = (UniqueConstraint("keeper", "kind", "family", "signature"),)

    keeper: Mapped[UUID]
    kind: Mapped[Tag]
    family: Mapped[str] = mapped_column(Code(40), default="")
    signature: Mapped[str] = mapped_column(Code(32))
    columns: Mapped[dict[str, str]] = mapped_column(JSON, default_factory=dict)
    heard_at: Mapped[datetime]
