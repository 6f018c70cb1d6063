"""A household business as the commune knows it, and the shop it runs here."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from shopkit.db.base import Base, Placed, Row, Tag
from shopkit.db.types import Code, Words
from shopkit.shops.rules.shops import PRACTICE_PROVINCE


class Business(Base, Row, Placed):
    """A household business on the commune's register, with or without a shop here."""

    __tablename__ = "business"
    __table_args__ = (
        Index("ix_business_place", "commune_code", "village_id"),
        Index("ix_business_household", "household_id"),
        Index("ix_business_list_key", "commune_code", "list_key"),
    )

    name: Mapped[str] = mapped_column(Words(120))
    sort_key: Mapped[str] = mapped_column(Code(1000))
    search_text: Mapped[str] = mapped_column(Words(400))
    village_id: Mapped[UUID | None] = mapped_column(default=None)
    source: Mapped[Tag] = mapped_column(default="register")
    known_at: Mapped[datetime]
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    household_id: Mapped[UUID | None] = mapped_column(ForeignKey("household.id"), default=None)
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), default=None)
    owner_gender: Mapped[Tag] = mapped_column(default="", server_default="")
    # As the list names the owner, where she is nobody's row on the register yet.
    owner_name: Mapped[str] = mapped_column(Words(80), default="", server_default="")
    kind: Mapped[Tag] = mapped_column(default="household", server_default="household")
    sector: Mapped[Tag] = mapped_column(default="", server_default="")
    phone: Mapped[str | None] = mapped_column(Code(20), default=None)
    # Why it may be counted without its own consent: the document of the list it came from.
    legal_basis: Mapped[str] = mapped_column(Words(200), default="", server_default="")
    list_key: Mapped[str | None] = mapped_column(Code(64), default=None)
    merged_into_id: Mapped[UUID | None] = mapped_column(default=None)
    erased_at: Mapped[datetime | None] = mapped_column(default=None)


class Shop(Base, Row, Placed):
    """What a seller runs here; it may stand before its name or its commune are known."""

    __tablename__ = "shop"
    __table_args__ = (Index("ix_shop_place", "commune_code", "village_id"),)

    code: Mapped[str] = mapped_column(Code(12), unique=True)
    name: Mapped[str] = mapped_column(Words(120), default="")
    sort_key: Mapped[str] = mapped_column(Code(1000), default="")
    search_text: Mapped[str] = mapped_column(Words(400), default="")
    owner_name: Mapped[str] = mapped_column(Words(80), default="")
    sells: Mapped[str] = mapped_column(Words(120), default="")
    is_maker: Mapped[bool | None] = mapped_column(default=None)
    village_id: Mapped[UUID | None] = mapped_column(default=None)
    business_id: Mapped[UUID | None] = mapped_column(ForeignKey("business.id"), default=None)
    contact_phone: Mapped[str | None] = mapped_column(Code(20), default=None)
    is_practice: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime]
    entered_by_id: Mapped[UUID | None] = mapped_column(default=None)
    seen_at: Mapped[datetime | None] = mapped_column(default=None)
    seen_by_id: Mapped[UUID | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1, init=False)

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_shown_as_practice(self) -> bool:
        """Whether its public pages say so: a practice shop, or one tried out in that commune."""
        return self.is_practice or self.commune_code.startswith(PRACTICE_PROVINCE)

    @property
    def is_placed(self) -> bool:
        """Whether the commune is known; before that no figure can hold the shop."""
        return bool(self.commune_code)
