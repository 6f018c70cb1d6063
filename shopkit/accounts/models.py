"""People who sign in, the hats they wear, and what they agreed to."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from shopkit.db.base import Base, Placed, Row, Tag
from shopkit.db.types import Code, Words

PIN, PASSWORD = "pin", "password"
BY_SECRET, BY_CODE, BY_CARD, BY_RESETTING_CARD = "secret", "code", "card", "card_reset"


class Account(Base, Row):
    """One person who can sign in: by phone number and PIN, staff by password and one-time code.

    `secret_kind` says which of the two `secret_hash` is of. A closed account opens for nobody.
    Until `money_locked_until` no account number can be changed, whoever is signed in.
    """

    __tablename__ = "account"

    phone: Mapped[str] = mapped_column(Code(20), unique=True)
    name: Mapped[str] = mapped_column(Words(80))
    secret_hash: Mapped[str] = mapped_column(Words(200))
    secret_kind: Mapped[Tag] = mapped_column(default=PIN)
    totp_secret: Mapped[str | None] = mapped_column(Code(64), default=None)
    totp_last_step: Mapped[int] = mapped_column(default=0)
    is_practice: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    money_locked_until: Mapped[datetime | None] = mapped_column(default=None)

    def is_money_locked(self, now: datetime) -> bool:
        return self.money_locked_until is not None and now < self.money_locked_until


class SignIn(Base, Row):
    """An open sign-in on one phone or computer; only the hash of its token is kept.

    One that waits for the one-time code lets nobody in yet. `told_at` is when the notices were last
    read on this phone.
    """

    __tablename__ = "sign_in"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(Code(64), unique=True)
    way: Mapped[Tag] = mapped_column(default=BY_SECRET)
    device: Mapped[str] = mapped_column(Words(120), default="")
    waits_for_code: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    told_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


class RoleGrant(Base, Row):
    """A hat given to somebody for one place, from a day on; to a stand-in until another."""

    __tablename__ = "role_grant"
    __table_args__ = (Index("ix_role_grant_scope", "scope_kind", "scope_code"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[Tag]
    scope_kind: Mapped[Tag]
    scope_code: Mapped[Tag] = mapped_column(default="")
    granted_at: Mapped[datetime]
    granted_by_id: Mapped[UUID | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    # Of a stand-in: when it ends by itself, and why there had to be one.
    until: Mapped[datetime | None] = mapped_column(default=None)
    why: Mapped[str] = mapped_column(Words(300), default="", server_default="")


class Attempt(Base, Row):
    """A failed try to sign in, kept for the growing delay; `key` is a phone, account or address."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_key_at", "key", "at"),)

    key: Mapped[str] = mapped_column(Code(80))
    at: Mapped[datetime]


class SignInCard(Base, Row):
    """A card that opens one sign-in: ten minutes, once; or lets a forgotten PIN be set anew."""

    __tablename__ = "sign_in_card"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(Code(64), unique=True)
    resets_pin: Mapped[bool] = mapped_column(default=False)
    made_by_id: Mapped[UUID]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None] = mapped_column(default=None)


class Consent(Base, Row, Placed):
    """What a person agreed to, in which words, and how; also of people without an account.

    A refusal is kept too, as a consent taken back in the moment it was asked for.
    """

    __tablename__ = "consent"
    __table_args__ = (
        Index("ix_consent_subject_purpose", "subject_id", "purpose"),
        Index("ix_consent_shop_purpose", "shop_id", "purpose"),
    )

    subject_id: Mapped[UUID]
    shop_id: Mapped[UUID | None] = mapped_column(default=None)
    purpose: Mapped[Tag]
    text_version: Mapped[Tag]
    given_at: Mapped[datetime]
    given_by: Mapped[Tag] = mapped_column(default="self")
    recorded_by_id: Mapped[UUID | None] = mapped_column(default=None)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    # Of one on paper: the day it was signed, and where the sheet lies.
    signed_on: Mapped[date | None] = mapped_column(default=None)
    sheet: Mapped[str] = mapped_column(Words(120), default="", server_default="")


class Notice(Base, Row):
    """Something every other phone of an account must be told, such as a changed account number.

    `sign_in_id` is the sign-in that caused it and need not be told.
    """

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_account_at", "account_id", "at"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[Tag]
    at: Mapped[datetime]
    sign_in_id: Mapped[UUID | None] = mapped_column(default=None)
