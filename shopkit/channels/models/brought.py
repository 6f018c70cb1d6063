"""Photos that a product file names by address, until they are here or it is known why not."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from shopkit.catalog.models.products import LONGEST_ADDRESS
from shopkit.db.base import Base, Placed, Row, Tag
from shopkit.db.types import Words

WANTED, FETCHED, LOST = "wanted", "fetched", "lost"


class WantedPhoto(Base, Row, Placed):
    """A photo of a product that lies elsewhere; `why` says what kept it from being fetched."""

    __tablename__ = "wanted_photo"
    __table_args__ = (
        Index("ix_wanted_photo_product", "product_id", "position"),
        Index("ix_wanted_photo_import", "import_id", "state"),
        Index("ix_wanted_photo_shop", "shop_id"),
    )

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"))
    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"))
    import_id: Mapped[UUID]
    position: Mapped[int]
    address: Mapped[str] = mapped_column(Words(LONGEST_ADDRESS))
    noted_at: Mapped[datetime]
    state: Mapped[Tag] = mapped_column(default=WANTED)
    why: Mapped[Tag | None] = mapped_column(default=None)
    photo_id: Mapped[UUID | None] = mapped_column(default=None)
