"""The upload sheets of a shop, and what a channel answered about its listings."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopkit.catalog.models.products import PUBLISHED, Product
from shopkit.catalog.models.variants import Variant
from shopkit.catalog.queries.products import HasId
from shopkit.channels.models.handed_over import Template
from shopkit.channels.rules.template import GROUP_KEY, NAME_KEY, PART, Known, sku_in
from shopkit.errors import NotFound
from shopkit.text.letters import nfc

# A sheet to be filled, and one that came back with reasons in it.
BLANK, ANSWER = "blank", "answer"


def templates_of(session: Session, shop: HasId, channel: str, kind: str) -> Sequence[Template]:
    """The sheets of one kind that were not removed, the newest first."""
    found = session.scalars(
        select(Template)
        .where(
            Template.shop_id == shop.id,
            Template.channel == channel,
            Template.removed_at.is_(None),
        )
        .order_by(Template.brought_at.desc(), Template.id.desc())
    )
    return [one for one in found if one.keys.get("kind") == kind]


def sheet_or_none(session: Session, shop: HasId, channel: str, kind: str) -> Template | None:
    return next(iter(templates_of(session, shop, channel, kind)), None)


def sheet(session: Session, shop: HasId, template_id: UUID) -> Template:
    """A sheet of this shop that was not removed."""
    found = session.scalars(
        select(Template).where(
            Template.id == template_id, Template.shop_id == shop.id, Template.removed_at.is_(None)
        )
    ).one_or_none()
    if found is None:
        raise NotFound(str(template_id))
    return found


def reasons_for(session: Session, shop: HasId, channel: str, product_id: UUID) -> list[str]:
    """What the channel last wrote about one product."""
    answer = sheet_or_none(session, shop, channel, ANSWER)
    told = answer.keys["reasons"] if answer else []
    return [one["words"] for one in told if one["product_id"] == str(product_id)]


def ids_of_part(session: Session, shop: HasId, part: int) -> list[UUID]:
    """The products on show that one part of a sheet is made of, by name; parts count from 1."""
    return list(
        session.scalars(
            select(Product.id)
            .where(Product.shop_id == shop.id, Product.state == PUBLISHED)
            .order_by(Product.sort_key, Product.id)
            .limit(PART)
            .offset((part - 1) * PART)
        )
    )


def part_count(session: Session, shop: HasId) -> int:
    counted = select(func.count()).select_from(Product)
    counted = counted.where(Product.shop_id == shop.id, Product.state == PUBLISHED)
    return -(-(session.scalar(counted) or 0) // PART)


def known_in(session: Session, shop: HasId, rows: Collection[Mapping[str, str]]) -> Known:
    """The products that the rows of an answer speak of."""
    skus = {sku_in(row) for row in rows}
    codes = {row.get(GROUP_KEY, "") for row in rows}
    titles = {nfc(row.get(NAME_KEY, "")) for row in rows}
    own = select(Product.id).where(Product.shop_id == shop.id)
    by_sku = session.execute(own.add_columns(Product.sku).where(Product.sku.in_(skus)))
    forms = session.execute(
        select(Variant.product_id, Variant.sku).where(
            Variant.shop_id == shop.id, Variant.sku.in_(skus)
        )
    )
    by_code = session.execute(own.add_columns(Product.code).where(Product.code.in_(codes)))
    by_title = session.execute(own.add_columns(Product.title).where(Product.title.in_(titles)))
    return Known(
        {sku: str(product_id) for product_id, sku in (*by_sku, *forms) if sku},
        {code: str(product_id) for product_id, code in by_code if code},
        {title: str(product_id) for product_id, title in by_title if title},
    )
