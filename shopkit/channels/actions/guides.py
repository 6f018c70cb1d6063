"""Going through the guided list of a channel, alone or with a helper beside her."""

from datetime import datetime

from sqlalchemy.orm import Session

from shopkit.accounts.queries import people_of_shop
from shopkit.catalog.actions.products import actor_id
from shopkit.channels.actions.listed import details_of, note_look
from shopkit.channels.models.listed import LIVE, ChannelShop
from shopkit.channels.queries.listed import channel_shop_or_none
from shopkit.channels.rules.guides import Guide
from shopkit.channels.rules.listed import Address
from shopkit.errors import NotFound
from shopkit.journal.models import SEEN, SELF_DECLARED
from shopkit.journal.write import write
from shopkit.shops.models.shops import Shop


def tick_step(
    session: Session, shop: Shop, guide: Guide, *, step: str, now: datetime
) -> ChannelShop:
    """Note that a step is done, when, and who said so; the first one begins the channel."""
    if step not in guide.steps:
        raise NotFound(step)
    place = begun(session, shop, guide, now=now)
    if step not in place.steps:
        done = {"at": now.isoformat(), "by": str(actor_id(session) or "")}
        place.steps = {**place.steps, step: done}
        session.flush()
        details = {**details_of(place), "step": step}
        evidence = told_as(session, shop)
        write(session, place, "channel.step_done", now=now, evidence=evidence, details=details)
    return place


def untick_step(session: Session, place: ChannelShop, *, step: str, now: datetime) -> None:
    """Take back that a step is done."""
    if step in place.steps:
        place.steps = {name: done for name, done in place.steps.items() if name != step}
        session.flush()
        details = {**details_of(place), "step": step}
        write(session, place, "channel.step_undone", now=now, details=details)


def begun(session: Session, shop: Shop, guide: Guide, *, now: datetime) -> ChannelShop:
    """The shop's place on a channel, begun now where it was not."""
    place = channel_shop_or_none(session, shop, guide.code)
    if place is None:
        place = ChannelShop(
            shop_id=shop.id,
            commune_code=shop.commune_code,
            channel=guide.code,
            begun_at=now,
            begun_by_id=actor_id(session),
        )
        session.add(place)
        session.flush()
        evidence = told_as(session, shop)
        write(
            session,
            place,
            "channel.supported",
            now=now,
            evidence=evidence,
            details=details_of(place),
        )
    return place


def note_shop_address(
    session: Session, shop: Shop, guide: Guide, *, address: Address, now: datetime
) -> ChannelShop:
    """Keep where the shop stands on a channel; so far by the word of who typed it."""
    place = begun(session, shop, guide, now=now)
    if place.address != address.text or place.state != LIVE:
        place.address = address.text
        note_look(session, place, kind="channel", evidence=SELF_DECLARED, now=now)
    return place


def told_as(session: Session, shop: Shop) -> str:
    """What a step rests on: her own word, or a helper's who was there."""
    return SELF_DECLARED if actor_id(session) in people_of_shop(session, shop.id) else SEEN
