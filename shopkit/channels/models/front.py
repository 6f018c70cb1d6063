"""What a shop's public pages show beside its products."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from shopkit.db.base import Base, Placed, Row
from shopkit.db.types import Code, Words


class Front(Base, Row, Placed):
    """The public page of a shop; what a person's own consent covers is asked for there."""

    __tablename__ = "front"

    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shop.id"), unique=True)
    is_open: Mapped[bool] = mapped_column(default=True)
    about: Mapped[str] = mapped_column(Words(2000), default="")
    # The number buyers call; None is the shop's own. It may be left off the page altogether.
    phone: Mapped[str | None] = mapped_column(Code(20), default=None)
    hides_phone: Mapped[bool] = mapped_column(default=False)
    zalo: Mapped[str] = mapped_column(Words(200), default="")
    messenger: Mapped[str] = mapped_column(Words(200), default="")
    platform_page: Mapped[str] = mapped_column(Words(500), default="")
    # Who sells, as the law asks of a business: the code and who gave it out.
    business_code: Mapped[str] = mapped_column(Words(40), default="")
    business_issuer: Mapped[str] = mapped_column(Words(120), default="")
    business_issued_on: Mapped[date | None] = mapped_column(default=None)
    office_address: Mapped[str] = mapped_column(Words(200), default="")
    returns: Mapped[str] = mapped_column(Words(2000), default="")
    delivery: Mapped[str] = mapped_column(Words(2000), default="")
    complaints: Mapped[str] = mapped_column(Words(2000), default="")
    # The payment account whose code stands on the page, once she has put it there.
    shown_account_id: Mapped[UUID | None] = mapped_column(default=None)
    shown_since: Mapped[datetime | None] = mapped_column(default=None)
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1, init=False)

    __mapper_args__ = {"version_id_col": version}
