"""What was told or seen of a shop, a business or a household, and by whom it may be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.adoption.models.facts import NOTED, Fact
from shopkit.adoption.queries.targets import is_switched_on
from shopkit.adoption.rules.declared import BUSINESS, SHOP, Question, questions_for
from shopkit.channels.models.listed import ChannelShop
from shopkit.errors import NotFound
from shopkit.scope import Who
from shopkit.shops.models.shops import Business, Shop
from shopkit.shops.queries.reach import lies_within
from shopkit.shops.queries.register import household_in_reach
from shopkit.shops.queries.shops import shop_in_reach

MOST_SHOWN = 20


@dataclass(frozen=True)
class About:
    """Whom the questions are about."""

    kind: str
    id: UUID
    name: str
    commune_code: str


@dataclass(frozen=True)
class Item:
    """One question about one subject, or about one channel of a shop, with all that was told.

    The newest stands first; what it stands in place of stays in the list.
    """

    question: Question
    about: str
    source_id: UUID | None
    told: Sequence[Fact]
    standing: Fact | None


def about_in_reach(session: Session, who: Who, kind: str, subject_id: UUID, *roles: str) -> About:
    """A shop that agreed, a business or a household of her places; any other does not exist."""
    if kind == SHOP:
        return about_shop(shop_in_reach(session, who, subject_id, *roles))
    if kind == BUSINESS:
        business = session.scalars(
            select(Business).where(
                Business.id == subject_id,
                Business.erased_at.is_(None),
                lies_within(Business, who, *roles),
            )
        ).one_or_none()
        if business is None:
            raise NotFound(str(subject_id))
        return About(kind, business.id, business.name, business.commune_code)
    household = household_in_reach(session, who, subject_id, *roles)
    return About(kind, household.id, household.name, household.commune_code)


def about_shop(shop: Shop) -> About:
    return About(SHOP, shop.id, shop.name or shop.owner_name, shop.commune_code)


def items_of(session: Session, about: About) -> list[Item]:
    """Every question that may be asked here, with its answers."""
    facts = noted_of(session, about)
    found = []
    for question in questions_for(about.kind, is_switched_on(session, about.commune_code)):
        if not question.for_each_channel:
            found.append(item_of(question, "", None, facts))
            continue
        for place in channels_of(session, about):
            found.append(item_of(question, place.channel, place.id, facts))
    return found


def item_of(question: Question, about: str, source_id: UUID | None, facts: Sequence[Fact]) -> Item:
    told = [
        fact for fact in facts if (fact.element, fact.source_id) == (question.element, source_id)
    ]
    replaced = {fact.supersedes_id for fact in told}
    standing = next((fact for fact in told if fact.id not in replaced and not fact.is_void), None)
    return Item(question, about, source_id, told[:MOST_SHOWN], standing)


def noted_of(session: Session, about: About) -> Sequence[Fact]:
    return session.scalars(
        select(Fact)
        .where(Fact.subject_id == about.id, Fact.origin == NOTED)
        .order_by(Fact.valid_on.desc(), Fact.recorded_at.desc(), Fact.id.desc())
    ).all()


def channels_of(session: Session, about: About) -> Sequence[ChannelShop]:
    """The channels of a shop, with its own accounts there."""
    return session.scalars(
        select(ChannelShop)
        .where(ChannelShop.shop_id == about.id)
        .order_by(ChannelShop.channel, ChannelShop.id)
    ).all()
