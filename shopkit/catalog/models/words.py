"""The words of product names, by which products are found."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from shopkit.catalog.rules.words import LONGEST_NAME_KEY, LONGEST_WORD
from shopkit.db.base import Base, Tag
from shopkit.db.types import Code
from shopkit.shops.models.shops import Shop


class ProductWord(Base):
    """A word of a product's name: folded, and as written; written and gone with the name.

    The key is the index, in the order in which it is asked, so that a search and its count read
    nothing else. The product is no foreign key: that would need a second index as large.
    """

    __tablename__ = "product_word"
    __table_args__ = {"sqlite_with_rowid": False}

    shop_id: Mapped[UUID] = mapped_column(ForeignKey(Shop.id), primary_key=True)
    word: Mapped[str] = mapped_column(Code(LONGEST_WORD), primary_key=True)
    # The beginning of the name's sort key: the list stands in the order of names.
    name_key: Mapped[str] = mapped_column(Code(LONGEST_NAME_KEY), primary_key=True)
    product_id: Mapped[UUID] = mapped_column(primary_key=True)
    written: Mapped[str] = mapped_column(Code(LONGEST_WORD), primary_key=True)
    state: Mapped[Tag] = mapped_column(primary_key=True)
