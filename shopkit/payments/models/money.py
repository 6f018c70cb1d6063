"""Money that came in, where it was told from, and which requests it pays."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shopkit.db.base import Base, Dong, Placed, Row, Tag
from shopkit.db.types import Code, Words
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.requests import PaymentRequest

BY_FEED, BY_STATEMENT, BY_HAND = "feed", "statement", "hand"
# Money nobody has placed yet, money that pays requests whole or with a rest left over, and money
# that pays nothing that was asked for.
UNPLACED, PLACED, PART_PLACED, SET_ASIDE = "unplaced", "placed", "part_placed", "set_aside"
TO_DECIDE = (UNPLACED, PART_PLACED)


class MoneyFeed(Base, Row, Placed):
    """An address at which a payment service tells of money, guarded by a secret of its own.

    The secret is made from the key of the house, this record and `turn`; it is kept nowhere.
    """

    __tablename__ = "money_feed"

    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"), index=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey(PaymentAccount.id))
    code: Mapped[str] = mapped_column(Code(24), unique=True)
    turn: Mapped[int] = mapped_column(default=1)
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    heard_at: Mapped[datetime | None] = mapped_column(default=None)
    turned_at: Mapped[datetime]
    refused_at: Mapped[datetime | None] = mapped_column(default=None)
    refused_why: Mapped[Tag] = mapped_column(default="")


class BankLine(Base, Row, Placed):
    """Money that came into an account, told once however often and by whomever it is told.

    `source_id` is the teller's own number of it, `also_id` the one of a feed that told it too;
    `fingerprint` is a keyed hash of day, amount and memo, by which the same money is known again
    in another file, also after amount and memo were erased.
    """

    __tablename__ = "bank_line"
    __table_args__ = (
        UniqueConstraint("account_id", "source", "source_id"),
        Index("ix_bank_line_shop", "shop_id", "state", "came_at"),
        Index("ix_bank_line_fingerprint", "account_id", "fingerprint"),
        Index("ix_bank_line_also", "account_id", "also_id"),
        Index("ix_bank_line_reference", "account_id", "reference"),
        Index("ix_bank_line_told", "shop_id", "told_at"),
    )

    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey(PaymentAccount.id))
    source: Mapped[Tag]
    source_id: Mapped[str] = mapped_column(Code(80))
    fingerprint: Mapped[str] = mapped_column(Code(64))
    amount_vnd: Mapped[Dong | None] = mapped_column(default=None)
    memo: Mapped[str | None] = mapped_column(Words(500), default=None)
    also_id: Mapped[str] = mapped_column(Code(80), default="")
    reference: Mapped[str] = mapped_column(Code(80), default="")
    state: Mapped[Tag] = mapped_column(default=UNPLACED)
    came_at: Mapped[datetime]
    told_at: Mapped[datetime]
    import_id: Mapped[UUID | None] = mapped_column(default=None, index=True)
    told_by_id: Mapped[UUID | None] = mapped_column(default=None)
    redacted_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1, init=False)

    __mapper_args__ = {"version_id_col": version}


_STANDING = text("undone_at IS NULL")


class Placement(Base, Row, Placed):
    """That a bank line, or a part of it, pays a request; taken back it stays, with the moment.

    `placed_by_id` is empty where the house did it, because code, account and amount agreed.
    """

    __tablename__ = "placement"
    __table_args__ = (
        Index(
            "uq_placement_standing",
            "line_id",
            "request_id",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
        Index("ix_placement_request", "request_id"),
    )

    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"), index=True)
    line_id: Mapped[UUID] = mapped_column(ForeignKey("bank_line.id"))
    request_id: Mapped[UUID] = mapped_column(ForeignKey(PaymentRequest.id))
    amount_vnd: Mapped[Dong | None] = mapped_column(default=None)
    placed_at: Mapped[datetime]
    placed_by_id: Mapped[UUID | None] = mapped_column(default=None)
    undone_at: Mapped[datetime | None] = mapped_column(default=None)
    undone_by_id: Mapped[UUID | None] = mapped_column(default=None)


class FingerprintKey(Base, Placed):
    """The key of the fingerprints of a shop's money of one month, thrown away after some time.

    Without it an old fingerprint is a number without meaning: nobody can try amounts against it.
    """

    __tablename__ = "fingerprint_key"

    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"), primary_key=True)
    month: Mapped[str] = mapped_column(Code(7), primary_key=True)
    key: Mapped[str] = mapped_column(Code(64))


class TillDay(Base, Row, Placed):
    """A time for which a shop's till is open: what comes in meanwhile is shown and heard."""

    __tablename__ = "till_day"
    __table_args__ = (Index("ix_till_day_shop", "shop_id", "opened_at"),)

    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"))
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[UUID | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
