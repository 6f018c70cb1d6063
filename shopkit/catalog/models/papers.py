"""Papers that prove what a listing or a label says."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from shopkit.catalog.rules.papers import PDF, Standing, kind_of, standing_on
from shopkit.db.base import Base, Placed, Row, Tag
from shopkit.db.types import Words


class Paper(Base, Row, Placed):
    """A paper of a shop, about one product or about all it makes; only declared until seen.

    `files` are the names under which its pages are kept, first page first, each with an ending
    that says what it is. What a paper says is never changed: another paper replaces it.
    """

    __tablename__ = "paper"
    __table_args__ = (
        Index("ix_paper_shop", "shop_id", "kind"),
        Index("ix_paper_valid_to", "valid_to"),
    )

    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"))
    product_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("product.id"), default=None, index=True
    )
    kind: Mapped[Tag]
    number: Mapped[str] = mapped_column(Words(80), default="")
    title: Mapped[str] = mapped_column(Words(160), default="")
    issuer: Mapped[str] = mapped_column(Words(120), default="")
    stars: Mapped[int | None] = mapped_column(default=None)
    valid_from: Mapped[date | None] = mapped_column(default=None)
    valid_to: Mapped[date | None] = mapped_column(default=None)
    files: Mapped[list[str]] = mapped_column(JSON, default_factory=list)
    weight_bytes: Mapped[int] = mapped_column(default=0)
    added_at: Mapped[datetime]
    entered_by_id: Mapped[UUID | None] = mapped_column(default=None)
    seen_at: Mapped[datetime | None] = mapped_column(default=None)
    seen_by_id: Mapped[UUID | None] = mapped_column(default=None)
    told_at: Mapped[datetime | None] = mapped_column(default=None)
    removed_at: Mapped[datetime | None] = mapped_column(default=None)
    replaced_by_id: Mapped[UUID | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1, init=False)

    __mapper_args__ = {"version_id_col": version}

    def standing(self, on: date) -> Standing:
        """How the paper stands on a day: not yet, in force, ending soon, ended, incomplete."""
        return standing_on(
            kind_of(self.kind),
            number=self.number,
            stars=self.stars,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            on=on,
        )

    @property
    def pages(self) -> list[tuple[int, bool]]:
        """Each page by its number from 1, and whether it is a PDF."""
        return [(at, name.endswith(PDF)) for at, name in enumerate(self.files, 1)]
