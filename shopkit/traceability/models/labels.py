"""The label runs printed for a batch, their files, and every single code."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from shopkit.db.base import Base, CommuneCode, Placed, Row, Tag
from shopkit.db.types import Code, Words
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.changes import Kept
from shopkit.traceability.rules.states import GENERATED, UNIT


class LabelRun(Base, Row, Placed, Kept):
    """So many labels for a batch on one label stock, each with its own code or all with one.

    `needs_activation` hides a label's code from buyers until it is activated; it is off unless
    she asked for it, so that codes printed before it existed keep working. `words` is what the
    labels say, as it stood when they were asked for. `replaces` are the spoiled codes whose
    places these labels take, in order. `pins_received_at` is when the print shop's list of
    scratch numbers was erased.
    """

    __tablename__ = "label_run"

    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"), index=True)
    batch_id: Mapped[UUID] = mapped_column(ForeignKey(Batch.id), index=True)
    count: Mapped[int]
    stock: Mapped[Tag]
    start_cell: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime]
    ready_at: Mapped[datetime | None] = mapped_column(default=None)
    level: Mapped[Tag] = mapped_column(default=UNIT, server_default=UNIT)
    has_pins: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    pins_received_at: Mapped[datetime | None] = mapped_column(default=None)
    needs_activation: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    code_length: Mapped[int] = mapped_column(default=10, server_default="10")
    words: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True), default=None)
    replaces: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True), default=None)
    printed_at: Mapped[datetime | None] = mapped_column(default=None)
    printed_count: Mapped[int | None] = mapped_column(default=None)
    spoiled_count: Mapped[int] = mapped_column(default=0, server_default="0")
    affixed_count: Mapped[int] = mapped_column(default=0, server_default="0")
    affixed_on: Mapped[date | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1, server_default="1", init=False)

    __mapper_args__ = {"version_id_col": version}


class LabelFile(Base):
    """One finished PDF of a run; `name` is the hash under which it is kept."""

    __tablename__ = "label_file"

    run_id: Mapped[UUID] = mapped_column(ForeignKey("label_run.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(Code(64))
    count: Mapped[int]


class Label(Base):
    """One code on one sticker; it is never given out again and never changes its meaning."""

    __tablename__ = "label"
    __table_args__ = (Index("ix_label_run", "run_id", "position"),)

    code: Mapped[str] = mapped_column(Code(13), primary_key=True)
    commune_code: Mapped[CommuneCode] = mapped_column(default="")
    shop_id: Mapped[UUID]
    batch_id: Mapped[UUID]
    run_id: Mapped[UUID] = mapped_column(ForeignKey("label_run.id"))
    position: Mapped[int]
    state: Mapped[Tag] = mapped_column(default=GENERATED)


class LabelMark(Base, Row, Placed):
    """That the labels of a run from one position to another came into a state; never changed."""

    __tablename__ = "label_mark"
    __table_args__ = (Index("ix_label_mark_run", "run_id", "at"),)

    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"), index=True)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("label_run.id"))
    first: Mapped[int]
    last: Mapped[int]
    state: Mapped[Tag]
    why: Mapped[str] = mapped_column(Words(120), default="")
    at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(default=None)


class LabelPin(Base):
    """The number under a scratch layer, as a keyed hash; five tries, the first success stays."""

    __tablename__ = "label_pin"

    code: Mapped[str] = mapped_column(ForeignKey("label.code"), primary_key=True)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("label_run.id"), index=True)
    pin_hash: Mapped[str] = mapped_column(Code(64))
    tries: Mapped[int] = mapped_column(default=0)
    success_count: Mapped[int] = mapped_column(default=0)
    first_success_at: Mapped[datetime | None] = mapped_column(default=None)


class PinList(Base):
    """A part of the list for the print shop: codes with their scratch numbers in clear.

    `name` is the hash under which the file is kept until she says that the print shop has it.
    """

    __tablename__ = "pin_list"

    run_id: Mapped[UUID] = mapped_column(ForeignKey("label_run.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(Code(64))
