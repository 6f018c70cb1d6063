"""Provinces and communes in the versions the law gave them, and the villages of each commune."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from shopkit.db.base import Base, CommuneCode, Placed, Row, Tag
from shopkit.db.types import Code, Words

OPEN = text("valid_to IS NULL")


class Province(Base):
    """One version of a province or city; `valid_to` is its last day, None while it stands."""

    __tablename__ = "province"

    code: Mapped[str] = mapped_column(Code(2), primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date | None]
    type: Mapped[Tag]
    name: Mapped[str] = mapped_column(Words(60))
    sort_key: Mapped[str] = mapped_column(Code(200))
    search_text: Mapped[str] = mapped_column(Words(60))
    source_doc: Mapped[str] = mapped_column(Words(40))


class Commune(Base):
    """One version of a commune, ward or special zone, named as on its seal: "Xã Hoằng Lộc"."""

    __tablename__ = "commune"
    __table_args__ = (Index("ix_commune_province", "province_code", "sort_key"),)

    code: Mapped[CommuneCode] = mapped_column(primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date | None]
    province_code: Mapped[str] = mapped_column(Code(2))
    type: Mapped[Tag]
    name: Mapped[str] = mapped_column(Words(60))
    sort_key: Mapped[str] = mapped_column(Code(200))
    bare_text: Mapped[str] = mapped_column(Words(200))
    search_text: Mapped[str] = mapped_column(Words(200))
    source_doc: Mapped[str] = mapped_column(Words(40))


class OldUnit(Base):
    """A commune of January 2025 and one it became: to find a place, never to move a household."""

    __tablename__ = "old_unit"
    __table_args__ = (Index("ix_old_unit_new_code", "new_code"),)

    code: Mapped[CommuneCode] = mapped_column(primary_key=True)
    new_code: Mapped[CommuneCode] = mapped_column(primary_key=True)
    is_divided: Mapped[bool]
    name: Mapped[str] = mapped_column(Words(60))
    district: Mapped[str] = mapped_column(Words(60))
    province: Mapped[str] = mapped_column(Words(60))
    sort_key: Mapped[str] = mapped_column(Code(200))
    bare_text: Mapped[str] = mapped_column(Words(200))
    search_text: Mapped[str] = mapped_column(Words(200))


class ReferenceLoad(Base):
    """Which version of the carried lists the tables hold."""

    __tablename__ = "reference_load"

    name: Mapped[Tag] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(Code(64))
    loaded_at: Mapped[datetime]


class VillageKind(StrEnum):
    """What the people of a place call their village; each is the same level of the law."""

    THON = "thon"
    TO_DAN_PHO = "to_dan_pho"
    BAN = "ban"
    LANG = "lang"
    AP = "ap"
    BUON = "buon"
    XOM = "xom"
    KHU_PHO = "khu_pho"
    KHOM = "khom"
    KHOI = "khoi"
    TIEU_KHU = "tieu_khu"
    OTHER = "other"


class Village(Base, Row, Placed):
    """A village on the register its commune keeps; `valid_to` is its last day."""

    __tablename__ = "village"
    __table_args__ = (
        Index(
            "uq_village_open_name",
            "commune_code",
            "name_key",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )

    kind: Mapped[Tag]
    name: Mapped[str] = mapped_column(Words(80))
    name_key: Mapped[str] = mapped_column(Words(160), default="")
    sort_key: Mapped[str] = mapped_column(Code(1000), default="")
    search_text: Mapped[str] = mapped_column(Words(400), default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None] = mapped_column(default=None)
    merged_into_id: Mapped[UUID | None] = mapped_column(default=None)
    # What people and lists still call it, one name a line: it was renamed, or is part of another.
    formerly: Mapped[str] = mapped_column(Words(1000), default="", server_default="")

    @property
    def is_open(self) -> bool:
        return self.valid_to is None
