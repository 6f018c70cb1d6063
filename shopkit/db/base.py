"""The row that every record grows from."""

from datetime import datetime
from typing import Annotated, dataclass_transform
from uuid import UUID

from sqlalchemy import BigInteger, MetaData, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column
from uuid_utils.compat import uuid7

from shopkit.db.types import Code, Moment, Words

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

Dong = Annotated[int, ("whole dong",)]
Milli = Annotated[int, ("thousandths of a unit",)]
Tag = Annotated[str, ("a machine word",)]
CommuneCode = Annotated[str, ("five digits of a commune, empty while not yet told",)]


@dataclass_transform(kw_only_default=True, field_specifiers=(mapped_column,))
class KwOnly(MappedAsDataclass, kw_only=True):
    """A mapped dataclass whose fields are given by name, also in the eyes of the type checker."""


class Base(KwOnly, DeclarativeBase, kw_only=True):
    """The root of all tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {
        str: Words(),
        datetime: Moment(),
        UUID: Uuid(),
        Dong: BigInteger(),
        Milli: BigInteger(),
        Tag: Code(40),
        CommuneCode: Code(5),
    }


def new_id() -> UUID:
    """A new id that sorts by the time it was made (version 7)."""
    return uuid7()


class Row(KwOnly, kw_only=True):
    """A record with an id of its own, known before the database has seen it."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=new_id)


class Placed(KwOnly, kw_only=True):
    """A record that belongs to a commune; the code leads the indexes of its table."""

    commune_code: Mapped[CommuneCode] = mapped_column(default="", index=True)
